"""DataCite, Semantic Scholar and Crossref: what they say, and what it means when they do not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.services import faults
from tests.services.answer import Fault
from tests.services.others import entry, work
from tests.services.papers import paper
from tests.services.server import Services
from tests.services.waits import Waits

from papertrail.bibliography.record import NAME_VARIABLES, TEXT_VARIABLES, TYPES, Date, Record, dumps, loads
from papertrail.people import Name, People
from papertrail.records import KINDS
from papertrail.sources import crossref, crossref_records, datacite, semantic_scholar
from papertrail.sources.answers import field, items, year
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import Preprint
from papertrail.sources.transport import Client, Limits
from papertrail.text.marked import Mark, Run

pytest_plugins = ["tests.services.fixtures"]

ATTENTION = Record(
    type="article",
    texts={"title": "Attention Is All You Need"},
    names={"author": People((Name(family="Vaswani", given="Ashish"),))},
    dates={"issued": Date((2017,))},
    arxiv="1706.03762",
)
AT_ONCE = Pace(None, interval=0)
UNAVAILABLE: dict[str, Fault] = {
    "429": faults.status(429),
    "503": faults.status(503),
    "403": faults.status(403),
    "robot page": faults.html(),
    "robot page as JSON": faults.body(b"<!DOCTYPE html><p>robot?", "application/json"),
    "truncated": faults.truncated(0.9),
    "cut": faults.cut(),
    "hanging": faults.hang(),
    "deep": faults.body(b"[" * 100_000),
    "another document": faults.body(b"17"),
    "long number": faults.body(b"1" * 10_000),
    "redirect loop": faults.redirect("/works/again"),
}


@pytest.fixture
def quick(waits: Waits) -> Iterator[Client]:
    """A client that tries twice and soon gives up."""
    with Client(patience=waits.patience(5), limits=Limits(read=0.2)) as opened:
        yield opened


def preprints(count: int) -> list[Record]:
    return [replace(ATTENTION, arxiv=f"2101.{number:05}") for number in range(count)]


def described(services: Services, client: Client, ids: list[str], **options: Any) -> Any:
    return datacite.describe(ids, client=client, base_url=services.url, pace=AT_ONCE, **options)


def scholarly(services: Services, client: Client, *wanted: Record) -> Any:
    return semantic_scholar.published(wanted, client=client, base_url=services.url, pace=AT_ONCE)


def test_datacite_stands_in_for_arxiv(services: Services, client: Client) -> None:
    services.add(
        paper(
            "1706.03762",
            authors=["Ashish Vaswani", "Aäron van den Oord", "Gemini Team"],
            comment="15 pages",
            doi="10.1000/XYZ",
        ),
        paper("hep-th/9901001"),
    )
    stored: list[Preprint] = []
    asked = ["arXiv:1706.03762v2", "hep-th/9901001", "2101.00001", "nonsense"]
    answer = described(services, client, asked, on_batch=stored.extend)
    assert answer.preprints["arXiv:1706.03762v2"] == Preprint(
        record=Record(
            type="article",
            texts={"title": "Attention Is All You Need", "DOI": "10.1000/xyz"},
            names={
                "author": People(
                    (
                        Name(family="Vaswani", given="Ashish"),
                        Name(family="Oord", given="Aäron", particle="van den"),
                        Name(literal="Gemini Team"),
                    )
                )
            },
            dates={"issued": Date((2017, 6, 12))},
            arxiv="1706.03762",
            arxiv_class="cs.CL",
            abstract="The dominant sequence transduction models are based on $O(n^2)$ things.",
        ),
        version=2,
        categories=("cs.CL", "cs.LG"),
        primary_category="cs.CL",
        first_posted="2017-06-12",
        last_posted="2023-08-02",
        comment="15 pages",
        journal_ref=None,
        doi="10.1000/xyz",
        withdrawn=False,
        source="datacite",
    )
    assert set(answer.preprints) == set(asked[:2])
    assert (answer.unknown, answer.malformed) == ({"2101.00001"}, {"nonsense"})
    assert len(stored) == 2


def test_datacite_is_asked_for_fifty_at_once(services: Services, client: Client) -> None:
    ids = services.add_many(207)
    told: list[tuple[int, int]] = []
    answer = described(services, client, ids, on_progress=lambda *one: told.append(one))
    assert set(answer.preprints) == set(ids)
    assert told[-1] == (207, 207)
    assert len(services.seen) == 5
    assert all(len(one.path) < 4000 for one in services.seen)


def test_a_published_version_from_semantic_scholar(services: Services, client: Client) -> None:
    services.scholarly["1706.03762"] = entry("Attention is All you Need")
    answer = scholarly(services, client, ATTENTION, *preprints(1))
    version = answer.versions["1706.03762"]
    record = version.record
    assert (record.venue, record.year, record.type) == (
        "Neural Information Processing Systems",
        2017,
        "paper-conference",
    )
    assert (record.doi, record.texts["page"], version.source) == ("10.1000/one", "5998-6008", "semantic-scholar")
    assert (version.arxiv, "volume" in record.texts) == ("1706.03762", False)
    assert answer.unknown == {"2101.00000"}
    assert not answer.failures


def test_semantic_scholar_is_asked_for_five_hundred_at_once(services: Services, client: Client) -> None:
    wanted = preprints(1207)
    services.scholarly = {str(one.arxiv): entry("Attention is All you Need") for one in wanted}
    assert len(scholarly(services, client, *wanted).versions) == 1207
    assert len(services.seen) == 3


def test_a_service_that_knows_none_is_not_unavailable(services: Services, client: Client) -> None:
    answer = scholarly(services, client, *preprints(3))
    assert len(answer.unknown) == 3
    assert not answer.failures


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Attention Is Not All You Need"},
        {"authors": [{"name": "Somebody Else"}]},
        {"authors": []},
        {"year": 2015},
        {"year": 2021},
        {"year": None},
        {"venue": "arXiv.org", "publicationVenue": {"name": "arXiv.org", "type": "journal"}},
        {"venue": "", "publicationVenue": None, "journal": {"name": "CoRR", "volume": "abs/1706.03762"}},
        {"venue": "", "publicationVenue": None, "journal": None},
        {"publicationVenue": None, "publicationTypes": None},
        {"title": None, "authors": 3, "year": "x", "publicationVenue": [], "publicationTypes": {}, "journal": "j"},
    ],
)  # fmt: skip
def test_what_is_no_publication_of_this_paper_is_left_out(
    fields: dict[str, Any], services: Services, client: Client
) -> None:
    services.scholarly["1706.03762"] = entry("Attention is All you Need", **fields)
    answer = scholarly(services, client, ATTENTION)
    assert (answer.versions, answer.unknown, answer.failures) == ({}, frozenset(), ())


def test_an_arxiv_doi_is_no_publishers_doi(services: Services, client: Client) -> None:
    ids = {"DOI": "10.48550/arXiv.1706.03762"}
    services.scholarly["1706.03762"] = entry("Attention is All you Need", externalIds=ids)
    assert scholarly(services, client, ATTENTION).versions["1706.03762"].record.doi is None


def test_a_work_from_crossref(services: Services, client: Client) -> None:
    services.works.append(
        work(
            "On <i>H</i><sub>2</sub>O &amp; [red]\x1b[31m",
            "10.1000/ABC",
            subtitle=["A Study"],
            author=[
                {"given": "Aäron", "family": "van den Oord"},
                {"given": "Hal", "family": "Daumé", "suffix": "III"},
                {"name": "Gemini Team"},
                {"family": "Plato"},
                {},
            ],
            type="journal-article",
            volume="7",
            issue="2",
            page="1-9",
            relation={"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.1706.03762"}]},
        )
    )
    found = crossref.by_doi("10.1000/abc", client=client, base_url=services.url)
    assert found
    assert found.title == (
        "On ", Run(Mark.ITALIC, ("H",)), Run(Mark.SUBSCRIPT, ("2",)), "O & [red][31m: A Study",
    )  # fmt: skip
    assert found.authors.names == (
        Name(family="Oord", given="Aäron", particle="van den"),
        Name(family="Daumé", given="Hal", suffix="III"),
        Name(literal="Gemini Team"),
        Name(family="Plato"),
    )
    assert (found.year, found.venue, found.type, found.kind) == (
        2018,
        "Proceedings of a Conference",
        "article-journal",
        "paper",
    )
    details = ("volume", "issue", "page", "publisher")
    assert tuple(found.texts[name] for name in details) == ("7", "2", "1-9", "A Publisher")
    assert (found.doi, found.arxiv, found.url) == ("10.1000/abc", "1706.03762", "https://doi.org/10.1000/ABC")
    assert services.seen[0].query["mailto"] == "reader@example.org"


WHOLE = {
    "DOI": "10.1000/WHOLE",
    "type": "book-chapter",
    "title": ["The Whole"],
    "author": [{"given": "Ada", "family": "Lovelace"}],
    "editor": [{"given": "Charles", "family": "Babbage"}],
    "translator": [{"given": "Luigi", "family": "Menabrea"}],
    "chair": [{"name": "A Committee"}],
    "container-title": ["Sketches &amp; <i>Engines</i>"],
    "short-container-title": ["Sk. Eng."],
    "volume": "7",
    "issue": "2",
    "page": "1-9",
    "article-number": "e17",
    "edition-number": "3",
    "publisher": "A Publisher",
    "publisher-location": "London",
    "ISSN": ["1234-567X", "0000-0000"],
    "ISBN": ["http://id.crossref.org/isbn/9781234567897"],
    "URL": "https://doi.org/10.1000/whole",
    "event": {
        "name": "A Meeting",
        "location": "Turin",
        "start": {"date-parts": [[1842, 9, 30]]},
        "end": {"date-parts": [[1842, 10, 1]]},
    },
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Of <jats:italic>engines</jats:italic>.</jats:p><p>Two.</p>",
    "issued": {"date-parts": [[1843, 9]]},
    "published-print": {"date-parts": [[1843, 10, 2]]},
}


def test_all_that_crossref_says_is_in_the_record() -> None:
    found = crossref_records.record(WHOLE)
    assert found
    assert (found.type, found.kind, found.doi) == ("chapter", "chapter", "10.1000/whole")
    assert found.texts == {
        "title": "The Whole", "container-title": ("Sketches & ", Run(Mark.ITALIC, ("Engines",))),
        "container-title-short": "Sk. Eng.", "volume": "7", "issue": "2", "page": "1-9", "number": "e17",
        "edition": "3", "publisher": "A Publisher", "publisher-place": "London", "event-title": "A Meeting",
        "event-place": "Turin", "ISSN": "1234-567X", "ISBN": "9781234567897", "DOI": "10.1000/whole",
        "URL": "https://doi.org/10.1000/whole",
    }  # fmt: skip
    assert {role: [name.full for name in people.names] for role, people in found.names.items()} == {
        "author": ["Ada Lovelace"], "editor": ["Charles Babbage"], "translator": ["Luigi Menabrea"],
        "chair": ["A Committee"],
    }  # fmt: skip
    assert found.abstract == "Of engines.\n\nTwo."
    assert found.dates == {"issued": Date((1843, 10, 2)), "event-date": Date((1842, 9, 30), (1842, 10, 1))}


@pytest.mark.parametrize(
    ("degrees", "genre"),
    [
        (["PhD"], "PhD thesis"),
        (["Master of Science"], "Master of Science thesis"),
        (["Doctoral Thesis"], "Doctoral Thesis"),
        ([], ""),
    ],
)
def test_a_thesis_is_called_by_its_degree(degrees: list[str], genre: str) -> None:
    found = crossref_records.record(work("A Title", "10.1000/x", type="dissertation", degree=degrees))
    assert found
    assert (found.type, found.text("genre")) == ("thesis", genre)


def test_every_row_of_crossrefs_table_is_one_of_csl() -> None:
    assert {csl_type for csl_type, _ in crossref_records.TYPES.values()} <= TYPES
    assert {kind for _, kind in crossref_records.TYPES.values()} <= set(KINDS)
    assert set(crossref_records.FIELDS) <= TEXT_VARIABLES
    assert set(crossref_records.NAMES) <= NAME_VARIABLES


PARTS = ["date-parts", "given", "family", "suffix", "name", "id", "location", "start", "end", "has-preprint"]
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(PARTS), inner, max_size=3),
    max_leaves=8,
)


@given(some.dictionaries(some.sampled_from([*WHOLE, "relation", "subtitle", "published"]), JSON))
def test_any_message_of_crossrefs_is_a_record_or_none(message: dict[str, Any]) -> None:
    found = crossref_records.record({"DOI": "10.1000/x", "title": ["A Title"]} | message)
    assert found is None or (found.title and found.doi and loads(dumps(found)).texts == found.texts)


@pytest.mark.parametrize(
    ("parts", "begin"),
    [
        ([2018, 6, 12], (2018, 6, 12)), ([2018, 6], (2018, 6)), ([2018], (2018,)), ([2018, 0, 3], (2018,)),
        ([2018, 13], (2018,)), ([2018, 6, 99], (2018, 6)), (["2018", "6"], (2018,)), ([2018, True], (2018,)),
        ([None], None), ([], None), ("2018", None),
    ],
)  # fmt: skip
def test_a_date_is_taken_as_far_as_it_makes_sense(parts: object, begin: tuple[int, ...] | None) -> None:
    found = crossref_records.record(work("A Title", "10.1000/x", issued={"date-parts": [parts]}))
    assert found
    assert found.dates.get("issued") == (Date(begin) if begin else None)


def test_a_doi_that_crossref_does_not_know_is_absent(services: Services, client: Client) -> None:
    assert crossref.by_doi("10.5281/zenodo.1?x#y", client=client, base_url=services.url) is None
    assert services.seen[0].path.startswith("/works/10.5281%2Fzenodo.1%3Fx%23y?mailto=")
    assert len(services.seen) == 1


def test_titles_are_found_nearest_first(services: Services, client: Client) -> None:
    services.works += [
        work("Attention in Psychology", "10.1000/1"),
        work("Attention Is All You Need", "10.1000/2"),
        {"DOI": "10.1000/3", "title": []},
        {"DOI": "?", "title": ["Attention"]},
    ]
    found = crossref.by_title("attention is all you need", "Vaswani", client=client, base_url=services.url)
    assert [one.doi for one in found] == ["10.1000/2", "10.1000/1"]
    assert crossref.by_title("\x1b ", client=client, base_url=services.url) == []


def test_a_published_version_from_crossref(services: Services, client: Client) -> None:
    services.works += [
        work("Attention Is All You Need", "10.48550/x", type="posted-content"),
        work("Attention Is All You Need", "10.2139/ssrn.1", **{"container-title": ["SSRN Electronic Journal"]}),
        work("Attention Is All You Need", "10.1000/2"),
    ]  # fmt: skip
    answer = crossref.published([ATTENTION, *preprints(2)], client=client, base_url=services.url, pace=AT_ONCE)
    assert {version.record.doi for version in answer.versions.values()} == {"10.1000/2"}
    assert len(services.seen) == 3


@pytest.mark.parametrize("fault", UNAVAILABLE.values(), ids=UNAVAILABLE)
def test_an_unavailable_service_is_never_read_as_not_published(fault: Fault, services: Services, quick: Client) -> None:
    client = quick
    services.works.append(work("Attention Is All You Need", "10.1000/2"))
    services.scholarly["1706.03762"] = entry("Attention is All you Need")
    services.add(paper("1706.03762"))
    for name in ("crossref", "scholar", "datacite"):
        services.spoil(name, fault, times=None)
    for answer in (
        scholarly(services, client, ATTENTION, *preprints(600)),
        crossref.published([ATTENTION, ATTENTION], client=client, base_url=services.url, pace=AT_ONCE),
        described(services, client, ["1706.03762", *(str(one.arxiv) for one in preprints(60))]),
    ):
        assert not answer[0]
        assert not answer.unknown
        assert answer.failures[0].ids[0] == "1706.03762"
        assert "is unavailable: " in answer.failures[0].sentence
    assert len(services.seen) <= 3 * 6
    with pytest.raises(SourceUnavailableError):
        crossref.by_doi("10.1000/2", client=client, base_url=services.url)


def test_what_arrived_is_kept(services: Services, client: Client) -> None:
    ids = services.add_many(120)
    services.spoil("datacite", lambda answer: answer)
    services.spoil("datacite", faults.status(503), times=None)
    answer = described(services, client, ids)
    assert len(answer.preprints) == 50
    assert answer.failures[0].ids == tuple(ids[50:])


def test_ways_into_a_document() -> None:
    document = {"a": [{"b": 1}], "c": "x"}
    assert field(document, "a", 0, "b") == 1
    assert (
        field(document, "a", 1, "b") is field(document, "c", "d") is field(document, "c", 0) is field(None, "a") is None
    )
    assert [list(items(document, name)) for name in "abc"] == [[{"b": 1}], [], []]
    assert [year(value) for value in (2017, "2017-06", "17", True, None, "20x7", [2017], 99999)] == [
        2017, 2017, None, None, None, None, None, 9999,
    ]  # fmt: skip
