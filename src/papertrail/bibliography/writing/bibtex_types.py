"""Which of BibTeX's own types a work can have: one for which enough is known that no style warns."""

from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.record import Record
from papertrail.bibliography.writing import entries
from papertrail.text.latex import BIBTEX

_NEEDS = {
    "article": ("author", "place", "year"),
    "inproceedings": ("author", "place", "year"),
    "incollection": ("author", "place", "publisher", "year"),
    "inbook": ("people", "extent", "publisher", "year"),
    "book": ("people", "publisher", "year"),
    "proceedings": ("year",),
    "phdthesis": ("author", "place", "year"),
    "mastersthesis": ("author", "place", "year"),
    "techreport": ("author", "place", "year"),
    "unpublished": ("author", "note"),
}
"""What the standard styles ask for; the other types need a title only."""

PLACES = {
    "article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "inbook": "booktitle",
    "book": "publisher", "proceedings": "publisher", "phdthesis": "school", "mastersthesis": "school",
    "techreport": "institution", "manual": "organization",
}  # fmt: skip
"""The field for where a work of each type appeared; of the others, how it was published."""

PARTS = frozenset(("article", "inproceedings", "incollection", "inbook"))
"""The types that appear in something."""
_PLAIN = frozenset(("article", "inproceedings"))
_INSTEAD = {"incollection": "inproceedings", "book": "booklet", "inbook": "booklet", "proceedings": "booklet"}


def classic_type(record: Record, own: str) -> str:
    """The type for BibTeX's own styles, whatever is known of the work."""
    if own == "inbook":
        return "inbook" if record.type == "book" else "incollection"
    return table.TYPES[own].classic


def supported_type(record: Record, entry: str, authors: str, editors: str) -> tuple[str, str]:
    """The type that what is known supports, and where the work appeared."""
    texts, issued = record.texts, record.dates.get("issued")
    while True:
        where = _place(record, entry)
        if entry not in _NEEDS or (entry in _PLAIN and where and authors and issued and issued.begin):
            return entry, where  # as most are
        known = {
            "author": authors,
            "people": authors or editors,
            "year": issued and (issued.begin or issued.literal),
            "extent": "chapter-number" in texts or "page" in texts,
            "publisher": "publisher" in texts,
            "note": "note" in texts,
            "place": where,
        }
        if all(known[need] for need in _NEEDS[entry]):
            return entry, where
        entry = _INSTEAD.get(entry, "misc")


def _place(record: Record, entry: str) -> str:
    """Where a work of this type appeared; empty where that is not known."""
    texts = record.texts
    container, publisher = texts.get("container-title"), texts.get("publisher")
    if entry in PARTS:
        if container:
            return entries.place(container, BIBTEX)
        written = entries.kept(record).get("journaltitle" if entry == "article" else "booktitle", "")
        return "" if entries.is_address(written) else BIBTEX.source(written)
    if entry not in PLACES:
        is_archived = record.is_preprint and table.is_archived(record)
        found = container or (None if is_archived else publisher) or texts.get("medium")
        return entries.place(found, BIBTEX) if found else ""
    return entries.place(publisher, BIBTEX) if publisher else ""
