"""`papertrail course`."""

import shutil
from typing import Any

import pytest

from papertrail.settings import bundled_syllabi


def listed(papertrail: Any) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in papertrail("course", "list").rows}


# list, show


def test_the_shelf(papertrail: Any) -> None:
    courses = listed(papertrail)
    assert courses["umd-mlscale-2024"] == ["", "2024-08-26", "2024-12-09", "87", "Machine Learning at Scale"]
    assert courses["mit-6883-2018"][1:3] == ["", ""]
    papertrail("course", "follow", "umd")
    assert papertrail("course", "list").rows[0][:2] == ["umd-mlscale-2024", "followed"]
    record = papertrail("course", "list", "--json").json[0]
    assert (record["key"], record["short"], record["followed"], record["start"], record["bundled"]) == (
        "umd-mlscale-2024", "umd", True, None, True
    )  # fmt: skip
    assert record["counts"]["readings"] == 87


def test_a_course_with_its_rules(papertrail: Any) -> None:
    rows = papertrail("course", "show", "umd").rows
    facts = [tuple(row) for row in rows]
    assert ("key", "umd-mlscale-2024") in facts
    assert ("dates", "26 Aug – 9 Dec 2024") in facts
    assert ("holds", "29 sessions, 87 readings (59 required, 28 additional) of 80 works, 7 unresolved") in facts
    assert ("critique", "10 of the required readings") in facts
    assert ("critique", "due before the session that discusses the reading, late ones do not count") in facts
    assert ("critique", "not allowed: LLM-written text") in facts
    assert ("prerequisite", "6.041 or 6.042") in [tuple(row) for row in papertrail("course", "show", "6s898").rows]


def test_a_course_as_json(papertrail: Any) -> None:
    record = papertrail("course", "show", "epfl", "--json").json
    assert set(record) >= {"key", "short", "counts", "critique", "facts", "weeks", "sessions", "deadlines", "readings"}
    assert record["weeks"][1] == {"number": 1, "title": None, "monday": "2024-03-04"}
    unsure = record["sessions"][5]
    assert (unsure["unsure"], unsure["when"], unsure["alternatives"]) == (True, "Wed May 3rd", ["2024-05-01"])
    assert len(record["readings"]) == 18


@pytest.mark.parametrize("key", ["cs229br", "umd", "6s898", "epfl", "6883"])
def test_every_course_fits_a_terminal(papertrail: Any, key: str) -> None:
    assert "holds" in papertrail.on_terminal("course", "show", key, columns=80)
    assert "Machine Learning at Scale" in papertrail.on_terminal("course", "list", columns=100)


# follow, unfollow


def test_following_says_when(papertrail: Any) -> None:
    run = papertrail("course", "follow", "umd")
    assert run.lines == ["following umd-mlscale-2024: it began on Mon 26 Aug 2024 and ends on Mon 9 Dec 2024"]
    assert papertrail("course", "follow", "umd").stdout.startswith("already following")
    run = papertrail("course", "follow", "cs229br")
    assert "ended on Thu 20 Apr 2023" in run.stdout
    assert run.stderr == "hint: it is over; papertrail course follow cs229br --start 2024-09-24 moves it to today\n"


def test_a_course_moves_to_a_start_with_all_its_dates(papertrail: Any) -> None:
    assert papertrail("course", "follow", "6s898", "--start", "2027-02-01").lines == [
        "following mit-6s898-2021: it begins on Thu 4 Feb 2027 and ends on Thu 6 May 2027"
    ]
    record = papertrail("course", "show", "6s898", "--json").json
    assert record["start"] == "2027-02-01"
    assert record["sessions"][0]["date"] == "2027-02-04"
    assert record["weeks"][0]["monday"] == "2027-02-01"
    assert (record["deadlines"][0]["released"], record["deadlines"][0]["due"]) == ("2027-02-09", "2027-02-16")
    assert "moved from Thu 9 Sep 2021" in papertrail("course", "show", "6s898").stdout
    papertrail("course", "follow", "6s898", "--start", "2028-02-01")
    assert listed(papertrail)["mit-6s898-2021"][1] == "2028-02-03"
    papertrail("course", "follow", "6s898")
    assert listed(papertrail)["mit-6s898-2021"][1] == "2021-09-09"
    papertrail("course", "follow", "6s898", "--start", "2027-02-01")
    papertrail("course", "unfollow", "6s898")
    assert listed(papertrail)["mit-6s898-2021"][:2] == ["", "2021-09-09"]


