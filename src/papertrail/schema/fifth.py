"""Version 5 to 6: works, what services said of them, and the history of both become records.

In version 5 a work had its title, names, venue and year in columns, as plain text with formulae between dollar signs,
and the rest of its BibTeX fields as JSON, with their LaTeX. The title was among these too where it had LaTeX in it.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from papertrail import cleaning
from papertrail.bibliography.corrections import corrected, shown
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.mapping.bibtex import PLACES
from papertrail.bibliography.reading.bibtex import record_of
from papertrail.bibliography.record import Record, dumps
from papertrail.people import Name, People, from_bibtex
from papertrail.schema import beginning, run
from papertrail.schema.columns import PREPRINT_COLUMNS, WORK_COLUMNS
from papertrail.schema.works import row_of
from papertrail.text import latex
from papertrail.text.latex import BIBTEX
from papertrail.text.marked import Mark, Run, Text, joined
from papertrail.text.plain import plain

WORKS = "SELECT * FROM work"
CHANGES = "SELECT id, subject, before, after, undone_at FROM change WHERE field = 'work' ORDER BY id"
SET_CHANGE = "UPDATE change SET before = :before, after = :after WHERE id = :id"
PREPRINTS = "SELECT * FROM preprint"
PUBLISHED = "SELECT * FROM published"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
# The bundled courses are read again at the next command, as after every upgrade of papertrail.
FORGET_LOAD = "DELETE FROM meta WHERE name = 'loaded_by'"

# An amount of money is none: "from $5 to $10".
_FORMULA = re.compile(r"(?<!\\)\$(?!\s)([^$]+)(?<![\\\s])\$(?!\d)")
_EDITABLE = ("title", "names", "complete", "year", "venue", "kind", "arxiv", "doi", "url", "abstract")

Row = dict[str, Any]


def convert(connection: sqlite3.Connection) -> None:
    """Make version 6 of version 5. Called inside a transaction, while foreign keys are not enforced."""
    changes = connection.execute(CHANGES).fetchall()
    edited = _convert_history(connection, changes)
    works, preprints, published = (list(_rows(connection, sql)) for sql in (WORKS, PREPRINTS, PUBLISHED))
    for (trigger,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for table in ("paper_index", "work", "preprint", "published"):
        connection.execute(f"DROP TABLE {table}")
    run(connection, beginning.WORK + beginning.SERVICES)
    _insert(connection, "work", WORK_COLUMNS, (_work(row, edited.get(row["key"].lower(), set())) for row in works))
    _insert(connection, "preprint", PREPRINT_COLUMNS, map(_preprint, preprints))
    _insert(connection, "published", ("work", "record", "source", "found_at"), map(_published, published))
    run(connection, beginning.INDEX)
    connection.execute(beginning.FILL_INDEX)
    connection.execute(FORGET_LOAD)


def _rows(connection: sqlite3.Connection, sql: str) -> Iterator[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _insert(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    values = ", ".join(f":{name}" for name in columns)
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", rows)


# Works


def _work(row: Row, edited: set[str]) -> Row:
    """A row of version 5 as a row of version 6.

    Args:
        row: The old row.
        edited: The columns that the reader corrected, with which the BibTeX fields may disagree.
    """
    return {**row_of(_record(row, edited)), **{name: row.get(name) for name in ("origin", "added_at", "pages")}}


def _record(row: Row, edited: set[str]) -> Record:
    fields = _json(row["fields"])
    if not isinstance(fields, dict):
        fields = {"fields": row["fields"]}
    fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    try:
        return _read(row, fields, edited)
    except Exception:  # noqa: BLE001 - the library must open, whatever is in it
        # The columns say what the work is, and the fields stay with the reader as they were written.
        record = _read(row, {}, set(_EDITABLE))
        record.private = {cleaning.line(name): cleaning.text(value) for name, value in fields.items()}
        return record


def _read(row: Row, fields: dict[str, str], edited: set[str]) -> Record:
    title = latex.read(fields.get("title", "")) if "title" not in edited else ""
    has_own_place = "venue" in edited or PLACES.isdisjoint(fields)
    record = record_of(
        row["entry"],
        fields,
        title=title or _text(row["title"]),
        authors=_authors(row, fields, edited),
        year=row["year"],
        venue=plain(_text(row["venue"])) if row["venue"] and has_own_place else None,
        kind=row["kind"],
        arxiv=row["arxiv"],
        doi=row["doi"],
        url=row["url"],
    )
    record.key, record.confidence = row["key"], row["confidence"]
    if row["abstract"] or "abstract" in edited:
        record.abstract = row["abstract"]
    if row["year"] is None and "year" in edited:
        record.dates.pop("issued", None)
    if row["venue"] is None and "venue" in edited:
        record = corrected(record, shown(record)._replace(venue=None))
    return record


def _authors(row: Row, fields: Mapping[str, str], edited: set[str]) -> People:
    """The authors; those whose names nobody could read were left among the fields."""
    people = People(_names(row["names"]), complete=bool(row["complete"]))
    if people or "author" not in fields or "names" in edited:
        return people
    return from_bibtex(fields["author"]).people


def _names(stored: str) -> tuple[Name, ...]:
    names = _json(stored)
    return tuple(map(_name, names)) if isinstance(names, list) else (_name(stored),)


def _name(stored: Any) -> Name:  # noqa: ANN401 - any JSON
    if not isinstance(stored, dict):
        return Name(literal=cleaning.line(str(stored)))
    family, given, particle, suffix, literal = (
        cleaning.line(str(stored.get(part) or "")) for part in ("family", "given", "particle", "suffix", "literal")
    )
    if literal or not family:
        return Name(literal=literal or " ".join(filter(None, (given, particle, suffix))))
    return Name(family, given, particle, suffix=suffix)


def _text(plain: str) -> Text:
    """A text of version 5, in which ``$…$`` is a formula."""
    if "$" not in plain:
        return plain
    pieces = _FORMULA.split(plain)
    return joined(Run(Mark.MATH, (piece,)) if index % 2 else piece for index, piece in enumerate(pieces))


def _json(stored: str) -> Any:  # noqa: ANN401 - any JSON
    """What is stored as JSON; None where it is none."""
    try:
        return json.loads(stored)
    except (ValueError, RecursionError):
        return None


# History


def _convert_history(connection: sqlite3.Connection, changes: list[tuple[Any, ...]]) -> dict[str, set[str]]:
    """Convert what the history kept of works.

    Returns:
        The columns that the reader corrected and did not take back, by the key of the work in lower case.
    """
    edited: dict[str, set[str]] = defaultdict(set)
    for id_, subject, before, after, undone_at in changes:
        known = edited[subject.lower()]
        both = _snapshot(before), _snapshot(after)
        corrections = known | _differences(*both)
        values = {"before": _converted(both[0], before, known), "after": _converted(both[1], after, corrections)}
        connection.execute(SET_CHANGE, {"id": id_, **values})
        if undone_at is None:
            edited[subject.lower()] = corrections
    return edited


def _snapshot(value: str | None) -> Row | None:
    """What the history kept of a work; None where it kept only that it was added or removed."""
    kept = _json(value) if value and value.startswith("{") else None
    return kept if kept and {"entry", "fields", *_EDITABLE} <= kept.get("row", {}).keys() else None


def _differences(before: Row | None, after: Row | None) -> set[str]:
    if before is None or after is None:
        return set()
    return {name for name in _EDITABLE if before["row"][name] != after["row"][name]}


def _converted(snapshot: Row | None, value: str | None, edited: set[str]) -> str | None:
    if snapshot is None:
        return value
    return json.dumps({**snapshot, "row": _work(snapshot["row"], edited)}, ensure_ascii=False)


# Services


def _preprint(row: Row) -> Row:
    if row["title"] is None:
        return {**row, "record": None}  # arXiv does not know it
    posted = dates.read((row["first_posted"] or "")[:10])
    record = Record(
        type="article",
        texts={"title": _text(row["title"]), **({"DOI": row["doi"]} if row["doi"] else {})},
        names={"author": People(_names(row["names"]))},
        dates={"issued": posted} if posted else {},
        arxiv_class=row["primary_category"],
    )
    return {**row, "record": dumps(record)}


def _published(row: Row) -> Row:
    """What a service said of a publication; its fields were plain text."""
    fields = _json(row["fields"])
    record = record_of(
        row["entry"],
        {name: BIBTEX.text(str(value)) for name, value in fields.items()} if isinstance(fields, dict) else {},
        title=_text(row["title"]),
        authors=People(_names(row["names"])),
        year=row["year"],
        venue=plain(_text(row["venue"])),
        doi=row["doi"],
        url=row["url"],
    )
    return {**row, "record": dumps(record)}
