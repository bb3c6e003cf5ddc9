"""A course as events: its sessions, deadlines, critiques, and the weeks whose readings belong to no session. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from papertrail.agenda import critique_rule
from papertrail.calendars import wording
from papertrail.grammar import capital
from papertrail.identifiers import slug
from papertrail.records import Course, Deadline, Reading, Session

_STATES = {"handed in": "handed in", "late": "handed in late"}
_LONGEST = 60
"""Characters of a name that go into an identity."""


class DueCritique(NamedTuple):
    """A critique that is to be handed in."""

    course: str
    key: str
    """What names it for good, such as the citation key of what it is about."""
    title: str
    due: str
    """A day, or an instant with its offset; without one it is the course's own time."""
    state: str = ""
    """``draft``, ``handed in`` or ``late``."""
    name: str = "critique"
    """What the course calls the piece."""


class Event(NamedTuple):
    """One event of a calendar."""

    course: str
    identity: str
    """What it is known by within its course; it must not depend on when it takes place for this reader."""
    zone: str
    summary: str
    starts: str
    """A day, or a time in the zone: ``2024-09-23T14:00``."""
    ends: str | None = None
    """The same; a day is the first one after the event. None for a moment, or where the end is not known."""
    description: str = ""
    place: str | None = None
    url: str | None = None
    certain: bool = True
    busy: bool = False
    trait: str | None = None
    """What tells it from others where its identity has changed: its topic."""
    alarms: tuple[int, ...] = ()
    """Minutes before the start."""


class CourseEvents(NamedTuple):
    """The events of a course, and what has no date."""

    events: tuple[Event, ...]
    undated: int
    """Sessions and deadlines that were left out."""


def course_events(
    course: Course,
    *,
    sessions: Sequence[Session],
    printed: Mapping[int, str | None],
    readings: Sequence[Reading],
    deadlines: Sequence[Deadline] = (),
    critiques: Sequence[DueCritique] = (),
) -> CourseEvents:
    """All that a course puts into a calendar.

    Args:
        course: The course.
        sessions: Its sessions, in order.
        printed: The day that the syllabus prints for each session, by `Session.id`: it stays when the course is moved.
        readings: Its readings, in order.
        deadlines: Its deadlines, in order.
        critiques: The critiques that are to be handed in; those of other courses are left out.
    """
    dated = [session for session in sessions if session.date]
    names = _names(sessions, printed)
    of_session: dict[int | None, list[Reading]] = {}
    for reading in readings:
        of_session.setdefault(reading.session, []).append(reading)
    events = [
        *(_session(course, session, names[session.id], of_session.get(session.id, ())) for session in dated),
        *_weeks(course, {session.id for session in dated}, readings),
        *(event for deadline in deadlines if (event := _deadline(course, deadline))),
        *(_critique(course, critique) for critique in critiques if critique.course == course.key),
    ]
    undated = sum(session.date is None for session in sessions)
    undated += sum(not (deadline.due or deadline.released) for deadline in deadlines)
    return CourseEvents(tuple(_distinct(events)), undated)


def event_of(facts: Mapping[str, Any]) -> Event:
    """An event from its facts, as JSON gives them back; facts that are no longer known are left out."""
    known = {name: value for name, value in facts.items() if name in Event._fields}
    return Event(**known | {"alarms": tuple(facts.get("alarms", ()))})


def _names(sessions: Sequence[Session], printed: Mapping[int, str | None]) -> dict[int, str]:
    """What each session is known by: its number where only it has that, else its printed day, else its topic."""
    numbers = Counter(session.number for session in sessions)
    names = {}
    for session in sessions:
        day = printed.get(session.id)
        if session.number is not None and numbers[session.number] == 1:
            names[session.id] = f"session-{session.number}"
        elif day:
            names[session.id] = f"session-{day}"
        else:
            names[session.id] = f"session-{slug(session.topics)[:_LONGEST] or session.kind}"
    return names


def _session(course: Course, session: Session, name: str, readings: Sequence[Reading]) -> Event:
    starts, ends = _span(session)
    meets = session.kind != "no-class"
    return Event(
        course=course.key,
        identity=name,
        zone=course.timezone,
        summary=f"{course.short}: {wording.topic(session)}",
        starts=starts,
        ends=ends,
        description=_session_text(course, session, readings),
        place=session.place,
        url=course.url,
        certain=not session.unsure,
        busy=meets and "T" in starts,
        trait=slug(session.topics) or None,
    )


