"""A result of the `arxiv` package to an `ArxivRecord`: clean text, dates, and whether it was withdrawn."""

import re

import arxiv  # noqa: TID253 - imported by the commands that fetch, and by no other

from papertrail import identifiers
from papertrail.sources import texts
from papertrail.sources.records import ArxivRecord

_SUBJECT_CLASS = re.compile(r"\.[A-Za-z]{2}(?=/)")
_VERSION = re.compile(r"v(\d{1,4})$")
_ENTRY_ID = re.compile(r"^https?://[^/]+/abs/", re.IGNORECASE)
_WITHDRAWN_COMMENT = re.compile(r"\bwithdrawn\b(?!\s+from\b)|\bwithdrawal\b", re.IGNORECASE)
_WITHDRAWN_SUMMARY = re.compile(
    r"^\W*withdrawn\b|\b(?:paper|article|submission|manuscript|preprint|work|version|note|thesis|report)"
    r"\s+(?:(?:has|have|had|is|was|been|being|now|temporarily)\s+)+withdrawn\b",
    re.IGNORECASE,
)
_PREPRINT_DOI = "10.48550/"


def canonical(paper: str) -> str:
    """An id by which two spellings are the same: ``math.GT/0309136`` is answered as ``math/0309136``."""
    return _SUBJECT_CLASS.sub("", paper).lower()


def bare_id(entry: str) -> str | None:
    """The bare id in the address of an entry; None where there is none."""
    return identifiers.arxiv_id(_ENTRY_ID.sub("", entry.strip()))


def canonical_of(entry: str) -> str:
    """The canonical id in the address of an entry; empty where there is none."""
    return canonical(bare_id(entry) or "")


def record(result: arxiv.Result, paper: str) -> ArxivRecord:
    """The record of a paper that was asked for by this bare id."""
    version = _VERSION.search(result.entry_id.strip())
    comment = texts.line(result.comment) or None
    abstract = texts.paragraphs(result.summary)
    categories = [texts.line(category) for category in result.categories]
    primary = texts.line(result.primary_category)
    return ArxivRecord(
        id=paper,
        version=int(version[1]) if version else 1,
        title=texts.line(result.title),
        names=texts.names(author.name for author in result.authors),
        abstract=abstract,
        categories=tuple(dict.fromkeys(filter(None, [primary, *categories]))),
        primary_category=primary or next(filter(None, categories), ""),
        published=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        comment=comment,
        journal_ref=texts.line(result.journal_ref) or None,
        doi=publisher_doi(result.doi),
        withdrawn=is_withdrawn(comment, abstract),
        source="arxiv",
    )


def publisher_doi(text: str | None) -> str | None:
    """The first publisher's DOI in a field that may hold several; arXiv's own is none."""
    found = (identifiers.doi(word.rstrip(",;")) for word in texts.line(text).split())
    return next((doi for doi in found if doi and not doi.startswith(_PREPRINT_DOI)), None)


def is_withdrawn(comment: str | None, abstract: str) -> bool:
    """Whether the authors or arXiv say that they withdrew it; there is no flag for it."""
    beginning = abstract[:1000] if "withdrawn" in abstract.lower() else ""
    return bool(_WITHDRAWN_COMMENT.search(comment or "") or _WITHDRAWN_SUMMARY.search(beginning))
