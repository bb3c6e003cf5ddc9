"""The whole story: a student's term of the Maryland course, from the first evening to the tenth critique."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader  # noqa: TID253 - a second reader of what we write

from papertrail.settings import bundled_syllabi

WRITTEN = ("2.1", "3.1", "3.5", "4.1", "5.1", "6.3", "7.1", "9.3", "10.1", "15.3")
LATE = "4.3"
DROPPED = "8.4"


@pytest.fixture
def syllabus(tmp_path: Path) -> Path:
    """The instructor's own copy of the course."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copyfile(bundled_syllabi() / "references.bib", folder / "references.bib")
    text = (bundled_syllabi() / "umd-mlscale-2024.toml").read_text(encoding="utf-8")
    copy = folder / "scale.toml"
    copy.write_text(text.replace('key = "umd-mlscale-2024"', 'key = "scale-2024"'), encoding="utf-8")
    return copy


@pytest.fixture
def term(papertrail: Any, syllabus: Path) -> Any:
    papertrail.today("2024-08-27")
    papertrail("course", "add", syllabus)
    papertrail("course", "follow", "scale")
    papertrail.config.write_text('author = "Ada Example"\n')
    editor = papertrail.folder / "editor"
    editor.write_text(
        "#!/usr/bin/env python3\n"
        "import pathlib, re, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "key = re.search('paper = \"(.*)\"', path.read_text())[1]\n"
        "path.write_text(path.read_text().replace('## Insight', f'What {key} shows.\\n\\n## Insight')"
        " + '\\nWhat would break it?\\n')\n"
    )
    editor.chmod(0o755)
    papertrail.set("EDITOR", str(editor))
    return papertrail


def standing(term: Any) -> Any:
    (course,) = term("critique", "list", "--course", "scale", "--json").json
    return course


def due(term: Any, handle: str) -> date:
    return date.fromisoformat(term("show", f"scale:{handle}", "--json").json["due"][:10])


def read_and_write(term: Any, handle: str, *, day: date) -> str:
    """Read a paper and write about it on one day; the number of the critique."""
    term.today(day.isoformat())
    term("done", f"scale:{handle}")
    began = term("critique", "new", f"scale:{handle}").lines[0]
    return str(re.search(r"began (scale:\d+)", began)[1])  # type: ignore[index] # it began


def test_a_term(term: Any, syllabus: Path, tmp_path: Path) -> None:
    start = standing(term)
    assert (start["wanted"], start["handed_in"], start["drafts"]) == (10, 0, 0)
    assert len(start["chances"]) == 59

    late = dropped = None
    for number, handle in enumerate(WRITTEN, start=1):
        day = due(term, handle)
        name = read_and_write(term, handle, day=day - timedelta(days=1))
        assert term("critique", "check", name).lines == []
        page = tmp_path / "page.pdf"
        term("critique", "print", name, "-o", page)
        assert len(PdfReader(page).pages) == 1
        term.today(day.isoformat())
        told = term("critique", "submit", name).lines[0]
        assert f"{number} of 10 handed in" in told

        if handle == "3.5":  # a deadline is missed
            late = read_and_write(term, LATE, day=due(term, LATE) - timedelta(days=2))
            term.today((due(term, LATE) + timedelta(days=1)).isoformat())
            assert f"{late}: it was due, and is not handed in" in term("critique", "list").stderr
            term.refuses("critique", "submit", late, exit_code=4)
            term("critique", "submit", late, "--late")
            assert (standing(term)["handed_in"], standing(term)["late"]) == (number, 1)
        if handle == "7.1":  # the instructor drops a paper that is written about already
            dropped = read_and_write(term, DROPPED, day=due(term, DROPPED) - timedelta(days=3))
            text = syllabus.read_text(encoding="utf-8")
            changed = re.sub(r'\n\s*\{ cite = "volkov2024badllama".*', "", text)
            assert changed != text
            syllabus.write_text(changed, encoding="utf-8")
            assert "dropped: Badllama 3" in term("course", "reload").stdout
            said = term("critique", "list").stderr
            assert f"{dropped}: the course does not ask for a critique of it (any more)" in said
            assert "(any more)" in term.refuses("critique", "submit", dropped, exit_code=4)
            assert "What volkov2024badllama shows." in term("critique", "show", dropped).stdout

    end = standing(term)
    assert (end["handed_in"], end["late"], end["wanted"]) == (10, 1, 10)
    assert {one["critique"] for one in end["critiques"] if one["state"] == "late"} == {late}
    assert [one["critique"] for one in end["critiques"] if one["state"] == "draft"] == [dropped]
    assert len(end["critiques"]) == 12
    assert "10 of 10 handed in, 1 late, not counted" in term.on_terminal("progress", "-c", "scale")
    assert "next:" not in term("critique", "list").stderr.splitlines()[0]

    book = tmp_path / "term.pdf"
    assert term("critique", "export", "--course", "scale", "-o", book).lines == [f"{book}  (11)"]
    pages = [page.extract_text() for page in PdfReader(book).pages]
    assert len(pages) == 12
    assert "What vaswani2017attention shows." in " ".join(pages)
    assert len(list((term.critiques / "handed-in" / "scale-2024").glob("*.pdf"))) == 11
