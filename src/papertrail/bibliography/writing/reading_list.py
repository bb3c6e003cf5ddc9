"""What a reading list holds, for formats that list readings: sections of lines."""

from collections.abc import Iterable
from typing import NamedTuple

from papertrail.bibliography.record import Record
from papertrail.bibliography.writing.addresses import address, link
from papertrail.records import Reading
from papertrail.text.marked import Text

_MANY = 8
_SHOWN = 7


class Line(NamedTuple):
    """A reading, the work it means, and what the reader wants told of their own."""

    reading: Reading
    record: Record | None
    """None while nobody has identified the work."""
    status: str | None = None
    stars: int | None = None

    @property
    def title(self) -> Text:
        """The title; the printed label where the work is not known."""
        return self.record.title if self.record else self.reading.title

    @property
    def link(self) -> str | None:
        """The best address, http or https."""
        return link(self.record) if self.record else address(self.reading.link)

    @property
    def authors(self) -> str:
        """The authors as "Given Family", the rest of a long list left to "et al."."""
        if self.record is None or not self.record.authors.names:
            return ""
        people = self.record.authors
        names = [name.full for name in people.names]
        if len(names) > _MANY or not people.complete:
            return f"{', '.join(names[:_SHOWN])} et al."
        return ", ".join(names)

    @property
    def place(self) -> str:
        """Venue and year; of a preprint, its arXiv id and year."""
        record = self.record
        if record is None:
            return str(self.reading.year or "")
        venue = record.venue or (f"arXiv:{record.arxiv}" if record.arxiv else "")
        year = str(record.year or "")
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
