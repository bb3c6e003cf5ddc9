"""Whether a published record is the same paper as a preprint: equal titles, a common author and a plausible year."""

import re

from papertrail import identifiers
from papertrail.bibliography.record import Record
from papertrail.people import People
from papertrail.sources.records import PublishedVersion
from papertrail.sources.venues import is_preprint

EARLIEST = -1
LATEST = 3
"""Years between a preprint and its publication."""

PUBLICATIONS = ("paper-conference", "article-journal", "chapter", "entry", "book")
"""The types that are a step up from a preprint."""

_WORD = re.compile(r"[^\W_]+")
_COMMAND = re.compile(r"\\(?:text|emph|math)[a-z]*\b")


def published(preprint: Record, found: Record, *, source: str) -> PublishedVersion | None:
    """What a source found as the publication of a preprint; None where it is none, or of another paper."""
    if preprint.arxiv is None or not is_upgrade(found) or not same_paper(preprint, found):
        return None
    return PublishedVersion(preprint.arxiv, found, source)


def same_paper(preprint: Record, found: Record) -> bool:
    """Whether a record is that of the published version of a preprint."""
    title = plain_title(found.text("title"))
    return (
        is_plausible(preprint.first_year or preprint.year, found.year)
        and bool(title)
        and title == plain_title(preprint.text("title"))
        and not families(found.authors).isdisjoint(families(preprint.authors))
    )


def is_upgrade(found: Record) -> bool:
    """Whether it is a publication at all: preprint servers and CoRR are none, nor is a record without a venue."""
    venue = found.text("container-title")
    return bool(venue) and found.type in PUBLICATIONS and not is_preprint(venue, found.doi)


def is_plausible(first: int | None, published: int | None) -> bool:
    """Whether a paper of one year can have been published in another; not without both."""
    return first is not None and published is not None and EARLIEST <= published - first <= LATEST


def plain_title(title: str) -> str:
    """A title for comparing: its letters and digits, without accents, case, spaces, marks and LaTeX."""
    return "".join(_WORD.findall(identifiers.folded(_COMMAND.sub("", title))))


def families(people: People) -> frozenset[str]:
    """The family names for comparing; a team counts under its whole name."""
    found = (name.family or name.literal for name in people.names)
    return frozenset(filter(None, map(plain_title, found)))
