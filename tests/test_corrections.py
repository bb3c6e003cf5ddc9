"""What a reader corrects of a record: what was touched is replaced, and everything else stays."""

from dataclasses import replace
from typing import Any

import pytest

from papertrail.bibliography.corrections import corrected, shown
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, Text

TITLE: Text = ("On ", Run(Mark.ITALIC, ("E. coli",)), " and ", Run(Mark.MATH, ("n^2",)))
ADA = Name("Lovelace", "Ada", suffix="Jr.")
TEAM = Name(literal="The Team of Two")
ARTICLE = Record(
    key="k",
    type="article-journal",
    texts={"title": TITLE, "container-title": "A Journal", "container-title-short": "A J", "publisher": "P"},
    names={"author": People((ADA, TEAM)), "editor": People((Name("Ed", "Itor"),))},
    dates={"issued": Date((2020, 5, 3))},
    kept={"bibtex": {"subtitle": "A Sub", "titleaddon": "kept", "date": "2020-05~", "@type": "article"}},
    private={"keywords": "mine"},
)  # fmt: skip


def change(record: Record, **values: Any) -> Record:
    return corrected(record, shown(record)._replace(**values))


def test_what_is_not_touched_stays() -> None:
    assert change(ARTICLE) == ARTICLE


def test_a_title_that_was_not_touched_keeps_its_marks() -> None:
    found = change(ARTICLE, year=2019)
    assert found.title == TITLE
    assert found.dates["issued"] == Date((2019,))
    assert found.kept["bibtex"] == {"subtitle": "A Sub", "titleaddon": "kept", "@type": "article"}
    assert (found.names, found.private, found.texts) == (ARTICLE.names, ARTICLE.private, ARTICLE.texts)


def test_a_corrected_title_replaces_what_was_kept_of_the_old_one() -> None:
    found = change(ARTICLE, title="Another Title")
    assert found.title == "Another Title"
    assert "subtitle" not in found.kept["bibtex"]
    assert ARTICLE.kept["bibtex"]["subtitle"] == "A Sub"


def test_a_name_that_was_not_touched_keeps_its_parts() -> None:
    authors = ("Ada Lovelace Jr.", "The Team of Two", "Vincent van Gogh", "Doe, Jane")
    found = change(ARTICLE, authors=authors, more_authors=True)
    names = (ADA, TEAM, Name("Gogh", "Vincent", particle="van"), Name("Doe", "Jane"))
    assert found.authors == People(names, complete=False)
    assert change(ARTICLE, authors=()).authors == People(())


@pytest.mark.parametrize(
    ("kind", "texts", "variable"),
    [
        ("article-journal", {"container-title": "A"}, "container-title"),
        ("paper-conference", {}, "container-title"),
        ("thesis", {"publisher": "MIT"}, "publisher"),
        ("book", {}, "publisher"),
        ("manuscript", {"publisher": "A University"}, "publisher"),
        ("book", {"container-title": "A Site"}, "container-title"),
    ],
)
def test_a_venue_is_corrected_where_it_is_shown_from(kind: str, texts: dict[str, Text], variable: str) -> None:
    found = change(Record(type=kind, texts=texts), venue="Corrected")
    assert (found.venue, found.texts, found.type) == ("Corrected", {variable: "Corrected"}, kind)


def test_of_a_corrected_journal_nobody_knows_the_abbreviation() -> None:
    assert "container-title-short" not in change(ARTICLE, venue="Another Journal").texts


PREPRINT = Record(type="article", texts={"title": "T"}, arxiv="1706.03762", arxiv_class="cs.CL", first_year=2017)


def test_a_preprint_with_a_venue_is_none_any_more() -> None:
    published = change(PREPRINT, venue="A Workshop")
    assert (published.is_preprint, published.venue, published.arxiv) == (False, "A Workshop", "1706.03762")
    assert change(published, venue=None).is_preprint
    assert not change(PREPRINT, arxiv=None).is_preprint
    assert change(Record(texts={"title": "T"}), arxiv="1706.03762").is_preprint


def test_what_belongs_to_another_preprint_goes() -> None:
    found = change(PREPRINT, arxiv="2101.00001")
    assert (found.arxiv, found.arxiv_class, found.first_year) == ("2101.00001", None, None)


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("document", "blog", "post-weblog"), ("post-weblog", "paper", "document"), ("document", "book", "document"),
        ("paper-conference", "survey", "paper-conference"), ("webpage", "video", "motion_picture"),
    ],
)  # fmt: skip
def test_the_kind_tells_the_type_where_nothing_else_does(before: str, kind: str, after: str) -> None:
    found = change(replace(Record(type=before), kind="news"), kind=kind)
    assert (found.type, found.kind) == (after, kind)


def test_everything_else_can_be_set_and_dropped() -> None:
    found = change(ARTICLE, doi="10.1/x", url="https://e.org", abstract="Words.", year=None)
    assert (found.doi, found.url, found.abstract, found.year) == ("10.1/x", "https://e.org", "Words.", None)
    bare = change(found, doi=None, url=None, abstract=None)
    assert (bare.doi, bare.url, bare.abstract) == (None, None, None)
    assert "DOI" not in bare.texts
