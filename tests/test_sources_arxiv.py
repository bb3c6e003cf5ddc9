"""What comes back from arXiv, through the real client over real sockets, for each way in which it can misbehave."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import arxiv  # noqa: TID253 - held against the installed package
import pytest
from tests.services import arxiv as arxiv_service
from tests.services import faults
from tests.services.answer import Fault
from tests.services.papers import paper
from tests.services.server import Services
from tests.services.waits import Waits

from papertrail import identifiers
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People
from papertrail.sources import arxiv_api, arxiv_page, feed
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import Answer, Preprint
from papertrail.sources.transport import Client, Limits
from papertrail.text.marked import Mark, Run

pytest_plugins = ["tests.services.fixtures"]

Describe = Callable[..., Answer]


@pytest.fixture
def describe(services: Services, client: Client, pace: Pace) -> Describe:
    def ask(ids: list[str], **options: object) -> Answer:
        return arxiv_api.describe(ids, client=client, pace=pace, base_url=services.url, **options)  # type: ignore[arg-type]

    return ask


def test_a_record_holds_all_that_arxiv_says(services: Services, describe: Describe) -> None:
    services.add(
        paper(
            "1706.03762",
            title="Attention Is\n  All You Need",
            authors=["Ashish Vaswani", "Aäron van den Oord", "Hal Daumé III", "Gemini Team", "OpenAI"],
            abstract="  The first\nparagraph with $x^2$.\n  The second.",
            comment="15 pages,\n 5 figures",
            journal_ref="NIPS 2017",
            doi="10.1000/XYZ",
        )
    )
    preprint = describe(["1706.03762"]).preprints["1706.03762"]
    assert preprint == Preprint(
        record=Record(
            type="article",
            texts={"title": "Attention Is All You Need", "DOI": "10.1000/xyz"},
            names={
                "author": People(
                    (
                        Name(family="Vaswani", given="Ashish"),
                        Name(family="Oord", given="Aäron", particle="van den"),
                        Name(family="Daumé", given="Hal", suffix="III"),
                        Name(literal="Gemini Team"),
                        Name(literal="OpenAI"),
                    )
                )
            },
            dates={"issued": Date((2017, 6, 12))},
            arxiv="1706.03762",
            arxiv_class="cs.CL",
            abstract="The first paragraph with $x^2$.\n\nThe second.",
        ),
        version=2,
        categories=("cs.CL", "cs.LG"),
        primary_category="cs.CL",
        first_posted="2017-06-12",
        last_posted="2023-08-02",
        comment="15 pages, 5 figures",
        journal_ref="NIPS 2017",
        doi="10.1000/xyz",
        withdrawn=False,
        source="arxiv",
    )
    assert preprint.first_year == preprint.record.year == 2017
    assert preprint.record.is_preprint
    assert preprint.record.venue is None


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (100, 1), (101, 2), (200, 2), (207, 3), (2000, 20)])
def test_a_hundred_papers_take_one_request(count: int, requests: int, services: Services, describe: Describe) -> None:
    ids = services.add_many(count)
    answer = describe(ids)
    assert list(answer.preprints) == ids
    assert all(answer.preprints[one].record.title == f"The Paper Called {one}" for one in ids)
    assert (answer.unknown, answer.malformed, answer.failures) == (frozenset(), frozenset(), ())
    asked = services.asked("arxiv")
    assert len(asked) == requests
    assert all(int(one.query["max_results"]) == one.query["id_list"].count(",") + 1 for one in asked)
    assert all(one.query["start"] == "0" and len(one.path) < 4000 for one in asked)


def test_long_old_ids_are_spread_over_shorter_lines(services: Services, describe: Describe) -> None:
    ids = [f"cond-mat/{9901000 + number}" for number in range(250)]
    services.add(*map(paper, ids))
    assert set(describe(ids, batch=250).preprints) == set(ids)
    assert all(len(one.path) < 4000 for one in services.asked("arxiv"))


def test_arxiv_is_told_who_asks(services: Services, describe: Describe) -> None:
    describe(["1706.03762"])
    agent = services.seen[0].headers["user-agent"]
    assert agent.startswith("papertrail/")
    assert "mailto:reader@example.org" in agent


def test_only_bare_ids_are_sent_and_answers_found_by_id(services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762"), paper("math.GT/0309136"), paper("hep-th/9901001"), paper("2001.00001"))
    asked = [
        "https://arxiv.org/pdf/1706.03762v5",
        "arXiv:1706.03762",
        "math.GT/0309136",
        "hep-th/9901001",
        "2001.00001",
    ]
    answer = describe(asked)
    assert set(answer.preprints) == set(asked)
    assert answer.preprints["arXiv:1706.03762"].id == "1706.03762"
    assert answer.preprints["math.GT/0309136"].id == "math.GT/0309136"
    assert services.seen[0].query["id_list"] == "1706.03762,math.GT/0309136,hep-th/9901001,2001.00001"


def test_unknown_and_malformed_ids_are_told_apart(services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762"))
    answer = describe(["1706.03762", "1706.99999", "not an id", "", "1706.03762,"])
    assert set(answer.preprints) == {"1706.03762"}
    assert answer.unknown == {"1706.99999"}
    assert answer.malformed == {"not an id", "", "1706.03762,"}
    assert len(services.seen) == 1


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("bad", [[17], [0, 99], [40, 41, 42], [206]])
def test_an_id_that_arxiv_refuses_costs_no_other(
    bad: list[int], named: bool, services: Services, describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.names_bad_ids = named
    ids = services.add_many(207)
    for number in bad:
        ids[number] = f"bad.{number}"
    known = identifiers.arxiv_id
    monkeypatch.setattr(identifiers, "arxiv_id", lambda text: text if text.startswith("bad.") else known(text))
    answer = describe(ids)
    assert answer.malformed == {f"bad.{number}" for number in bad}
    assert len(answer.preprints) == 207 - len(bad)
    assert not answer.failures
    assert len(services.seen) <= (3 + len(bad) if named else 3 + 14 * len(bad))


def test_a_server_that_refuses_everything_is_not_asked_for_each_paper(services: Services, describe: Describe) -> None:
    ids = services.add_many(300)
    services.spoil("arxiv", faults.status(400), times=None)
    answer = describe(ids)
    assert (answer.preprints, answer.malformed, answer.unknown) == ({}, frozenset(), frozenset())
    assert {one for failure in answer.failures for one in failure.ids} == set(ids)
    assert len(services.seen) < 60


PASSING: dict[str, Fault] = {
    "429": faults.status(429),
    "500": faults.status(500),
    "503": faults.status(503, body="Service Unavailable"),
    "truncated XML": faults.truncated(),
    "HTML with 200": faults.html(),
    "cut body": faults.cut(),
    "cut headers": faults.cut(0),
    "billion laughs": faults.billion_laughs(),
    "a declaration": lambda answer: replace(answer, body=answer.body.replace(b"<feed", b"<!DOCTYPE feed><feed", 1)),
    "said to be HTML": lambda answer: replace(answer, kind="text/html"),
    "not XML": faults.body(b"oops"),
    "another XML": faults.body(b"<rss/>"),
    "nothing": faults.body(b""),
    "UTF-16": faults.body('<?xml version="1.0" encoding="UTF-16"?><feed/>'.encode("utf-16")),
    "deep": faults.body(b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<a>" * 500 + b"</a>" * 500 + b"</feed>"),
    "hanging": faults.hang(),
    "empty page": faults.without_entries(),
    "wrongly packed": lambda answer: replace(answer, headers={"Content-Encoding": "gzip"}),
    "half packed": lambda answer: faults.truncated()(faults.packed()(answer)),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_out(fault: Fault, services: Services, describe: Describe) -> None:
    ids = services.add_many(120)
    services.spoil("arxiv", fault)
    answer = describe(ids)
    assert set(answer.preprints) == set(ids)
    assert len(services.seen) == 3
    assert not answer.failures


@pytest.mark.parametrize("fault", [PASSING["429"], PASSING["503"], PASSING["cut headers"]])
def test_a_service_that_keeps_failing_is_left_alone(
    fault: Fault, services: Services, describe: Describe, waits: Waits
) -> None:
    ids = services.add_many(300)
    stored: list[Preprint] = []

    def store(preprints: list[Preprint]) -> None:
        stored.extend(preprints)
        services.spoil("arxiv", fault, times=None)

    answer = describe(ids, on_batch=store)
    assert [preprint.id for preprint in stored] == ids[:100]
    assert set(answer.preprints) == set(ids[:100])
    assert not answer.unknown
    [failure] = answer.failures
    assert failure.ids == tuple(ids[100:])
    assert failure.sentence.startswith("arXiv is unavailable: ")
    assert len(services.seen) == 6
    assert [low <= wait <= 1.2 * low for low, wait in zip((5, 10, 20, 40), waits, strict=True)] == [True] * 4


@pytest.mark.parametrize("fault", [PASSING["truncated XML"], PASSING["HTML with 200"], PASSING["billion laughs"]])
def test_broken_answers_are_never_taken_for_unknown_papers(
    fault: Fault, services: Services, describe: Describe
) -> None:
    ids = services.add_many(450)
    services.spoil("arxiv", fault, times=5)  # the first batch; the others fare better
    answer = describe(ids)
    assert not answer.unknown
    assert [failure.ids for failure in answer.failures] == [tuple(ids[:100])]
    assert set(answer.preprints) == set(ids[100:])
    services.spoil("arxiv", fault, times=None)
    assert not describe(ids).preprints
    assert len(services.seen) == 5 + 4 + 10


def test_a_refused_connection_is_a_failure(client: Client, pace: Pace, waits: Waits) -> None:
    answer = arxiv_api.describe(["1706.03762"], client=client, pace=pace, base_url="http://127.0.0.1:9")
    assert answer.failures[0].sentence == "arXiv is unavailable: no connection can be made (5 tries)"
    assert len(waits) == 4


@pytest.mark.parametrize(("code", "requests"), [(403, 1), (404, 1), (418, 1), (301, 1)])
def test_a_definite_no_is_not_repeated(code: int, requests: int, services: Services, describe: Describe) -> None:
    services.spoil("arxiv", faults.status(code), times=None)
    answer = describe(["1706.03762"])
    assert answer.failures
    assert not answer.unknown
    assert len(services.seen) == requests


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:1", "", "http://[::1", "https://"]
)
def test_a_redirect_leads_only_to_the_web(target: str, services: Services, describe: Describe) -> None:
    services.spoil("arxiv", faults.redirect(target), times=None)
    [failure] = describe(["1706.03762"]).failures
    assert "address" in failure.sentence
    assert len(services.seen) == 1


def test_redirects_are_followed_but_not_for_ever(services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762"))
    services.spoil("arxiv", faults.redirect("/api/query?id_list=1706.03762&max_results=1", 301))
    assert describe(["1706.03762"]).preprints
    services.spoil("arxiv", faults.redirect("/api/query?again"), times=None)
    [failure] = describe(["1706.03762"]).failures
    assert "without end" in failure.sentence
    assert len(services.seen) == 2 + 6


def test_a_gzip_bomb_is_stopped_while_it_unpacks(services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762"))
    services.spoil("arxiv", faults.gzip_bomb(200))
    [failure] = describe(["1706.03762"]).failures
    assert "larger than 5 MB" in failure.sentence
    services.spoil("arxiv", faults.packed())
    assert describe(["1706.03762"]).preprints


def test_a_drip_ends_at_the_deadline(services: Services, pace: Pace, waits: Waits) -> None:
    services.add(paper("1706.03762"))
    services.spoil("arxiv", faults.drip(0.05), times=None)
    began = time.monotonic()
    with Client(patience=waits.patience(1), limits=Limits(read=5, total=0.4)) as client:
        answer = arxiv_api.describe(["1706.03762"], client=client, pace=pace, base_url=services.url)
    assert "took longer than" in answer.failures[0].sentence
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("header", "expected"),
    [("7", (7, 8.4)), ("31", (31, 37.2)), ("Wed, 01 Jan 2020 00:00:00 GMT", (5, 6)), ("soon", (5, 6))],
)
def test_retry_after_is_honoured(
    header: str, expected: tuple[float, float], services: Services, describe: Describe, waits: Waits
) -> None:
    services.add(paper("1706.03762"))
    services.spoil("arxiv", faults.status(429, retry_after=header))
    assert describe(["1706.03762"]).preprints
    assert expected[0] <= waits[0] <= expected[1]


def test_a_service_that_asks_for_an_hour_gets_it(services: Services, describe: Describe, waits: Waits) -> None:
    services.spoil("arxiv", faults.status(429, retry_after="3600"), times=None)
    [failure] = describe(["1706.03762"]).failures
    assert "it asks to wait 3600 seconds" in failure.sentence
    assert not waits
    assert len(services.seen) == 1


def test_an_empty_page_is_asked_once_more(services: Services, describe: Describe) -> None:
    services.spoil("arxiv", faults.without_entries())
    assert describe(["1706.03762", "1706.03763"]).unknown == {"1706.03762", "1706.03763"}
    assert len(services.seen) == 2


def test_a_page_that_lacks_an_entry_is_completed(services: Services, describe: Describe) -> None:
    ids = services.add_many(50)
    services.spoil("arxiv", faults.without_last_entry())
    assert set(describe(ids).preprints) == set(ids)
    assert [one.query["id_list"].count(",") for one in services.seen] == [49, 0]


def test_doubled_entries_count_once(services: Services, describe: Describe) -> None:
    ids = services.add_many(50)
    stored: list[Preprint] = []
    services.spoil("arxiv", faults.doubled_entries())
    assert len(describe(ids, on_batch=stored.extend).preprints) == len(stored) == 50
    assert len(services.seen) == 1


@pytest.mark.parametrize("lacking", ["published", "updated", "title"])
def test_an_entry_without_dates_costs_no_other(lacking: str, services: Services, describe: Describe) -> None:
    ids = services.add_many(20)
    services.papers[ids[3]].without = frozenset([lacking])
    answer = describe(ids)
    assert set(answer.preprints) == set(ids) - {ids[3]}
    assert answer.failures[0].ids == (ids[3],)
    assert answer.failures[0].sentence == f"arXiv's record of {ids[3]} is incomplete"
    assert not answer.unknown
    assert len(services.seen) == 1


@pytest.mark.parametrize("date", ["yesterday", "0001-01-01T00:00:00+05:00", "2017-99-12T00:00:00Z"])
def test_an_entry_with_a_senseless_date_costs_no_other(date: str, services: Services, describe: Describe) -> None:
    ids = services.add_many(20)
    services.papers[ids[3]].versions = [date]
    answer = describe(ids)
    assert set(answer.preprints) == set(ids) - {ids[3]}
    assert answer.failures[0].ids == (ids[3],)
    assert answer.failures[0].sentence == f"arXiv's record of {ids[3]} cannot be read"
    assert not answer.unknown
    assert len(services.seen) == 1


HOSTILE = {
    "escape": ("An &#27;[31mEscape&#x1b;]0;x&#7; and &#155;more", "An [31mEscape]0;x and more"),
    "raw control": ("A \x1b[2J\x00\x08Control", "A [2JControl"),
    "impossible": ("A &#xD800;&#x110000;&#0;&#xFFFE;Title", "A Title"),
    "bidi": ("Safe&#x202E;gnp.exe &#x2066;x&#x200B;", "Safegnp.exe x"),
    "markup": ("[red]Not[/] [link=x]markup[/link]", "[red]Not[/] [link=x]markup[/link]"),
    "zero": ("0", "0"),
    "latex": ("$O(n \\log n)$ \\input{x} &amp; 50%", "O(n log n) \\input{x} & 50%"),
    "tilde": ("Galaxies at z~6, $13~TeV$", "Galaxies at z~6, 13 TeV"),
    "escaped tag": ("&lt;script&gt;", "<script>"),
    "CDATA": ("<![CDATA[A & B]]>", "A & B"),
}


@pytest.mark.parametrize(("raw", "clean"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_titles_arrive_harmless(raw: str, clean: str, services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762", raw_title=raw), paper("2001.00001"))
    preprints = describe(["1706.03762", "2001.00001"]).preprints
    assert len(preprints) == 2
    assert preprints["1706.03762"].record.text("title") == clean


def test_formulae_and_accents_of_a_title_are_read(services: Services, describe: Describe) -> None:
    services.add(paper("1706.03762", title=r"""An $O(n^2)$ Proof of G\"odel's {\em Theorem}"""))
    title = describe(["1706.03762"]).preprints["1706.03762"].record.title
    assert title == ("An ", Run(Mark.MATH, ("O(n^2)",)), " Proof of Gödel's ", Run(Mark.ITALIC, ("Theorem",)))


