"""What a reading list holds, for formats that list readings: sections of lines."""

from collections.abc import Iterable
from typing import NamedTuple

from papertrail.exports.addresses import address, link
from papertrail.records import Reading, full_name
from papertrail.references import Reference

_MANY = 8
_SHOWN = 7


class Line(NamedTuple):
    """A reading, the work it means, and what the reader wants told of their own."""

    reading: Reading
    reference: Reference | None
    """None while nobody has identified the work."""
    status: str | None = None
    stars: int | None = None

    @property
    def title(self) -> str:
        """The title; the printed label where the work is not known."""
        return self.reference.title if self.reference else self.reading.title

    @property
    def link(self) -> str | None:
        """The best address, http or https."""
        return link(self.reference) if self.reference else address(self.reading.link)

    @property
    def authors(self) -> str:
        """The authors as "Given Family", the rest of a long list left to "et al."."""
        reference = self.reference
        if reference is None or not reference.names:
            return ""
        names = [full_name(name) for name in reference.names]
        if len(names) > _MANY or not reference.complete:
            return f"{', '.join(names[:_SHOWN])} et al."
        return ", ".join(names)

    @property
    def place(self) -> str:
        """Venue and year; of a preprint, its arXiv id and year."""
        reference = self.reference
        if reference is None:
            return str(self.reading.year or "")
        venue = reference.venue or (f"arXiv:{reference.arxiv}" if reference.arxiv else "")
        year = str(reference.year or "")
        return venue if year in venue.split() else ", ".join(filter(None, (venue, year)))


class Section(NamedTuple):
    """Readings that stand together."""

    course: str | None
    """The title of the course; None where the list is not in the order of a course."""
    week: str | None
    lines: tuple[Line, ...]


def flat(sections: Iterable[Section]) -> Iterable[Line]:
    """All lines, one after another."""
    return (line for section in sections for line in section.lines)
