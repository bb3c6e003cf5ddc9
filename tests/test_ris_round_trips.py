"""RIS read into a record and written again: what RIS can say comes back, and what it cannot say is listed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.mapping import csl
from papertrail.bibliography.mapping import ris as mapping
from papertrail.bibliography.reading import ris as reading
from papertrail.bibliography.record import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, TYPES, Date, Record
from papertrail.bibliography.writing.ris import ris
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, joined

SAID = {
    "title": "T", "container-title": "C", "event-title": "E", "issue": "3", "number": "7", "collection-number": "5",
    "number-of-pages": "775", "DOI": "10.1000/x(1)", "URL": "https://example.org/a_b?c=%20d#e",
    "ISBN": "978-0-262-03561-3", "ISSN": "0028-0836", "page": "10-12",
    **{variable: f"the {variable}" for variable in mapping.TAGS.values()},
}  # fmt: skip


def read(*lines: str) -> Record:
    text = "\n".join(["TY  - JOUR", "ID  - k", "TI  - T", *lines, "ER  - "])
    (record,) = reading.read_text(text, Path("any.ris")).records
    return record


def lines(record: Record) -> list[str]:
    return [line for line in "".join(ris([record])).split("\r\n") if line]


def again(record: Record) -> Record:
    """A record, written and read again; written once more, it has the same bytes."""
    text = "".join(ris([record]))
    found = reading.read_text(text, Path("any.ris"))
    assert not found.mistakes
    assert "".join(ris(found.records)) == text
    found.records[0].line = record.line
    return found.records[0]


@pytest.mark.parametrize("tag", sorted(mapping.TYPES))
def test_every_type_leaves_as_it_came(tag: str) -> None:
    record = reading.read_text(f"TY  - {tag}\nTI  - T\nER  - ", Path("x")).records[0]
    assert (record.type, lines(record)[0]) == (mapping.TYPES[tag], f"TY  - {tag}")
    record.type = "speech"
    assert lines(record)[0] == "TY  - SLIDE"


@pytest.mark.parametrize("csl_type", sorted(TYPES))
def test_every_type_of_csl_is_written_as_one_of_ris(csl_type: str) -> None:
    arxiv = "1706.03762" if csl_type == "article" else None
    found = again(Record(key="k", type=csl_type, kind=csl.kind(csl_type), texts={"title": "T"}, arxiv=arxiv))
    lost = {"broadcast", "collection", "entry", "event", "interview", "performance", "post", "review", "review-book",
            "treaty"}  # fmt: skip
    assert (found.type == csl_type) is (csl_type not in lost)


@pytest.mark.parametrize("variable", sorted(TEXT_VARIABLES - csl.ALIASES.keys()))
def test_every_variable_comes_back_or_is_listed_with_the_reason(variable: str) -> None:
    if variable in mapping.UNSAID:
        record = Record(key="k", type="book", texts={"title": "T", variable: "canary"})
        assert "canary" not in "".join(ris([record]))
        return
    homes = {"container-title": "paper-conference", "event-title": "paper-conference", "issue": "article-journal",
             "container-title-short": "article-journal"}  # fmt: skip
    beside = {"event-title": {"container-title": "C"}, "collection-number": {"collection-title": "S"},
              "container-title-short": {"container-title": "C"}}  # fmt: skip
    texts = {"title": "T", **beside.get(variable, {}), variable: SAID[variable]}
    record = Record(key="k", type=homes.get(variable, "book"), texts=dict(texts))
    record.kind = csl.kind(record.type)
    assert again(record) == record


@pytest.mark.parametrize("variable", sorted(NAME_VARIABLES | DATE_VARIABLES))
def test_every_other_variable_comes_back_or_is_listed(variable: str) -> None:
    record = Record(key="k", type="book", kind="book", texts={"title": "T"})
    if variable in NAME_VARIABLES:
        record.names[variable] = People((Name("Oord", "Aäron", "van den"), Name(literal="Team")), complete=False)
    else:
        record.dates[variable] = Date((2017, 6, 12))
    is_said = variable not in mapping.UNSAID
    assert (again(record) == record) is is_said


def test_what_is_listed_is_said_nowhere() -> None:
    assert not mapping.UNSAID.keys() & {*mapping.TAGS.values(), *mapping.NAMES.values(), "author", "issued", "accessed"}
    assert all(mapping.UNSAID.values())


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (Date((2017,)), ["PY  - 2017"]),
        (Date((2017, 6)), ["PY  - 2017", "DA  - 2017/06/"]),
        (Date((2017, 6, 12)), ["PY  - 2017", "DA  - 2017/06/12"]),
        (Date((2017,), season="2"), ["PY  - 2017", "DA  - 2017///Summer"]),
        (Date((2017, 6), literal="Midsummer"), ["PY  - 2017", "DA  - 2017/06//Midsummer"]),
        (Date((800,)), ["PY  - 0800"]),
    ],
)
def test_dates_come_back(date: Date, expected: list[str]) -> None:
    record = Record(key="k", type="book", kind="book", texts={"title": "T"}, dates={"issued": date})
    assert [line for line in lines(record) if line[:2] in {"PY", "DA"}] == expected
    assert again(record) == record


def test_a_date_in_words_leaves_as_it_came() -> None:
    record = read("PY  - in press")
    assert record.dates["issued"] == Date(literal="in press")
    assert "PY  - in press" in lines(record)


def test_unknown_tags_leave_through_ris_alone() -> None:
    record = read("XQ  - one", "XQ  - two", "  lines", "AN  - 12345", "XQ  -", "Z9  - \x1b[31m3")
    assert record.kept == {"ris": {"XQ": "one\ntwo lines", "AN": "12345", "Z9": "[31m3"}}
    assert {"XQ  - one", "XQ  - two lines", "AN  - 12345", "Z9  - [31m3"} <= set(lines(record))


def test_what_is_private_stays_at_home() -> None:
    tags = {**dict.fromkeys(mapping.PRIVATE, "canary"), "AB": "canary", "N2": "canary", "L1": "/home/canary.pdf",
            "L4": "canary.png"}  # fmt: skip
    record = read(*(f"{tag}  - {value}" for tag, value in tags.items()))
    assert "canary" not in "".join(ris([record]))
    assert record.private["file"] == "/home/canary.pdf"
    assert record.private["keywords"] == "canary"
    assert record.abstract == "canary\n\ncanary"


def test_marks_and_formulae_leave_as_plain_text() -> None:
    title = joined([Run(Mark.ITALIC, ("In vivo",)), ": ", Run(Mark.MATH, (r"L_1",)), " norms, a < b"])
    assert "TI  - In vivo: L₁ norms, a < b" in lines(Record(key="k", texts={"title": title}))


def test_signs_that_look_like_tags_are_none() -> None:
    record = Record(key="k", type="book", kind="book", texts={"title": "<i>a</i> &amp; b & c < d"})
    assert again(record) == record


def test_the_numbers_of_a_journal_a_series_and_a_report_stay_apart() -> None:
    assert {"IS  - 3", "C7  - e12"} <= set(lines(read("IS  - 3", "C7  - e12")))
    book = Record(key="k", type="book", kind="book", texts={"title": "T", "collection-title": "S",
                                                            "collection-number": "5", "number": "7"})  # fmt: skip
    assert {"IS  - 5", "M1  - 7"} <= set(lines(book))
    assert again(book) == book


def test_the_place_of_a_preprint_leaves_while_it_is_one() -> None:
    record = read("JO  - arXiv preprint arXiv:1412.6980")
    assert (record.type, record.arxiv, record.venue) == ("article", "1412.6980", None)
    assert "JO  - arXiv preprint arXiv:1412.6980" in lines(record)
    record.type = "paper-conference"
    record.texts["container-title"] = "ICLR"
    assert not [line for line in lines(record) if "preprint" in line]


WORD = st.text(st.sampled_from("abcXYZéüßø李<&>;\"'/=$_^~%#{}\\ -1"), max_size=12)
PLAIN = WORD.map(lambda text: " ".join(f"N{text}".split()))


@settings(deadline=None)
@given(
    csl_type=st.sampled_from(sorted({mapping.TYPES[name] for name in mapping.OF_CSL.values()} - {"article"})),
    texts=st.dictionaries(st.sampled_from(["volume", "collection-title", "language", "genre", "title-short"]), PLAIN),
    title=PLAIN,
    names=st.lists(PLAIN.map(lambda name: Name(literal=name.replace(";", ""))), max_size=3),
)
def test_a_record_comes_back_as_it_was(csl_type: str, texts: dict[str, str], title: str, names: list[Name]) -> None:
    if csl_type == "paper-conference":  # of one that is in nothing but a series, this is read as its proceedings
        texts["container-title"] = "C"
    record = Record(key="k", type=csl_type, kind=csl.kind(csl_type), texts={"title": title, **texts})
    if names:
        record.names["author"] = People(tuple(names))
    found = again(record)
    assert (found.type, found.texts) == (csl_type, record.texts)
    assert found.authors.names == tuple(names)


def test_what_is_known_by_its_abbreviation_or_series_alone_is_told_so() -> None:
    short = again(Record(key="k", type="article-journal", texts={"title": "T", "container-title-short": "J."}))
    assert short.text("container-title") == "J."
    series = again(Record(key="k", type="paper-conference", texts={"title": "T", "collection-title": "LNCS"}))
    assert series.text("container-title") == "LNCS"


@pytest.mark.parametrize("kind", ["article-journal", "document", "performance", "report", "review"])
def test_what_lies_at_arxiv_and_nowhere_else_leaves_as_it_comes_back(kind: str) -> None:
    again(Record(key="k", type=kind, texts={"title": "T"}, arxiv="1706.03762"))


def test_two_numbers_without_a_series_come_back() -> None:
    book = again(Record(key="k", type="book", texts={"title": "T", "collection-number": "5", "number": "7"}))
    assert (book.text("collection-number"), book.text("number")) == ("5", "7")


def test_a_double_issue_has_a_dash_on_its_line_and_a_hyphen_in_the_record() -> None:
    record = Record(key="k", type="article-journal", texts={"title": "T", "issue": "3-4"})
    assert "IS  - 3–4" in lines(record)
    assert again(record).text("issue") == "3-4"


@pytest.mark.parametrize("season", ["2", "02", "Summer"])
def test_a_season_may_be_a_number_or_a_word(season: str) -> None:
    record = Record(
        key="k", type="article-journal", texts={"title": "T"}, dates={"issued": Date((2017,), season=season)}
    )
    assert "DA  - 2017///Summer" in lines(record)
    assert again(record).dates["issued"] == Date((2017,), season="2")
