"""The rules of a time zone as a VTIMEZONE, with every change of its clock in some years.

icalendar's own generator puts the change in spring an hour late: it gives the onset in the new time, where RFC 5545,
section 3.6.5, asks for the time that the clock showed before.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def zone_rules(name: str, first: date, last: date) -> Timezone:
    """The rules of a zone from one day to another; before the first day its clock is taken to be as on that day."""
    zone = ZoneInfo(name)
    rules = Timezone()
    rules.add("tzid", name)
    begins = datetime.combine(first, time(), tzinfo=UTC)
    rules.add_component(_onset(zone, begins, _offset(zone, begins)))
    for moment in _changes(zone, begins, datetime.combine(last, time(), tzinfo=UTC)):
        rules.add_component(_onset(zone, moment, _offset(zone, moment - _SECOND)))
    return rules


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The first moments of each new offset, or of a new name for it, in UTC."""
    day = begins
    while day < ends:
        before, after = day, day + _DAY
        if _clock(zone, before) != _clock(zone, after):
            while after - before > _SECOND:
                middle = before + (after - before) // (2 * _SECOND) * _SECOND
                before, after = (middle, after) if _clock(zone, middle) == _clock(zone, before) else (before, middle)
            yield after
        day += _DAY


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str | None]:
    return _offset(zone, moment), moment.astimezone(zone).tzname()


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _onset(zone: ZoneInfo, moment: datetime, before: timedelta) -> TimezoneDaylight | TimezoneStandard:
    local = moment.astimezone(zone)
    onset = TimezoneDaylight() if local.dst() else TimezoneStandard()
    onset.add("dtstart", (moment + before).replace(tzinfo=None))
    onset.add("tzoffsetfrom", before)
    onset.add("tzoffsetto", _offset(zone, moment))
    onset.add("tzname", local.tzname())
    return onset
