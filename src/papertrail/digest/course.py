"""One course's week, as a digest has it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from papertrail.agenda import WeekAgenda, current_week, week_agenda
from papertrail.digest import items
from papertrail.digest.content import (
    Coming,
    CourseWeek,
    CritiqueDue,
    Item,
    Meeting,
    Overdue,
    Progress,
    Share,
)
from papertrail.digest.critiques import critiques_due, handed_in
from papertrail.library import Library
from papertrail.library.calendar import own_handles
from papertrail.records import Course, Level, Reading, Session, Week
from papertrail.schedule import WEEK, instant, monday
from papertrail.standing import report
from papertrail.wording import day_and_year, session_day, span

_SHOWN_OVERDUE = 10


class Asked(NamedTuple):
    """For whom a digest is, when it is made, and of which week."""

    now: datetime
    personal: bool
    number: int | None = None
    """The courses' own week; None for the present week of each."""
    elsewhere: bool = False
    """Say also what was finished that belongs to none of the courses."""


def course_week(library: Library, course: Course, asked: Asked) -> CourseWeek:
    """The week of one course, or what is to be said where there is none."""
    return _Maker(library, course, asked).course_week()


def week_meant(library: Library, course: Course, asked: Asked) -> tuple[int | None, str]:
    """The number of the course's week and its Monday, empty without dates: what a sent digest is known by."""
    number = asked.number if asked.number is not None else current_week(library, course, asked.now.date())
    if number is None:
        return None, monday(asked.now.date()).isoformat()
    week = next((week for week in library.weeks(course.key) if week.number == number), None)
    return number, (week.monday if week else None) or ""


