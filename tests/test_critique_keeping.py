"""What a student has written stays theirs, and stays what papertrail knows it for."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.test_critique_check import BODY, HEAD, Student

CLIP = "radford2021learning"


@pytest.fixture
def student(papertrail: Any) -> Student:
    found = Student(papertrail)
    found.writes(BODY)
    return found


def test_critiques_begun_at_the_same_moment_get_numbers_of_their_own(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail.set("EDITOR", "true")
    papers = ["umd:5.3", "umd:6.1", "umd:6.3", "umd:7.1", "umd:7.1", "umd:7.1"]
    runs = [subprocess.Popen(papertrail.command("critique", "new", paper), stdout=subprocess.PIPE) for paper in papers]
    for run in runs:
        run.communicate(timeout=60)
        assert run.returncode == 0
    rows = papertrail("critique", "list").rows
    assert [row[0] for row in rows] == ["umd:1", "umd:2", "umd:3", "umd:4"]
    assert {row[-1] for row in rows} == {
        file.relative_to(papertrail.critiques).as_posix() for file in papertrail.critiques.rglob("*.md")
    }
    for name, *_, key, _, file in rows:
        head = (papertrail.critiques / file).read_text()
        assert f'paper = "{key}"' in head
        assert f"number = {name.partition(':')[2]}\n" in head


@pytest.mark.parametrize("form", ["pdf", "md"])
def test_a_page_never_takes_the_place_of_a_draft(student: Student, form: str) -> None:
    before = student.file.read_bytes()
    said = student.papertrail.refuses("critique", "print", "umd:1", "-f", form, "-o", student.file, exit_code=2)
    assert f"{student.file} is a draft or was handed in, and stays as it is" in said
    assert student.file.read_bytes() == before
    student.file.write_text("the front matter is gone")
    assert "stays as it is" in student.papertrail.refuses(
        "critique", "print", "umd:1", "-f", form, "-o", student.file, exit_code=2
    )
    assert student.file.read_text() == "the front matter is gone"


def test_a_bound_term_never_takes_the_place_of_drafts_or_of_what_was_handed_in(student: Student) -> None:
    student.papertrail("critique", "submit", "umd:1")
    before = {file: file.read_bytes() for file in student.papertrail.critiques.rglob("*") if file.is_file()}
    frozen = student.papertrail.critiques / "handed-in" / "umd-mlscale-2024"
    for place in (student.file.parent, frozen, frozen / f"01-{CLIP}.pdf"):
        said = student.papertrail.refuses("critique", "export", "--course", "umd", "-o", place, exit_code=2)
        assert "stays as it is" in said
    assert {file: file.read_bytes() for file in student.papertrail.critiques.rglob("*") if file.is_file()} == before


def test_a_key_that_changes_only_its_case_takes_the_critique_along(student: Student) -> None:
    student.papertrail("key", CLIP, "Radford2021Learning")
    run = student.papertrail("critique", "list")
    assert [row[5] for row in run.rows] == ["Radford2021Learning"]
    assert "warning" not in run.stderr
    assert student.papertrail("critique", "new", "umd:5.1").lines[0].startswith("opened umd:1")
    student.papertrail("undo")
    assert [row[5] for row in student.papertrail("critique", "list").rows] == [CLIP]


def test_a_draft_taken_up_keeps_its_number_and_is_found_when_it_moves(
    student: Student, filled: Path, tmp_path: Path
) -> None:
    student.papertrail("critique", "new", "umd:6.1")
    shutil.copyfile(filled, tmp_path / "another machine.db")
    student.papertrail.set("PAPERTRAIL_DB", str(tmp_path / "another machine.db"))
    student.papertrail("course", "follow", "umd")
    assert student.papertrail("critique", "new", "umd:6.1").lines[0].startswith("opened umd:2")
    student.papertrail("critique", "remove", "umd:2")
    student.papertrail("critique", "new", "umd:7.1")  # takes the number 1
    assert student.papertrail("critique", "new", "umd:5.1").lines[0].startswith("opened umd:2")
    moved = student.file.with_name("moved.md")
    student.file.rename(moved)
    assert student.papertrail("critique", "path", "umd:2").lines == [str(moved)]
    assert student.papertrail("critique", "path", str(moved)).lines == [str(moved)]


def test_a_draft_of_an_earlier_key_is_taken_up(student: Student) -> None:
    before = student.file.read_bytes()
    student.papertrail("undo")  # of the beginning
    student.papertrail("key", CLIP, "clip")
    assert student.papertrail("critique", "new", "umd:5.1").lines == [
        "opened umd:1: Learning Transferable Visual Models From Natural Language Supervision",
        str(student.file),
        *student.papertrail("critique", "new", "umd:5.1").lines[2:],
    ]
    assert student.file.read_bytes() == before


def test_a_copy_is_not_taken_for_the_draft(student: Student) -> None:
    copy = student.file.with_name("copy.md")
    shutil.copyfile(student.file, copy)
    assert "there is no critique that lives in" in student.papertrail.refuses("critique", "check", copy, exit_code=3)


def test_removing_what_cannot_be_moved_changes_nothing(student: Student) -> None:
    (student.papertrail.critiques / "removed").write_text("no folder")
    assert "cannot write" in student.papertrail.refuses("critique", "remove", "umd:1", exit_code=2)
    assert [row[0] for row in student.papertrail("critique", "list").rows] == ["umd:1"]
    assert student.file.is_file()


def test_a_moved_draft_is_searched_where_it_is(student: Student) -> None:
    moved = student.file.with_name("moved.md")
    student.file.rename(moved)
    run = student.papertrail("search", "captions", "wrong")
    assert run.rows[0][4] == CLIP
    assert not run.stderr
    moved.unlink()
    assert "is gone" in student.papertrail("search", "captions", "wrong").stderr


def test_a_draft_that_nobody_asks_for_does_not_fill_the_term(student: Student) -> None:
    student.papertrail.today("2024-11-25")
    student.papertrail("critique", "remove", "umd:1")
    before = student.papertrail("critique", "list", "--json").json[0]
    assert "10 more wanted, and only 7 can still be handed in" in student.papertrail("critique", "list").stderr
    student.papertrail("critique", "new", "umd:4.4")  # an additional reading
    after = student.papertrail("critique", "list", "--json").json[0]
    assert (after["classes_left"], after["drafts"]) == (before["classes_left"], 0)
    assert "10 more wanted, and only 7 can still be handed in" in student.papertrail("critique", "list").stderr


def test_a_critique_of_no_course_is_called_by_its_number(student: Student, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{own2020paper, title={A Paper of One's Own}, author={Woolf, V.}, year=2020}")
    student.papertrail("add", tmp_path / "x.bib")
    student.papertrail("critique", "new", "own2020paper")
    assert student.papertrail("critique", "path", "1").lines == [
        str(student.papertrail.critiques / "own" / "01-own2020paper.md")
    ]


def test_a_critique_of_a_course_off_the_shelf_is_called_as_it_is_listed(student: Student) -> None:
    student.papertrail("course", "remove", "umd")
    (row,) = student.papertrail("critique", "list").rows
    assert student.papertrail("critique", "path", row[0]).lines == [str(student.file)]


def test_code_that_looks_like_a_comment_hides_nothing_unfinished(student: Student) -> None:
    student.writes(BODY.replace("The paper", "A comment begins with `<!--`. TODO The paper"))
    assert (HEAD + 3, "error", "unfinished: TODO") in student.found(broken=True)


def test_a_pipe_in_the_folder_stops_nothing(student: Student) -> None:
    os.mkfifo(student.papertrail.critiques / "pipe.md")
    assert student.papertrail.process("critique", "list", timeout=20).returncode == 0


def test_a_draft_that_cannot_be_moved_back_is_read_where_it_is(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    student.papertrail("critique", "remove", "umd:1")
    student.papertrail("undo")
    removed = student.papertrail.critiques / "removed" / "umd-mlscale-2024" / student.file.name

    link, rename = os.link, Path.rename

    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("os.link", refused)
    monkeypatch.setattr(Path, "rename", refused)
    assert student.papertrail("critique", "path", "umd:1").lines == [str(removed)]
    assert [row[0] for row in student.papertrail("critique", "list").rows] == ["umd:1"]
    monkeypatch.setattr("os.link", link)
    monkeypatch.setattr(Path, "rename", rename)
    assert student.papertrail("critique", "path", "umd:1").lines == [str(student.file)]


def test_a_section_that_stands_twice_breaks_the_rule(student: Student) -> None:
    student.writes(f"{BODY}\n## summary\n\nMore of it.\n")
    assert (HEAD + 9, "error", "the section 'summary' is there already") in student.found(broken=True)


def test_a_draft_says_the_session_that_counts_where_a_paper_is_assigned_twice(papertrail: Any, own: Any) -> None:
    own.edit('{ cite = "haarnoja2018soft" },', '{ cite = "haarnoja2018soft" }, { cite = "mnih2015human" },')
    own.edit("[[session]]", "[critique]\ndue = 'before-session'\n\n[[session]]")
    papertrail("course", "add", own.syllabus)
    papertrail.today("2027-01-20")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "mnih2015human", "--course", "rl")
    (row,) = papertrail("critique", "list").rows
    assert row[2].startswith("2027-02-08")
    head = papertrail("critique", "show", "rl:1", "--head").stdout
    assert "session = 2027-02-08" in head
    assert 'due = "Mon 8 Feb' in head


@pytest.fixture
def labelled(papertrail: Any, own: Any) -> Any:  # noqa: ARG001 - the course is on the shelf
    """A draft about a label that nobody has resolved."""
    papertrail.today("2027-01-20")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "rl:2.3")
    return papertrail


def test_a_draft_goes_along_when_its_label_is_resolved(labelled: Any, own: Any) -> None:
    own.edit("{ unresolved = true, label", '{ cite = "puterman1994markov", part = "Part I", label')
    labelled("course", "reload")
    labelled("key", "rl:2.3", "mdp")
    (file,) = labelled.critiques.rglob("*.md")
    moved = file.rename(file.with_name("moved.md"))
    assert labelled("critique", "path", "rl:1").lines == [str(moved)]
    sentences = [row[3] for row in labelled("critique", "check", "rl:1", exit_code=4).rows]
    assert "nothing is written yet" in sentences
    assert not any("another paper" in sentence for sentence in sentences)


def test_an_undone_removal_follows_a_label_that_was_resolved_meanwhile(labelled: Any, own: Any) -> None:
    labelled("critique", "remove", "rl:1")
    own.edit("{ unresolved = true, label", '{ cite = "puterman1994markov", label')
    labelled("course", "reload")
    labelled("undo")
    (row,) = labelled("critique", "list").rows
    assert row[5] == "puterman1994markov"
    assert Path(labelled("critique", "path", "rl:1").lines[0]).is_file()


def test_what_is_handed_in_twice_at_the_same_moment_is_handed_in_once(student: Student) -> None:
    command = student.papertrail.command("critique", "submit", "umd:1")
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [run.communicate(timeout=60)[1] for run in runs]
    assert sorted(run.returncode == 0 for run in runs) == [False, False, True]
    assert all("handed it in" in words or "was handed in on" in words for words in said if words)
    student.papertrail("undo")
    assert student.papertrail("critique", "list").rows[0][1] == "draft"


def test_a_course_off_the_shelf_takes_nothing(student: Student) -> None:
    student.papertrail("course", "remove", "umd")
    name = student.papertrail("critique", "list").rows[0][0]
    said = student.papertrail.refuses("critique", "submit", name, exit_code=4)
    assert "the course umd-mlscale-2024 is not on the shelf" in said
    student.papertrail("course", "add", "umd-mlscale-2024")
    student.papertrail("critique", "submit", "umd:1")


def test_a_new_draft_has_the_rights_that_new_files_get(student: Student) -> None:
    mask = os.umask(0o077)
    try:
        student.papertrail("critique", "new", "umd:6.1")
    finally:
        os.umask(mask)
    path = Path(student.papertrail("critique", "path", "umd:2").lines[0])
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("marks", ["„“", "»«", "«»", "“”", '""'])
def test_long_quotations_of_every_kind_are_noticed(student: Student, marks: str) -> None:
    student.writes(BODY.replace("web.", f"web. {marks[0]}It is a very good thing. It is better than all.{marks[1]}"))
    (found,) = student.found(broken=False)
    assert found[:2] == (HEAD + 3, "hint")
    assert "quotation" in found[2]


@pytest.mark.parametrize("marks", ["«»", '""'])
def test_what_stands_between_short_quotations_is_none(student: Student, marks: str) -> None:
    one, two = (f"{marks[0]}{word}{marks[1]}" for word in ("pairs", "web"))
    student.writes(BODY.replace("web.", f"{one} are not defined. The authors never say so of the {two}."))
    assert student.found(broken=False) == []


def test_what_was_handed_in_in_time_is_not_called_late_afterwards(student: Student) -> None:
    student.papertrail.today("2024-09-25")
    run = student.papertrail("critique", "submit", "umd:1", "--at", "2024-09-23T10:00")
    assert not run.stderr
    assert "1 of 10 handed in" in run.stdout


def test_a_draft_that_cannot_be_read_keeps_nothing_from_the_others(student: Student) -> None:
    student.papertrail("critique", "new", "umd:6.1")
    student.papertrail("critique", "new", "umd:7.1")
    student.file.write_bytes(b"\xff\xfe")
    Path(student.papertrail("critique", "path", "umd:2").lines[0]).unlink()
    run = student.papertrail("critique", "check", "--all", "--json", exit_code=4)
    assert [one["critique"] for one in run.json] == ["umd:3"]
    assert "error: umd:1: cannot read the draft" in run.stderr
    assert "error: umd:2: the draft" in run.stderr


def test_names_that_are_too_long_for_a_file(student: Student) -> None:
    name = "a" * 300
    assert "no paper called" in student.papertrail.refuses("critique", "show", name, exit_code=3)
    assert "the file is not there" in student.papertrail.refuses("critique", "show", f"{name}.md", exit_code=3)
    assert "cannot write" in student.papertrail.refuses("critique", "print", "umd:1", "-o", f"{name}.pdf", exit_code=2)


def test_one_word_is_one_word(student: Student) -> None:
    student.writes("## Summary\n\nYes.\n\n## Insight and questions\n\nWhy though?\n")
    screen = student.papertrail.on_terminal("critique", "check", "umd:1")
    assert "  1 word in 1 paragraph: Summary" in screen
    assert "  2 words in 1 paragraph: Insight and questions" in screen
