"""`papertrail critique`: drafts begun, opened, listed, found again, put away."""

import os
import pty
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from papertrail.renaming import rename
from papertrail.schema import connect, transaction

CLIP = "radford2021learning"
SUMMARY = "The paper trains an image and a text encoder on pairs from the web."
INSIGHT = "Does the gain survive where the captions are wrong?"


@pytest.fixture
def umd(papertrail: Any) -> Any:
    """A student of the Maryland course on Tuesday of week 4, with a name."""
    papertrail("course", "follow", "umd")
    papertrail.config.write_text('author = "Ada Example"\n')
    papertrail.today("2024-09-17")
    return papertrail


@pytest.fixture
def editor(umd: Any, tmp_path: Path) -> Callable[[str], None]:
    """An editor that does to the file what a Python program says: `text` is its text, `path` its path."""

    def use(program: str) -> None:
        script = tmp_path / "editor"
        script.write_text(
            "#!/usr/bin/env python3\nimport sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
            f"text = path.read_text(encoding='utf-8')\n{program}\npath.write_text(text, encoding='utf-8')\n"
        )
        script.chmod(0o755)
        umd.set("EDITOR", str(script))

    return use


def writes(summary: str = SUMMARY, insight: str = INSIGHT) -> str:
    """An editor's program that fills in both sections."""
    return (
        f"text = text.replace('## Insight', {summary + chr(10) * 2 + '## Insight'!r}) + {chr(10) + insight + chr(10)!r}"
    )


@pytest.fixture
def clip(umd: Any, editor: Any) -> Path:
    """The file of a finished draft about CLIP."""
    editor(writes())
    umd("critique", "new", "umd:5.1")
    return Path(umd.critiques / "umd-mlscale-2024" / f"01-{CLIP}.md")


def test_a_new_draft_has_the_courses_sections_and_nothing_written(umd: Any, editor: Any) -> None:
    editor("")
    run = umd("critique", "new", "umd:5.1")
    path = umd.critiques / "umd-mlscale-2024" / f"01-{CLIP}.md"
    assert run.lines == [
        "began umd:1: Learning Transferable Visual Models From Natural Language Supervision",
        str(path),
    ]
    lines = path.read_text().splitlines()
    assert lines[0] == lines[8] == "+++"
    assert f'paper = "{CLIP}"' in lines
    assert 'course = "umd-mlscale-2024"' in lines
    assert "number = 1" in lines
    assert "session = 2024-09-23" in lines
    assert 'due = "Mon 23 Sep before class"' in lines
    assert 'author = "Ada Example"' in lines
    assert "Radford" in lines[2]
    body = [line for line in lines[9:] if line and not line.startswith("<!--")]
    assert body == ["## Summary", "## Insight and questions"]


def test_a_draft_that_exists_is_opened_again_never_overwritten(umd: Any, editor: Any, clip: Path) -> None:
    before = clip.read_bytes()
    editor("")
    assert umd("critique", "new", CLIP).lines[0].startswith("opened umd:1")
    assert umd("critique", "new", "umd:5.1").lines[0].startswith("opened umd:1")
    assert clip.read_bytes() == before
    assert len(list(umd.critiques.rglob("*.md"))) == 1


def test_after_the_editor_the_draft_is_summed_up(umd: Any, editor: Any) -> None:
    editor(writes(SUMMARY + " TODO"))
    lines = umd("critique", "new", "umd:5.1").lines
    assert "  15 words in 1 paragraph: Summary" in lines
    assert "  9 words in 1 paragraph: Insight and questions" in lines
    assert any("of 1 page, room for about" in line for line in lines)
    assert "  line 15: error: unfinished: TODO" in lines


@pytest.mark.usefixtures("clip")
def test_without_a_paper_what_is_due_next_is_offered(umd: Any) -> None:
    umd("done", "umd:4.2")
    said = umd.refuses("critique", "new", exit_code=3).splitlines()
    assert said[0].startswith(" 1  ● Wed 18 Sep before class  umd:4.2  Emerging Properties")
    assert not any("umd:5.1" in line for line in said)  # written about already
    assert not any("umd:4.1" in line for line in said)  # was due the day before
    assert said[-1] == "hint: papertrail critique new PAPER names one"


