"""`queue`, `start`, `skim`, `done`, `skip`, `unread` and `undo`."""

from typing import Any

import pytest

COMMANDS = {"queue": "queued", "start": "reading", "skim": "skimmed", "done": "read", "skip": "skipped"}


@pytest.mark.parametrize(("command", "status"), COMMANDS.items())
def test_every_mark_is_kept_and_taken_off(papertrail: Any, command: str, status: str) -> None:
    assert papertrail(command, "umd:5.2").lines == [f"{status} (was unread): Demystifying CLIP Data"]
    assert papertrail.status("umd:5.2") == status
    assert papertrail(command, "umd:5.2").lines == [f"{status} (already): Demystifying CLIP Data"]
    assert papertrail("unread", "umd:5.2").lines == [f"unread (was {status}): Demystifying CLIP Data"]
    assert papertrail.status("umd:5.2") == "unread"


@pytest.mark.parametrize(
    "name",
    ["umd:3.1", "UMD:3.1", "umd-mlscale-2024:3.1", "vaswani2017attention", "VASWANI2017attention", "1706.03762",
     "arXiv:1706.03762v5", "https://arxiv.org/pdf/1706.03762.pdf", "https://huggingface.co/papers/1706.03762",
     "attention is all you need", "ATTENTION all need", "10.48550/arXiv.1706.03762"],
)  # fmt: skip
def test_a_paper_has_many_names(papertrail: Any, name: str) -> None:
    assert papertrail("done", name).lines == ["read (was unread): Attention Is All You Need"]


def test_a_doi_or_a_web_address_is_a_name_too(papertrail: Any) -> None:
    for name in ("10.1002/j.1538-7305.1951.tb01366.x", "https://doi.org/10.1002/J.1538-7305.1951.TB01366.X"):
        assert papertrail("show", name, "--json").json["key"] == "shannon1951prediction"
    for name in ("http://neuralnetworksanddeeplearning.com/", "http://neuralnetworksanddeeplearning.com"):
        assert papertrail("show", name, "--json").json["key"] == "nielsen2015neural"


def test_words_find_titles_without_their_accents(papertrail: Any) -> None:
    assert papertrail("show", "nystromformer algorithm", "--json").json["key"] == "xiong2021nystromformer"
    assert papertrail("show", "nyströmformer algorithm", "--json").json["key"] == "xiong2021nystromformer"


def test_a_handle_without_a_course_belongs_to_the_followed_one(papertrail: Any) -> None:
    assert "'5.1' fits" in papertrail.refuses("done", "5.1", exit_code=3)
    papertrail("course", "follow", "umd")
    assert papertrail("done", "5.2", "5.3").lines == [
        "read (was unread): Demystifying CLIP Data",
        "read (was unread): Reinforcement Learning: An Introduction, Chapters 1–6",
    ]
    papertrail("course", "follow", "cs229br")
    assert "umd:2.1" in papertrail.refuses("done", "2.1", exit_code=3)


def test_what_several_courses_assign_is_read_once_for_all(papertrail: Any) -> None:
    papertrail("done", "epfl:1.1")
    for course in ("epfl", "umd", "6s898", "cs229br"):
        assert [row[4] for row in papertrail("list", "-c", course, "--status", "read").rows] == ["vaswani2017attention"]
    assert len(papertrail("list", "--status", "read").rows) == 1


def test_two_parts_of_one_book_are_two_readings(papertrail: Any) -> None:
    papertrail("done", "umd:1.2")
    assert papertrail.status("goodfellow2016deep#chapters-5-9") == "read"
    assert papertrail.status("6883:0.10") == "unread"
    assert papertrail("done", "6883:0.10").lines == ["read (was unread): Deep Learning"]


@pytest.mark.parametrize("name", ["umd:5.5", "openaidiscussion", "OpenAI discussion", "cs229br:10.13", "epfl:4.3"])
def test_what_nobody_has_identified_can_be_marked(papertrail: Any, name: str) -> None:
    papertrail("skim", name)
    assert papertrail.status(name) == "skimmed"


def test_a_paper_named_twice_is_marked_once(papertrail: Any) -> None:
    assert len(papertrail("done", "umd:3.1", "1706.03762", "vaswani2017attention").lines) == 1
    assert papertrail("undo").lines == ["undone: Attention Is All You Need is unread again"]
    assert papertrail("undo").stderr == "nothing to undo\n"


