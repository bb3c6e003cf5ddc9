"""BibTeX for the classic styles: LaTeX escapes, and only entry types for which enough is known.

A style warns of an article without a journal or a book without a publisher. Such a work becomes what it is known to
be: a booklet, or a misc entry with what is known of its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from papertrail.exports import editions, facts, names
from papertrail.exports.addresses import address, doi
from papertrail.exports.facts import MONTHS, PLACES, Marks
from papertrail.exports.latex import BIBTEX
from papertrail.identifiers import folded
from papertrail.references import Reference

_NEEDS = {
    "article": ("author", "journal", "year"),
    "inproceedings": ("author", "booktitle", "year"),
    "incollection": ("author", "booktitle", "publisher", "year"),
    "inbook": ("people", "extent", "publisher", "year"),
    "book": ("people", "publisher", "year"),
    "proceedings": ("year",),
    "phdthesis": ("author", "school", "year"),
    "mastersthesis": ("author", "school", "year"),
    "techreport": ("author", "institution", "year"),
}
"""What the standard styles ask for; the other types need a title only."""

_PLAIN = frozenset(("article", "inproceedings"))
_INSTEAD = {"incollection": "inproceedings", "book": "booklet", "inbook": "booklet", "proceedings": "booklet"}
_COPIED = (
    "publisher", "volume", "number", "series", "chapter", "edition", "address", "organization", "institution", "school",
    "type", "version", "isbn", "issn",
)  # fmt: skip
_ANY_COPIED = frozenset(_COPIED)
_EDITED = frozenset(("book", "inbook", "proceedings"))
_IN_SERIES = frozenset(("book", "inbook", "proceedings", "inproceedings", "incollection"))


def bibtex(references: Iterable[Reference], marks: Marks | None = None) -> Iterator[str]:
    """References as BibTeX, entry by entry.

    Args:
        references: What to write.
        marks: Fields to add, by citation key.
    """
    for key, reference in facts.keyed(references):
        entry, values = _entry(reference)
        if marks:
            values |= marks.get(reference.key, {})
        yield _written(entry, key, values)


def _written(entry: str, key: str, values: Mapping[str, str]) -> str:
    fields = [
        f",\n  {name} = {{{value}}}" if name != "month" else f",\n  month = {value}"
        for name, value in values.items()
        if value
    ]
    return f"@{entry}{{{key}{''.join(fields)}\n}}\n\n"


def _entry(reference: Reference) -> tuple[str, dict[str, str]]:
    """The type of an entry and its fields, in order; an empty field is not written."""
    fields = reference.fields
    editors = names.editors(fields["editor"], BIBTEX) if "editor" in fields else ""
    entry, where = _type(reference, editors)
    month, _ = facts.day(reference) if reference.year else (None, None)
    link, archive = address(reference.url) or "", facts.archive(reference)
    values = {
        "title": facts.title(reference, BIBTEX),
        "author": names.name_list(reference.names, BIBTEX, complete=reference.complete) if reference.names else "",
        "editor": editors,
        "key": "",
        PLACES[entry][0]: where,
        "year": str(reference.year or ""),
        "month": MONTHS[month - 1] if month else "",
    }
    if not _ANY_COPIED.isdisjoint(fields):
        for name in _COPIED:
            if name in fields and not values.get(name):
                values[name] = BIBTEX.source(fields[name] if name != "edition" else editions.ordinal(fields[name]))
    values["pages"] = facts.pages(reference, BIBTEX)
    if not values["author"] and not (editors and entry in _EDITED):
        values["key"] = _sort_key(reference)
    values["doi"] = doi(reference.doi) or ""
    values["url"] = link
    if archive:
        values["eprint"], values["archivePrefix"] = archive.id, archive.name
        values["primaryClass"] = BIBTEX.text(archive.category) if archive.category else ""
    if entry in {"misc", "booklet"}:
        _say_where(values, link, f"{archive.name}:{archive.id}" if archive else "")
    _note_what_no_style_takes(entry, values)
    return entry, values


def _type(reference: Reference, editors: str) -> tuple[str, str]:
    """The type that what is known supports, and where the work appeared."""
    entry = facts.entry_type(reference)
    while True:
        where = facts.place(reference, entry, BIBTEX)
        if entry in _PLAIN and where and reference.names and reference.year:
            return entry, where  # as most are
        known = {
            "author": reference.names,
            "people": reference.names or editors,
            "year": reference.year,
            "extent": "chapter" in reference.fields or "pages" in reference.fields,
            "publisher": "publisher" in reference.fields or (entry in {"book", "proceedings"} and where),
            PLACES[entry][0]: where,
        }
        if entry not in _NEEDS or all(known.get(need) for need in _NEEDS[entry]):
            return entry, where
        entry = _INSTEAD.get(entry, "misc")


def _say_where(values: dict[str, str], link: str, eprint: str) -> None:
    """Of a misc entry the styles print nothing but this: the address and the preprint go here."""
    shown = f"\\url{{{link}}}" if link else ""
    place = values.get("howpublished") or ""
    values["howpublished"] = place or eprint or shown
    if place and shown:
        values["note"] = shown


def _note_what_no_style_takes(entry: str, values: dict[str, str]) -> None:
    """What a style would warn of, and leave out, as a note."""
    notes = [values["note"]] if values.get("note") else []
    if values["editor"] and values["author"] and entry in {"book", "inbook"}:
        notes.append(f"Edited by {values.pop('editor')}")
    volume, number = values.get("volume"), values.get("number")
    if number and (
        (entry == "article" and not volume) or (entry in _IN_SERIES and (volume or not values.get("series")))
    ):
        notes.append(f"Number {values.pop('number')}")
    if notes:
        values["note"] = "; ".join(notes)


def _sort_key(reference: Reference) -> str:
    """What the styles sort by, and take a label from, where there is no author."""
    words = re.findall(r"[a-z0-9]+", folded(reference.title))
    return " ".join(words).capitalize() or reference.key
