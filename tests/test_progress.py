"""`papertrail progress`."""

from typing import Any

import pytest

from papertrail.grammar import plural

LEVEL, WEEK = "level", "week"


def test_nothing_followed_is_no_failure(papertrail: Any) -> None:
    run = papertrail("progress")
    assert run.stdout == ""
    assert "no course is followed" in run.stderr
    assert papertrail("progress", "--json").json == []


def test_tallies_by_level_and_week(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("done", "umd:5.1", "umd:5.2")
    papertrail("skim", "umd:1.1")
    papertrail("skip", "umd:0.1")
    papertrail("start", "umd:5.3")
    rows = {(what, name): tuple(map(int, rest)) for _, what, name, *rest in papertrail("progress").rows}
    assert rows[LEVEL, "required"] == (2, 59, 12)
    assert rows[LEVEL, "additional"] == (2, 28, 5)
    assert rows[WEEK, "0"] == (1, 4, 0)
    assert rows[WEEK, "5"] == (2, 5, 2)
    assert sum(total for (what, _), (_, total, _) in rows.items() if what == WEEK) == 87


def test_as_json(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("queue", "umd:5.4")
    (report,) = papertrail("progress", "--json").json
    assert (report["course"], report["week"], report["weeks"], report["overdue"]) == ("umd-mlscale-2024", 5, 16, 12)
    assert report["levels"]["required"] == {"total": 59, "finished": 0, "begun": 1, "due": 12}
    assert report["by_week"][5] == {"week": 5, "total": 5, "finished": 0, "begun": 1, "due": 2}


def test_a_reading_is_overdue_when_its_session_has_begun(papertrail: Any) -> None:
    def overdue(moment: str) -> int:
        papertrail.today(moment)
        return int(papertrail("progress", "-c", "cs229br", "--json").json[0]["overdue"])

    assert overdue("2023-01-26T15:44:00-05:00") == 0
    assert overdue("2023-01-26T15:46:00-05:00") == 5
    papertrail("done", "cs229br:1.1")
    assert overdue("2023-01-26T20:46:00+00:00") == 4


def test_any_course_can_be_asked_for(papertrail: Any) -> None:
    (report,) = papertrail("progress", "-c", "6883", "--json").json
    assert (report["week"], report["weeks"], report["overdue"]) == (None, 5, 0)
    assert "no course called 'none'" in papertrail.refuses("progress", "-c", "none", exit_code=3)
    papertrail.refuses("progress", "umd", exit_code=2)


def test_a_work_read_for_one_course_counts_in_all(papertrail: Any) -> None:
    papertrail("done", "1706.03762")
    for course in ("umd", "cs229br", "epfl", "6s898"):
        (report,) = papertrail("progress", "-c", course, "--json").json
        assert sum(tally["finished"] for tally in report["levels"].values()) == 1


def test_on_a_terminal(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    screen = papertrail.on_terminal("progress")
    assert "week 5 of 16" in screen
    assert "12 required overdue" in screen
    assert "0 of 87" in screen


def test_what_a_course_calls_by_a_plural_keeps_its_name(papertrail: Any) -> None:
    papertrail("course", "follow", "6883")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "mit-6883:0.3")
    assert "scribe notes: 0 handed in" in papertrail.on_terminal("progress", "-c", "6883")


@pytest.mark.parametrize(
    ("one", "many"),
    [("critique", "critiques"), ("summary", "summaries"), ("essay", "essays"), ("scribe notes", "scribe notes")],
)
def test_nouns_for_many(one: str, many: str) -> None:
    assert plural(one) == many
