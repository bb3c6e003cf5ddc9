"""What leaves as RIS is what reference managers understand, and what the program reads back."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from papertrail.bibliography.reading import read_text
from papertrail.bibliography.record import Record
from papertrail.bibliography.writing.ris import ris
from papertrail.library import Library, reference_list
from papertrail.people import Name, People


def written(record: Record) -> list[tuple[str, str]]:
    """The tags of a record."""
    lines = "".join(ris([record])).split("\r\n")
    return [(line[:2], line[6:]) for line in lines if line]


def work(**values: Any) -> Record:
    """A record of which only this is known."""
    return Record(**{"key": "key", "texts": {"title": "Title", **values.pop("texts", {})}, **values})


def of_bibtex(source: str) -> Record:
    """The record of an entry."""
    (record,) = read_text(f"@{source}", "any.bib").records
    return record


EPRINT = "eprint = {1706.03762}, archiveprefix = {arXiv}, title = {T}"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (f"misc{{k, {EPRINT}}}", "UNPB"),
        (f"article{{k, {EPRINT}}}", "UNPB"),
        ("misc{k, title = {T}}", "GEN"),
        (f"inproceedings{{k, booktitle = {{ICML}}, {EPRINT}}}", "CPAPER"),
        ("misc{k, kind = {blog}, title = {T}}", "BLOG"),
        ("inbook{k, kind = {chapter}, publisher = {P}, chapter = {3}, title = {T}}", "BOOK"),
        ("phdthesis{k, school = {MIT}, title = {T}}", "THES"),
        (f"misc{{k, kind = {{code}}, {EPRINT}}}", "COMP"),
    ],
)
def test_each_sort_of_work_has_its_type(entry: str, expected: str) -> None:
    assert written(of_bibtex(entry))[0] == ("TY", expected)


def test_a_preprint_has_its_page_and_a_published_paper_its_own() -> None:
    page = ("UR", "https://arxiv.org/abs/hep-th/9901001")
    assert page in written(work(type="article", arxiv="hep-th/9901001"))
    own = work(type="article", arxiv="1706.03762", texts={"URL": "https://e.org/p"})
    assert ("UR", "https://e.org/p") in written(own)
    paper = work(type="article-journal", arxiv="1706.03762", texts={"container-title": "Nature"})
    assert not [value for tag, value in written(paper) if tag == "UR"]


def test_a_comma_parts_a_name_and_nothing_else() -> None:
    names = (
        Name("Oord", "Aäron", "van den"), Name(literal="Gemini Team, Google"),
        Name("King", "Martin Luther", suffix="Jr."),
    )  # fmt: skip
    record = work(names={"author": People(names)})
    assert [value for tag, value in written(record) if tag == "AU"] == [
        "van den Oord, Aäron", "Gemini Team – Google", "King, Martin Luther, Jr.",
    ]  # fmt: skip
    editors = "Ada King and King, Jr., Martin and {The Team, Inc.} and J{\\'e} de la Tour"
    record = of_bibtex(f"book{{k, title = {{T}}, editor = {{{editors}}}}}")
    assert [value for tag, value in written(record) if tag == "A2"] == [
        "King, Ada", "King, Martin, Jr.", "The Team – Inc.", "de la Tour, Jé",
    ]  # fmt: skip


def test_the_bundled_works_come_back_as_they_were(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    records = list(reference_list.listed(Library(connection, filled)))
    connection.close()
    found = read_text("".join(ris(records)), "any.ris")
    assert not found.mistakes
    for record, back in zip(records, found.records, strict=True):
        names = tuple(Name(literal=n.literal.replace(",", " –")) if n.literal else n for n in record.authors.names)
        assert back.authors == People(names, record.authors.complete)
        assert back.text("title") == record.text("title")
        assert back.venue == record.venue, record.key
        assert "ris" not in back.kept
        for name in ("key", "type", "dates", "year", "arxiv", "doi", "url"):
            assert getattr(back, name) == getattr(record, name), record.key


def test_a_doi_with_angle_brackets_stays_as_it_is(papertrail: Any, tmp_path: Path) -> None:
    """As publishers made them until 2000."""
    doi = "10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2"
    file = tmp_path / "x.bib"
    file.write_text(f"@article{{old, title={{T}}, author={{A. B.}}, journal={{J}}, year=1998, doi={{{doi}}}}}")
    papertrail("add", file)
    assert f"  doi = {{{doi}}}" in papertrail("export", "bibtex", "old").stdout
    assert f"DO  - {doi}\n" in papertrail("export", "ris", "old").stdout.replace("\r\n", "\n")
    assert f"https://doi.org/{doi}" in papertrail("cite", "old").stdout
    for name in ("markdown", "html", "csv"):
        assert "16%3C1661::aid-sim968%3E3.0" in papertrail("export", name, "old").stdout
    assert "16%3C1661::aid-sim968%3E3.0.co;2-2>" in papertrail("cite", "old", "-f", "markdown").stdout
    assert "16&lt;1661" in papertrail("cite", "old", "-f", "html").stdout
