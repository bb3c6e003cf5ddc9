"""The record: what the library stores of a work is what comes back."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail import cleaning
from papertrail.bibliography import record
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, Text, from_json, joined, to_json

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(cleaning.line).filter(bool)
FORMULA = WORDS.map(lambda tex: Run(Mark.MATH, (tex,)))
MARKS = st.sampled_from([mark for mark in Mark if mark is not Mark.MATH])


def runs(pieces: st.SearchStrategy[str | Run]) -> st.SearchStrategy[str | Run]:
    return st.builds(Run, MARKS, st.lists(pieces, min_size=1, max_size=3).map(tuple))


PIECES = st.recursive(WORDS | FORMULA, runs, max_leaves=3)
TEXTS: st.SearchStrategy[Text] = st.lists(PIECES, min_size=1, max_size=3).map(joined)
PARTS = st.tuples(WORDS, WORDS, st.just("") | WORDS, st.just("") | WORDS, st.just("") | WORDS)
NAMES = PARTS.map(lambda parts: Name(*parts)) | WORDS.map(lambda team: Name(literal=team))
PEOPLE = st.builds(People, st.lists(NAMES, min_size=1, max_size=4).map(tuple), st.booleans())
DAYS = st.tuples(st.integers(-500, 2100), st.integers(1, 12), st.integers(1, 28)).flatmap(
    lambda day: st.integers(1, 3).map(lambda known: day[:known])
)
DATES = st.builds(
    Date,
    DAYS | st.just(()),
    st.none() | st.just(()) | DAYS,
    st.just("") | WORDS,
    st.booleans(),
    st.just(""),
    st.just("") | WORDS,
)
PLAIN = st.dictionaries(st.sampled_from(["eid", "file", "@type", "crossref"]), WORDS, max_size=3)
RECORDS = st.builds(
    Record,
    key=WORDS,
    type=st.sampled_from(sorted(record.TYPES)),
    texts=st.dictionaries(st.sampled_from(sorted(record.TEXT_VARIABLES)), TEXTS, max_size=2),
    names=st.dictionaries(st.sampled_from(sorted(record.NAME_VARIABLES)), PEOPLE, max_size=2),
    dates=st.dictionaries(st.sampled_from(sorted(record.DATE_VARIABLES)), DATES, max_size=2),
    arxiv_class=st.none() | WORDS,
    first_year=st.none() | st.integers(1990, 2030),
    kept=st.dictionaries(st.sampled_from(["bibtex", "csl", "ris"]), PLAIN.filter(bool), max_size=2),
    private=PLAIN,
)


@given(RECORDS)
def test_a_stored_record_comes_back_as_it_was(work: Record) -> None:
    assert record.loads(record.dumps(work), key=work.key) == work


@given(TEXTS)
def test_a_stored_text_comes_back_as_it_was(text: Text) -> None:
    assert from_json(to_json(text)) == text


def test_what_has_a_column_of_its_own_is_not_in_the_stored_record() -> None:
    work = Record(key="key", kind="book", arxiv="1706.03762", abstract="About.", confidence="likely", line=3)
    assert record.dumps(work) == '{"type": "document"}'


def test_variables_are_of_one_sort_each() -> None:
    sorts = (record.TEXT_VARIABLES, record.NAME_VARIABLES, record.DATE_VARIABLES)
    assert sum(map(len, sorts)) == len(frozenset().union(*sorts))
    assert not {field.name for field in fields(Record)} & frozenset().union(*sorts) - {"names", "title"}


@pytest.mark.parametrize(
    ("texts", "venue"),
    [
        ({"container-title": "Nature", "publisher": "Springer"}, "Nature"),
        ({"publisher": "MIT Press"}, "MIT Press"),
        ({}, None),
    ],
)
def test_the_venue_is_what_it_appeared_in_else_who_published_it(texts: dict[str, Text], venue: str | None) -> None:
    assert Record(type="book", texts=texts).venue == venue
