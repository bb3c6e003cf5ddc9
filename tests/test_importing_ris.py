"""What an import makes of RIS, and how it knows one format from another."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading import Import, read, read_text
from papertrail.errors import PapertrailError, UnreadableFileError
from papertrail.mistakes import MalformedFileError
from papertrail.people import Name

SAMPLES = Path(__file__).parent / "samples"


def said(found: Import) -> list[str]:
    return [f"{mistake.line}: {mistake.sentence}" for mistake in found.mistakes]


def record(*lines: str) -> Import:
    return read_text("\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - "]), "stdin")


def test_records_of_publishers_and_programs() -> None:
    found = read(SAMPLES / "publisher.ris")
    mnih, resnet, thesis, adam, odd, last = found.records
    assert (mnih.key, mnih.line, mnih.year, mnih.venue) == ("mnih2015", 1, 2015, "Nature")
    assert mnih.title == "Human-level control through deep reinforcement learning"
    assert [name.full for name in mnih.authors.names] == [
        "Volodymyr Mnih",
        "Aäron van den Oord",
        "Martin Luther King Jr.",
    ]
    assert (mnih.doi, mnih.url) == ("10.1038/nature14236", "https://www.nature.com/articles/nature14236")
    assert mnih.abstract == "Our own sentence about games & 100% pixels."
    assert (mnih.text("page"), mnih.private["keywords"]) == ("529-533", "games, pixels")
    assert (mnih.kept["ris"]["XQ"], mnih.private["file"]) == ("something else", "mnih.pdf")
    assert resnet.authors.names[1] == Name(literal="The ResNet Team")
    assert resnet.names["editor"].names == (Name("Bajcsy", "Ruzena"),)
    assert (thesis.type, thesis.venue, thesis.year) == ("thesis", "King's College", None)
    assert (adam.arxiv, adam.venue) == ("1412.6980", None)
    assert (odd.kind, last.kind, last.text("ISBN")) == ("paper", "book", "978-0-262-03561-3")
    assert found.skipped == 1
    assert said(found) == [
        "1: record 'mnih2015': 'file:///etc/passwd' is no web address and was left out",
        "27: record 'Deep residual learning' has no ER line at its end",
        "34: record 'Learning from delayed rewards': 'in press' does not begin with a year",
        "46: record 'Of no known type': the type 'ODDITY' is taken as a paper",
        "49: this record has no title and was left out",
        "53: record 'The last one, never ended' has no ER line at its end",
    ]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("AU  - Ho, Jonathan", ["Jonathan Ho"]),
        ("AU  - Ho, Jonathan; Jain, Ajay", ["Jonathan Ho", "Ajay Jain"]),
        ("AU  - J. Ho", ["J. Ho"]),
        ("AU  - OpenAI,", ["OpenAI"]),
        ("A1  - King, Jr., Martin Luther", ["Martin Luther King Jr."]),
        ("AU  - ", []),
    ],
)
def test_names(written: str, spoken: list[str]) -> None:
    assert [name.full for name in record(written).records[0].authors.names] == spoken


def test_an_open_author_list() -> None:
    assert not record("AU  - Ho, J.", "AU  - et al.").records[0].authors.complete


@pytest.mark.parametrize("line", ["PY  - 2017///", "Y1  - 2017/06/12/", "DA  - 2017-06-12", "PY  - 2017"])
def test_years(line: str) -> None:
    assert record(line).records[0].year == 2017


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(
        ending.join(["\ufeffTY  - JOUR", "TI  - One", "ER  -", "TY  - BOOK", "TI  - Two", "ER  -"]).encode()
    )
    assert [(found.title, found.line) for found in read(path).records] == [("One", 1), ("Two", 4)]


def test_a_dash_in_a_continued_line_is_no_tag() -> None:
    found = record("AB  - One sentence on", "AI - based methods", "and more")
    assert found.records[0].abstract == "One sentence on AI - based methods and more"


def test_what_stands_before_the_first_record_is_told() -> None:
    found = read_text("Provider: us\nAU  - Lost, A.\nTY  - JOUR\nTI  - T\nER  - \n", "stdin")
    assert said(found) == ["2: 'AU - Lost, A.' stands before any TY line and was left out"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "TI  - T",
                "AU  - A, B",
                "AU  - ;,;",
                "more",
                "",
                "PY  - x",
                "UR  - x:y",
                "SP  - ",
                "\x1b",
                "ER  -",
                "M3  - 10.",
            ]
        )
    )
)
def test_any_lines_are_read(lines: list[str]) -> None:
    found = read_text("\n".join(["TY  - JOUR", *lines]), "stdin")
    assert len(found.records) + found.skipped == 1
    assert found.skipped <= len(found.mistakes)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@misc{k, title = {B}}", "B"),
        ('\n [{"id": "k", "type": "book", "title": "J"}]', "J"),
        ('{"items": [{"type": "book", "title": "J"}]}', "J"),
        ("Some words\nTY  - JOUR\nTI  - R\nER  -", "R"),
        ("TY  - JOUR\nTI  - R\nAB  - mail me@misc{ \nER  -", "R"),
    ],
)
def test_the_content_tells_the_format(text: str, title: str) -> None:
    (found,) = read_text(text, "stdin").records
    assert found.title == title


def test_what_is_no_list_of_references_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match="neither BibTeX nor CSL-JSON nor RIS"):
        read_text("Dear reader,", "stdin")
    with pytest.raises(MalformedFileError, match="holds nothing"):
        read_text("", "stdin")
    with pytest.raises(MalformedFileError, match=r"PubMed's \.nbib format is not read"):
        read(tmp_path / "pubmed.nbib")
    with pytest.raises(UnreadableFileError):
        read(tmp_path / "missing.bib")
    with pytest.raises(UnreadableFileError):
        read(tmp_path)


@pytest.mark.parametrize(("name", "text"), [("a.bib", ""), ("a.json", "[]"), ("a.json", "words"), ("a.ris", "words")])
def test_an_empty_file_is_said_to_be_empty(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = read(path)
    assert not found.records
    assert len(found.mistakes) == 1


@settings(deadline=None)
@given(st.binary(), st.sampled_from([".bib", ".json", ".ris", ".txt"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        found = read(path)
    except PapertrailError:
        return
    assert found.skipped <= len(found.mistakes)
