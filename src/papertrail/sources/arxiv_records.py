"""An entry of arXiv's feed as a preprint: clean text, dates, and whether it was withdrawn."""

import re
from datetime import UTC, datetime

from papertrail import identifiers
from papertrail.bibliography.record import Date, Record
from papertrail.people import People
from papertrail.sources import texts
from papertrail.sources.feed import Entry
from papertrail.sources.records import Preprint
from papertrail.text.marked import Text

_SUBJECT_CLASS = re.compile(r"\.[A-Za-z]{2}(?=/)")
_VERSION = re.compile(r"v(\d{1,4})$")
_ENTRY_ID = re.compile(r"^https?://[^/]+/abs/", re.IGNORECASE)
_WITHDRAWN_COMMENT = re.compile(r"\bwithdrawn\b(?!\s+from\b)|\bwithdrawal\b", re.IGNORECASE)
_WITHDRAWN_SUMMARY = re.compile(
    r"^\W*withdrawn\b|\b(?:paper|article|submission|manuscript|preprint|work|version|note|thesis|report)"
    r"\s+(?:(?:has|have|had|is|was|been|being|now|temporarily)\s+)+withdrawn\b",
    re.IGNORECASE,
)


class UnreadableError(Exception):
    """An entry is no record of a paper; the sentence goes on after "arXiv's record of ID"."""


def canonical(paper: str) -> str:
    """An id by which two spellings are the same: ``math.GT/0309136`` is answered as ``math/0309136``."""
    return _SUBJECT_CLASS.sub("", paper).lower()


def bare_id(entry: str) -> str | None:
    """The bare id in the address of an entry; None where there is none."""
    return identifiers.arxiv_id(_ENTRY_ID.sub("", entry.strip()))


def canonical_of(entry: str) -> str:
    """The canonical id in the address of an entry; empty where there is none."""
    return canonical(bare_id(entry) or "")


def preprint(entry: Entry, paper: str) -> Preprint:
    """The paper that was asked for by this bare id.

    Raises:
        UnreadableError: the entry has no title, or no date, or one that is none.
    """
    title = texts.latex(entry.title)
    if not (title and entry.published and entry.updated):
        raise UnreadableError("is incomplete")
    categories = tuple(dict.fromkeys(filter(None, map(texts.line, (entry.primary_category, *entry.categories)))))
    version = _VERSION.search(entry.id)
    return described(
        paper,
        title=title,
        authors=texts.people(entry.authors),
        abstract=texts.paragraphs(entry.summary),
        version=int(version[1]) if version else 1,
        categories=categories,
        posted=(_day(entry.published), _day(entry.updated)),
        comment=texts.line(entry.comment),
        journal_ref=texts.line(entry.journal_ref),
        doi=publisher_doi(entry.doi),
        source="arxiv",
    )


def described(
    paper: str,
    *,
    title: Text,
    authors: People,
    abstract: str,
    version: int,
    categories: tuple[str, ...],
    posted: tuple[str, str],
    comment: str,
    journal_ref: str = "",
    doi: str | None,
    source: str,
) -> Preprint:
    """A preprint from what an archive says of it.

    Args:
        paper: Its bare id.
        title: Its title.
        authors: Its authors.
        abstract: Clean paragraphs, LaTeX kept.
        version: The latest version.
        categories: The primary one first.
        posted: The days of the first version and of the latest, ISO 8601; empty where they are not told.
        comment: The authors' comment.
        journal_ref: Where they say that it was published.
        doi: The publisher's DOI.
        source: ``arxiv`` or ``datacite``.
    """
    first, last = posted
    primary = next(iter(categories), None)
    record = Record(
        type="article",
        texts={"title": title, **({"DOI": doi} if doi else {})},
        names={"author": authors} if authors else {},
        dates={"issued": Date(tuple(map(int, first.split("-"))))} if first else {},
        arxiv=paper,
        arxiv_class=primary,
        abstract=abstract or None,
    )
    return Preprint(
        record=record,
        version=version,
        categories=categories,
        primary_category=primary,
        first_posted=first or None,
        last_posted=last or None,
        comment=comment or None,
        journal_ref=journal_ref or None,
        doi=doi,
        withdrawn=is_withdrawn(comment, abstract),
        source=source,
    )


def publisher_doi(text: str) -> str | None:
    """The first publisher's DOI in a field that may hold several; arXiv's own is none."""
    found = (identifiers.doi(word.rstrip(",;")) for word in texts.line(text).split())
    return next((doi for doi in found if doi and not doi.startswith(identifiers.ARXIV_DOI)), None)


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Whether the authors or arXiv say that they withdrew it; there is no flag for it."""
    beginning = abstract[:1000] if "withdrawn" in abstract.lower() else ""
    return bool(_WITHDRAWN_COMMENT.search(comment) or _WITHDRAWN_SUMMARY.search(beginning))


def _day(moment: str) -> str:
    """The day of a moment, in UTC."""
    try:
        found = datetime.fromisoformat(moment.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        raise UnreadableError("cannot be read") from None
