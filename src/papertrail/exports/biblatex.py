"""BibLaTeX for biber: Unicode, and the entry types and fields that its manual defines."""

import re
from collections.abc import Iterable, Iterator, Mapping

from papertrail.exports import editions, facts, names
from papertrail.exports.addresses import address, doi
from papertrail.exports.facts import Marks
from papertrail.exports.latex import BIBLATEX
from papertrail.references import Reference

_TYPES = {"phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report"}
_KINDS_OF = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
_PLACES = {
    "article": "journaltitle", "inproceedings": "booktitle", "incollection": "booktitle", "inbook": "booktitle",
    "book": "publisher", "proceedings": "publisher", "thesis": "institution", "report": "institution",
    "manual": "organization", "online": "organization",
}  # fmt: skip
"""The field for where a work of each type appeared; of the others, how it was published."""

_COPIED = (
    "subtitle", "titleaddon", "booksubtitle", "booktitleaddon", "eventtitle", "publisher", "location", "volume",
    "number", "issue", "series", "chapter", "edition", "organization", "institution", "type", "version", "pagetotal",
    "isbn", "issn",
)  # fmt: skip
_RENAMED = {"location": "address", "institution": "school"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def biblatex(references: Iterable[Reference], marks: Marks | None = None) -> Iterator[str]:
    """References as BibLaTeX, entry by entry.

    Args:
        references: What to write.
        marks: Fields to add, by citation key.
    """
    for key, reference in facts.keyed(references):
        entry = _type(reference)
        lines = [f"@{entry}{{{key}"]
        lines += [f"  {name} = {{{value}}}" for name, value in _fields(reference, entry).items() if value]
        lines += [f"  {name} = {{{value}}}" for name, value in _marks(marks, reference).items()]
        yield ",\n".join(lines) + "\n}\n\n"


def _marks(marks: Marks | None, reference: Reference) -> Mapping[str, str]:
    return marks.get(reference.key, {}) if marks else {}


def _type(reference: Reference) -> str:
    entry = facts.entry_type(reference)
    if facts.has_title_of_book(reference):
        return "book"
    if entry == "incollection" and "editor" not in reference.fields:
        return "inbook"  # a collection has an editor; a part of a book need not
    if entry != "misc":
        return _TYPES.get(entry, entry)
    if reference.kind == "code":
        return "software"
    preprint = facts.archive(reference) and not reference.venue
    return "online" if preprint or address(reference.url) else "misc"


def _fields(reference: Reference, entry: str) -> dict[str, str]:
    """The fields of an entry, in order; an empty one is not written."""
    written = facts.entry_type(reference)
    values = {
        "title": facts.title(reference, BIBLATEX),
        "author": names.name_list(reference.names, BIBLATEX, complete=reference.complete) if reference.names else "",
        "editor": names.editors(reference.fields["editor"], BIBLATEX) if "editor" in reference.fields else "",
        _PLACES.get(entry, "howpublished"): facts.place(reference, written, BIBLATEX),
        "date": _date(reference),
    }
    for name in _COPIED:
        source = reference.fields.get(name) or reference.fields.get(_RENAMED.get(name, name))
        if source and not values.get(name):
            values[name] = BIBLATEX.source(source)
    if edition := reference.fields.get("edition"):
        values["edition"] = editions.number(edition) or values["edition"]
    values["pages"] = facts.pages(reference, BIBLATEX)
    if written in _KINDS_OF:
        values["type"] = values.get("type") or _KINDS_OF[written]
    values["doi"], values["url"] = doi(reference.doi) or "", address(reference.url) or ""
    visited = reference.fields.get("urldate", "")
    values["urldate"] = visited if values["url"] and _DAY.fullmatch(visited) else ""
    if archive := facts.archive(reference):
        values["eprint"], values["eprinttype"] = archive.id, archive.name.lower()
        values["eprintclass"] = BIBLATEX.text(archive.category) if archive.category else ""
    return values


def _date(reference: Reference) -> str:
    if not reference.year:
        return ""
    month, day = facts.day(reference)
    return f"{reference.year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