def test_long_texts_are_cut_and_names_stay_names(services: Services, describe: Describe) -> None:
    authors = [
        "{",
        ":",
        "a, b, c, d",
        "\\input{x} Smith",
        "$x$ Y",
        "[/] Z",
        "John Smith, Jr.",
        "Null\x00Byte"[:4] + " B",
        "  ",
    ]
    services.add(
        paper("1706.03762", title="t" * 90_000, abstract="word " * 90_000, authors=authors, comment="c" * 9_000)
    )
    preprint = describe(["1706.03762"]).preprints["1706.03762"]
    record = preprint.record
    assert (len(record.title), len(record.abstract or ""), len(preprint.comment or "")) == (2000, 19_999, 2000)
    names = record.authors.names
    assert names[0] == Name(literal="a, b, c, d")
    assert any((name.family, name.given, name.suffix) == ("Smith", "John", "Jr.") for name in names)
    assert all(name.full and not set("{}\\") & set(name.full) for name in names)


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", "", True),
        ("Withdrawn", "", True),
        (None, "This submission has been withdrawn by arXiv administrators.", True),
        (None, "Withdrawn by the authors.", True),
        ("withdrawn from ICLR; now at ICML", "", False),
        ("12 pages", "We study drugs that were withdrawn from the market.", False),
    ],
)
def test_withdrawn_papers_are_recognised(
    comment: str | None, abstract: str, withdrawn: bool, services: Services, describe: Describe
) -> None:
    services.add(paper("1706.03762", comment=comment, abstract=abstract))
    assert describe(["1706.03762"]).preprints["1706.03762"].withdrawn is withdrawn


