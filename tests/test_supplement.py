"""Two records of one work: what one lacks and the other has, and a preprint with its published version."""

from hypothesis import given
from tests.test_record import RECORDS

from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.supplement import as_published, supplemented
from papertrail.people import Name, People

ADA = People((Name("Example", "Ada"),))
PREPRINT = Record(
    key="one",
    type="article",
    texts={"title": "A Thing", "URL": "https://arxiv.org/abs/2001.01000"},
    names={"author": ADA},
    dates={"issued": Date((2020,))},
    arxiv="2001.01000",
    kept={"bibtex": {"@type": "misc", "subtitle": "First Part"}},
)
ARTICLE = Record(
    key="two",
    type="article-journal",
    texts={"title": "A thing", "container-title": "Journal of Things", "volume": "7", "DOI": "10.1000/a"},
    names={"author": People((Name("Example", "A."),)), "editor": People((Name("Sample", "Ben"),))},
    dates={"issued": Date((2021, 5))},
    kept={"bibtex": {"@type": "suppperiodical", "eid": "12"}},
    private={"file": "thing.pdf"},
)


@given(RECORDS, RECORDS)
def test_what_a_record_says_itself_stays(record: Record, other: Record) -> None:
    found = supplemented(record, other)
    assert record.texts.items() <= found.texts.items()
    assert record.names.items() <= found.names.items()
    assert record.private.items() <= found.private.items()
    assert (found.key, found.kind, found.authors) == (record.key, record.kind, record.authors)


@given(RECORDS)
def test_a_record_has_nothing_to_take_from_itself(record: Record) -> None:
    assert supplemented(record, record) == record


@given(RECORDS, RECORDS)
def test_taking_twice_is_taking_once(record: Record, other: Record) -> None:
    once = supplemented(record, other)
    assert supplemented(once, other) == once


def test_a_preprint_takes_place_and_type_together() -> None:
    found = supplemented(PREPRINT, ARTICLE)
    assert (found.type, found.venue, found.doi, found.year) == (
        "article-journal",
        "Journal of Things",
        "10.1000/a",
        2020,
    )
    assert found.kept == {"bibtex": {"@type": "suppperiodical", "subtitle": "First Part", "eid": "12"}}
    assert (found.arxiv, found.authors, found.names["editor"].names[0].family) == ("2001.01000", ADA, "Sample")
    assert found.private == {"file": "thing.pdf"}


def test_a_record_that_names_its_place_takes_no_other() -> None:
    other = Record(type="book", texts={"title": "A Thing", "publisher": "A Press", "ISBN": "1"}, kept=ARTICLE.kept)
    found = supplemented(ARTICLE, other)
    assert (found.type, found.venue) == ("article-journal", "Journal of Things")
    assert "publisher" not in found.texts
    assert found.texts["ISBN"] == "1"


def test_a_bare_record_of_a_preprint_is_one() -> None:
    found = supplemented(Record(key="bare", texts={"title": "A Thing"}), PREPRINT)
    assert (found.type, found.arxiv, found.is_preprint) == ("article", "2001.01000", True)


def test_a_year_becomes_a_month_of_that_year_and_of_no_other() -> None:
    year, other_year = ({"issued": Date((number,))} for number in (2021, 2020))
    assert supplemented(Record(dates=year), ARTICLE).dates["issued"] == Date((2021, 5))
    assert supplemented(Record(dates=other_year), ARTICLE).dates["issued"] == Date((2020,))


def test_a_published_preprint_keeps_its_title_authors_and_id() -> None:
    found = as_published(PREPRINT, ARTICLE)
    assert (found.key, found.title, found.authors, found.arxiv) == ("one", "A Thing", ADA, "2001.01000")
    assert (found.type, found.venue, found.text("volume"), found.year) == (
        "article-journal",
        "Journal of Things",
        "7",
        2021,
    )
    assert found.doi == "10.1000/a"
    assert PREPRINT.venue is None


def test_the_doi_of_a_preprint_is_not_that_of_its_published_version() -> None:
    published = Record(type="paper-conference", texts={"title": "A Thing", "container-title": "Proceedings"})
    preprint = Record(type="article", texts={"title": "A Thing", "DOI": "10.48550/arxiv.2001.01000"})
    assert as_published(preprint, published).doi is None
    preprint.texts["DOI"] = "10.1000/a"
    assert as_published(preprint, published).doi == "10.1000/a"


def test_authors_that_are_not_all_known_are_those_of_the_published_version() -> None:
    preprint = Record(type="article", names={"author": People(ADA.names, complete=False)})
    assert as_published(preprint, ARTICLE).authors == ARTICLE.authors
    assert as_published(preprint, Record(type="book")).authors == preprint.authors
