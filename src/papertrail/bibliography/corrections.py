"""What a reader may correct of a record, and the record with their corrections.

What was not touched stays as it is, with its marks and the parts of its names; what was corrected replaces all that
the record kept of it.
"""

from copy import deepcopy
from typing import NamedTuple

from papertrail.bibliography.mapping.bibtex import KINDS
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People, from_inverted, from_spoken

_KEPT = {
    "title": {"title", "subtitle"},
    "authors": {"author"},
    "more_authors": {"author"},
    "year": {"date", "year", "month", "day", "issued"},
    "venue": {
        "journaltitle", "journalsubtitle", "booktitle", "booksubtitle", "howpublished", "publisher", "institution",
        "organization", "school", "journal", "container-title",
    },
    "arxiv": {"eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass"},
    "doi": {"doi", "DOI"},
    "url": {"url", "URL"},
}  # fmt: skip
"""The fields that formats may have kept of what a reader corrects."""

_BY_PUBLISHER = frozenset(("book", "collection", "dataset", "pamphlet", "report", "software", "standard", "thesis"))
"""The types that a publisher publishes, not something that contains them."""

_OTHERS = frozenset(("document", *KINDS.values())) - {"book", "chapter", "article-newspaper"}
"""The types that tell nothing but what kind of work it is."""

_PAPERS = frozenset(("article", "article-journal", "document"))


class Shown(NamedTuple):
    """A record as a reader sees and corrects it: plain text."""

    title: str
    authors: tuple[str, ...]
    """As "Given Family", in published order."""
    more_authors: bool
    """The list is known to go on."""
    year: int | None
    venue: str | None
    kind: str
    arxiv: str | None
    doi: str | None
    url: str | None
    abstract: str | None


def shown(record: Record) -> Shown:
    """What a reader sees of a record."""
    return Shown(
        title=record.text("title"),
        authors=tuple(name.full for name in record.authors.names),
        more_authors=not record.authors.complete,
        year=record.year,
        venue=record.venue,
        kind=record.kind,
        arxiv=record.arxiv,
        doi=record.doi,
        url=record.url,
        abstract=record.abstract,
    )


def corrected(record: Record, after: Shown) -> Record:
    """The record as a reader has corrected it."""
    before, found = shown(record), deepcopy(record)
    changed = {name for name in Shown._fields if getattr(before, name) != getattr(after, name)}
    for name in changed:
        for kept in found.kept.values():
            for field in _KEPT.get(name, set()) & kept.keys():
                del kept[field]
    found.abstract = after.abstract
    if changed & {"authors", "more_authors"}:
        found.names["author"] = _people(record, after)
    if "year" in changed:
        found.dates.pop("issued", None)
        found.dates |= {"issued": Date((after.year,))} if after.year is not None else {}
    for name, variable in (("title", "title"), ("doi", "DOI"), ("url", "URL")):
        if name in changed:
            _set(found, variable, getattr(after, name))
    if "arxiv" in changed:
        found.arxiv, found.arxiv_class, found.first_year = after.arxiv, None, None
    if "venue" in changed:
        _set_venue(found, after.venue)
    found.kind = after.kind
    found.type = _type(found, changed)
    return found


def _people(record: Record, after: Shown) -> People:
    """The authors; a name that was not touched keeps its parts."""
    known = {name.full: name for name in record.authors.names}
    return People(tuple(known.get(name) or _parsed(name) for name in after.authors), complete=not after.more_authors)


def _parsed(name: str) -> Name:
    return from_inverted(name) if "," in name else from_spoken(name)


def _set(record: Record, variable: str, text: str | None) -> None:
    record.texts.pop(variable, None)
    if text:
        record.texts[variable] = text


def _set_venue(record: Record, venue: str | None) -> None:
    """Set where the record shows its venue from; of another venue nobody knows the abbreviation."""
    by_publisher = record.type in _BY_PUBLISHER or (record.text("publisher") and not record.is_preprint)
    _set(record, "publisher" if by_publisher and not record.text("container-title") else "container-title", venue)
    record.texts.pop("container-title-short", None)


def _type(record: Record, changed: set[str]) -> str:
    """The type that fits what was corrected: a preprint with a venue is none any more."""
    if "venue" in changed and record.text("container-title") and record.is_preprint:
        return "document"
    if changed & {"venue", "arxiv"} and record.type in _PAPERS and not record.text("container-title"):
        if record.arxiv or record.text("archive"):
            return "article"
        return "document" if record.is_preprint else record.type
    if "kind" in changed and record.type in _OTHERS:
        wanted = KINDS.get(record.kind, "document")
        return wanted if wanted in _OTHERS else "document"
    return record.type
