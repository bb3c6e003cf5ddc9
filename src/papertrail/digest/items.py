"""Readings and sessions as a digest says them."""

from collections.abc import Iterable
from datetime import date

from papertrail import cleaning
from papertrail.agenda import critique_rule
from papertrail.digest.content import Due, Item, Meeting
from papertrail.grammar import all_of
from papertrail.library import Library
from papertrail.people import People
from papertrail.records import Course, Deadline, Level, Reading, Session
from papertrail.wording import deadline_days, due, due_and_year, session_day, status_words

_NAMED = 3
"""The longest author list that is given in full."""


class Audience:
    """Whose digest it is: a reader's, with what is personal, or a group's, without."""

    def __init__(self, library: Library, *, personal: bool, today: date) -> None:
        self.library = library
        self.personal = personal
        self._today = today

    def item(self, reading: Reading) -> Item:
        """A reading, with the reader's status and note if it is theirs to see."""
        work = self.library.work(reading.work) if reading.work else None
        plain = Item(
            title=reading.title,
            authors=_authors(work.authors) if work else reading.byline,
            year=reading.year,
            link=cleaning.web_link(reading.link) if reading.link else None,
            kind=reading.kind,
            level=reading.level or Level.OPTIONAL,
            part=reading.part,
            note=reading.note,
            group=reading.group,
            companion=reading.companion_of,
            pages=reading.pages,
            unresolved=reading.unresolved,
            due=self._due(reading.due) if reading.due else None,
        )
        if not self.personal:
            return plain
        note = self.library.own(reading.subject).note
        return plain._replace(
            handle=reading.handle,
            status=status_words(reading, self._today) or None,
            own_note=cleaning.line(note) if note else None,
        )

    def items(self, readings: Iterable[Reading]) -> tuple[Item, ...]:
        """Some readings, in order."""
        return tuple(map(self.item, readings))

    def meeting(self, course: Course, session: Session, readings: Iterable[Reading]) -> Meeting:
        """A session with its readings, required ones first."""
        assigned = list(readings)
        no_class = session.kind == "no-class"
        speakers = ", ".join(session.speakers)
        return Meeting(
            when=session_day(session),
            topic=session.topics or ("" if no_class else "no topic given"),
            speakers=f"{speakers} (guest)" if speakers and session.kind == "guest" else speakers,
            place=session.place,
            note=session.note,
            no_class=no_class,
            rule=critique_rule(course, assigned, personal=self.personal),
            **self._by_level(assigned),
        )

    def loose(self, readings: Iterable[Reading]) -> Meeting:
        """Readings that belong to no session."""
        return Meeting("", "", "", None, None, no_class=False, rule=None, **self._by_level(list(readings)))

    def _by_level(self, readings: list[Reading]) -> dict[str, tuple[Item, ...]]:
        titles = {reading.work or reading.title: reading.title for reading in readings}
        found = [(r, self.item(r)._replace(goes_with=titles.get(r.companion_of or ""))) for r in readings]
        return {
            "required": tuple(item for reading, item in found if reading.level == Level.REQUIRED),
            "further": tuple(item for reading, item in found if reading.level != Level.REQUIRED),
        }

    def _due(self, iso: str) -> str:
        return due(iso) if iso.startswith(f"{self._today.year}-") else due_and_year(iso)


def dues(deadlines: Iterable[Deadline]) -> tuple[Due, ...]:
    """Deadlines, in order."""
    return tuple(Due(deadline_days(deadline), deadline.name, deadline.note) for deadline in deadlines)


def _authors(people: People) -> str:
    names = [name.full for name in people.names]
    if not names:
        return ""
    if len(names) > _NAMED or not people.complete:
        return f"{names[0]} et al."
    return all_of(names)
