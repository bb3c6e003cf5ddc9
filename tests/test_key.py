"""`papertrail key`: a citation key of one's own."""

from typing import Any

import pytest

OLD, NEW = "vaswani2017attention", "transformer"


def test_a_key_is_printed(papertrail: Any) -> None:
    assert papertrail("key", "1706.03762").stdout == f"{OLD}\n"


def test_a_paper_gets_another_key_and_answers_to_both(papertrail: Any) -> None:
    papertrail("done", OLD)
    papertrail("note", OLD, "All of it.")
    assert papertrail("key", OLD, NEW).stdout == f"now {NEW}: Attention Is All You Need\n"
    for name in (OLD, NEW, "1706.03762"):
        assert papertrail("key", name).stdout == f"{NEW}\n"
    record = papertrail("show", NEW, "--json").json
    assert (record["status"], record["own_note"]) == ("read", "All of it.")
    assert f"@inproceedings{{{NEW}," in papertrail("export", "bibtex", NEW).stdout


def test_the_same_key_again_changes_nothing(papertrail: Any) -> None:
    assert papertrail("key", OLD, OLD).stdout.startswith("already")
    assert papertrail("undo").stderr == "nothing to undo\n"


def test_a_key_changes_its_case(papertrail: Any) -> None:
    papertrail("done", OLD)
    papertrail("key", OLD, "Vaswani2017Attention")
    assert papertrail("key", OLD).stdout == "Vaswani2017Attention\n"
    assert papertrail.status("Vaswani2017Attention") == "read"
    papertrail("undo")
    assert papertrail.status(OLD) == "read"
    assert papertrail("key", OLD).stdout == f"{OLD}\n"


def test_undo_gives_the_old_key_back_and_takes_the_new_one_away(papertrail: Any) -> None:
    papertrail("done", OLD)
    papertrail("key", OLD, NEW)
    papertrail("key", NEW, "another")
    assert papertrail("undo").stdout == f"undone: another is called {NEW} again\n"
    assert papertrail("undo").stdout == f"undone: {NEW} is called {OLD} again\n"
    assert papertrail("key", "1706.03762").stdout == f"{OLD}\n"
    papertrail("key", "another", exit_code=3)
    assert papertrail.status(OLD) == "read"
    papertrail("undo")
    assert papertrail.status(OLD) == "unread"


def test_an_old_key_can_be_had_again(papertrail: Any) -> None:
    papertrail("key", OLD, NEW)
    papertrail("key", NEW, OLD)
    assert papertrail("key", NEW).stdout == f"{OLD}\n"


@pytest.mark.parametrize("taken", ["abadi2016deep", "Abadi2016Deep", "first-name"])
def test_the_key_of_another_work_is_refused(papertrail: Any, taken: str) -> None:
    papertrail("key", "sutton2018reinforcement", "first-name")
    papertrail("key", "first-name", "second-name")
    assert "is taken" in papertrail.refuses("key", OLD, taken, exit_code=4)
    assert papertrail("key", "1706.03762").stdout == f"{OLD}\n"


@pytest.mark.parametrize(
    "bad", ["", "a b", "a{b}", "x,y", "5.1", "umd:5.1", "2017", "1706.03762", "é", "a/b", "x" * 101]
)
def test_what_cannot_be_a_key_is_refused(papertrail: Any, bad: str) -> None:
    assert "cannot be a citation key" in papertrail.refuses("key", OLD, bad, exit_code=4)


def test_what_nobody_has_identified_has_no_key(papertrail: Any) -> None:
    assert "has no citation key" in papertrail.refuses("key", "umd:5.5", exit_code=2)


def test_a_reload_finds_a_work_under_its_old_key(papertrail: Any, own: Any) -> None:
    """It has no arXiv id and no DOI: the key is all by which the bibliography can mean it."""
    paper = "puterman1994markov"
    papertrail("key", paper, "mine")
    before = len(papertrail("list").lines)
    own.edit("Values", "Values and more")
    papertrail("course", "reload")
    assert len(papertrail("list").lines) == before
    assert papertrail("key", paper).stdout == "mine\n"


@pytest.mark.parametrize("name", ["goodfellow2016deep", "https://www.deeplearningbook.org"])
def test_a_work_that_is_also_assigned_in_part_has_one_key(papertrail: Any, name: str) -> None:
    """One course assigns the book, another its chapters 5 to 9."""
    assert papertrail("key", name).stdout == "goodfellow2016deep\n"
