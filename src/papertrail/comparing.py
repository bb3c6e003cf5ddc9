"""Where arXiv's record of a preprint and the bibliography's disagree. Neither is taken for right."""

from typing import TYPE_CHECKING

from papertrail.bibliography.record import Record
from papertrail.identifiers import title_key
from papertrail.people import People

if TYPE_CHECKING:
    from papertrail.sources.records import Preprint


def disagreements(record: Record, preprint: "Preprint") -> list[str]:
    """What arXiv says otherwise, a sentence each; nothing where both agree."""
    found = []
    title = preprint.record.text("title")
    if title_key(title) not in {title_key(record.text("title")), *map(title_key, _other_titles(record))}:
        found.append(f"arXiv's title: {title}")
    ours, theirs = _families(record.authors), _families(preprint.record.authors)
    if record.authors.complete and ours and theirs and ours != theirs:
        order = " in another order" if sorted(ours) == sorted(theirs) else ""
        names = ", ".join(name.full for name in preprint.record.authors.names)
        found.append(f"arXiv's authors{order}: {names}")
    return found


def _other_titles(record: Record) -> list[str]:
    """The titles that the bibliography knows beside its own."""
    written = record.kept.get("bibtex", {}).get("alttitle")
    if not written:
        return []
    from papertrail.text.latex import to_text  # noqa: PLC0415 - few works have other titles

    return [to_text(title) for title in written.split(" ;; ")]


def _families(people: People) -> list[str]:
    return [title_key(name.family or name.literal) for name in people.names]
