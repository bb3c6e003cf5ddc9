"""`note`, `notes`, `tag`, `untag` and `rate`, and how `undo` takes each of them back."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from papertrail.cli import app


def shown(papertrail: Any, paper: str) -> Any:
    return papertrail("show", paper, "--json").json


def editor(papertrail: Any, tmp_path: Path, script: str) -> None:
    path = tmp_path / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    papertrail.set("VISUAL", str(path))


def test_a_note_is_kept_added_to_shown_and_undone(papertrail: Any) -> None:
    assert "kept the note: " in papertrail("note", "umd:5.1", "Compare with ALIGN.").stdout
    papertrail("note", "umd:5.1", "Second thought.")
    assert shown(papertrail, "umd:5.1")["own_note"] == "Compare with ALIGN.\n\nSecond thought."
    assert "note\tSecond thought." in papertrail("show", "umd:5.1").lines
    papertrail("undo")
    assert shown(papertrail, "umd:5.1")["own_note"] == "Compare with ALIGN."
    papertrail("undo")
    assert shown(papertrail, "umd:5.1")["own_note"] is None


def test_a_note_is_dropped_and_brought_back(papertrail: Any) -> None:
    papertrail("note", "umd:5.1", "words")
    assert papertrail("note", "umd:5.1", "--clear").stdout.startswith("no note: ")
    assert papertrail("notes").lines == []
    papertrail("undo")
    assert shown(papertrail, "umd:5.1")["own_note"] == "words"
    assert "(unchanged)" in papertrail("note", "umd:5.2", "--clear").stdout


def test_a_note_from_stdin_and_from_the_editor(papertrail: Any, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["note", "umd:5.1", "-"], input="first line\r\n\r\nthird line\n")
    assert result.exit_code == 0
    assert shown(papertrail, "umd:5.1")["own_note"] == "first line\n\nthird line"
    editor(papertrail, tmp_path, "sed -i 's/third/last/' \"$1\"")
    papertrail("note", "umd:5.1")
    assert shown(papertrail, "umd:5.1")["own_note"] == "first line\n\nlast line"
    editor(papertrail, tmp_path, ': > "$1"')
    papertrail("note", "umd:5.1")
    assert shown(papertrail, "umd:5.1")["own_note"] is None
    editor(papertrail, tmp_path, 'echo half a thought > "$1"; exit 1')
    said = papertrail.refuses("note", "umd:5.1", exit_code=2)
    kept = Path(said.strip().splitlines()[-1].rpartition(" in ")[2])
    assert kept.read_text() == "half a thought\n"
    kept.unlink()
    assert shown(papertrail, "umd:5.1")["own_note"] is None


def test_notes_are_listed_latest_first(papertrail: Any) -> None:
    assert "no notes" in papertrail("notes").stderr
    assert papertrail("notes", "--json").json == []
    papertrail("note", "umd:5.1", "one\ntwo\tthree")
    papertrail.today("2024-09-25")
    papertrail("note", "1706.03762", "later")
    rows = papertrail("notes").rows
    assert rows[0][0] == "vaswani2017attention"
    assert rows[0][2:] == ["Attention Is All You Need", "later"]
    assert rows[1][3] == "one two three"
    assert all(len(row) == 4 for row in rows)
    assert [one["note"] for one in papertrail("notes", "--json").json] == ["later", "one\ntwo    three"]
    screen = papertrail.on_terminal("notes")
    assert "Attention Is All You Need  (vaswani2017attention, 2024-09-25)\n  later\n" in screen
    assert "  one\n  two    three" in screen


def test_tags_for_several_papers_are_one_change(papertrail: Any) -> None:
    run = papertrail("tag", "umd:5.1", "1706.03762", "classic", "to present")
    assert len(run.lines) == 2
    assert all(line.startswith("classic, to present: ") for line in run.lines)
    assert len(papertrail("list", "--tag", "classic").rows) >= 2
    papertrail("untag", "umd:5.1", "classic")
    assert shown(papertrail, "umd:5.1")["work"]["tags"] == ["to present"]
    assert papertrail("untag", "umd:5.1", "nosuch").stdout.startswith("to present: ")
    papertrail("untag", "umd:5.1", "to present")
    assert papertrail("tag", "umd:5.1", "x").lines[0].startswith("x: ")
    for _ in range(4):
        papertrail("undo")
    assert shown(papertrail, "umd:5.1")["work"]["tags"] == []
    assert shown(papertrail, "1706.03762")["work"]["tags"] == []
    assert "nothing to undo" in papertrail("undo").stderr


def test_a_tag_is_missing_or_empty_or_the_paper_unknown(papertrail: Any) -> None:
    assert "no tag given" in papertrail.refuses("tag", "umd:5.1", exit_code=2)
    assert "no tag given" in papertrail.refuses("tag", "umd:5.1", "umd:5.2", exit_code=2)
    assert "no tag given" in papertrail.refuses("tag", "umd:5.1", "", exit_code=2)
    assert "no tag given" in papertrail.refuses("tag", "umd:5.1", "\u200b", exit_code=2)
    assert "no paper called" in papertrail.refuses("tag", "qqqq wwww", "x", exit_code=3)


def test_a_rating_is_given_changed_taken_off_and_undone(papertrail: Any) -> None:
    assert papertrail("rate", "umd:5.1", "4").stdout.startswith("★★★★☆: ")
    papertrail("rate", "umd:5.1", "5")
    assert shown(papertrail, "umd:5.1")["rating"] == 5
    papertrail("undo")
    assert shown(papertrail, "umd:5.1")["rating"] == 4
    assert len(papertrail("list", "--rating", "4").rows) >= 1
    assert papertrail("list", "--rating", "5").rows == []
    assert papertrail("rate", "umd:5.1", "0").stdout.startswith("no rating: ")
    assert shown(papertrail, "umd:5.1")["rating"] is None
    papertrail("undo")
    assert shown(papertrail, "umd:5.1")["rating"] == 4


@pytest.mark.parametrize("stars", ["6", "-1", "x", "2.5", ""])
def test_a_rating_that_is_none(papertrail: Any, stars: str) -> None:
    papertrail.refuses("rate", "umd:5.1", stars, exit_code=2)
    assert shown(papertrail, "umd:5.1")["rating"] is None


def test_parts_of_a_work_share_its_notes_tags_and_rating(papertrail: Any) -> None:
    rows = papertrail("list").rows
    partial = next(row for row in rows if row[8])
    key = shown(papertrail, partial[0])["work"]["key"]
    papertrail("note", partial[0], "of the whole")
    papertrail("tag", partial[0], "book")
    papertrail("rate", partial[0], "3")
    other = (
        next(row for row in rows if row[4] != partial[4] and row[4].startswith(key))
        if sum(row[4].startswith(key) for row in rows) > 1
        else partial
    )
    found = shown(papertrail, other[0])
    assert (found["own_note"], found["rating"], found["work"]["tags"]) == ("of the whole", 3, ["book"])


def test_what_is_unresolved_can_be_noted_and_tagged(papertrail: Any) -> None:
    target = papertrail("list", "--unresolved").rows[0]
    papertrail("note", target[0], "find out what this is")
    papertrail("tag", target[0], "unclear")
    papertrail("rate", target[0], "1")
    assert shown(papertrail, target[0])["own_note"] == "find out what this is"
    assert papertrail("notes").rows[0][0] == target[4]
    assert target[0] in [row[0] for row in papertrail("search", "tag:unclear").rows]
    assert target[0] in [row[0] for row in papertrail("list", "--tag", "unclear").rows]


def test_a_work_that_is_also_assigned_in_part_has_one_note(papertrail: Any) -> None:
    """One course assigns the book, another its chapters 5 to 9; notes, tags and ratings are of the book."""
    book = "goodfellow2016deep"
    papertrail("note", book, "Read the preface.")
    papertrail("tag", book, "theory")
    papertrail("rate", book, "4")
    shown = dict(row[:2] for row in papertrail("show", "umd:1.2").rows)
    assert (shown["note"], shown["tags"], shown["rating"]) == ("Read the preface.", "theory", "★★★★☆")