def test_the_reader_chooses_on_a_terminal(umd: Any, editor: Any) -> None:
    editor("import os; text += f'a terminal: {os.isatty(0)}'")
    ours, theirs = pty.openpty()
    with subprocess.Popen(umd.command("critique", "new"), stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, b"3\n")
        written = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            written += data
        assert process.wait(timeout=60) == 0
    os.close(ours)
    assert b"Which one?" in written
    assert b"began umd:1: Learning Transferable" in written
    (draft,) = umd.critiques.rglob("*.md")
    assert draft.name == f"01-{CLIP}.md"
    assert draft.read_text().endswith("a terminal: True")


def test_a_paper_of_no_course_gets_a_free_form(umd: Any, editor: Any, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{own2020paper, title={A Paper of One's Own}, author={Woolf, V.}, year=2020}")
    umd("add", tmp_path / "x.bib")
    editor("text += 'It holds.'")
    assert umd("critique", "new", "own2020paper").lines[0] == "began 1: A Paper of One's Own"
    draft = umd.critiques / "own" / "01-own2020paper.md"
    assert "##" not in draft.read_text()
    assert umd("critique", "check", "own2020paper").lines == []
    assert umd("critique", "path", "1").lines == [str(draft)]
    assert "of no course on the shelf" in umd.on_terminal("critique", "list")


@pytest.mark.parametrize("course", ["cs229br", "epfl", "6s898", "6883"])
def test_every_course_has_a_form(umd: Any, editor: Any, course: str) -> None:
    editor("text += 'It holds.'")
    umd("course", "follow", course)
    handle = next(row[0] for row in umd("list", "-c", course).rows)
    umd("critique", "new", handle)
    assert len(umd("critique", "list", "--course", course).rows) == 1


def test_a_moved_draft_is_found_by_its_front_matter(umd: Any, clip: Path) -> None:
    moved = umd.critiques / "drafts" / "about clip.md"
    moved.parent.mkdir()
    clip.rename(moved)
    assert umd("critique", "path", "umd:1").lines == [str(moved)]
    assert umd("critique", "list").rows[0][-1] == "drafts/about clip.md"
    assert umd("critique", "path", str(moved)).lines == [str(moved)]


def test_a_draft_is_found_after_its_paper_got_another_key(umd: Any, clip: Path) -> None:
    connection = connect(umd.database)
    with transaction(connection):
        rename(connection, CLIP, "radford2021clip")
    connection.close()
    moved = clip.with_name("elsewhere.md")
    clip.rename(moved)
    assert umd("critique", "path", "radford2021clip").lines == [str(moved)]
    assert umd("critique", "check", CLIP).exit_code == 0


def test_a_draft_that_is_gone_is_told_and_can_be_forgotten(umd: Any, clip: Path) -> None:
    clip.unlink()
    said = umd.refuses("critique", "edit", "umd:1", exit_code=4)
    assert f"the draft {clip} is gone" in said
    assert "papertrail critique remove" in said
    run = umd("critique", "list")
    assert run.rows[0][0] == "umd:1"
    assert "is gone" in run.stderr
    assert umd("critique", "remove", "umd:1").lines[0].startswith("forgot umd:1")
    assert not umd("critique", "list").rows


def test_a_removed_critique_comes_back_with_undo(umd: Any, clip: Path) -> None:
    before = clip.read_bytes()
    umd("critique", "remove", "umd:1")
    assert not clip.exists()
    assert (umd.critiques / "removed" / "umd-mlscale-2024" / clip.name).read_bytes() == before
    assert not umd("critique", "list").rows
    umd("undo")
    assert umd("critique", "path", "umd:1").lines == [str(clip)]
    assert clip.read_bytes() == before


def test_the_undo_of_a_beginning_leaves_the_draft_where_new_takes_it_up(umd: Any, editor: Any, clip: Path) -> None:
    before = clip.read_bytes()
    assert "its draft stays in" in umd("undo").stdout
    editor("")
    assert umd("critique", "new", "umd:5.1").lines[0].startswith("opened")
    assert clip.read_bytes() == before


@pytest.mark.usefixtures("clip")
def test_drafts_that_came_from_another_machine_are_taken_up(umd: Any, editor: Any, filled: Path) -> None:
    shutil.copyfile(filled, umd.database)
    umd("course", "follow", "umd")
    editor("")
    umd("critique", "new", "umd:5.1")
    assert umd("critique", "list").rows[0][-1] == f"umd-mlscale-2024/01-{CLIP}.md"
    assert len(list(umd.critiques.rglob("*.md"))) == 1


def test_an_editor_that_crashes_loses_nothing(umd: Any, editor: Any) -> None:
    editor("path.write_text(text + 'half a thou'); raise SystemExit(3)")
    said = umd("critique", "new", "umd:5.1", exit_code=2).stderr
    assert "ended with status 3" in said
    draft = umd.critiques / "umd-mlscale-2024" / f"01-{CLIP}.md"
    assert str(draft) in said
    assert draft.read_text().endswith("half a thou")
    assert umd("critique", "list").rows[0][1] == "draft"


def test_without_an_editor_the_draft_is_there(umd: Any) -> None:
    umd.set("EDITOR", "")
    umd.set("VISUAL", "")
    umd.set("PATH", "/nowhere")
    run = umd("critique", "new", "umd:5.1")
    assert Path(run.lines[-1]).is_file()
    assert "name your editor in EDITOR" in run.stderr


def test_an_editor_that_does_not_exist_is_named(umd: Any) -> None:
    umd.set("EDITOR", "/no/such/editor")
    run = umd("critique", "new", "umd:5.1")
    assert "'/no/such/editor' cannot be started" in run.stderr
    assert Path(run.lines[-1]).is_file()


def test_a_folder_that_cannot_be_written_is_told(umd: Any) -> None:
    umd.critiques.write_text("a file where the folder should be")
    said = umd.refuses("critique", "new", "umd:5.1", exit_code=2)
    assert "cannot write" in said
    assert "PAPERTRAIL_CRITIQUES" in said
    assert not umd("critique", "list").rows


def test_a_file_that_is_not_utf8_is_left_alone(umd: Any, clip: Path) -> None:
    broken = clip.read_bytes() + "é".encode("latin-1")
    clip.write_bytes(broken)
    said = umd.refuses("critique", "check", "umd:1", exit_code=4)
    assert f"{clip}: line 22 is not UTF-8" in said
    assert "UTF-8" in umd("critique", "list").stderr
    assert clip.read_bytes() == broken


def test_two_drafts_of_one_paper_stay_apart(umd: Any, clip: Path) -> None:
    copy = clip.with_name("copy of clip.md")
    shutil.copyfile(clip, copy)
    assert umd("critique", "path", "umd:1").lines == [str(clip)]
    run = umd("critique", "list")
    assert len(run.rows) == 1
    assert f"umd:1: there is another draft of it: {copy.relative_to(umd.critiques)}" in run.stderr


@pytest.mark.usefixtures("clip")
def test_unknown_and_ambiguous_names(umd: Any) -> None:
    assert "there is no critique number umd:9" in umd.refuses("critique", "show", "umd:9", exit_code=3)
    assert "papertrail critique new umd:3.1 begins one" in umd.refuses("critique", "show", "umd:3.1", exit_code=3)
    assert "no paper called" in umd.refuses("critique", "show", "zzzz qqqq", exit_code=3)
    assert "the file is not there" in umd.refuses("critique", "check", "nowhere.md", exit_code=3)
    assert umd("critique", "show", "learning transferable").stdout.strip().startswith("## Summary")


def test_a_paper_of_several_courses_asks_which(umd: Any, editor: Any) -> None:
    editor("")
    umd("course", "follow", "cs229br")
    umd("course", "follow", "6s898")
    said = umd.refuses("critique", "new", CLIP, exit_code=2)
    assert "several courses assign" in said
    assert umd("critique", "new", CLIP, "--course", "umd").lines[0].startswith("began umd:1")
    assert umd("critique", "new", CLIP, "--course", "cs229").lines[0].startswith("began cs229br:1")
    assert "fits 2 critiques" in umd.refuses("critique", "path", CLIP, exit_code=3)
    assert umd("critique", "path", CLIP, "--course", "umd").lines


def test_the_list_says_where_one_stands(umd: Any, clip: Path) -> None:
    run = umd("critique", "list")
    assert run.rows == [
        ["umd:1", "draft", "2024-09-23", "", "", CLIP,
         "Learning Transferable Visual Models From Natural Language Supervision", f"umd-mlscale-2024/01-{CLIP}.md"]
    ]  # fmt: skip
    assert run.stderr.startswith(
        "umd: 0 of 10 handed in, 1 draft, next: Emerging Properties in Self-Supervised Vision Transformers,"
        " Wed 18 Sep before class; 19 eligible classes left"
    )
    (course,) = umd("critique", "list", "--json").json
    assert (course["course"], course["wanted"], course["handed_in"], course["drafts"]) == ("umd-mlscale-2024", 10, 0, 1)
    assert course["critiques"][0]["file"] == str(clip)
    assert course["chances"][0]["handle"] == "umd:4.2"
    screen = umd.on_terminal("critique", "list")
    assert "0 of 10 handed in, 1 draft" in screen
    assert "still possible" in screen


def test_the_list_warns_in_time(umd: Any) -> None:
    umd.today("2024-11-25")
    assert "10 more wanted, and only 7 can still be handed in" in umd("critique", "list").stderr
    umd.today("2024-11-11")
    assert "10 more wanted in 6 classes: more than one for some of them" in umd("critique", "list").stderr


@pytest.mark.usefixtures("clip")
def test_other_commands_know_critiques(umd: Any) -> None:
    assert "critique draft" in umd.on_terminal("week", "5", columns=200)
    assert "a critique of a required reading is due before class" in umd.on_terminal("week", "5", columns=200)
    assert "umd critiques: 0 of 10 handed in, 1 draft" in umd.on_terminal("next")
    assert "0 of 10 handed in, 1 draft" in umd.on_terminal("progress")
    assert ["umd-mlscale-2024", "critique", "critique", "0", "10", "0"] in umd("progress").rows
    assert umd("progress", "--json").json[0]["critiques"]["drafts"] == 1
    assert umd("show", CLIP, "--json").json["critique"]["state"] == "draft"
    assert ["critique", f"draft · number 1 of umd-mlscale-2024 · umd-mlscale-2024/01-{CLIP}.md"] in umd(
        "show", CLIP
    ).rows
    assert umd.handles("list", "--critiqued") == ["umd:5.1"]
    umd("critique", "submit", "umd:1")
    assert "critique handed in" in umd.on_terminal("week", "5", columns=200)
    assert umd("show", CLIP, "--json").json["critique"]["counts"] is True


def test_drafts_are_searched(umd: Any, clip: Path) -> None:
    assert umd("search", "captions", "wrong").rows[0][4] == CLIP
    clip.write_text(clip.read_text().replace("captions", "subtitles"))
    assert CLIP not in [row[4] for row in umd("search", "captions wrong").rows]
    assert umd("search", "subtitles").rows[0][4] == CLIP
    assert "subtitles" in umd.on_terminal("search", "subtitles")
    umd("critique", "remove", "umd:1")
    assert not umd("search", "subtitles").rows


def test_a_paper_with_a_critique_is_not_removed_from_the_library(umd: Any, editor: Any, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{own2020paper, title={A Paper of One's Own}, author={Woolf, V.}, year=2020}")
    umd("add", tmp_path / "x.bib")
    editor("")
    umd("critique", "new", "own2020paper")
    said = umd.refuses("remove", "own2020paper", exit_code=2)
    assert "critique" in said


def test_nothing_ever_writes_into_a_draft(umd: Any, clip: Path) -> None:
    before = (clip.read_bytes(), clip.stat().st_mtime_ns)
    umd("critique", "check", "--all")
    umd("critique", "print", "umd:1", "-o", umd.folder / "x.pdf")
    umd("critique", "submit", "umd:1")
    umd("critique", "list")
    umd("critique", "export", "--course", "umd", "-o", umd.folder / "all.pdf")
    umd("course", "reload")
    umd("undo")
    assert (clip.read_bytes(), clip.stat().st_mtime_ns) == before
