"""References as CSL-JSON: what other programs can read, and what comes back is what went out."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading import read_text
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing.csl import csl, item
from papertrail.library import Library, reference_list
from papertrail.people import Name, People
from papertrail.records import KINDS

COMPARED = ("key", "type", "kind", "authors", "year", "venue", "arxiv", "doi", "url")


def work(**values: Any) -> Record:
    """A record of which little is known."""
    texts = {"title": "A Title", **values.pop("texts", {})}
    return Record(**{"key": "k", "texts": texts, **values})


def of_bibtex(source: str) -> Record:
    """The record of an entry."""
    (record,) = read_text(f"@{source}", "any.bib").records
    return record


def read(*records: Record) -> list[Record]:
    found = read_text("".join(csl(records)), "any.json")
    assert not found.mistakes
    return found.records


def test_a_preprint_names_its_archive() -> None:
    found = item(work(type="article", arxiv="1706.03762", arxiv_class="cs.CL", dates={"issued": Date((2017,))}))
    assert found == {
        "id": "k", "type": "article", "title": "A Title", "issued": {"date-parts": [[2017]]}, "publisher": "arXiv",
        "number": "arXiv:1706.03762", "URL": "https://arxiv.org/abs/1706.03762",
        "custom": {"eprint": "1706.03762", "eprinttype": "arxiv", "eprintclass": "cs.CL"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("inproceedings{k, booktitle = {ICML 2017}", "paper-conference"),
        ("article{k, journal = {Nature}", "article-journal"),
        ("book{k, kind = {book}", "book"),
        ("incollection{k, kind = {chapter}", "chapter"),
        ("phdthesis{k, school = {MIT}", "thesis"),
        ("techreport{k, institution = {RAND}", "report"),
        ("misc{k, kind = {blog}", "post-weblog"),
        ("misc{k, kind = {website}", "webpage"),
        ("misc{k, kind = {news}", "article-newspaper"),
        ("misc{k, kind = {video}", "motion_picture"),
        ("misc{k, kind = {slides}", "speech"),
        ("misc{k, kind = {code}", "software"),
        ("misc{k, kind = {paper}", "document"),
        ("misc{k, kind = {book}, eprint = {2104.13478}, archiveprefix = {arXiv}", "article"),
    ],
)
def test_each_sort_of_work_has_its_type(entry: str, expected: str) -> None:
    assert item(of_bibtex(f"{entry}, title = {{T}}}}"))["type"] == expected


def test_the_parts_of_names_stay_apart() -> None:
    names = (Name("Oord", "Aäron", "van den"), Name("King", "Martin Luther", suffix="Jr."), Name(literal="Gemini Team"))
    found = item(work(names={"author": People(names, complete=False)}))
    assert found["author"] == [
        {"given": "Aäron", "non-dropping-particle": "van den", "family": "Oord"},
        {"given": "Martin Luther", "family": "King", "suffix": "Jr."},
        {"literal": "Gemini Team"},
    ]
    assert found["custom"] == {"incomplete": ["author"]}


def test_fields_of_the_bibliography_lose_their_latex() -> None:
    found = item(
        of_bibtex(r"""article{k, title = {T}, journal = {J}, year = 2020, pages = {12--34}, number = {1--2}, volume = 3,
        publisher = {O'Reilly \& Sons}, month = jun, urldate = {2024-09-23},
        editor = {van der Waals, Johannes and G{\"o}del, Kurt and {The ACM}}}""")
    )
    assert (found["page"], found["issue"], found["volume"]) == ("12-34", "1-2", "3")
    assert found["publisher"] == "O'Reilly & Sons"
    assert found["issued"] == {"date-parts": [[2020, 6]]}
    assert found["accessed"] == {"date-parts": [[2024, 9, 23]]}
    assert [name.get("family") or name["literal"] for name in found["editor"]] == ["Waals", "Gödel", "The ACM"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ludwig van Beethoven", [{"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven"}]),
        ("King, Jr., Martin", [{"family": "King", "suffix": "Jr.", "given": "Martin"}]),
        ("{A and B} and Plato", [{"literal": "A and B"}, {"family": "Plato"}]),
        ("Knuth, Donald and others", [{"family": "Knuth", "given": "Donald"}]),
        ("", None),
    ],
)
def test_editors_are_taken_apart(source: str, expected: list[dict[str, str]] | None) -> None:
    assert item(of_bibtex(f"book{{k, title = {{T}}, editor = {{{source}}}}}")).get("editor") == expected


def test_foreign_text_is_no_markup_and_comes_back() -> None:
    title = "<i>a</i> & b &amp; c < d </script> CASP14"
    found = item(work(texts={"title": title}))
    assert "<i>" not in found["title"]
    assert '<span class="nocase">CASP14</span>' in found["title"]
    assert read(work(texts={"title": title}))[0].text("title") == title


def test_no_references_are_an_empty_list() -> None:
    assert json.loads("".join(csl([]))) == []


def test_the_bundled_works_come_back_as_they_were(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    records = list(reference_list.listed(Library(connection, filled)))
    connection.close()
    assert len(records) > 300
    for record, found in zip(records, read(*records), strict=True):
        assert [getattr(found, name) for name in COMPARED] == [getattr(record, name) for name in COMPARED]
        assert (found.names, found.dates, found.texts.keys()) == (record.names, record.dates, record.texts.keys())
        for name in record.texts:
            text = record.text(name)
            assert found.text(name) == (text.replace("–", "-") if name == "issue" else text), record.key


WORD = st.text(st.sampled_from("abcdefgxyzéüßøł李<&>;\"'/=$_^~%#{}\\ -"), max_size=12)
PLAIN = st.tuples(st.sampled_from("ABÉØ"), WORD).map(lambda parts: " ".join("".join(parts).split()))
LETTERS = st.text(st.sampled_from("abcdéüßø李"), min_size=1, max_size=8).map(lambda text: f"N{text}")
PARTS = st.tuples(
    LETTERS, st.just("") | LETTERS, st.sampled_from(["", "van den", "de"]), st.just(""), st.sampled_from(["", "Jr."])
)
NAME = PARTS.map(lambda parts: Name(*parts)) | PLAIN.map(lambda name: Name(literal=name))


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Records as a library may hold them."""
    names = tuple(draw(st.lists(NAME, max_size=4)))
    csl_type = draw(
        st.sampled_from(["article-journal", "paper-conference", "chapter", "book", "document", "report", "thesis"])
    )
    venue = draw(st.none() | PLAIN)
    arxiv = draw(st.none() | st.sampled_from(["1706.03762", "hep-th/9901001"]))
    doi = draw(st.none() | st.sampled_from(["10.1000/x(1)", "10.1234/a_b"]))
    url = draw(st.none() | st.sampled_from(["https://example.org/a_b?c=%20d#e"]))
    place = "publisher" if csl_type in {"book", "report", "thesis"} else "container-title"
    texts = {"title": draw(PLAIN), place: venue, "DOI": doi, "URL": url}
    year = draw(st.none() | st.integers(1500, 2100))
    return work(
        key=draw(st.from_regex(r"[a-z]{2,8}[0-9]{4}[a-z]{2,8}", fullmatch=True)),
        type=csl_type if venue or not arxiv else "article",
        texts={name: text for name, text in texts.items() if text},
        names={"author": People(names, draw(st.booleans()))} if names else {},
        dates={"issued": Date((year,))} if year else {},
        kind=draw(st.sampled_from(KINDS)),
        arxiv=arxiv,
    )


@settings(deadline=None)
@given(record=records())
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    found = read(record)[0]
    assert {name: getattr(found, name) for name in COMPARED} == {name: getattr(record, name) for name in COMPARED}
    assert found.text("title") == record.text("title")
