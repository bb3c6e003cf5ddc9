"""What the sources answer with. Every text in these records has been made harmless."""

from collections.abc import Callable
from typing import NamedTuple

Names = tuple[dict[str, str], ...]
"""Authors as in `papertrail.records.Work.names`."""

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; the whole is 0 where it is not known."""


def unheard(done: int, total: int) -> None:
    """Progress that nobody looks at."""
    del done, total


class ArxivRecord(NamedTuple):
    """A preprint as arXiv describes it, or DataCite in its stead."""

    id: str
    """The bare id as it was asked for, without version."""
    version: int
    """The version shown, which is the latest."""
    title: str
    """LaTeX is kept."""
    names: Names
    abstract: str
    """Paragraphs are separated by an empty line; LaTeX is kept."""
    categories: tuple[str, ...]
    primary_category: str
    published: str
    """Date of the first version, ISO 8601; empty where DataCite does not tell it."""
    updated: str
    """Date of the version shown, ISO 8601."""
    comment: str | None
    journal_ref: str | None
    doi: str | None
    """The publisher's DOI, never arXiv's own."""
    withdrawn: bool
    source: str
    """``arxiv`` or ``datacite``."""

    @property
    def year(self) -> int | None:
        """Year of the first version."""
        return int(self.published[:4]) if self.published else None


class Preprint(NamedTuple):
    """What has to be known of a preprint to recognise its published version."""

    arxiv: str
    title: str
    names: Names
    year: int | None


class PublishedVersion(NamedTuple):
    """Where and how a preprint was published in the end."""

    arxiv: str
    title: str
    names: Names
    year: int
    venue: str
    entry: str
    """The BibTeX type: ``inproceedings``, ``article``, ``incollection`` or ``book``."""
    doi: str | None
    url: str | None
    volume: str | None
    number: str | None
    pages: str | None
    source: str
    """``arxiv`` (its journal reference or comment), ``semantic-scholar`` or ``crossref``."""


class CrossrefWork(NamedTuple):
    """A work as its publisher registered it at Crossref."""

    title: str
    names: Names
    year: int | None
    venue: str | None
    entry: str
    """The BibTeX type; ``misc`` for what is no publication, such as a preprint."""
    kind: str
    """One of `papertrail.records.KINDS`."""
    doi: str
    url: str | None
    volume: str | None
    number: str | None
    pages: str | None
    publisher: str | None
    arxiv: str | None
    """The preprint, where the publisher names it."""


class Failure(NamedTuple):
    """Papers of which nothing could be learned, and why; asking again later may help."""

    ids: tuple[str, ...]
    sentence: str


class Answer(NamedTuple):
    """What became of the ids asked for; each is in exactly one of the four."""

    records: dict[str, ArxivRecord]
    unknown: frozenset[str] = frozenset()
    """Well-formed, but the service has no such paper."""
    malformed: frozenset[str] = frozenset()
    """No ids at all, as far as we or the service can tell."""
    failures: tuple[Failure, ...] = ()


class PublishedAnswer(NamedTuple):
    """What a service knows of the published versions of some preprints."""

    records: dict[str, PublishedVersion]
    """By arXiv id; a preprint that was asked for in vain is in none of the three."""
    unknown: frozenset[str] = frozenset()
    """The service does not know the preprint itself."""
    failures: tuple[Failure, ...] = ()