class _Maker:
    """Makes the week of one course."""

    def __init__(self, library: Library, course: Course, asked: Asked) -> None:
        self.library, self.course, self.asked = library, course, asked
        self.today = asked.now.date()
        self.number, _ = week_meant(library, course, asked)
        self.weeks = {week.number: week for week in library.weeks(course.key)}
        self.audience = items.Audience(library, personal=asked.personal, today=self.today)
        self.hidden = frozenset() if asked.personal else own_handles(library, course.key)
        self.after = self._after()
        self.late = self._late() if asked.personal else []

    def course_week(self) -> CourseWeek:
        """The week, or what is to be said where there is none."""
        course, personal = self.course, self.asked.personal
        agenda = week_agenda(self.library, course, self.number) if self.number is not None else None
        moved = "moved" if course.start else None
        return CourseWeek(
            key=course.key,
            title=course.title,
            about=", ".join(filter(None, (course.institution, course.term, moved))),
            unit=course.unit,
            number=self.number,
            heading=self._heading(self.number) if self.number is not None else "",
            topics=", ".join(agenda.week.topics) if agenda and agenda.week else "",
            words=self._words(agenda),
            zone=self._zone(agenda),
            meetings=tuple(self._meetings(agenda)) if agenda else (),
            length=_length(self._shown(agenda.readings)) if agenda else None,
            deadlines=items.dues(agenda.deadlines) if agenda else (),
            critiques=tuple(self._critiques()) if personal else (),
            overdue=Overdue(self.audience.items(self.late[:_SHOWN_OVERDUE]), max(0, len(self.late) - _SHOWN_OVERDUE)),
            finished=self._finished() if personal else (),
            coming=self._coming(),
            progress=self._progress() if personal else None,
        )

    def _shown(self, readings: Iterable[Reading]) -> list[Reading]:
        return [reading for reading in readings if reading.handle not in self.hidden]

    def _meetings(self, agenda: WeekAgenda) -> Iterator[Meeting]:
        for session, readings in agenda.sessions:
            yield self.audience.meeting(self.course, session, self._shown(readings))
        if loose := self._shown(agenda.unscheduled):
            yield self.audience.loose(loose)

    def _critiques(self) -> Iterator[CritiqueDue]:
        return critiques_due(self.library, self.course, self.weeks.get(self.number or 0), self.asked.now)

    def _heading(self, number: int) -> str:
        week = self.weeks.get(number)
        if number == 0:
            return "The course as a whole"
        of = f" of {max(self.weeks)}" if week else ""
        return " · ".join(
            filter(None, (f"{self.course.unit.capitalize()} {number}{of}", _days(week), week.title if week else None))
        )

    def _words(self, agenda: WeekAgenda | None) -> str | None:
        if agenda is None:
            return self._not_on()
        if agenda.number > agenda.last_week:
            return f"no such {self.course.unit}: the course has {agenda.last_week}"
        if agenda.number == 0 or any(session.kind != "no-class" for session, _ in agenda.sessions):
            return None
        if self._shown(agenda.unscheduled):
            return None
        if agenda.week and (agenda.week.title or agenda.week.topics) and not agenda.sessions:
            return f"no session and no reading in this {self.course.unit}"  # it takes place: nobody says when
        return f"no class this {self.course.unit}"

    def _not_on(self) -> str:
        starts, ends = self.course.starts, self.course.ends
        if starts is None or ends is None:
            command = f"papertrail digest 1 --course {self.course.short} shows its first {self.course.unit}"
            return f"has no dates: {command}" if self.asked.personal else "has no dates"
        if self.today.isoformat() < starts:
            weeks = (monday(date.fromisoformat(starts)) - monday(self.today)) // WEEK
            return f"begins on {day_and_year(starts)}, {'next week' if weeks == 1 else f'in {weeks} weeks'}"
        return f"ended on {day_and_year(ends)}"

    def _zone(self, agenda: WeekAgenda | None) -> str | None:
        """The course's time zone, where a time is shown that the reader's clock does not show."""
        moments = [moment for one in (agenda, self.after) if one for moment in _moments(self.course, one)]
        dues = [late.due for late in self.late[:_SHOWN_OVERDUE]]
        moments += [datetime.fromisoformat(due) for due in dues if due and "T" in due]
        if not moments or (self.asked.personal and all(m.utcoffset() == m.astimezone().utcoffset() for m in moments)):
            return None
        return f"times in {self.course.timezone}"

    def _late(self) -> list[Reading]:
        """What is overdue, the longest first."""
        week = self.weeks.get(self.number) if self.number is not None else None
        first = date.fromisoformat(week.monday) if week and week.monday else None
        before = _midnight(first) if first and first < monday(self.today) else instant(self.asked.now)
        late = self.library.assigned(self.course.key, level=Level.REQUIRED, unfinished=True, due_before=before)
        return sorted(late, key=lambda reading: reading.due or "")

    def _finished(self) -> tuple[Item, ...]:
        week = self.weeks.get(self.number) if self.number is not None else None
        first = date.fromisoformat(week.monday) if week and week.monday else monday(self.today)
        since, until = week_before(first)
        return self.audience.items(self.library.assigned(self.course.key, finished_from=since, finished_until=until))

    def _coming(self) -> Coming | None:
        agenda = self.after
        if agenda is None:
            return None
        readings = self._shown(agenda.readings)
        required = self.audience.items(reading for reading in readings if reading.level == Level.REQUIRED)
        later = agenda.next_session
        return Coming(
            heading=self._heading(agenda.number),
            meetings=tuple(_one_line(session) for session, _ in agenda.sessions),
            readings=len(readings),
            required=tuple(dict.fromkeys(item.name for item in required)),
            deadlines=items.dues(agenda.deadlines),
            later=f"{_one_line(later)} ({self.course.unit} {later.week})" if later else None,
        )

    def _after(self) -> WeekAgenda | None:
        """The week after; the first one while the course has not begun."""
        number, last = self.number, max(self.weeks, default=0)
        if number is None:
            begins = self.course.starts is not None and self.today.isoformat() < self.course.starts
            following = min((one for one in self.weeks if one > 0), default=None) if begins else None
        else:
            following = number + 1 if 0 < number < last else None
        return week_agenda(self.library, self.course, following) if following is not None else None

    def _progress(self) -> Progress:
        found = report(self.library, self.course, self.today, instant(self.asked.now))
        overall = found.overall
        shares = [Share(level, tally.finished, tally.total) for level, tally in found.levels.items()]
        if self.number is not None and (tally := found.weeks.get(self.number)):
            shares.append(Share(f"{self.course.unit} {self.number}", tally.finished, tally.total))
        shares += handed_in(self.library, self.course, self.asked.now)
        return Progress(overall.finished, overall.total, overall.begun, found.overdue, tuple(shares))


def _days(week: Week | None) -> str | None:
    if week is None or week.monday is None:
        return None
    return span(week.monday, (date.fromisoformat(week.monday) + timedelta(days=6)).isoformat())


def _one_line(session: Session) -> str:
    topic = f"no class{f': {session.topic}' if session.topic else ''}" if session.kind == "no-class" else session.topics
    return "  ".join(filter(None, (session_day(session), topic)))


def _length(readings: Sequence[Reading]) -> str | None:
    lengths = [reading.pages for reading in readings if reading.pages]
    if not lengths:
        return None
    known = f" in the {len(lengths)} of {len(readings)} readings whose length is known"
    return f"{sum(lengths)} pages{known if len(lengths) < len(readings) else ''}"


def _moments(course: Course, agenda: WeekAgenda) -> Iterator[datetime]:
    """Every time of a week, or of the meeting that comes after it, in the course's zone."""
    zone = ZoneInfo(course.timezone)
    sessions = [session for session, _ in agenda.sessions] + ([agenda.next_session] if agenda.next_session else [])
    times = [(session.date, session.starts) for session in sessions if session.kind != "no-class"]
    times += [(deadline.due, deadline.time) for deadline in agenda.deadlines]
    for day, clock in times:
        if day and clock:
            yield datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=zone)


def week_before(first: date) -> tuple[str, str]:
    """The seven days before a Monday, as instants of the reader's own midnights."""
    return _midnight(first - WEEK), _midnight(first)


def _midnight(day: date) -> str:
    return instant(datetime.combine(day, time()).astimezone())