def _span(session: Session) -> tuple[str, str | None]:
    """Where a session begins and ends; one of several days, or without a time, takes whole days."""
    day = session.date or ""
    if not session.starts or session.kind == "no-class" or _takes_days(session):
        return day, _day_after(max(session.until or day, day))
    ends = f"{day}T{session.ends}" if session.ends and session.ends > session.starts else None
    return f"{day}T{session.starts}", ends


def _takes_days(session: Session) -> bool:
    return bool(session.date and session.until and session.until > session.date)


def _session_text(course: Course, session: Session, readings: Sequence[Reading]) -> str:
    rule = critique_rule(course, readings, personal=False)
    several = _takes_days(session) and session.starts and session.kind != "no-class"
    lines = [
        wording.doubt(session),
        f"Each day {wording.times(session)}" if several else "",
        f"With {', '.join(session.speakers)}" if session.speakers else "",
        session.note or "",
        f"{capital(rule)}." if rule else "",
    ]
    return _paragraphs("\n".join(filter(None, lines)), _list(readings))


def _weeks(course: Course, dated: set[int], readings: Sequence[Reading]) -> Iterator[Event]:
    """A day for each week with readings that no dated session takes up: those of lists, modules, and the reader's."""
    weeks: dict[tuple[int, str], list[Reading]] = {}
    for reading in readings:
        if reading.due and reading.week and reading.session not in dated:
            weeks.setdefault((reading.week, reading.due[:10]), []).append(reading)
    for (number, day), found in weeks.items():
        yield Event(
            course=course.key,
            identity=f"{course.unit}-{number}",
            zone=course.timezone,
            summary=f"{course.short}: readings of {course.unit} {number}",
            starts=day,
            ends=_day_after(day),
            description=_list(found),
            url=course.url,
        )


def _deadline(course: Course, deadline: Deadline) -> Event | None:
    day = deadline.due or deadline.released
    if day is None:
        return None
    timed = bool(deadline.due and deadline.time)
    return Event(
        course=course.key,
        identity=f"deadline-{slug(deadline.name)[:_LONGEST] or deadline.kind}",
        zone=course.timezone,
        summary=f"{course.short}: {deadline.name} {'due' if deadline.due else 'out'}",
        starts=f"{day}T{deadline.time}" if timed else day,
        ends=None if timed else _day_after(day),
        description=_paragraphs(wording.dates(deadline), deadline.note or ""),
        url=course.url,
    )


def _critique(course: Course, critique: DueCritique) -> Event:
    starts, zone = _local(critique.due, course.timezone)
    return Event(
        course=course.key,
        identity=f"critique-{slug(critique.key)[:_LONGEST] or 'due'}",
        zone=zone,
        summary=f"{capital(critique.name)} {_STATES.get(critique.state, 'due')}: {critique.title}",
        starts=starts,
        ends=None if "T" in starts else _day_after(starts),
        description=_paragraphs(course.title, critique.state),
        url=course.url,
    )


def _local(due: str, zone: str) -> tuple[str, str]:
    """A day or an instant in a time zone; in UTC where the clock of the zone shows that time twice."""
    if len(due) == len("2024-09-23"):
        return due, zone
    moment = datetime.fromisoformat(due)
    local = moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment
    if local.fold:
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}", "UTC"
    return f"{local:%Y-%m-%dT%H:%M}", zone


def _list(readings: Iterable[Reading]) -> str:
    return "\n".join(_reading(reading) for reading in wording.by_level(readings))


def _reading(reading: Reading) -> str:
    line = f"• {wording.title(reading)}: {wording.details(reading)}".removesuffix(": ")
    address = wording.link(reading.link)
    return f"{line}\n  {address}" if address else line


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _distinct(events: Iterable[Event]) -> Iterator[Event]:
    """Events that share a name are numbered in their order, past the numbers that others have of their own."""
    given = list(events)
    known, told = {event.identity for event in given}, set[str]()
    for event in given:
        name = event.identity
        if name in told:
            name = next(f"{name}-{n}" for n in count(2) if f"{name}-{n}" not in known)
        told.add(name)
        known.add(name)
        yield event._replace(identity=name)
