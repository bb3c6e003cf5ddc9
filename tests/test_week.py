"""`papertrail week`."""

from typing import Any

import pytest


def test_this_week_of_a_followed_course(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    run = papertrail("week")
    assert [row[0] for row in run.rows] == ["umd:5.1", "umd:5.2", "umd:5.3", "umd:5.4", "umd:5.5"]
    assert run.rows[2] == [
        "umd:5.3", "unread", "required", "2024-09-25", "sutton2018reinforcement#chapters-1-6", "Sutton & Barto", "2018",
        "Reinforcement Learning: An Introduction", "Chapters 1–6", "", "",
    ]  # fmt: skip
    assert not run.stderr


def test_without_a_followed_course_all_are_shown_and_a_hint_says_how_to_follow(papertrail: Any) -> None:
    run = papertrail("week")
    assert [row[0] for row in run.rows] == ["umd:5.1", "umd:5.2", "umd:5.3", "umd:5.4", "umd:5.5"]
    assert "cs229br: Foundations of Deep Learning ended on Thu 20 Apr 2023" in run.stderr
    assert "mit-6883: Science of Deep Learning: Bridging Theory and Practice has no dates" in run.stderr
    assert "hint: papertrail course follow umd" in run.stderr


@pytest.mark.parametrize("name", ["umd", "UMD", "umd-mlscale", "mlscale", "2024-mlscale", "umd-mlscale-2024"])
def test_a_course_answers_to_the_beginning_of_its_key_or_of_a_part(papertrail: Any, name: str) -> None:
    if name == "2024-mlscale":
        papertrail.refuses("week", "5", "-c", name, exit_code=3)
    else:
        assert len(papertrail("week", "5", "-c", name).rows) == 5


@pytest.mark.parametrize(("name", "course"), [("6.883", "mit-6883"), ("CS 229br", "cs229br"), ("6.S898", "mit-6s898")])
def test_a_course_answers_to_its_number(papertrail: Any, name: str, course: str) -> None:
    assert papertrail("week", "2", "-c", name).rows[0][0].startswith(f"{course}:2.")


def test_a_week_of_every_followed_course_in_the_order_they_were_followed(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail.today("2024-09-25")
    papertrail("course", "follow", "cs229br")
    assert {row[0].split(":")[0]: None for row in papertrail("week", "2").rows} == {"umd": None, "cs229br": None}
    courses = {row[0].split(":")[0] for row in papertrail("week", "2", "--all").rows}
    assert courses == {"umd", "cs229br", "mit-6s898", "epfl", "mit-6883"}


def test_as_json(papertrail: Any) -> None:
    first, *_, last = papertrail("week", "5", "-c", "umd", "--json").json
    assert first["handle"] == "umd:5.1"
    assert (first["session"], first["date"], first["due"], first["level"]) == (
        8,
        "2024-09-23",
        "2024-09-23",
        "required",
    )
    assert first["work"]["authors"][0] == "Alec Radford"
    assert first["work"]["arxiv"] == "2103.00020"
    assert (last["label"], last["work"], len(last["candidates"])) == ("OpenAI discussion of PPO", None, 2)


def test_week_0_holds_what_belongs_to_the_course(papertrail: Any) -> None:
    assert papertrail.handles("week", "0", "-c", "umd") == ["umd:0.1", "umd:0.2", "umd:0.3", "umd:0.4"]
    assert papertrail("week", "0", "-c", "epfl").rows[0][4] == "barak2023cs229br"
    assert len(papertrail("week", "0", "-c", "6883").rows) == 26


def test_a_week_without_readings_is_no_failure(papertrail: Any) -> None:
    assert papertrail("week", "8", "-c", "cs229br").stdout == ""
    assert papertrail("week", "99", "-c", "umd").stdout == ""
    assert papertrail("week", "99", "-c", "umd", "--json").json == []


def test_due_times_are_those_of_the_course_before_and_after_the_change_of_clocks(papertrail: Any) -> None:
    assert papertrail("week", "7", "-c", "cs229br").rows[0][3] == "2023-03-09T15:45-05:00"
    assert papertrail("week", "9", "-c", "cs229br").rows[0][3] == "2023-03-23T15:45-04:00"
    assert papertrail("week", "5", "-c", "epfl").rows == []
    assert papertrail("week", "9", "-c", "epfl").rows[0][3] == "2024-05-03T13:15+02:00"


@pytest.mark.parametrize(
    ("today", "week"), [("2024-08-26", "1"), ("2024-09-01", "1"), ("2024-09-02", "2"), ("2024-12-15", "16")]
)
def test_the_week_of_today(papertrail: Any, today: str, week: str) -> None:
    papertrail.today(today)
    run = papertrail("week", "-c", "umd")
    assert run.stdout == papertrail("week", week, "-c", "umd").stdout
    assert "ended" not in run.stderr


@pytest.mark.parametrize(
    ("today", "said"), [("2024-08-25", "begins on Mon 26 Aug 2024"), ("2024-12-16", "ended on Mon 9 Dec 2024")]
)
def test_outside_the_course_there_is_no_week(papertrail: Any, today: str, said: str) -> None:
    papertrail.today(today)
    run = papertrail("week", "-c", "umd")
    assert run.stdout == ""
    assert f"umd: Machine Learning at Scale {said}" in run.stderr


def test_a_course_moved_to_a_start_has_its_weeks_there(papertrail: Any) -> None:
    papertrail("course", "follow", "cs229br", "--start", "2027-01-25")
    papertrail.today("2027-02-03")
    first = papertrail("week").rows[0]
    assert (first[0], first[3]) == ("cs229br:2.1", "2027-02-04T15:45-05:00")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["week", "-1"], 2, "-1"),
        (["week", "five"], 2, "'five' is not"),
        (["week", "5", "6"], 2, "unexpected"),
        (["week", "-c", "umd-mlscle"], 3, "no course called 'umd-mlscle'\nhint: did you mean umd-mlscale-2024?"),
        (["week", "-c", "zzz"], 3, "hint: there are cs229br-2023"),
        (["week", "-c", "mit"], 3, "'mit' fits several courses: mit-6883-2018 and mit-6s898-2021"),
        (["week", "-c", "..."], 3, "no course called '...'"),
        (["week", "99999999999999999999"], 2, ""),
        (["week", "--course"], 2, "requires an argument"),
    ],
)
def test_a_week_that_makes_no_sense_is_refused(papertrail: Any, words: list[str], code: int, said: str) -> None:
    assert said in papertrail.refuses(*words, exit_code=code)


def test_on_a_terminal(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    screen = papertrail.on_terminal("week", columns=80)
    for text in ("Machine Learning at Scale", "Week 5", "23–29 Sep 2024", "Mon 23 Sep", "Vision-Language Models",
                 "a critique of a required reading is due", "4 more for the course as a whole"):  # fmt: skip
        assert text in screen
    screen = papertrail.on_terminal("week", "8", "-c", "cs229br")
    assert "no class" in screen
    assert "next: Thu 23 Mar 2023, Reinforcement learning (week 9)" in screen
    assert "unsure: printed “Wed May 3rd”" in papertrail.on_terminal("week", "9", "-c", "epfl")
    assert "HW 1" in papertrail.on_terminal("week", "2", "-c", "6s898")


@pytest.mark.parametrize("columns", [20, 40, 99, 100, 200])
def test_a_terminal_of_any_width_will_do(papertrail: Any, columns: int) -> None:
    screen = papertrail.on_terminal("week", "5", "-c", "umd", columns=columns)
    assert "Traceback" not in screen
    assert "5.5" in screen
