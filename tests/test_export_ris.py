"""What leaves as RIS is what reference managers understand, and what the program reads back."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from papertrail.exports.ris import ris
from papertrail.importing import read_text
from papertrail.library import Library, reference_list
from papertrail.references import Reference


def written(**facts: Any) -> list[tuple[str, str]]:
    """The tags of a reference of which only this is known."""
    nothing = dict.fromkeys(Reference._fields)
    given = {"key": "key", "entry": "misc", "title": "Title", "names": (), "complete": True, "kind": "paper",
             "confidence": "certain", "fields": {}}  # fmt: skip
    lines = "".join(ris([Reference(**{**nothing, **given, **facts})])).split("\r\n")
    return [(line[:2], line[6:]) for line in lines if line]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"arxiv": "1706.03762"}, "UNPB"), ({"entry": "article", "arxiv": "1706.03762"}, "UNPB"), ({}, "GEN"),
        ({"entry": "inproceedings", "venue": "ICML", "arxiv": "1706.03762"}, "CPAPER"), ({"kind": "blog"}, "BLOG"),
        ({"entry": "inbook", "kind": "chapter", "venue": "P", "fields": {"publisher": "P", "chapter": "3"}}, "BOOK"),
        ({"entry": "phdthesis", "venue": "MIT"}, "THES"), ({"kind": "code", "arxiv": "1706.03762"}, "COMP"),
    ],
)  # fmt: skip
def test_each_sort_of_work_has_its_type(facts: dict[str, Any], expected: str) -> None:
    assert written(**facts)[0] == ("TY", expected)


def test_a_preprint_has_its_page_and_a_published_paper_its_own() -> None:
    assert ("UR", "https://arxiv.org/abs/hep-th/9901001") in written(arxiv="hep-th/9901001")
    assert ("UR", "https://e.org/p") in written(arxiv="1706.03762", url="https://e.org/p")
    assert not [value for tag, value in written(entry="article", venue="Nature", arxiv="1706.03762") if tag == "UR"]


def test_a_comma_parts_a_name_and_nothing_else() -> None:
    names = (
        {"family": "Oord", "given": "Aäron", "particle": "van den"}, {"literal": "Gemini Team, Google"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    )  # fmt: skip
    assert [value for tag, value in written(names=names) if tag == "AU"] == [
        "van den Oord, Aäron", "Gemini Team – Google", "King, Martin Luther, Jr.",
    ]  # fmt: skip
    editors = "Ada King and King, Jr., Martin and {The Team, Inc.} and J{\\'e} de la Tour"
    assert [value for tag, value in written(fields={"editor": editors}) if tag == "A2"] == [
        "King, Ada", "King, Martin, Jr.", "The Team – Inc.", "de la Tour, Jé",
    ]  # fmt: skip


def test_the_bundled_works_come_back_as_they_were(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    references = list(reference_list.listed(Library(connection, filled)))
    connection.close()
    found = read_text("".join(ris(references)), "any.ris")
    assert not found.mistakes
    for reference, entry in zip(references, found.entries, strict=True):
        names = tuple({"literal": n["literal"].replace(",", " –")} if "literal" in n else n for n in reference.names)
        assert entry.names == names
        published = [entry.fields.get(name) for name in ("publisher", "institution", "school")]
        assert entry.venue == reference.venue or (entry.venue in published and reference.venue), reference.key
        assert not {"ris-an", "series"} & (entry.fields.keys() - reference.fields.keys())
        for name in ("key", "title", "complete", "year", "arxiv", "doi", "url"):
            assert getattr(entry, name) == getattr(reference, name), reference.key


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
