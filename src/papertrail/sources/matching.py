"""Whether a published record is the same paper as a preprint: equal titles, a common author and a plausible year."""

import re

from papertrail import identifiers
from papertrail.sources.records import CrossrefWork, Names, Preprint, PublishedVersion
from papertrail.sources.venues import is_preprint

EARLIEST = -1
LATEST = 3
"""Years between a preprint and its publication."""

PUBLICATIONS = ("inproceedings", "article", "incollection", "book")
"""BibTeX types that are a step up from a preprint."""

_WORD = re.compile(r"[^\W_]+")
_COMMAND = re.compile(r"\\(?:text|emph|math)[a-z]*\b")


def same_paper(preprint: Preprint, *, title: str, names: Names, year: int | None) -> bool:
    """Whether a record with this title, these authors and this year is the published version of a preprint."""
    return (
        is_plausible(preprint.year, year)
        and bool(plain_title(title))
        and plain_title(title) == plain_title(preprint.title)
        and not families(names).isdisjoint(families(preprint.names))
    )


def is_upgrade(*, venue: str | None, entry: str, doi: str | None) -> bool:
    """Whether it is a publication at all: preprint servers and CoRR are none, nor is a record without a venue."""
    return bool(venue) and entry in PUBLICATIONS and not is_preprint(venue, doi)


def as_published(preprint: Preprint, work: CrossrefWork) -> PublishedVersion | None:
    """A work at Crossref as the published version of a preprint; None where it is not."""
    if work.venue is None or work.year is None or not is_upgrade(venue=work.venue, entry=work.entry, doi=work.doi):
        return None
    if not same_paper(preprint, title=work.title, names=work.names, year=work.year):
        return None
    return PublishedVersion(
        arxiv=preprint.arxiv,
        title=work.title,
        names=work.names,
        year=work.year,
        venue=work.venue,
        entry=work.entry,
        doi=work.doi,
        url=work.url,
        volume=work.volume,
        number=work.number,
        pages=work.pages,
        source="crossref",
    )


def is_plausible(first: int | None, published: int | None) -> bool:
    """Whether a paper of one year can have been published in another; not without both."""
    return first is not None and published is not None and EARLIEST <= published - first <= LATEST


def plain_title(title: str) -> str:
    """A title for comparing: its letters and digits, without accents, case, spaces, marks and LaTeX."""
    return "".join(_WORD.findall(identifiers.folded(_COMMAND.sub("", title))))


def families(names: Names) -> frozenset[str]:
    """The family names for comparing; a team counts under its whole name."""
    found = (name.get("family") or name.get("literal") or "" for name in names)
    return frozenset(filter(None, map(plain_title, found)))
