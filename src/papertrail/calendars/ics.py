"""Events as an iCalendar file (RFC 5545): times with their zones, and what a client needs to update what it has."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Timezone, vDuration
from icalendar import Event as Component

from papertrail import cleaning
from papertrail.calendars import wording
from papertrail.calendars.content import Event
from papertrail.calendars.zones import zone_rules

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)


class Told(NamedTuple):
    """An event as it is to be told now."""

    uid: str
    event: Event
    sequence: int
    changed_at: str
    """When it last changed, an instant in UTC."""
    cancelled: bool = False


def calendar(name: str, events: Sequence[Told]) -> bytes:
    """A calendar of these events under a name; the same events give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//papertrail//papertrail//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", cleaning.line(name))
    made.add("x-wr-calname", cleaning.line(name))
    made.add("refresh-interval", vDuration(_DAY), {"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(_DAY))
    for zone in _zones(events):
        made.add_component(zone)
    for told in events:
        made.add_component(_component(told))
    return bytes(made.to_ical())


def _zones(events: Iterable[Told]) -> list[Timezone]:
    """The rules of every zone that is used, for the years in which it is used."""
    timed: dict[str, list[date]] = {}
    for told in events:
        if "T" in told.event.starts and told.event.zone != "UTC":
            timed.setdefault(told.event.zone, []).append(date.fromisoformat(told.event.starts[:10]))
    return [zone_rules(zone, min(days) - _YEAR, max(days) + _YEAR) for zone, days in sorted(timed.items())]


def _component(told: Told) -> Component:
    event = told.event
    changed = datetime.fromisoformat(told.changed_at)
    component = Component()
    component.add("uid", told.uid)
    component.add("sequence", told.sequence)
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("dtstart", _moment(event.starts, event.zone))
    if event.ends:
        component.add("dtend", _moment(event.ends, event.zone))
    component.add("summary", cleaning.line(event.summary))
    for name, text in (("description", event.description), ("location", event.place)):
        if text and (clean := cleaning.text(text)):
            component.add(name, clean)
    if address := wording.link(event.url):
        component.add("url", address)
    component.add("status", "CANCELLED" if told.cancelled else "CONFIRMED" if event.certain else "TENTATIVE")
    component.add("transp", "OPAQUE" if event.busy and not told.cancelled else "TRANSPARENT")
    for minutes in () if told.cancelled else event.alarms:
        component.add_component(_alarm(event, minutes))
    return component


def _alarm(event: Event, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", cleaning.line(event.summary))
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm


def _moment(text: str, zone: str) -> date | datetime:
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
