"""What an import makes of CSL-JSON, faults included."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading import Import, read, read_text
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name

SAMPLES = Path(__file__).parent / "samples"


def said(found: Import) -> list[str]:
    return [f"{mistake.line}: {mistake.sentence}" for mistake in found.mistakes]


def only(**item: Any) -> Record:
    found = read_text(json.dumps([{"id": "k", "type": "article-journal", "title": "T"} | item]), "stdin")
    assert not found.mistakes
    (record,) = found.records
    return record


def test_zotero() -> None:
    found = read(SAMPLES / "zotero.json")
    chain, go, bitter, lora = found.records
    assert (chain.arxiv, chain.year, chain.type, chain.venue) == ("2201.11903", 2022, "article", None)
    assert chain.authors.names[1].full == "Aäron van den Oord"
    assert chain.abstract == "Our own words: x < y & 50% off.\n\nSecond paragraph."
    assert chain.dates["accessed"] == Date((2024, 9, 1))
    assert (go.key, go.text("title"), go.doi, go.url) == (
        "", "Mastering Go with H2O & trees", "10.1038/nature16961", None,
    )  # fmt: skip
    assert [name.full for name in go.authors.names] == ["David Silver", "Martin Luther King Jr.", "The Go Team & Co"]
    assert (go.text("page"), go.private["keywords"]) == ("484-489", "go, 100% games")
    assert (bitter.kind, bitter.year, bitter.venue) == ("blog", 2019, "Incomplete Ideas")
    assert (lora.key, lora.arxiv, lora.text("note")) == ("hu2021lora", "2106.09685", "read it twice")
    assert found.skipped == 3
    assert [line.split(": ")[0] for line in said(found)] == ["3", "4", "7", "8", "9"]
    assert "this item cannot be read (expecting ',' delimiter in line 4)" in said(found)[1]
    assert found.mistakes[-1].remedy == "papertrail add 10.1000/182 finds it"


def test_pandoc() -> None:
    book, lecture, bert = read(SAMPLES / "pandoc.json").records
    assert (book.year, book.kind, book.venue, book.authors.complete) == (2016, "book", "MIT Press", False)
    assert book.names["editor"].names == (Name("Dietterich", "Thomas"), Name(literal="Series & Sons"))
    assert book.text("publisher-place") == "Cambridge_MA"
    assert (lecture.kind, lecture.year, lecture.line) == ("video", 2020, 14)
    assert (bert.title, bert.venue) == ("BERT: costs $5 & more, but $x_1$ stays", "NAACL #1")
    assert (bert.text("container-title"), bert.year) == ("NAACL #1", 2019)


@pytest.mark.parametrize(
    ("csl", "kind"),
    [
        ("article-journal", "paper"), ("paper-conference", "paper"), ("book", "book"), ("chapter", "chapter"),
        ("thesis", "paper"), ("report", "paper"), ("webpage", "website"), ("post-weblog", "blog"),
        ("broadcast", "video"), ("software", "code"), ("manuscript", "paper"),
    ],
)  # fmt: skip
def test_types(csl: str, kind: str) -> None:
    record = only(type=csl)
    assert (record.type, record.kind) == (csl, kind)


@pytest.mark.parametrize(
    "issued",
    [
        {"date-parts": [[2017, 6, 12]]}, {"date-parts": [["2017", "06"], [2018]]}, {"raw": "2017-06-12"},
        {"date-parts": [[2017, 6]], "season": 2}, "2017-06", [{"year": 2017, "month": 6}],
        {"date-parts": [[2017.0, 6]]},
    ],
)  # fmt: skip
def test_dates(issued: Any) -> None:
    assert only(issued=issued).dates["issued"].begin[:2] == (2017, 6)


@pytest.mark.parametrize(
    ("item", "arxiv"),
    [
        ({"number": "arXiv:1706.03762"}, "1706.03762"),
        ({"note": "arXiv:1706.03762v5 [cs]"}, "1706.03762"),
        ({"note": "arXiv: hep-th/9901001"}, "hep-th/9901001"),
        ({"container-title": "arXiv preprint arXiv:1706.03762"}, "1706.03762"),
        ({"container-title": "arXiv:1706.03762 [cs]"}, "1706.03762"),
        ({"archive": "arXiv", "archive_location": "1706.03762"}, "1706.03762"),
        ({"URL": "https://arxiv.org/abs/1706.03762v2"}, "1706.03762"),
        ({"DOI": "10.48550/arXiv.1706.03762"}, "1706.03762"),
        ({"note": "10000.00001 words"}, None),
    ],
)
def test_an_arxiv_id_is_found_where_it_is_written(item: dict[str, str], arxiv: str | None) -> None:
    record = only(**item)
    assert record.arxiv == arxiv
    assert record.venue is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ({"family": "van den Oord", "given": "A."}, Name("Oord", "A.", "van den")),
        ({"family": "Oord", "given": "A. van den"}, Name("Oord", "A.", dropping="van den")),
        ({"family": "La Fontaine", "dropping-particle": "de"}, Name("La Fontaine", dropping="de")),
        ({"literal": "Gemini Team"}, Name(literal="Gemini Team")),
        ({"given": "Plato"}, Name(literal="Plato")),
        ("OpenAI", Name(literal="OpenAI")),
    ],
)
def test_names(name: Any, parts: Name) -> None:
    assert only(author=[name]).authors.names == (parts,)


def test_a_broken_item_costs_no_other() -> None:
    texts = [
        json.dumps({"id": f"k{n}", "type": "book", "title": f"T{n}", "author": [{"family": "F"}]}) for n in range(6)
    ]
    texts[1] = texts[1][:-1]
    texts[3] = texts[3].replace('"F"', '"F')
    found = read_text("[\n" + ",\n".join(texts) + "]", "stdin")
    assert {"k0", "k2", "k5"} <= {record.key for record in found.records}
    assert len(found.records) + found.skipped >= 5
    assert [mistake.line for mistake in found.mistakes] == [3, 5]


def test_many_broken_items_cost_no_more_than_as_many_whole_ones() -> None:
    whole = '{"id": "k%d", "type": "book", "title": "T", "author": [{"family": "A"}, {"family": "B"}]}'
    items = [(whole if number % 2 else whole.replace(",", "", 1)) % number for number in range(20_000)]
    start = time.process_time()
    found = by_suffix("[" + ",\n".join(items) + "]")
    assert time.process_time() - start < 12
    assert (len(found.records), found.skipped) == (10_000, 10_000)
    assert found.mistakes[-1].line == 19_999


def test_a_long_item_is_read() -> None:
    text = "word " * 50_000
    found = by_suffix(json.dumps([{"id": "k", "type": "book", "title": "T", "abstract": text, "note": "n"}]))
    assert len(found.records[0].abstract or "") < 20_001
    assert "the field 'abstract' is cut" in found.mistakes[0].sentence


def test_a_truncated_file_keeps_what_is_whole() -> None:
    text = json.dumps([{"id": f"k{n}", "type": "book", "title": "T"} for n in range(5)])
    found = read_text(text[:-10], "stdin")
    assert (len(found.records), found.skipped) == (4, 1)


def test_zoteros_own_format_is_named() -> None:
    found = read_text('{"config": {"id": 1}, "items": [{"itemType": "journalArticle", "title": "T"}]}', "stdin")
    assert "Zotero's own format" in found.mistakes[0].sentence


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(
        ["family", "given", "literal", "date-parts", "raw", "year", "season"]), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip
ITEMS = st.dictionaries(
    st.sampled_from(
        ["id", "type", "title", "author", "issued", "DOI", "URL", "note", "page", "number", "editor", "abstract",
         "container-title", "accessed", "custom", "keyword", "archive", "itemType"]
    ),
    VALUES,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(ITEMS, VALUES), min_size=1, max_size=5))
def test_every_item_is_taken_or_told(items: list[Any]) -> None:
    found = read_text(json.dumps(items, indent=1), "x") if isinstance(items[0], dict) else by_suffix(json.dumps(items))
    assert len(found.records) + found.skipped == len(items)


def by_suffix(text: str) -> Import:
    from papertrail.bibliography.reading import csl  # noqa: PLC0415 - what a .json file is read by

    return csl.read_text(text, Path("x.json"))


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*'[]{}",:1\\n', '"id":', '"title":"T"', "\n"])).map("".join)))
def test_any_text_is_read(text: str) -> None:
    found = by_suffix(text)
    assert found.skipped <= len(found.mistakes)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '[{"a":' * 30_000, '[{"title": ' + "9" * 5_000 + "}]", '[{"a":[' * 30_000]
)
def test_absurd_nesting_ends_soon(text: str) -> None:
    start = time.process_time()
    by_suffix(text)
    assert time.process_time() - start < 5


def test_hostile_text_is_harmless() -> None:
    record = only(title="\x1b[31m<script>red</script>\u202e &#27;[0m", publisher="<b>P</b>\x07", note="a\x1bb")
    assert record.title == "[31mred [0m"
    assert (record.text("publisher"), record.texts["note"]) == ("P", "ab")
