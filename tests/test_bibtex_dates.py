"""Dates as BibLaTeX writes them, and months as people write them for BibTeX."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.mapping.bibtex_dates import Months
from papertrail.bibliography.reading.bibtex import read_text
from papertrail.bibliography.record import Date, Record, dumps, loads
from papertrail.bibliography.writing.biblatex import biblatex
from papertrail.bibliography.writing.bibtex import bibtex, fields


def read(text: str) -> Record:
    found = read_text(f"@misc{{k, title = {{T}}, {text}}}", Path("x.bib"))
    assert not found.mistakes
    return loads(dumps(found.records[0]), key="k")


def lines(text: str, name: str) -> list[str]:
    return [line.strip(" ,") for line in text.splitlines() if line.startswith(f"  {name} =")]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2022", Date((2022,))),
        ("2022-06", Date((2022, 6))),
        ("2022-06-20", Date((2022, 6, 20))),
        ("2022-06-20T10:00:00Z", Date((2022, 6, 20), time="10:00:00Z")),
        ("2022-06-20T10:00:00+01:00", Date((2022, 6, 20), time="10:00:00+01:00")),
        ("2001/2004", Date((2001,), (2004,))),
        ("2001-12-24/2002-01-06", Date((2001, 12, 24), (2002, 1, 6))),
        ("2001/", Date((2001,), ())),
        ("-0379", Date((-379,))),
        ("0000", Date((0,))),
        ("1850~", Date((1850,), circa=True)),
        ("2004-21", Date((2004,), season="1")),
        ("Y17000000", Date((17_000_000,))),
    ],
)
def test_a_date_is_read_and_written_as_it_came(written: str, date: Date) -> None:
    assert dates.read(written) == date
    assert dates.write(date) == written


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1850?", Date((1850,), circa=True)),
        ("1850%/1860", Date((1850,), (1860,), circa=True)),
        ("199X", Date((1990,), (1999,))),
        ("19XX", Date((1900,), (1999,))),
        ("2004-07-XX", Date((2004, 7))),
        ("2004-21/2005-22", Date((2004,), (2005,), season="1")),
        ("/2001", Date((2001,))),
        ("2001/..", Date((2001,), ())),
    ],
)
@pytest.mark.parametrize("name", ["date", "urldate", "eventdate", "origdate"])
def test_what_a_date_cannot_say_is_written_as_it_came_too(name: str, written: str, date: Date) -> None:
    assert dates.read(written) == date
    record = read(f"{name} = {{{written}}}")
    assert lines("".join(biblatex([record])), name) == [f"{name} = {{{written}}}"]
    record.dates[{"date": "issued", "urldate": "accessed"}.get(name, f"{name[:-4]}-date")] = Date((1999,))
    if name in {"date", "urldate"}:  # a correction has the say
        assert lines("".join(biblatex([record])), name) == [f"{name} = {{1999}}"]


@pytest.mark.parametrize(
    "written", ["", "20", "2020-13", "2020-1-2", "in press", "06/2020", "2001/2002/2003", "/", ".."]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert dates.read(written) is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("jun", Months((6,))), ("June", Months((6,))), ("6", Months((6,))), ("Sept.", Months((9,))),
        ("June 12", Months((6, 12))), ("12 June", Months((6, 12))), ("November~30", Months((11, 30))),
        ("30~nov", Months((11, 30))), ("June 12th", Months((6, 12))), ("nov/dec", Months((11,), (12,))),
        ("November--December", Months((11,), (12,))), ("Jan.-Feb.", Months((1,), (2,))),
        ("11/12", Months((11,), (12,))),
        ("12--14 June", Months((6, 12), (6, 14))), ("June 12-14", Months((6, 12), (6, 14))),
        ("June 30--July 2", Months((6, 30), (7, 2))), ("Spring", Months((), season="1")),
        ("Fall", Months((), season="3")), ("30-nov", Months((11, 30))),
        ("Sommer", None), ("13", None), ("", None), ("June July August", None), ("the 3rd", None),
    ],
)  # fmt: skip
def test_months_are_read_in_many_spellings(written: str, found: Months | None) -> None:
    assert dates.months(written) == found


@given(st.text(alphabet="0123456789-/X~?%T:ZY. novjune", max_size=24))
def test_any_date_is_read_or_is_none_and_what_is_read_is_written_alike(written: str) -> None:
    dates.months(written)
    date = dates.read(written)
    if date:
        again = dates.read(dates.write(date))
        assert again == date


@pytest.mark.parametrize(
    ("written", "date", "old", "new"),
    [
        ("year = 2022, month = nov", Date((2022, 11)), "month = nov", "2022-11"),
        ("year = 2022, month = nov, day = 30", Date((2022, 11, 30)), "month = nov", "2022-11-30"),
        ('year = 2022, month = "30~" # nov', Date((2022, 11, 30)), "month = nov", "2022-11-30"),
        ("year = 2022, month = {nov/dec}", Date((2022, 11), (2022, 12)), 'month = nov # "/" # dec', "2022-11/2022-12"),
        ("year = 2022, month = {Fall}", Date((2022,), season="3"), "month = {Autumn}", "2022-23"),
        ("year = 2022, month = {Dez}", Date((2022,)), "month = {Dez}", "2022"),
        ("year = 2022, date = {2022-06-20}", Date((2022, 6, 20)), "month = jun", "2022-06-20"),
        ("year = 2022, date = {2021-06-20}", Date((2022,)), None, "2022"),
        ("date = {2022-06-20}", Date((2022, 6, 20)), "month = jun", "2022-06-20"),
        ("date = {2022/2023}", Date((2022,), (2023,)), None, "2022/2023"),
    ],
)
def test_day_and_month_come_from_where_they_are(written: str, date: Date, old: str | None, new: str) -> None:
    record = read(written)
    assert record.dates["issued"] == date
    text = "".join(bibtex([record]))
    assert lines(text, "year") == [f"year = {{{date.year}}}"]
    assert lines(text, "month") == ([old] if old else [])
    assert lines("".join(biblatex([record])), "date") == [f"date = {{{new}}}"]
    again = read_text(text, Path("x.bib")).records[0]
    assert "".join(bibtex([again])) == text


def test_a_year_in_words_is_kept_and_leaves() -> None:
    found = read_text("@article{k, title = {T}, journal = {J}, author = {Ho, J.}, year = {in press}}", Path("x.bib"))
    assert [mistake.sentence for mistake in found.mistakes] == ["entry 'k': 'in press' is no year"]
    (record,) = found.records
    assert (record.year, record.dates["issued"]) == (None, Date(literal="in press"))
    assert lines("".join(bibtex([record])), "year") == ["year = {in press}"]
    assert lines("".join(biblatex([record])), "year") == ["year = {in press}"]


def test_the_fields_of_json_have_the_day_or_the_month() -> None:
    assert fields(read("year = 2022, month = nov")) == {"month": "November"}
    assert fields(read("year = 2022, date = {2022-06-20}")) == {"date": "2022-06-20"}
    assert fields(read("date = {2022}, urldate = {2023-01-02}")) == {"urldate": "2023-01-02"}
    assert fields(read("date = {2022/2023}")) == {"date": "2022/2023"}