def test_progress_counts_every_id_once(services: Services, describe: Describe) -> None:
    ids = [*services.add_many(150), "9999.99999", "nonsense", "2101.99999"]
    told: list[tuple[int, int]] = []
    describe(ids, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (153, 153)
    assert all(earlier < later for earlier, later in itertools.pairwise(told))


def test_an_interruption_loses_nothing_that_arrived(services: Services, describe: Describe) -> None:
    ids = services.add_many(300)
    stored: list[Preprint] = []

    def interrupt(done: int, _total: int) -> None:
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        describe(ids, on_batch=stored.extend, on_progress=interrupt)
    assert [preprint.id for preprint in stored] == ids[:200]


def test_a_title_is_searched_as_a_phrase(services: Services, client: Client, pace: Pace) -> None:
    services.add(paper("1706.03762"), paper("2001.00001", title="Attention Is All You Need, Or Not", authors=["B. B"]))

    def found(title: str, *authors: str) -> list[str]:
        options = {"client": client, "pace": pace, "base_url": services.url}
        return [preprint.id for preprint in arxiv_api.search(title, authors, **options)]  # type: ignore[arg-type]

    assert found("attention is  all you need") == ["1706.03762", "2001.00001"]
    assert found('Attention "Is" All\\ You Need', "Vaswani", "Nobody") == ["1706.03762"]
    assert services.seen[-1].query["search_query"] == (
        'ti:"Attention Is All You Need" AND (au:"Vaswani" OR au:"Nobody")'
    )
    assert found(' "\\" ') == []
    before = len(services.seen)
    assert found("no such paper") == []
    assert len(services.seen) == before + 2
    services.spoil("arxiv", faults.status(503), times=None)
    with pytest.raises(SourceUnavailableError, match="503") as raised:
        found("attention")
    assert raised.value.exit_code == 5


def test_a_search_leaves_out_what_cannot_be_read(services: Services, client: Client, pace: Pace) -> None:
    services.add(paper("1706.03762"), paper("2001.00001", versions=["yesterday"]))
    found = arxiv_api.search("attention is all you need", client=client, pace=pace, base_url=services.url)
    assert [preprint.id for preprint in found] == ["1706.03762"]


class Session:
    """Stands for the connection of the `arxiv` package: notes the address and answers with a feed."""

    status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked: list[str] = []

    def get(self, url: str, **_options: object) -> "Session":
        """What `requests` would do."""
        self.asked.append(url)
        return self


def of_package(monkeypatch: pytest.MonkeyPatch, search: arxiv.Search, content: bytes) -> tuple[str, list[arxiv.Result]]:
    """Where the installed `arxiv` package asks for a search, and what it reads in the answer."""
    session = Session(content)
    monkeypatch.setattr("requests.Session", lambda: session)
    results = list(arxiv.Client(page_size=search.max_results or 0, num_retries=0).results(search))
    return session.asked[0], results


SEARCHES = [
    arxiv.Search(id_list=["1706.03762", "hep-th/9901001", "math.GT/0309136"], max_results=3),
    arxiv.Search(query='ti:"a & b: 100%" AND (au:"Müller" OR au:"O\'Neil")', max_results=10),
]


@pytest.mark.parametrize("search", SEARCHES, ids=["by id", "by title"])
def test_a_question_is_asked_where_the_package_asks_it(search: arxiv.Search, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, _ = of_package(monkeypatch, search, arxiv_service.feed([], total=0))
    assert arxiv_page.address(search) == asked
    mirror = arxiv_page.address(search, "http://127.0.0.1:8000/mirror/")
    assert mirror == asked.replace(arxiv_page.BASE_URL, "http://127.0.0.1:8000/mirror")


def test_a_sound_feed_says_to_us_what_it_says_to_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [
        paper("1706.03762", comment="15 pages & 5 figures", journal_ref="NIPS 2017", doi="10.1000/xyz"),
        paper("math.GT/0309136", title="On $x < y$", authors=["Grisha Perelman", "Łukasz Kaiser"]),
    ]
    content = arxiv_service.feed([(one, len(one.versions)) for one in papers], total=2)
    _, results = of_package(monkeypatch, arxiv.Search(max_results=2), content)
    read = feed.read(content)
    assert (len(results), read.total, read.error) == (2, 2, None)
    for entry, result in zip(read.entries, results, strict=True):
        assert (entry.id, entry.title, entry.summary) == (result.entry_id, result.title, result.summary)
        assert (entry.comment or None, entry.journal_ref or None) == (result.comment, result.journal_ref)
        assert (entry.doi or None, entry.primary_category) == (result.doi, result.primary_category)
        assert list(entry.categories) == result.categories
        assert list(entry.authors) == [author.name for author in result.authors]
        moments = (entry.published, entry.updated)
        assert tuple(map(datetime.fromisoformat, moments)) == (result.published, result.updated)
