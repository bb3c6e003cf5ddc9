"""What the sources answer with: preprints, published versions, and what became of a batch of questions."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from papertrail.bibliography.record import Record

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; the whole is 0 where it is not known."""


def unheard(done: int, total: int) -> None:
    """Progress that nobody looks at."""
    del done, total


class Preprint(NamedTuple):
    """What arXiv, or DataCite in its place, says of a preprint."""

    record: Record
    """Its id is `Record.arxiv`; the year is that of the first version. The abstract keeps its LaTeX, as do the comment
    and the journal reference."""
    version: int
    """The version described, which is the latest."""
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    first_posted: str | None = None
    """Date of the first version, ISO 8601; None where DataCite does not tell it."""
    last_posted: str | None = None
    """Date of the version described."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    """The publisher's DOI, never arXiv's own."""
    withdrawn: bool = False
    source: str = "arxiv"
    """``arxiv`` or ``datacite``."""
    fetched_at: str = ""
    """When the library took it over; empty before that."""

    @property
    def id(self) -> str:
        """The bare arXiv id, as it was asked for."""
        return self.record.arxiv or ""

    @property
    def first_year(self) -> int | None:
        """The year of the first version."""
        return int(self.first_posted[:4]) if self.first_posted else None


class PublishedVersion(NamedTuple):
    """Where and how a preprint was published in the end."""

    arxiv: str
    """The id of the preprint."""
    record: Record
    """The publication."""
    source: str
    """``arxiv`` (its journal reference or comment), ``semantic-scholar`` or ``crossref``."""


class Failure(NamedTuple):
    """Papers of which nothing could be learned, and why; asking again later may help."""

    ids: tuple[str, ...]
    sentence: str


class Answer(NamedTuple):
    """What became of the ids asked for; each is in exactly one of the four."""

    preprints: dict[str, Preprint]
    """By the id as it was asked for."""
    unknown: frozenset[str] = frozenset()
    """Well-formed, but the service has no such paper."""
    malformed: frozenset[str] = frozenset()
    """No ids at all, as far as we or the service can tell."""
    failures: tuple[Failure, ...] = ()


class PublishedAnswer(NamedTuple):
    """What a service knows of the published versions of some preprints."""

    versions: dict[str, PublishedVersion]
    """By arXiv id; a preprint that was asked for in vain is in none of the three."""
    unknown: frozenset[str] = frozenset()
    """The service does not know the preprint itself."""
    failures: tuple[Failure, ...] = ()


def ids_of(preprints: Iterable[Record]) -> tuple[str, ...]:
    """The arXiv ids of some preprints."""
    return tuple(preprint.arxiv for preprint in preprints if preprint.arxiv)