def test_a_moved_course_keeps_its_hour_across_the_change_of_clocks(papertrail: Any) -> None:
    papertrail("course", "follow", "cs229br", "--start", "2027-01-25")
    due = [row[3] for row in papertrail("list", "-c", "cs229br").rows]
    assert "2027-03-11T15:45-05:00" in due
    assert "2027-03-25T15:45-04:00" in due


def test_a_course_without_dates_gets_a_module_a_week(papertrail: Any) -> None:
    run = papertrail("course", "follow", "6883")
    assert run.lines == ["following mit-6883-2018: it has no dates; --start gives its modules one week each"]
    run = papertrail("course", "follow", "6883", "--start", "2024-09-11")
    assert "begins" in run.stdout or "began on Mon 9 Sep 2024" in run.stdout
    assert "one module a week" in run.stdout
    assert papertrail("progress", "--json").json[0]["week"] == 3
    assert papertrail("week").rows[0][3] == "2024-09-29"


def test_a_course_without_dates_is_not_over_in_its_last_module(papertrail: Any) -> None:
    papertrail("course", "follow", "6883", "--start", "2024-08-26")
    assert papertrail("progress", "--json").json[0]["week"] == 5
    run = papertrail("course", "follow", "6883", "--start", "2024-08-26")
    assert "ended" not in run.stdout
    assert "it is over" not in run.stderr


@pytest.mark.parametrize("start", ["soon", "2027-02-30", "27-01-25", "", "01/02/2027", "9999-12-31", "0001-01-01"])
def test_a_start_that_is_no_plausible_date_is_refused(papertrail: Any, start: str) -> None:
    assert f"--start {start!r}" in papertrail.refuses("course", "follow", "umd", "--start", start, exit_code=2)
    assert listed(papertrail)["umd-mlscale-2024"][:2] == ["", "2024-08-26"]


def test_unfollowing_keeps_marks(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("course", "follow", "epfl")
    papertrail("done", "umd:5.1")
    assert papertrail("course", "unfollow", "umd", "epfl", "cs229br").lines == [
        "no longer following umd-mlscale-2024", "no longer following epfl-fodl-2024", "not following cs229br-2023"
    ]  # fmt: skip
    assert papertrail.status("umd:5.1") == "read"


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["follow"],
        ["unfollow"],
        ["remove"],
        ["add"],
        ["check"],
        ["nonsense"],
        ["list", "umd"],
        ["reload", "x"],
    ],
)
def test_commands_need_what_they_need(papertrail: Any, words: list[str]) -> None:
    papertrail.refuses("course", *words, exit_code=2)


@pytest.mark.parametrize("command", ["show", "follow", "unfollow", "remove"])
def test_an_unknown_course_is_refused_with_what_comes_near(papertrail: Any, command: str) -> None:
    said = papertrail.refuses("course", command, "umd-mlscle", exit_code=3)
    assert said == "error: no course called 'umd-mlscle'\nhint: did you mean umd-mlscale-2024?\n"


# add, remove, check


def test_a_course_of_ones_own(papertrail: Any, course: Any) -> None:
    assert papertrail("course", "add", course.syllabus).lines == ["rl-2027: new, 5 readings"]
    rows = papertrail("list", "-c", "rl").rows
    assert [(row[0], row[2], row[3], row[4]) for row in rows] == [
        ("rl:1.1", "required", "2027-02-01T14:15+01:00", "mnih2015human"),
        ("rl:1.2", "optional", "2027-02-01T14:15+01:00", "puterman1994markov#chapter-3"),
        ("rl:2.1", "required", "2027-02-08T14:15+01:00", "haarnoja2018soft"),
        ("rl:2.2", "required", "2027-02-08T14:15+01:00", "example2026policy"),
        ("rl:2.3", "required", "2027-02-08T14:15+01:00", "rl-2027/notes-on-rewards"),
    ]
    assert rows[3][10] == "https://example.org/pg"
    assert [record["key"] for record in papertrail("course", "list", "--json").json if not record["bundled"]] == [
        "rl-2027"
    ]


