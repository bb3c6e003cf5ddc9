"""References as CSL-JSON: what other programs can read, and what comes back is what went out."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.exports.csl import csl, item
from papertrail.exports.people import people
from papertrail.importing import read_text
from papertrail.library import Library, reference_list
from papertrail.records import KINDS
from papertrail.references import Reference

COMPARED = ("key", "title", "names", "complete", "year", "venue", "kind", "arxiv", "doi", "url")


def work(**values: Any) -> Reference:
    """A reference of which little is known."""
    empty: dict[str, Any] = dict.fromkeys(Reference._fields)
    known = {"key": "k", "entry": "misc", "title": "A Title", "names": (), "complete": True, "kind": "paper",
             "confidence": "certain", "fields": {}}  # fmt: skip
    return Reference(**empty | known | values)


def read(*references: Reference) -> list[Any]:
    found = read_text("".join(csl(references)), "any.json")
    assert not found.mistakes
    return found.entries


def test_a_preprint_names_its_archive() -> None:
    found = item(work(arxiv="1706.03762", primary_class="cs.CL", year=2017))
    assert found == {
        "id": "k", "type": "article", "title": "A Title", "issued": {"date-parts": [[2017]]}, "publisher": "arXiv",
        "number": "arXiv:1706.03762", "URL": "https://arxiv.org/abs/1706.03762",
        "custom": {"eprint": "1706.03762", "eprinttype": "arxiv", "eprintclass": "cs.CL"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"entry": "inproceedings", "venue": "ICML 2017"}, "paper-conference"),
        ({"entry": "article", "venue": "Nature"}, "article-journal"),
        ({"entry": "book", "kind": "book"}, "book"),
        ({"entry": "incollection", "kind": "chapter"}, "chapter"),
        ({"entry": "phdthesis", "venue": "MIT"}, "thesis"),
        ({"entry": "techreport", "venue": "RAND"}, "report"),
        ({"kind": "blog"}, "post-weblog"),
        ({"kind": "website"}, "webpage"),
        ({"kind": "news"}, "article-newspaper"),
        ({"kind": "video"}, "motion_picture"),
        ({"kind": "slides"}, "speech"),
        ({"kind": "code"}, "software"),
        ({"kind": "paper"}, "document"),
        ({"kind": "book", "arxiv": "2104.13478"}, "article"),
    ],
)
def test_each_sort_of_work_has_its_type(values: dict[str, Any], expected: str) -> None:
    assert item(work(**values))["type"] == expected


def test_the_parts_of_names_stay_apart() -> None:
    names = ({"given": "Aäron", "particle": "van den", "family": "Oord"},
             {"given": "Martin Luther", "family": "King", "suffix": "Jr."}, {"literal": "Gemini Team"})  # fmt: skip
    assert item(work(names=names, complete=False))["author"] == [
        {"given": "Aäron", "non-dropping-particle": "van den", "family": "Oord"},
        {"given": "Martin Luther", "family": "King", "suffix": "Jr."},
        {"literal": "Gemini Team"},
        {"literal": "others"},
    ]


def test_fields_of_the_bibliography_lose_their_latex() -> None:
    fields = {
        "pages": "12--34",
        "number": "1--2",
        "volume": "3",
        "publisher": r"O'Reilly \& Sons",
        "month": "jun",
        "editor": r"van der Waals, Johannes and G{\"o}del, Kurt and {The ACM}",
        "urldate": "2024-09-23",
    }
    found = item(work(entry="article", venue="J", year=2020, fields=fields))
    assert (found["page"], found["issue"], found["volume"]) == ("12-34", "1-2", "3")
    assert found["publisher"] == "O'Reilly & Sons"
    assert found["issued"] == {"date-parts": [[2020, 6]]}
    assert found["accessed"] == {"date-parts": [[2024, 9, 23]]}
    assert [name.get("family") or name["literal"] for name in found["editor"]] == ["Waals", "Gödel", "The ACM"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ludwig van Beethoven", [{"given": "Ludwig", "particle": "van", "family": "Beethoven"}]),
        ("King, Jr., Martin", [{"family": "King", "suffix": "Jr.", "given": "Martin"}]),
        ("{A and B} and Plato", [{"literal": "A and B"}, {"literal": "Plato"}]),
        ("Knuth, Donald and others", [{"family": "Knuth", "given": "Donald"}]),
        ("", []),
    ],
)
def test_editors_are_taken_apart(source: str, expected: list[dict[str, str]]) -> None:
    assert people(source) == expected


def test_foreign_text_is_no_markup_and_comes_back() -> None:
    title = "<i>a</i> & b &amp; c < d </script> CASP14"
    found = item(work(title=title))
    assert "<i>" not in found["title"]
    assert '<span class="nocase">CASP14</span>' in found["title"]
    assert read(work(title=title))[0].title == title


def test_no_references_are_an_empty_list() -> None:
    assert json.loads("".join(csl([]))) == []


def test_the_bundled_works_come_back_as_they_were(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    references = list(reference_list.listed(Library(connection, filled)))
    connection.close()
    assert len(references) > 300
    for reference, entry in zip(references, read(*references), strict=True):
        assert ("series" in entry.fields) == ("series" in reference.fields), reference.key
        known = reference._replace(names=tuple(reference.names))
        assert [getattr(entry, name) for name in COMPARED] == [getattr(known, name) for name in COMPARED]
        assert entry.entry_type == reference.entry


WORD = st.text(st.sampled_from("abcdefgxyzéüßøł李<&>;\"'/=$_^~%#{}\\ -"), max_size=12)
PLAIN = st.tuples(st.sampled_from("ABÉØ"), WORD).map(lambda parts: " ".join("".join(parts).split()))
LETTERS = st.text(st.sampled_from("abcdéüßø李"), min_size=1, max_size=8).map(lambda text: f"N{text}")
NAME = st.one_of(
    st.fixed_dictionaries(
        {"family": LETTERS},
        optional={"given": LETTERS, "particle": st.sampled_from(["van den", "de"]), "suffix": st.just("Jr.")},
    ),
    st.fixed_dictionaries({"literal": PLAIN}),
)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """References as a library may hold them."""
    names = tuple(draw(st.lists(NAME, max_size=4)))
    entry = draw(
        st.sampled_from(["article", "inproceedings", "incollection", "book", "misc", "techreport", "phdthesis"])
    )
    venue = draw(st.none() | PLAIN)
    return work(
        key=draw(st.from_regex(r"[a-z]{2,8}[0-9]{4}[a-z]{2,8}", fullmatch=True)),
        entry=entry if venue or entry != "article" else "misc",
        title=draw(PLAIN),
        names=names,
        complete=draw(st.booleans()) if names else True,
        year=draw(st.none() | st.integers(1500, 2100)),
        venue=venue,
        kind=draw(st.sampled_from(KINDS)),
        arxiv=draw(st.none() | st.sampled_from(["1706.03762", "hep-th/9901001"])),
        doi=draw(st.none() | st.sampled_from(["10.1000/x(1)", "10.1234/a_b"])),
        url=draw(st.none() | st.sampled_from(["https://example.org/a_b?c=%20d#e"])),
    )


@settings(deadline=None)
@given(reference=references())
def test_a_reference_comes_back_as_it_was(reference: Reference) -> None:
    entry = read(reference)[0]
    assert {name: getattr(entry, name) for name in COMPARED} == {name: getattr(reference, name) for name in COMPARED}
