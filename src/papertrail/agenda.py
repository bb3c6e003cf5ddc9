"""What a week of a course holds: its sessions with their readings, what is due in it, and what comes next."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from papertrail.grammar import with_article
from papertrail.library import Library
from papertrail.records import Course, Deadline, Reading, Session, Week
from papertrail.schedule import week_on


class WeekAgenda(NamedTuple):
    """One week of one course."""

    course: Course
    number: int
    week: Week | None
    """None for a number that the course does not have."""
    sessions: tuple[tuple[Session, tuple[Reading, ...]], ...]
    unscheduled: tuple[Reading, ...]
    """Readings that belong to the week, or in week 0 to the course, but to no session."""
    deadlines: tuple[Deadline, ...]
    next_session: Session | None
    """The next meeting, where this week has none."""
    last_week: int
    """The number of the course's last week."""
    course_readings: int
    """How many readings belong to the course as a whole, found in week 0."""

    @property
    def readings(self) -> list[Reading]:
        """The week's readings in order."""
        return [reading for _, readings in self.sessions for reading in readings] + list(self.unscheduled)


def week_agenda(library: Library, course: Course, number: int) -> WeekAgenda:
    """What week `number` of a course holds; week 0 is what belongs to the course as a whole."""
    weeks = {week.number: week for week in library.weeks(course.key)}
    readings = list(library.assigned(course.key, week=number))
    sessions = library.sessions(course.key, number)
    week = weeks.get(number)
    meets = any(session.kind != "no-class" for session in sessions)
    return WeekAgenda(
        course=course,
        number=number,
        week=week,
        sessions=tuple((session, tuple(r for r in readings if r.session == session.id)) for session in sessions),
        unscheduled=tuple(reading for reading in readings if reading.session is None),
        deadlines=tuple(_deadlines_within(library.deadlines(course.key), week)),
        next_session=None if meets else library.next_session(course.key, number),
        last_week=max(weeks, default=0),
        course_readings=0 if number == 0 else sum(1 for _ in library.assigned(course.key, week=0)),
    )


def current_week(library: Library, course: Course, today: date) -> int | None:
    """The week of a course that holds today; None before it begins, after it has ended, and without dates."""
    return week_on([week for week in library.weeks(course.key) if week.number > 0], today)


def critique_rule(course: Course, readings: Sequence[Reading], *, personal: bool = True) -> str | None:
    """What a course wants written before a session with these readings; None where it wants nothing.

    Args:
        course: The course.
        readings: What is read for the session.
        personal: Whether it wants nothing more of a reader who has handed in a critique.
    """
    policy = course.critique
    if personal and any(reading.critique in {"handed in", "late"} for reading in readings):
        return None
    if not policy or policy.get("due") != "before-session" or not any(r.level in policy["levels"] for r in readings):
        return None
    kinds = with_article(f"{' or '.join(policy['levels'])} reading")
    return f"{with_article(policy['name'])} of {kinds} is due before class"


def _deadlines_within(deadlines: Iterable[Deadline], week: Week | None) -> list[Deadline]:
    """What is handed out or due in the seven days of a week; nothing where the week has no dates."""
    if week is None or week.monday is None:
        return []
    first = date.fromisoformat(week.monday)
    days = {(first + timedelta(days=day)).isoformat() for day in range(7)}
    return [deadline for deadline in deadlines if days & {deadline.released, deadline.due}]