def test_when_one_name_is_unclear_nothing_is_marked(papertrail: Any) -> None:
    papertrail.refuses("done", "umd:5.1", "nonsense", exit_code=3)
    assert papertrail.status("umd:5.1") == "unread"
    assert papertrail("undo").stdout == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("vaswani2017atention", "hint: did you mean vaswani2017attention"),
        ("atention is all yuo need", "hint: did you mean vaswani2017attention"),
        ("umd:5.99", "no paper called 'umd:5.99'"),
        ("99.1", "no paper called '99.1'"),
        ("2999.99999", "no paper called '2999.99999'"),
        ("10.1000/none", "no paper called"),
        ("https://example.org/none", "no paper called"),
        ("", "no paper called ''"),
        (" ", "no paper called ' '"),
        ("%", "no paper called '%'"),
        ("_____", "no paper called"),
        ("'; DROP TABLE work; --", "no paper called"),
        ("zzz:1.1", "no course called 'zzz'"),
        ("mit:1.1", "'mit' fits several courses"),
        ("\x1b[31mred", r"no paper called '\x1b[31mred'"),
        ("x" * 100_000, "no paper called"),
        ("a " * 1200, "error: "),
        ("\udcff", "no paper called"),
    ],
)
def test_an_unknown_name_is_refused_with_what_comes_near(papertrail: Any, name: str, said: str) -> None:
    assert said in papertrail.refuses("done", name, exit_code=3)


def test_an_ambiguous_name_lists_what_it_fits(papertrail: Any) -> None:
    said = papertrail.refuses("done", "deep", exit_code=3)
    assert "'deep' fits 41 papers:" in said
    assert "umd:1.2  Deep Learning, Chapters 5–9 (Goodfellow et al. 2016)" in said
    assert "… and 29 more" in said
    assert "hint: use the name in the first column" in said


def test_marks_need_a_paper(papertrail: Any) -> None:
    assert "Missing argument" in papertrail.refuses("done", exit_code=2)
    papertrail.refuses("done", "--nonsense", exit_code=2)


def test_undo_takes_back_one_command_after_the_other(papertrail: Any) -> None:
    papertrail("start", "umd:5.1")
    papertrail("done", "umd:5.1", "umd:5.2")
    assert papertrail("undo").lines == [
        "undone: Demystifying CLIP Data is unread again",
        "undone: Learning Transferable Visual Models From Natural Language Supervision is reading again",
    ]
    assert (papertrail.status("umd:5.1"), papertrail.status("umd:5.2")) == ("reading", "unread")
    papertrail("undo")
    assert papertrail.status("umd:5.1") == "unread"
    papertrail("queue", "umd:5.1")
    papertrail("undo")
    assert papertrail("undo").stderr == "nothing to undo\n"


def test_undo_brings_back_the_day_of_a_mark(papertrail: Any) -> None:
    papertrail.today("2024-09-20")
    papertrail("done", "umd:5.1")
    since = papertrail("show", "umd:5.1", "--json").json["since"]
    assert since == "2024-09-20T12:00:00Z"
    papertrail.today("2024-09-24")
    papertrail("unread", "umd:5.1")
    papertrail("undo")
    assert papertrail("show", "umd:5.1", "--json").json["since"] == since


def test_undo_takes_back_what_was_followed_moved_and_removed(papertrail: Any) -> None:
    def umd() -> list[str]:
        rows = papertrail("course", "list").rows
        return next((row[1:3] for row in rows if row[0].startswith("umd")), [])

    papertrail("course", "follow", "umd")
    papertrail("course", "follow", "umd", "--start", "2027-01-25")
    papertrail("course", "unfollow", "umd")
    papertrail("course", "remove", "umd")
    assert umd() == []
    states = []
    for _ in range(4):
        papertrail("undo")
        states.append(umd())
    assert states == [["", "2024-08-26"], ["followed", "2027-01-25"], ["followed", "2024-08-26"], ["", "2024-08-26"]]
    assert papertrail("undo").stderr == "nothing to undo\n"


def test_undo_says_what_a_move_was(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("course", "remove", "umd")
    assert papertrail("undo").lines == [
        "undone: umd-mlscale-2024 is back on the shelf", "undone: umd-mlscale-2024 is followed as before"
    ]  # fmt: skip


def test_undo_of_a_course_put_back_says_that_it_is_gone_again(papertrail: Any) -> None:
    papertrail("course", "remove", "umd")
    papertrail("course", "add", "umd-mlscale-2024")
    assert "back on the shelf" not in papertrail("undo").stdout
    assert "umd" not in papertrail("course", "list").stdout


@pytest.mark.parametrize("name", ["5", "1", "2016"])
def test_a_number_alone_is_no_paper(papertrail: Any, name: str) -> None:
    assert f"{name} is a week: papertrail week {name}" in papertrail.refuses("done", name, exit_code=3)
    assert papertrail("list", "--status", "read").rows == []
