"""Weeks, due times, and a course moved to a start of one's own. Pure: dates in, dates out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from papertrail.records import Week

WEEK = timedelta(days=7)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""The days that a course may fall on."""


def monday(day: date) -> date:
    """The Monday of the week that holds this day."""
    return day - timedelta(days=day.weekday())


def week_numbers(dates: Sequence[date | None]) -> list[int]:
    """Calendar weeks counted from the Monday of the first dated session; what has no date stays where it stands.

    Args:
        dates: The first day of each session, in the syllabus's order.

    Returns:
        A week for each session, from 1. A session without a date gets the week of the one before it.
    """
    known = [day for day in dates if day]
    first = monday(min(known)) if known else None
    numbers: list[int] = []
    for day in dates:
        if day and first:
            numbers.append((monday(day) - first) // WEEK + 1)
        else:
            numbers.append(numbers[-1] if numbers else 1)
    return numbers


def weeks_between(first: date, start: date) -> timedelta:
    """The whole weeks by which a course moves so that its first session falls in the week of `start`.

    Weekdays are kept: a Thursday course started on a Monday begins on that week's Thursday, and a Monday course
    started on a Thursday on that week's Monday, so that courses started together stay together.
    """
    return monday(start) - monday(first)


class Calendar(NamedTuple):
    """Where the printed dates of a course fall for this reader."""

    zone: tzinfo
    shift: timedelta = timedelta()
    modules_from: date | None = None
    """The Monday of module 1, for a course without dates that is followed from a start: one module a week."""

    @classmethod
    def of(cls, zone: tzinfo, *, first: date | None, start: date | None) -> "Calendar":
        """The calendar of a course whose first session is printed as `first`, followed from `start`."""
        if start is None:
            return cls(zone)
        if first is None:
            return cls(zone, modules_from=monday(start))
        return cls(zone, shift=weeks_between(first, start))

    def day(self, printed: str | None) -> str | None:
        """A printed day, moved."""
        return (date.fromisoformat(printed) + self.shift).isoformat() if printed else None

    def week_monday(self, number: int, printed: str | None) -> str | None:
        """The first day of a week or module; None where neither the course nor the reader gave it a date."""
        if self.modules_from is None or number == 0:
            return self.day(printed)
        return (self.modules_from + (number - 1) * WEEK).isoformat()

    def due(self, day: str | None, starts: str | None) -> tuple[str | None, str | None]:
        """When a reading is due that is discussed on `day` (moved already) at `starts`.

        Returns:
            What to show (the instant with its offset, or the day where no time is known) and the same
            as an instant in UTC, which for a day without a time is its end.
        """
        if day is None:
            return None, None
        if starts is None:
            end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), tzinfo=self.zone)
            return day, instant(end)
        moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(starts), tzinfo=self.zone)
        return moment.isoformat(timespec="minutes"), instant(moment)


def week_on(weeks: Sequence[Week], day: date) -> int | None:
    """The number of the week that holds this day, or that a gap between two weeks would have; None outside the course.

    Args:
        weeks: The weeks of one course, in order.
        day: The day in question.
    """
    dated = [(week.number, date.fromisoformat(week.monday)) for week in weeks if week.monday]
    if not dated or day < dated[0][1] or day >= dated[-1][1] + WEEK:
        return None
    number, begins = [entry for entry in dated if entry[1] <= day][-1]
    return number + (monday(day) - begins) // WEEK


def is_past(iso: str, now: datetime) -> bool:
    """True when a day is over, or an instant has gone by."""
    if len(iso) == len("2024-09-23"):
        return date.fromisoformat(iso) < now.date()
    return datetime.fromisoformat(iso) < now.astimezone()


def instant(moment: datetime) -> str:
    """A moment as the library keeps it: in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