def test_adding_it_again_changes_nothing(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.1", "rl:2.2", "rl:2.3")
    before = papertrail("list", "--json").json
    for _ in range(2):
        assert papertrail("course", "add", own.syllabus).lines == ["rl-2027: the same readings in the same places"]
    assert papertrail("list", "--json").json == before


def test_it_may_cite_what_the_library_has(papertrail: Any, course: Any) -> None:
    course.edit('{ cite = "mnih2015human" }', '{ cite = "goodfellow2016deep" }')
    course.edit('{ cite = "haarnoja2018soft" }', '{ cite = "Vaswani2017Attention" }')
    papertrail("done", "1706.03762")
    papertrail("course", "add", course.syllabus)
    book, *_ = papertrail("list", "-c", "rl", "--json").json
    assert (book["key"], book["kind"], book["work"]["venue"]) == ("goodfellow2016deep", "book", "MIT Press")
    assert papertrail.status("rl:2.1") == "read"


def test_a_work_written_out_is_recognised_by_its_arxiv_id(papertrail: Any, course: Any) -> None:
    course.edit(
        '{ cite = "haarnoja2018soft" }', '{ title = "Attention!", authors = ["A. Vaswani"], arxiv = "1706.03762v7" }'
    )
    papertrail("course", "add", course.syllabus)
    row = papertrail("list", "-c", "rl", "-w", "2").rows[0]
    assert (row[4], row[7]) == ("vaswani2017attention", "Attention Is All You Need")


def test_a_bibliography_may_be_given_beside(papertrail: Any, course: Any) -> None:
    course.edit('bibliography = "rl.bib"\n', "")
    assert "unknown citation key 'mnih2015human'" in papertrail.refuses("course", "add", course.syllabus, exit_code=4)
    papertrail("course", "add", course.syllabus, "--bib", course.bibliography)
    assert len(papertrail("list", "-c", "rl").rows) == 5


def test_another_works_key_is_not_taken_over(papertrail: Any, course: Any) -> None:
    course.edit("mnih2015human,", "vaswani2017attention,", file=course.bibliography)
    course.edit('"mnih2015human"', '"vaswani2017attention"')
    papertrail("course", "add", course.syllabus)
    assert papertrail("show", "vaswani2017attention", "--json").json["work"]["title"] == "Attention Is All You Need"
    row = papertrail("list", "-c", "rl").rows[0]
    assert (row[4], row[7]) == ("vaswani2017attentionb", "Human-level Control")


def test_the_key_of_a_bundled_course_is_taken(papertrail: Any, course: Any) -> None:
    course.edit('"rl-2027"', '"umd-mlscale-2024"')
    said = papertrail.refuses("course", "add", course.syllabus, exit_code=2)
    assert "umd-mlscale-2024 is the key of a bundled course\nhint: give yours another key" in said
    assert len(papertrail("list", "-c", "umd").rows) == 87


def test_a_course_may_be_named_like_the_beginning_of_another(papertrail: Any, course: Any) -> None:
    course.edit('"rl-2027"', '"umd"')
    papertrail("course", "add", course.syllabus)
    assert papertrail("list", "-c", "umd").rows[0][0] == "umd:1.1"
    assert papertrail("list", "-c", "umd-mlscale").rows[0][0] == "umd-mlscale:0.1"


@pytest.mark.parametrize("label", ["相对论", "Квантовая механика"])
def test_readings_in_any_script_are_told_apart(papertrail: Any, course: Any, label: str) -> None:
    course.edit('label = "Notes on rewards"', f'label = "{label}"')
    course.edit('{ cite = "mnih2015human" }', '{ unresolved = true, label = "Δεύτερο" }')
    course.edit(
        'part = "Chapter 3", level = "optional" }',
        'part = "第三章" }, { cite = "puterman1994markov", part = "第四章" }',
    )
    papertrail("course", "add", course.syllabus)
    papertrail("done", "rl:1.1", "rl:1.2")
    assert [row[1] for row in papertrail("list", "-c", "rl").rows] == ["read", "read", *["unread"] * 4]


def test_a_removed_course_is_gone_and_comes_back(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("done", "umd:5.1", "umd:5.2")
    assert papertrail("course", "remove", "umd").lines == ["removed umd-mlscale-2024; papertrail undo brings it back"]
    assert "umd-mlscale-2024" not in listed(papertrail)
    papertrail.refuses("week", "-c", "umd", exit_code=3)
    papertrail.refuses("course", "remove", "umd", exit_code=3)
    assert papertrail.status("xu2024demystifying") == "read"
    assert papertrail("list", "--unassigned", "-s", "read").rows[0][4] == "xu2024demystifying"
    assert "umd" not in papertrail("course", "reload").stdout
    papertrail("course", "add", "umd-mlscale-2024")
    assert len(papertrail("list", "-c", "umd", "-s", "read").rows) == 2


def test_a_removed_course_leaves_only_what_is_marked(papertrail: Any) -> None:
    papertrail("done", "umd:5.2")
    papertrail("course", "remove", "umd")
    assert [row[4] for row in papertrail("list", "--unassigned").rows] == ["xu2024demystifying"]


def test_a_course_of_ones_own_can_be_removed_and_brought_back(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.3")
    papertrail("course", "remove", "rl")
    assert papertrail.status("rl-2027/notes-on-rewards") == "read"
    papertrail("undo")
    assert papertrail.status("rl:2.3") == "read"
    papertrail("course", "remove", "rl")
    papertrail("course", "add", own.syllabus)
    assert papertrail.status("rl:2.3") == "read"


def test_checking(papertrail: Any, course: Any) -> None:
    assert papertrail("course", "check", course.syllabus).lines == [
        f"{course.syllabus}: no mistake in 2 sessions and 5 readings"
    ]
    assert "rl-2027" not in listed(papertrail)
    bad = course.syllabus.with_name("bad.toml")
    shutil.copyfile(course.syllabus, bad)
    course.edit('"haarnoja2018soft"', '"harnoja2018soft"', file=bad)
    course.edit("date = 2027-02-08", 'date = 2027-02-08\nweekday = "Tue"', file=bad)
    run = papertrail("course", "check", bad, course.syllabus, exit_code=4)
    assert f"{bad}:21: 2027-02-08 is a Mon, no Tue" in run.stderr
    assert f"{bad}:25: unknown citation key 'harnoja2018soft'; did you mean 'haarnoja2018soft'?" in run.stderr
    assert "2 mistakes in bad.toml" in run.stderr
    assert "no mistake in 2 sessions" in run.stdout


def test_the_bundled_courses_have_no_mistake(papertrail: Any) -> None:
    files = sorted(bundled_syllabi().glob("*.toml"))
    assert len(papertrail("course", "check", *files).lines) == 5


@pytest.mark.parametrize("command", ["add", "check"])
def test_a_file_that_cannot_be_read_is_refused(papertrail: Any, course: Any, command: str) -> None:
    missing = course.syllabus.with_name("missing.toml")
    assert f"cannot read {missing}: No such file" in papertrail.refuses("course", command, missing, exit_code=4)
    assert "is a directory" in papertrail.refuses("course", command, missing.parent, exit_code=2)
    assert "cannot read" in papertrail.refuses("course", command, course.syllabus, "--bib", missing, exit_code=4)
    for data in (b"", b"schema = 2", b"\xff\xfe", b"\x00" * 100, b"not toml", b"schema = 1\n[course]\nkey = 'x'"):
        missing.write_bytes(data)
        assert "mistake" in papertrail.refuses("course", command, missing, exit_code=4)
