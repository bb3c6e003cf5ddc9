"""`papertrail critique print`, `submit` and `export`: critiques leave the desk."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader  # noqa: TID253 - a second reader of what we write
from tests.test_critique_check import BODY, Student

HANDED_IN = "handed-in/umd-mlscale-2024/01-radford2021learning"


@pytest.fixture
def student(papertrail: Any) -> Student:
    found = Student(papertrail)
    found.writes(BODY)
    return found


def text(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_a_clean_page(student: Student, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    assert student.papertrail("critique", "print", "umd:1", "-o", page).lines == [str(page)]
    words = " ".join(text(page).split())
    for part in ("Machine Learning at Scale", "University of Maryland", "Ada Example", "September 17, 2024", "Radford",
                 "Summary", "The paper trains", "Insight and questions", "captions are wrong?"):  # fmt: skip
        assert part in words, part
    assert "<!--" not in words
    assert len(PdfReader(page).pages) == 1
    box = PdfReader(page).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_the_same_input_gives_the_same_bytes(student: Student, tmp_path: Path) -> None:
    pages = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for page in pages:
        assert student.papertrail.process("critique", "print", "umd:1", "-o", page).returncode == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_without_a_path_the_page_lies_beside_the_draft(student: Student) -> None:
    assert student.papertrail("critique", "print", "umd:1").lines == [str(student.file.with_suffix(".pdf"))]
    assert student.papertrail("critique", "list").rows[0][0] == "umd:1"


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_other_formats(student: Student, tmp_path: Path, form: str) -> None:
    printed = student.papertrail("critique", "print", "umd:1", "--format", form).stdout
    assert "captions are wrong?" in " ".join(printed.split())
    assert "Offer critical insight" not in printed
    page = tmp_path / f"page.{form}"
    student.papertrail("critique", "print", "umd:1", "-o", page)
    assert page.read_text(encoding="utf-8").strip() == printed.strip()


def test_the_size_of_the_paper(student: Student, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    student.papertrail("critique", "print", "umd:1", "-o", page, "--paper", "a4")
    assert round(PdfReader(page).pages[0].mediabox.height) == 842
    student.papertrail.config.write_text('paper = "a4"\n')
    student.papertrail("critique", "print", "umd:1", "-o", page)
    assert round(PdfReader(page).pages[0].mediabox.height) == 842
    assert "there are a4, us-letter" in student.papertrail.refuses(
        "critique", "print", "umd:1", "--paper", "a5", exit_code=2
    )
    assert "there are pdf, html" in student.papertrail.refuses("critique", "print", "umd:1", "-f", "doc", exit_code=2)
    assert "ends in no format" in student.papertrail.refuses("critique", "print", "umd:1", "-o", "x.doc", exit_code=2)


def test_a_page_that_is_too_long_is_printed_with_a_warning(student: Student, tmp_path: Path) -> None:
    student.writes(BODY.replace("web.", "web" + " and again and again" * 300 + "."))
    run = student.papertrail("critique", "print", "umd:1", "-o", tmp_path / "page.pdf")
    assert "and the course wants 1" in run.stderr


def test_a_place_that_cannot_be_written(student: Student, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = student.papertrail.refuses("critique", "print", "umd:1", "-o", tmp_path / "file" / "x.pdf", exit_code=2)
    assert "cannot write" in said


def test_handing_in_freezes_a_copy_and_its_page(student: Student) -> None:
    before = student.file.read_bytes()
    line = student.papertrail("critique", "submit", "umd:1").lines[0]
    assert "handed in umd:1 at" in line
    assert "1 of 10 handed in" in line
    frozen = student.papertrail.critiques / f"{HANDED_IN}.md"
    assert frozen.read_bytes() == before
    assert "captions are wrong" in text(frozen.with_suffix(".pdf"))
    (course,) = student.papertrail("critique", "list", "--json").json
    assert course["handed_in"] == 1
    assert course["critiques"][0]["frozen"] == str(frozen)
    said = student.papertrail.refuses("critique", "submit", "umd:1", exit_code=2)
    assert "was handed in on" in said


def test_a_file_that_changes_later_is_noticed(student: Student) -> None:
    student.papertrail("critique", "submit", "umd:1")
    assert "changed" not in student.papertrail("critique", "list").stderr
    student.writes(BODY.replace("wrong", "right"))
    assert "umd:1: changed since it was handed in" in student.papertrail("critique", "list").stderr
    assert "changed since it was handed in" in student.papertrail("critique", "check", "umd:1").stdout
    frozen = student.papertrail.critiques / f"{HANDED_IN}.md"
    assert "wrong" in frozen.read_text()


def test_undo_and_again(student: Student) -> None:
    student.papertrail("critique", "submit", "umd:1")
    assert "is not handed in" in student.papertrail("undo").stdout
    assert student.papertrail("critique", "list").rows[0][1] == "draft"
    student.writes(BODY.replace("wrong", "right"))
    student.papertrail("critique", "submit", "umd:1")
    copies = sorted((student.papertrail.critiques / HANDED_IN).parent.glob("*.md"))
    assert [("right" in copy.read_text()) for copy in copies] == [True, False]  # …-2.md, then the first


@pytest.mark.parametrize("at", ["2024-09-23", "2024-09-23T23:00"])
def test_the_day_of_the_class_is_in_time(student: Student, at: str) -> None:
    student.papertrail.today("2024-09-25")
    student.papertrail("critique", "submit", "umd:1", "--at", at)
    assert student.papertrail("critique", "list", "--json").json[0]["critiques"][0]["counts"] is True


def test_too_late(student: Student) -> None:
    student.papertrail.today("2024-09-24")
    said = student.papertrail.refuses("critique", "submit", "umd:1", exit_code=4)
    assert "it was due Mon 23 Sep before class" in said
    assert "--late hands it in late; it will not count" in said
    line = student.papertrail("critique", "submit", "umd:1", "--late").lines[0]
    assert "late, and it does not count" in line
    (course,) = student.papertrail("critique", "list", "--json").json
    assert (course["handed_in"], course["late"]) == (0, 1)
    assert student.papertrail("critique", "list").rows[0][4] == "does not count"
    assert "critique late" in student.papertrail.on_terminal("week", "5", columns=200)


def test_the_time_of_a_class_is_the_courses_own(papertrail: Any, own: Any) -> None:
    own.edit("[[session]]", "[critique]\ndue = 'before-session'\nlate = 'accepted'\n\n[[session]]")
    papertrail("course", "add", own.syllabus)
    papertrail.today("2027-02-02")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "rl:1.1")
    file = Path(papertrail("critique", "path", "rl:1").lines[0])
    file.write_text(file.read_text() + "\nIt holds.\n")
    papertrail.refuses("critique", "submit", "rl:1", "--at", "2027-02-01T14:16+01:00", exit_code=4)
    papertrail("critique", "submit", "rl:1", "--at", "2027-02-01T13:14+00:00")
    assert papertrail("critique", "list", "--json", "-c", "rl").json[0]["critiques"][0]["late"] is False
    papertrail("undo")
    papertrail("critique", "submit", "rl:1", "--late")
    assert papertrail("critique", "list", "--json", "-c", "rl").json[0]["critiques"][0]["counts"] is True


@pytest.mark.parametrize(
    ("at", "said"), [("2024-09-18", "is still to come"), ("yesterday", "is no time"), ("2024-13-01", "is no time")]
)
def test_a_time_that_makes_no_sense(student: Student, at: str, said: str) -> None:
    assert said in student.papertrail.refuses("critique", "submit", "umd:1", "--at", at, exit_code=2)
    assert student.papertrail("critique", "list").rows[0][1] == "draft"


def test_an_empty_draft_is_not_handed_in(student: Student) -> None:
    student.writes("## Summary\n\n## Insight and questions\n")
    assert "nothing is written yet" in student.papertrail.refuses("critique", "submit", "umd:1", exit_code=4)


def test_a_draft_that_breaks_a_rule_is_handed_in_with_a_warning(student: Student) -> None:
    student.writes(BODY + "\nMore.\n")
    assert "has 2 paragraphs" in student.papertrail("critique", "submit", "umd:1").stderr


def test_all_bound_together(student: Student, tmp_path: Path) -> None:
    student.papertrail("critique", "submit", "umd:1")
    student.papertrail("critique", "new", "umd:5.3")
    second = Path(student.papertrail("critique", "path", "umd:2").lines[0])
    second.write_text(second.read_text().replace("<!-- Summarise", "Agents act. <!-- Summarise"))
    book = tmp_path / "book.pdf"
    assert student.papertrail("critique", "export", "-c", "umd", "-o", book).lines == [f"{book}  (1)"]
    assert student.papertrail("critique", "export", "-c", "umd", "-o", book, "--drafts").lines == [f"{book}  (2)"]
    pages = [page.extract_text() for page in PdfReader(book).pages]
    assert len(pages) == 3
    contents = " ".join(pages[0].split())
    assert "Critiques: Machine Learning at Scale" in contents
    assert "Learning transferable visual models" in contents
    assert "captions are wrong" in pages[1]
    assert "Agents act." in pages[2]


def test_all_in_a_folder(student: Student, tmp_path: Path) -> None:
    student.papertrail("critique", "submit", "umd:1")
    folder = tmp_path / "critiques of umd"
    student.papertrail("critique", "export", "-c", "umd", "-o", folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-radford2021learning.md",
        "01-radford2021learning.pdf",
        "index.md",
    ]
    assert "[Learning Transferable Visual Models" in (folder / "index.md").read_text()
    assert len(PdfReader(io.BytesIO((folder / "01-radford2021learning.pdf").read_bytes())).pages) == 1


def test_nothing_to_bind(student: Student, tmp_path: Path) -> None:
    said = student.papertrail.refuses("critique", "export", "-c", "umd", "-o", tmp_path / "x.pdf", exit_code=2)
    assert "--drafts takes the drafts too" in said


def test_without_the_typesetter_the_rest_works(student: Student, tmp_path: Path) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError('no module named typst')\n")
    student.papertrail.set("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    missing = "papertrail-reading[pdf]"
    check = student.papertrail.process("critique", "check", "umd:1", "--json")
    assert (check.returncode, json.loads(check.stdout)[0]["pages"]) == (0, None)
    assert missing in check.stderr
    printing = student.papertrail.process("critique", "print", "umd:1")
    assert (printing.returncode, printing.stdout) == (2, "")
    assert missing in printing.stderr
    assert "captions" in student.papertrail.process("critique", "print", "umd:1", "--format", "txt").stdout
    assert student.papertrail.process("critique", "submit", "umd:1").returncode == 0
    assert (student.papertrail.critiques / f"{HANDED_IN}.md").is_file()
