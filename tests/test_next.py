"""`papertrail next`."""

from typing import Any

import pytest


def keys(papertrail: Any, *words: str) -> list[str]:
    return [row[4] for row in papertrail("next", *words).rows]


def test_without_a_followed_course_it_says_how_to_begin(papertrail: Any) -> None:
    run = papertrail("next")
    assert run.stdout == ""
    assert "nothing is queued, and no course is followed" in run.stderr
    assert "hint: papertrail course follow umd" in run.stderr
    assert papertrail("next", "--json").json == []


def test_what_is_overdue_and_required_comes_first(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    assert papertrail.handles("next") == ["umd:1.1", "umd:1.2", "umd:1.3", "umd:2.1", "umd:2.2"]
    rows = papertrail("next", "-n", "100").rows
    required, other = [
        [row for row in rows if (row[2] == "required") is wanted and row[3] < "2024-09-24"] for wanted in (True, False)
    ]
    assert len(required) == 12
    assert rows[12][0] == "umd:5.3"
    assert [row[0] for row in rows][-len(other) :] == [row[0] for row in other]


def test_what_is_begun_comes_before_what_is_queued_and_that_before_what_is_due(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("queue", "epfl:4.4")
    papertrail("start", "umd:9.3")
    papertrail("done", "umd:1.1")
    assert keys(papertrail, "-n", "3") == ["dao2022flashattention", "gu2023mamba", "goodfellow2016deep#chapters-5-9"]
    assert keys(papertrail, "-n", "1") == ["dao2022flashattention"]
    papertrail("unread", "umd:9.3")
    assert keys(papertrail, "-n", "1") == ["gu2023mamba"]


@pytest.mark.parametrize("command", ["done", "skim", "skip"])
def test_what_is_finished_is_not_asked_for_again(papertrail: Any, command: str) -> None:
    papertrail("course", "follow", "umd")
    papertrail(command, "umd:1.1")
    assert papertrail.handles("next", "-n", "1") == ["umd:1.2"]


def test_several_courses_are_merged_by_day_and_a_shared_work_comes_once(papertrail: Any) -> None:
    papertrail("course", "follow", "umd", "--start", "2027-01-25")
    papertrail("course", "follow", "epfl", "--start", "2027-01-25")
    papertrail.today("2027-01-20")
    rows = papertrail("next", "-n", "100").rows
    dues = [row[3][:10] for row in rows if row[3]]
    assert dues == sorted(dues)
    assert [row[4] for row in rows].count("vaswani2017attention") == 1
    assert {row[0].split(":")[0] for row in rows[:6]} == {"umd", "epfl"}


def test_when_all_is_read_nothing_is_left(papertrail: Any) -> None:
    papertrail("course", "follow", "epfl")
    papertrail("done", *papertrail.handles("list", "-c", "epfl"))
    run = papertrail("next")
    assert (run.stdout, run.stderr) == ("", "nothing left to read\n")


def test_as_json(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    (first,) = papertrail("next", "-n", "1", "--json").json
    assert (first["handle"], first["status"], first["work"]["key"]) == ("umd:1.1", "unread", "daume2012course")


@pytest.mark.parametrize("count", ["0", "-1", "many", "1.5", "99999999999999999999"])
def test_a_count_that_makes_no_sense_is_refused(papertrail: Any, count: str) -> None:
    papertrail.refuses("next", "-n", count, exit_code=2)


def test_on_a_terminal_it_says_what_was_due(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    screen = papertrail.on_terminal("next")
    assert "was due Wed 28 Aug" in screen
    assert "1.1" in screen


def test_what_is_still_ahead(papertrail: Any) -> None:
    papertrail.today("2024-09-24")
    papertrail("course", "follow", "umd")
    assert papertrail("next", "-n", "1").rows[0][0] == "umd:1.1"
    assert [row[0] for row in papertrail("next", "-n", "2", "--ahead").rows] == ["umd:5.3", "umd:5.4"]
    assert papertrail("next", "--course", "epfl").rows == []
