"""The triggers that keep the index of the search current, whoever changes a paper.

A step of the schema names what it indexes; a released step keeps the SQL that these functions made for it.
"""

from collections.abc import Sequence


def reindexed(name: str, event: str, subject: str, *, columns: Sequence[str], texts: str, when: str = "") -> str:
    """A trigger that writes the text of one paper anew.

    Args:
        name: The trigger's name.
        event: What it waits for: ``INSERT ON work``.
        subject: The SQL of the paper: ``NEW.key``.
        columns: The columns of the index.
        texts: The query that gives the number and the texts of papers, without its condition.
        when: A condition of the trigger.
    """
    return f"""
CREATE TRIGGER {name} AFTER {event} {when} BEGIN
    DELETE FROM paper_index WHERE rowid = (SELECT id FROM paper_text WHERE subject = {subject});
    INSERT INTO paper_text (subject)
        SELECT {subject} WHERE NOT EXISTS (SELECT 1 FROM paper_text WHERE subject = {subject});
    INSERT INTO paper_index (rowid, {", ".join(columns)})
    {texts} WHERE p.subject = {subject};
END;
"""


def unindexed(name: str, event: str, subject: str, *, when: str = "") -> str:
    """A trigger that drops the text of one paper."""
    return f"""
CREATE TRIGGER {name} AFTER {event} {when} BEGIN
    DELETE FROM paper_index WHERE rowid = (SELECT id FROM paper_text WHERE subject = {subject});
    DELETE FROM paper_text WHERE subject = {subject};
END;
"""
