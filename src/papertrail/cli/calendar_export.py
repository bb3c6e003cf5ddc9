"""Courses as a calendar and as a feed: what `papertrail export ics` and `export atom` write."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from papertrail import cleaning
from papertrail.agenda import week_agenda
from papertrail.calendars.content import CourseEvents, DueCritique, course_events, event_of
from papertrail.calendars.weeks import WeekEntry, week_entry
from papertrail.cli.desk import Desk
from papertrail.cli.words import counted, say
from papertrail.cli.writing import write_bytes
from papertrail.critique.tally import tally
from papertrail.errors import UsageError
from papertrail.library.calendar import own_handles, printed_days
from papertrail.records import Course
from papertrail.register import Entry, Item, Register
from papertrail.schedule import instant
from papertrail.wording import titled

CANCELLED_FOR = timedelta(days=90)
"""How long an event that is there no more is told as cancelled."""

AHEAD = timedelta(days=7)
"""How long before its first day a week comes into the feed."""

_ALARM = re.compile(r"([0-9]{1,4})([wdhm])", re.ASCII)
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
_LONGEST_ALARM = 52 * _MINUTES["w"]


def export_calendar(
    desk: Desk,
    form: str,
    courses: Sequence[Course],
    *,
    output: Path | None = None,
    alarms: Sequence[str] = (),
    base_url: str | None = None,
    every_week: bool = False,
) -> None:
    """Write courses as a calendar or a feed, to stdout or into a file.

    Args:
        desk: The desk.
        form: One of `formats.COURSES`.
        courses: The courses.
        output: The file.
        alarms: How long before each event a calendar rings: ``1d``, ``2h``, ``30m``.
        base_url: Where the feed will be found; a folder where it ends in a slash.
        every_week: Put the weeks to come into the feed as well.

    Raises:
        UsageError: none has dates, or an alarm or address is none.
    """
    if form == "ics":
        data = _ics(desk, courses, _minutes(alarms))
    else:
        data = _atom(desk, courses, _address(base_url, output), every_week=every_week)
    write_bytes(data, output)


def _minutes(alarms: Sequence[str]) -> tuple[int, ...]:
    """Alarms in minutes, the earliest first."""
    found = set()
    for alarm in alarms:
        match = _ALARM.fullmatch(alarm.strip())
        minutes = int(match[1]) * _MINUTES[match[2]] if match else -1
        if not 0 <= minutes <= _LONGEST_ALARM:
            raise UsageError(f"--alarm {alarm!r} is no time before", hint="write 1w, 1d, 2h or 30m; a year at most")
        found.add(minutes)
    return tuple(sorted(found, reverse=True))


def _address(base_url: str | None, output: Path | None) -> str | None:
    """Where the feed will be found."""
    if base_url is None:
        return None
    named = f"{base_url}{output.name}" if base_url.endswith("/") and output else base_url
    address = cleaning.web_link(named)
    if address is None:
        raise UsageError(f"--base-url {base_url!r} is no web address", hint="it begins with https:// or http://")
    return address


def _ics(desk: Desk, courses: Sequence[Course], alarms: tuple[int, ...]) -> bytes:
    from papertrail.calendars.ics import Told, calendar

    found = [_events(desk, course) for course in courses]
    items = [
        Item(
            event.course, event.identity, json.dumps(event._replace(alarms=alarms)._asdict(), ensure_ascii=False),
            event.trait,
        )
        for one in found for event in one.events
    ]  # fmt: skip
    entries = _entries(desk, "ics", courses, items)
    _say_undated(courses, found)
    if not entries:
        raise UsageError(
            f"there is no date to put into a calendar in {', '.join(course.key for course in courses)}",
            hint="papertrail course follow COURSE --start DAY gives dates to a course that has none",
        )
    name = courses[0].title if len(courses) == 1 else f"Courses: {', '.join(course.short for course in courses)}"
    return calendar(
        name,
        [
            Told(entry.uid, event_of(json.loads(entry.content)), entry.sequence, entry.changed_at, entry.cancelled)
            for entry in entries
        ],
    )


def _events(desk: Desk, course: Course) -> CourseEvents:
    library, found = desk.library, tally(desk.library, course, desk.settings.now)
    return course_events(
        course,
        sessions=library.sessions(course.key),
        printed=printed_days(library, course.key),
        readings=list(library.assigned(course.key)),
        deadlines=library.deadlines(course.key),
        critiques=[
            DueCritique(
                course=course.key,
                key=piece.critique.target,
                title=titled(piece.reading),
                due=piece.due,
                state=piece.critique.state,
                name=found.rules.name,
            )
            for piece in found.pieces
            if piece.due
        ],
    )


def _say_undated(courses: Sequence[Course], found: Sequence[CourseEvents]) -> None:
    for course, one in zip(courses, found, strict=True):
        if one.undated:
            say(f"left out of {course.key}: {counted(one.undated, 'event')} without a date")


def _entries(desk: Desk, form: str, courses: Sequence[Course], items: Sequence[Item]) -> list[Entry]:
    """What is told now; what was cancelled long ago is told no more."""
    from papertrail.calendars.atom import tag

    make_uid = tag if form == "atom" else lambda course, identity: f"{identity}.{course}@papertrail"
    register = Register(desk.library.connection, desk.library.path, form, make_uid)
    entries = register.enter([course.key for course in courses], items, at=desk.now)
    oldest = instant(desk.settings.now - CANCELLED_FOR)
    return [entry for entry in entries if not entry.cancelled or entry.changed_at >= oldest]


def _atom(desk: Desk, courses: Sequence[Course], address: str | None, *, every_week: bool) -> bytes:
    from papertrail.calendars.atom import Told, feed

    weeks = sorted(
        ((week, course) for course in courses for week in _weeks(desk, course, every_week=every_week)),
        key=lambda pair: pair[0].monday,
        reverse=True,
    )
    items = [
        Item(week.course, f"week-{week.number}", _digest(week), since=_entered(week, course)) for week, course in weeks
    ]
    entries = [entry for entry in _entries(desk, "atom", courses, items) if not entry.cancelled]
    told = [
        Told(entry.uid, week, min(_entered(week, course), entry.changed_at), entry.changed_at)
        for (week, course), entry in zip(weeks, entries, strict=True)
    ]
    return feed(courses, told, address=address)


def _weeks(desk: Desk, course: Course, *, every_week: bool) -> list[WeekEntry]:
    """The weeks that have begun or begin within the next days, or all."""
    library, last = desk.library, desk.today + AHEAD
    own = own_handles(library, course.key)
    weeks = [week for week in library.weeks(course.key) if week.number > 0]
    dated = [week for week in weeks if week.monday]
    if len(dated) < len(weeks):
        say(f"left out of {course.key}: {counted(len(weeks) - len(dated), course.unit)} without a date")
    entries = [
        week_entry(week_agenda(library, course, week.number), without=own)
        for week in dated
        if every_week or date.fromisoformat(week.monday or "") <= last
    ]
    return [entry for entry in entries if entry]


def _digest(week: WeekEntry) -> str:
    return hashlib.sha256(json.dumps(week).encode()).hexdigest()


def _entered(week: WeekEntry, course: Course) -> str:
    """The moment at which a week comes into the feed, an instant in UTC."""
    begins = datetime.fromisoformat(week.monday).replace(tzinfo=ZoneInfo(course.timezone))
    return instant((begins - AHEAD).astimezone(UTC))
