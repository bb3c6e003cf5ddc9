"""The rules of time zones in a calendar, read by another library than the one that wrote them."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar  # noqa: TID253 - what holds the rules

from papertrail.calendars.content import Event
from papertrail.calendars.ics import Told, calendar
from papertrail.calendars.zones import zone_rules

FIRST, LAST = date(2023, 6, 1), date(2026, 6, 1)
ZONES = (
    "America/New_York", "Europe/Zurich", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
    "America/Santiago", "Pacific/Apia", "Asia/Gaza", "Etc/GMT+5", "America/St_Johns",
)  # fmt: skip


def read(name: str) -> Any:
    made = Calendar()
    made.add_component(zone_rules(name, FIRST, LAST))
    return tzical(StringIO(made.to_ical().decode().replace("\r\n", "\n"))).get(name)


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_of_three_years_is_understood_as_it_was_meant(name: str) -> None:
    theirs, ours = read(name), ZoneInfo(name)
    for hour in range(0, (LAST - FIRST).days * 24, 3):
        moment = datetime(2023, 6, 2, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
        local = moment.astimezone(ours)
        if local.date() >= LAST or local.fold:
            continue
        assert local.replace(tzinfo=theirs).astimezone(UTC) == moment, (name, local)


def test_the_clock_changes_at_the_time_that_it_showed_before() -> None:
    onsets = {
        (component.name, f"{component.decoded('DTSTART'):%Y-%m-%d %H:%M}")
        for component in zone_rules("America/New_York", FIRST, LAST).subcomponents
    }
    assert ("STANDARD", "2024-11-03 02:00") in onsets
    assert ("DAYLIGHT", "2025-03-09 02:00") in onsets
    assert len(onsets) == 7


@pytest.mark.parametrize(("zone", "written"), [("UTC", "20270201T141500Z"), ("Etc/UTC", "20270201T141500")])
def test_universal_time_needs_no_rules_of_its_own(zone: str, written: str) -> None:
    event = Event("rl", "session-1", zone, "Values", "2027-02-01T14:15")
    data = calendar("Rooms", [Told("a@papertrail", event, 0, "2027-01-01T12:00:00Z")])
    assert written in data.decode()
    made = Calendar.from_ical(data)
    assert made.get_missing_tzids() == set()
    (event_read,) = made.walk("VEVENT")
    assert event_read.decoded("DTSTART").astimezone(UTC) == datetime(2027, 2, 1, 14, 15, tzinfo=UTC)
