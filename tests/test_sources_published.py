"""DataCite, Semantic Scholar and Crossref: what they say, and what it means when they do not."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.services import faults
from tests.services.answer import Fault
from tests.services.others import entry, work
from tests.services.papers import paper
from tests.services.server import Services
from tests.services.waits import Waits

from papertrail.sources import crossref, datacite, semantic_scholar
from papertrail.sources.answers import field, items, year
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import ArxivRecord, Preprint
from papertrail.sources.transport import Client, Limits

pytest_plugins = ["tests.services.fixtures"]

ATTENTION = Preprint("1706.03762", "Attention Is All You Need", ({"family": "Vaswani", "given": "Ashish"},), 2017)
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


def preprints(count: int) -> list[Preprint]:
    return [ATTENTION._replace(arxiv=f"2101.{number:05}") for number in range(count)]


def described(services: Services, client: Client, ids: list[str], **options: Any) -> Any:
    return datacite.describe(ids, client=client, base_url=services.url, pace=AT_ONCE, **options)


def scholarly(services: Services, client: Client, *wanted: Preprint) -> Any:
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
    stored: list[ArxivRecord] = []
    asked = ["arXiv:1706.03762v2", "hep-th/9901001", "2101.00001", "nonsense"]
    answer = described(services, client, asked, on_batch=stored.extend)
    assert answer.records["arXiv:1706.03762v2"] == ArxivRecord(
        id="1706.03762",
        version=2,
        title="Attention Is All You Need",
        names=(
            {"family": "Vaswani", "given": "Ashish"},
            {"family": "Oord", "given": "Aäron", "particle": "van den"},
            {"literal": "Gemini Team"},
        ),
        abstract="The dominant sequence transduction models are based on $O(n^2)$ things.",
        categories=("cs.CL", "cs.LG"),
        primary_category="cs.CL",
        published="2017-06-12",
        updated="2023-08-02",
        comment="15 pages",
        journal_ref=None,
        doi="10.1000/xyz",
        withdrawn=False,
        source="datacite",
    )
    assert set(answer.records) == set(asked[:2])
    assert (answer.unknown, answer.malformed) == ({"2101.00001"}, {"nonsense"})
    assert len(stored) == 2


def test_datacite_is_asked_for_fifty_at_once(services: Services, client: Client) -> None:
    ids = services.add_many(207)
    told: list[tuple[int, int]] = []
    answer = described(services, client, ids, on_progress=lambda *one: told.append(one))
    assert set(answer.records) == set(ids)
    assert told[-1] == (207, 207)
    assert len(services.seen) == 5
    assert all(len(one.path) < 4000 for one in services.seen)


def test_a_published_version_from_semantic_scholar(services: Services, client: Client) -> None:
    services.scholarly["1706.03762"] = entry("Attention is All you Need")
    answer = scholarly(services, client, ATTENTION, *preprints(1))
    version = answer.records["1706.03762"]
    assert (version.venue, version.year, version.entry) == (
        "Neural Information Processing Systems",
        2017,
        "inproceedings",
    )
    assert (version.doi, version.pages, version.source) == ("10.1000/one", "5998-6008", "semantic-scholar")
    assert answer.unknown == {"2101.00000"}
    assert not answer.failures


def test_semantic_scholar_is_asked_for_five_hundred_at_once(services: Services, client: Client) -> None:
    wanted = preprints(1207)
    services.scholarly = {one.arxiv: entry("Attention is All you Need") for one in wanted}
    assert len(scholarly(services, client, *wanted).records) == 1207
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
    assert (answer.records, answer.unknown, answer.failures) == ({}, frozenset(), ())


def test_an_arxiv_doi_is_no_publishers_doi(services: Services, client: Client) -> None:
    ids = {"DOI": "10.48550/arXiv.1706.03762"}
    services.scholarly["1706.03762"] = entry("Attention is All you Need", externalIds=ids)
    assert scholarly(services, client, ATTENTION).records["1706.03762"].doi is None


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
    assert found.title == "On H2O & [red][31m: A Study"
    assert found.names == (
        {"family": "Oord", "given": "Aäron", "particle": "van den"},
        {"family": "Daumé", "given": "Hal", "suffix": "III"},
        {"literal": "Gemini Team"},
        {"family": "Plato"},
    )
    assert (found.year, found.venue, found.entry, found.kind) == (
        2018,
        "Proceedings of a Conference",
        "article",
        "paper",
    )
    assert (found.volume, found.number, found.pages, found.publisher) == ("7", "2", "1-9", "A Publisher")
    assert (found.doi, found.arxiv, found.url) == ("10.1000/abc", "1706.03762", "https://doi.org/10.1000/ABC")
    assert services.seen[0].query["mailto"] == "reader@example.org"


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
    assert {version.doi for version in answer.records.values()} == {"10.1000/2"}
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
        described(services, client, ["1706.03762", *(one.arxiv for one in preprints(60))]),
    ):
        assert not answer.records
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
    assert len(answer.records) == 50
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
