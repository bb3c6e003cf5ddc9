"""Undo, where the library has changed since."""

import sqlite3
from pathlib import Path
from typing import Any


def add(program: Any, tmp_path: Path, entry: str) -> None:
    path = tmp_path / "added.bib"
    path.write_text(entry, encoding="utf-8")
    program("add", path)


def rows(program: Any, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(program.database)
    found = connection.execute(sql).fetchall()
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


def test_a_paper_that_a_course_has_by_now_stays_with_the_course(papertrail: Any, course: Any, tmp_path: Path) -> None:
    add(papertrail, tmp_path, "@book{mdp, title={Markov Decision Processes}, author={Puterman, Martin}, year={1994}}")
    course.edit('cite = "puterman1994markov"', 'cite = "mdp"')
    papertrail("course", "add", course.syllabus)
    said = papertrail("undo").stdout
    assert said == "undone: mdp is not yours any more; it stays in the library, because rl-2027 has it\n"
    assert papertrail("list", "--unassigned").rows == []
    assert "mdp#chapter-3" in [row[4] for row in papertrail("list", "--course", "rl").rows]
    assert rows(papertrail, "SELECT key, work FROM target WHERE work = 'mdp'") == [("mdp#chapter-3", "mdp")]
    assert rows(papertrail, "SELECT origin FROM work WHERE key = 'mdp'") == [("rl-2027",)]
    papertrail("course", "remove", "rl")
    papertrail("undo")
    assert papertrail.refuses("undo", exit_code=0) == "nothing to undo\n"


def test_a_record_of_a_course_describes_what_was_added_before_it_and_taken_back(
    papertrail: Any, course: Any, tmp_path: Path
) -> None:
    add(papertrail, tmp_path, "@misc{mine, title={Human}, author={Mnih, V.}, year={2015}, doi={10.1000/human}}")
    papertrail("course", "add", course.syllabus)
    papertrail("undo")
    course.edit("year = {2015}", "year = {2015}, volume = {518}", file=course.bibliography)
    papertrail("course", "reload")
    assert rows(papertrail, "SELECT record LIKE '%518%' FROM work WHERE key = 'mine'") == [(1,)]


def test_an_identifier_that_another_paper_has_by_now_stays_there(papertrail: Any, course: Any, tmp_path: Path) -> None:
    doi = "doi={10.1000/human}"
    add(papertrail, tmp_path, f"@misc{{mine, title={{Quite Another}}, author={{Nobody, A.}}, year={{1990}}, {doi}}}")
    papertrail("note", "mine", "Kept.")
    papertrail("remove", "mine")
    papertrail("course", "add", course.syllabus)
    assert papertrail("undo").stdout == "undone: mine is as it was\n"
    assert rows(papertrail, "SELECT key, doi FROM work WHERE key IN ('mine', 'mnih2015human') ORDER BY key") == [
        ("mine", None),
        ("mnih2015human", "10.1000/human"),
    ]


def test_the_length_of_a_pdf_is_no_part_of_what_was_edited(papertrail: Any, tmp_path: Path) -> None:
    add(papertrail, tmp_path, "@misc{mine, title={Small Things}, author={Example, Ada}, year={2020}}")
    add(papertrail, tmp_path, "@misc{mine, title={Small Things}, author={Example, Ada}, year={2020}, note={More}}")
    connection = sqlite3.connect(papertrail.database)
    connection.execute("UPDATE work SET pages = 12 WHERE key = 'mine'")
    connection.commit()
    connection.close()
    papertrail("undo")
    assert rows(papertrail, "SELECT pages, record LIKE '%More%' FROM work WHERE key = 'mine'") == [(12, 0)]


def test_a_note_comes_back_with_the_day_on_which_it_was_written(papertrail: Any) -> None:
    papertrail.today("2024-09-24")
    papertrail("note", "umd:5.1", "First.")
    written = rows(papertrail, "SELECT * FROM note")
    papertrail.today("2024-10-01")
    papertrail("note", "umd:5.1", "Second.")
    papertrail("undo")
    assert rows(papertrail, "SELECT * FROM note") == written
