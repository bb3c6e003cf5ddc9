"""Weeks, and a course moved to a start of one's own."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.records import Week
from papertrail.schedule import WEEK, Calendar, monday, week_numbers, week_on, weeks_between

NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))
COURSES = st.lists(DAYS | st.none(), min_size=1, max_size=30)


@given(DAYS)
def test_a_week_begins_on_the_monday_before(day: date) -> None:
    assert monday(day).weekday() == 0
    assert timedelta() <= day - monday(day) < WEEK


@given(COURSES)
def test_weeks_count_from_the_first_dated_session(days: list[date | None]) -> None:
    numbers = week_numbers(days)
    known = [(day, number) for day, number in zip(days, numbers, strict=True) if day]
    assert all(number >= 1 for number in numbers)
    if known:
        assert min(known)[1] == 1
        assert all(monday(a) - monday(b) == (m - n) * WEEK for a, m in known for b, n in known)


def test_a_session_without_a_date_stays_in_the_week_before() -> None:
    assert week_numbers([date(2024, 8, 26), None, date(2024, 9, 4), None]) == [1, 1, 2, 2]
    assert week_numbers([None, date(2024, 8, 26)]) == [1, 1]
    assert week_numbers([None]) == [1]
    assert week_numbers([]) == []


@given(DAYS, DAYS)
def test_a_moved_course_begins_in_the_week_of_its_start_on_its_own_weekday(first: date, start: date) -> None:
    moved = first + weeks_between(first, start)
    assert monday(moved) == monday(start)
    assert moved.weekday() == first.weekday()


@given(st.lists(DAYS, min_size=1), DAYS)
def test_a_move_keeps_weekdays_order_and_distances(days: list[date], start: date) -> None:
    calendar = Calendar.of(NEW_YORK, first=min(days), start=start)
    moved = [date.fromisoformat(calendar.day(day.isoformat()) or "") for day in days]
    assert [day.weekday() for day in moved] == [day.weekday() for day in days]
    assert [b - a for a, b in pairwise(moved)] == [b - a for a, b in pairwise(days)]


def test_a_thursday_course_started_on_a_monday_begins_that_thursday() -> None:
    calendar = Calendar.of(NEW_YORK, first=date(2023, 1, 26), start=date(2027, 1, 25))
    assert calendar.day("2023-01-26") == "2027-01-28"
    assert calendar.week_monday(1, "2023-01-23") == "2027-01-25"
    assert calendar.day(None) is None


def test_without_a_start_nothing_moves() -> None:
    calendar = Calendar.of(NEW_YORK, first=date(2023, 1, 26), start=None)
    assert calendar.day("2023-01-26") == "2023-01-26"


def test_a_course_without_dates_takes_one_module_a_week() -> None:
    calendar = Calendar.of(NEW_YORK, first=None, start=date(2027, 2, 3))
    assert [calendar.week_monday(module, None) for module in (0, 1, 2, 5)] == [
        None, "2027-02-01", "2027-02-08", "2027-03-01"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "shown", "utc"),
    [
        ("2023-03-09", "2023-03-09T15:45-05:00", "2023-03-09T20:45:00Z"),
        ("2023-03-16", "2023-03-16T15:45-04:00", "2023-03-16T19:45:00Z"),
        ("2027-03-11", "2027-03-11T15:45-05:00", "2027-03-11T20:45:00Z"),
        ("2027-03-18", "2027-03-18T15:45-04:00", "2027-03-18T19:45:00Z"),
    ],
)
def test_due_times_follow_the_clocks_of_the_course_across_the_change_in_march(day: str, shown: str, utc: str) -> None:
    assert Calendar(NEW_YORK).due(day, "15:45") == (shown, utc)


def test_a_day_without_a_time_is_due_at_its_end() -> None:
    assert Calendar(NEW_YORK).due("2023-03-11", None) == ("2023-03-11", "2023-03-12T05:00:00Z")
    assert Calendar(NEW_YORK).due("2023-03-12", None) == ("2023-03-12", "2023-03-13T04:00:00Z")
    assert Calendar(NEW_YORK).due(None, "15:45") == (None, None)


@given(DAYS, st.times())
def test_what_is_shown_and_what_is_compared_are_the_same_instant(day: date, time: object) -> None:
    shown, utc = Calendar(NEW_YORK).due(day.isoformat(), f"{time:%H:%M}")
    assert shown
    assert utc
    assert datetime.fromisoformat(shown) == datetime.fromisoformat(utc)


def test_the_week_of_a_day_counts_gaps_and_ends_with_the_last_sunday() -> None:
    weeks = [Week("c", 1, None, "2024-08-26"), Week("c", 3, None, "2024-09-09")]
    days = ["2024-08-25", "2024-08-26", "2024-09-01", "2024-09-02", "2024-09-15", "2024-09-16"]
    assert [week_on(weeks, date.fromisoformat(day)) for day in days] == [None, 1, 1, 2, 3, None]
    assert week_on([Week("c", 1, None, None)], date(2024, 8, 26)) is None
