"""`papertrail list`."""

import json
from typing import Any

import pytest


def count(papertrail: Any, *words: str) -> int:
    return len(papertrail("list", *words).rows)


def test_everything_once_and_a_course_with_every_assignment(papertrail: Any) -> None:
    assert count(papertrail) == 359
    assert len({row[4] for row in papertrail("list").rows}) == 359
    assert count(papertrail, "-c", "cs229br") == 144
    assert sum(count(papertrail, "--course", key) for key in ("cs229br", "umd", "6s898", "epfl", "6883")) == 383


def test_followed_courses_come_first(papertrail: Any) -> None:
    assert papertrail("list").rows[0][0].startswith("cs229br:")
    papertrail("course", "follow", "umd")
    assert papertrail("list").rows[0][0] == "umd:0.1"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["-c", "umd", "--level", "required"], 59),
        (["-c", "umd", "-l", "additional", "-w", "6"], 5),
        (["-c", "umd", "--week", "0"], 4),
        (["-c", "umd", "-w", "99"], 0),
        (["-c", "6883", "-l", "reference"], 33),
        (["--unresolved"], 20),
        (["-c", "umd", "--unresolved"], 7),
        (["--unassigned"], 0),
        (["--status", "unread"], 359),
        (["-s", "read"], 0),
        (["-c", "6883", "--kind", "news"], 6),
        (["-c", "epfl", "-y", "2017"], 1),
        (["-c", "epfl", "-y", "2021..2022"], 5),
        (["-c", "epfl", "-y", "2024.."], 3),
        (["-c", "epfl", "-y", "..2017"], 1),
        (["-n", "3"], 3),
        (["-n", "1000"], 359),
    ],
)
def test_filters(papertrail: Any, words: list[str], expected: int) -> None:
    assert count(papertrail, *words) == expected
    assert len(papertrail("list", *words, "--json").json) == expected


def test_filters_add_up(papertrail: Any) -> None:
    papertrail("done", "umd:5.1", "umd:5.2", "umd:5.5")
    assert count(papertrail, "-c", "umd", "-s", "read", "-l", "additional", "-w", "5") == 2
    assert count(papertrail, "-c", "umd", "-s", "read", "--unresolved") == 1


def test_a_pipe_gets_eleven_fields_a_line(papertrail: Any) -> None:
    assert {len(row) for row in papertrail("list").rows} == {11}
    row = papertrail("list", "-c", "umd", "-w", "5", "-n", "1").rows[0]
    assert row == [
        "umd:5.1", "unread", "required", "2024-09-23", "radford2021learning", "Radford et al.", "2021",
        "Learning Transferable Visual Models From Natural Language Supervision", "", "", "https://arxiv.org/abs/2103.00020",
    ]  # fmt: skip


FIELDS = {
    "handle", "key", "course", "week", "session", "date", "due", "level", "level_inferred", "label", "part", "note",
    "group", "companion_of", "kind", "pages", "status", "since",
    "critique", "confidence", "candidates", "printed_venue", "work",
}  # fmt: skip
WORK_FIELDS = {
    "key", "title", "authors", "authors_complete", "year", "venue", "kind", "arxiv", "doi", "url", "tags", "confidence",
    "fields",
}  # fmt: skip


def test_json_has_every_field(papertrail: Any) -> None:
    records = papertrail("list", "--json").json
    assert all(set(record) >= FIELDS for record in records)
    assert all(set(record["work"]) >= WORK_FIELDS for record in records if record["work"])
    assert sum(record["work"] is None for record in records) == 20
    assert {record["confidence"] for record in records} == {"certain", "likely", "unresolved"}


def test_json_as_a_process_is_one_utf_8_document(papertrail: Any) -> None:
    done = papertrail.process("list", "--json", text=False)
    assert len(json.loads(done.stdout.decode("utf-8"))) == 359


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-w", "-1"], 2, "-1"),
        (["-w", "99999999999999999999"], 2, ""),
        (["-n", "0"], 2, "1<=x"),
        (["-n", "-5"], 2, "-5"),
        (["-n", "99999999999999999999"], 2, ""),
        (["-s", "finished"], 2, "'unread'"),
        (["-l", "must"], 2, "'required'"),
        (["-k", "poem"], 2, "'paper'"),
        (["-y", "recent"], 2, "--year 'recent' is no year"),
        (["-y", ""], 2, "--year '' is no year"),
        (["-y", ".."], 2, "--year '..' is no year"),
        (["-y", "2020-2023"], 2, "write 2021, 2020..2023, 2020.. or ..2023"),
        (["-y", "2020...2023"], 2, "is no year"),
        (["-y", "-2020"], 2, "is no year"),
        (["-y", "²"], 2, "is no year"),
        (["-y", "2023..2020"], 2, "--year '2023..2020'"),
        (["-y", "99999999999999999999"], 2, "is no year"),
        (["-y", "9" * 5000], 2, "is no year"),
        (["-c", "none"], 3, "no course called 'none'"),
        (["extra"], 2, "unexpected"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(papertrail: Any, words: list[str], code: int, said: str) -> None:
    assert said in papertrail.refuses("list", *words, exit_code=code)


def test_a_terminal_gets_a_screenful(papertrail: Any) -> None:
    screen = papertrail.on_terminal("list", rows=20)
    assert "… and 342 more: -n 359 shows all, a pipe gets all" in screen
    assert "nothing fits" in papertrail.on_terminal("list", "-s", "read")
    assert "… and 84 more: -n 87 shows all" in papertrail.on_terminal("list", "-c", "umd", "-n", "3")
