"""Papers for the stand-in of arXiv."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Paper:
    """A paper as arXiv holds it."""

    id: str
    title: str
    authors: list[str]
    abstract: str
    categories: list[str]
    versions: list[str]
    """When each was submitted, in Atom's form."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    raw_title: str | None = None
    """Put into the XML as it is, for what no library would write."""
    without: frozenset[str] = field(default_factory=frozenset)
    """Elements that its entry lacks."""

    @property
    def answered_id(self) -> str:
        """The id as answers have it: ``math.GT/0309136`` is ``math/0309136``."""
        archive, slash, number = self.id.rpartition("/")
        return f"{archive.split('.')[0]}{slash}{number}"


def paper(
    id: str,  # noqa: A002
    *,
    title: str = "Attention Is All You Need",
    authors: Sequence[str] = ("Ashish Vaswani", "Noam Shazeer"),
    abstract: str = "The dominant sequence transduction models\nare based on $O(n^2)$ things.",
    categories: Sequence[str] = ("cs.CL", "cs.LG"),
    versions: Sequence[str] = ("2017-06-12T17:57:34Z", "2023-08-02T00:41:18Z"),
    comment: str | None = None,
    journal_ref: str | None = None,
    doi: str | None = None,
    raw_title: str | None = None,
    without: Sequence[str] = (),
) -> Paper:
    """A paper with likely values for all that a test does not care about."""
    lists = (list(authors), abstract, list(categories), list(versions))
    return Paper(id, title, *lists, comment, journal_ref, doi, raw_title, frozenset(without))
