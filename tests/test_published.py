"""`papertrail fetch --published`: where preprints were published, who says so, and what is never believed."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.services.answer import Fault
from tests.services.faults import cut, html, status, truncated
from tests.services.others import entry, work
from tests.services.papers import paper

from papertrail.sources import crossref, datacite, semantic_scholar

pytest_plugins = ["tests.services.fixtures"]

ONE = "2001.01000"
TITLE = "On the Learning of Small Things"
AUTHORS = ("Ada Example", "Ben Sample")
PERSON = [{"given": "Ada", "family": "Example", "sequence": "first"}]


@pytest.fixture
def online(papertrail: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program with all services on this machine, and no preprint without a publication in its library."""
    for name in ("ARXIV", "ARXIV_PDF", "DATACITE", "SEMANTIC_SCHOLAR", "CROSSREF"):
        papertrail.set(f"PAPERTRAIL_{name}_URL", services.url)
    papertrail.set("PAPERTRAIL_CACHE", str(tmp_path / "cache"))
    for service in (crossref, datacite, semantic_scholar):
        monkeypatch.setattr(service, "INTERVAL", 0.01)
    return papertrail


def added(online: Any, services: Any, id_: str = ONE, **facts: Any) -> str:
    """A preprint of the reader's own; its key."""
    facts = {"title": TITLE, "authors": AUTHORS, "versions": ("2020-01-06T00:00:00Z",)} | facts
    services.add(paper(id_, **facts))
    line = online("add", id_).lines[0]
    return str(line.removeprefix("added ").split(":")[0])


def published(online: Any, key: str) -> Any:
    return online("show", key, "--json").json["published"]


def ask(online: Any, *words: str, exit_code: int = 0) -> Any:
    return online("fetch", "--published", *words, exit_code=exit_code)


@pytest.mark.parametrize(
    ("facts", "venue"),
    [
        ({"comment": "Accepted at ICML 2021"}, "ICML"),
        ({"comment": "9 pages, published in NeurIPS 2020"}, "NeurIPS"),
        ({"journal_ref": "Nature 518, 529-533 (2020)"}, "Nature"),
    ],
)
def test_arxivs_own_words_come_first(online: Any, services: Any, facts: dict[str, str], venue: str) -> None:
    key = added(online, services, **facts)
    run = ask(online, key)
    assert "found 1 published version of 1 preprint" in run.stderr
    found = published(online, key)
    assert venue in found["venue"]
    assert found["source"].startswith("arxiv")
    assert services.asked("scholar") == services.asked("crossref") == []
    record = online("show", key, "--json").json
    assert record["work"]["arxiv"] == ONE
    assert record["preprint"]["source"] == "arxiv"
    facts_shown = {row[0]: row[1] for row in online("show", key).rows}
    assert venue in facts_shown["published"]
    assert "(says arxiv" in facts_shown["published"]
    assert facts_shown["arxiv"] == ONE


@pytest.mark.parametrize(
    "comment", ["Submitted to ICML 2021", "Accepted at the ICML 2021 Workshop on Things", "Under review, NeurIPS 2020"]
)
def test_words_that_say_nothing_definite_are_not_believed(online: Any, services: Any, comment: str) -> None:
    key = added(online, services, comment=comment)
    assert "found 0 published versions of 1 preprint" in ask(online, key).stderr
    assert published(online, key) is None


def test_semantic_scholar_says_so(online: Any, services: Any) -> None:
    key = added(online, services)
    services.scholarly[ONE] = entry(f"{TITLE.upper()}.", authors=[{"name": "A. Example"}], year=2021)
    ask(online, key)
    found = published(online, key)
    assert found["source"] == "semantic-scholar"
    assert found["year"] == 2021
    assert "Neural Information Processing Systems" in found["venue"]
    assert services.asked("crossref") == []


def test_the_doi_that_arxiv_names_is_looked_up(online: Any, services: Any) -> None:
    key = added(online, services, doi="10.1000/small")
    services.works.append(work(TITLE, "10.1000/small", author=PERSON, issued={"date-parts": [[2021]]}))
    assert "found 1 published version of 1 preprint" in ask(online, key).stderr
    assert (published(online, key)["doi"], published(online, key)["year"]) == ("10.1000/small", 2021)
    assert services.asked("scholar") == []


def test_crossref_says_so(online: Any, services: Any) -> None:
    key = added(online, services)
    services.works.append(work("Another One of Small Things", "10.1000/another", author=PERSON))
    services.works.append(work(TITLE, "10.1000/small", author=PERSON, issued={"date-parts": [[2022]]}))
    assert "found 1 published version of 1 preprint" in ask(online, key).stderr
    found = published(online, key)
    assert (found["source"], found["doi"], found["year"]) == ("crossref", "10.1000/small", 2022)
    assert found["venue"] == "Proceedings of a Conference"
    assert len(services.asked("scholar")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"title": [TITLE + " and Large Ones"]},
        {"author": [{"given": "Carl", "family": "Stranger"}]},
        {"issued": {"date-parts": [[2026]]}},
        {"issued": {"date-parts": [[2018]]}},
        {"type": "posted-content"},
        {"container-title": ["arXiv"], "DOI": "10.48550/arxiv.2001.01000"},
        {"container-title": []},
    ],
    ids=["title", "authors", "too late", "too early", "a preprint", "arXiv itself", "no venue"],
)
def test_what_is_not_the_same_paper_or_no_publication_is_not_taken(
    online: Any, services: Any, fields: dict[str, Any]
) -> None:
    key = added(online, services)
    facts: dict[str, Any] = {"author": PERSON, "issued": {"date-parts": [[2021]]}} | fields
    services.works.append(work(TITLE, "10.1000/small") | facts)
    assert "found 0 published versions of 1 preprint" in ask(online, key).stderr
    assert published(online, key) is None


def test_a_bundled_record_that_names_a_venue_is_never_asked_about(online: Any, services: Any) -> None:
    services.scholarly["1706.03762"] = entry("Attention Is All You Need", venue="A Lesser Workshop")
    assert "nothing to look for" in ask(online, "vaswani2017attention").stderr
    record = online("show", "vaswani2017attention", "--json").json
    assert (record["work"]["venue"], record["published"]) == ("NeurIPS 2017", None)
    assert services.seen == []


def test_a_version_once_found_stays(online: Any, services: Any) -> None:
    key = added(online, services)
    services.scholarly[ONE] = entry(TITLE, authors=[{"name": "Ada Example"}], year=2021)
    ask(online, key)
    first = published(online, key)
    services.scholarly[ONE] = entry(TITLE, authors=[{"name": "Ada Example"}], year=2021, venue="CoRR")
    assert "nothing to look for" in ask(online, key, "--all").stderr
    assert published(online, key) == first
    online("fetch", key)
    assert published(online, key) == first


OUTAGES: dict[str, Fault] = {
    "429": status(429),
    "503": status(503),
    "403": status(403),
    "a page for robots": html(),
    "truncated": truncated(),
    "cut": cut(),
}


@pytest.mark.parametrize("service", ["scholar", "crossref"])
@pytest.mark.parametrize("fault", OUTAGES.values(), ids=OUTAGES)
def test_an_unavailable_service_is_said_and_asked_again(online: Any, services: Any, service: str, fault: Fault) -> None:
    key = added(online, services)
    services.scholarly["0000.00000"] = entry("Something else")
    services.spoil(service, fault, times=None)
    run = ask(online, key, exit_code=5)
    name = {"scholar": "Semantic Scholar", "crossref": "Crossref"}[service]
    assert f"warning: {name}" in run.stderr
    assert "1 preprint not looked up there" in run.stderr
    assert "not published" not in run.stderr
    assert published(online, key) is None
    services.mend()
    services.seen.clear()
    if service == "scholar":
        services.scholarly[ONE] = entry(TITLE, authors=[{"name": "Ada Example"}], year=2021)
    else:
        services.works.append(work(TITLE, "10.1000/small", author=PERSON, issued={"date-parts": [[2021]]}))
    ask(online)
    assert services.asked(service)
    assert published(online, key)["year"] == 2021


def test_who_knew_nothing_is_asked_again_after_a_month_or_when_told_to(online: Any, services: Any) -> None:
    key = added(online, services)
    ask(online, key)
    services.seen.clear()
    online.today("2024-10-10")
    ask(online, "--course", "umd", "--week", "99")
    online.today("2024-10-11")
    assert "found 0" in online("fetch", "--published").stderr or services.seen
    before = [one.path for one in services.seen if ONE in one.body.decode() or "Small" in one.path]
    assert before == []
    ask(online, key, "--all")
    assert len(services.asked("scholar")) >= 1
    services.seen.clear()
    online.today("2024-11-30")
    ask(online)
    assert any(ONE in one.body.decode() for one in services.asked("scholar"))


def test_two_hundred_preprints_are_one_question_to_semantic_scholar(online: Any, services: Any) -> None:
    ids = services.add_many(120)
    for one in ids:
        services.papers[one].authors = ["Ada Example"]
        services.papers[one].versions = ["2020-01-06T00:00:00Z"]
        title = f"The Paper Called {one}"
        services.scholarly[one] = entry(title, authors=[{"name": "Ada Example"}], year=2021)
    online("add", *ids)
    services.seen.clear()
    ask(online)
    assert len(services.asked("scholar")) == 1
    connection = sqlite3.connect(online.database)
    assert connection.execute("SELECT count(*) FROM published").fetchone()[0] >= 120
    connection.close()


def test_all_that_crossref_found_before_it_failed_is_kept(online: Any, services: Any) -> None:
    keys = []
    for number in range(3):
        title = f"{TITLE}, Part {'I' * (number + 1)}"
        keys.append(added(online, services, f"2001.0100{number}", title=title))
        services.works.append(work(title, f"10.1000/{number}", author=PERSON, issued={"date-parts": [[2021]]}))
    services.spoil("crossref", lambda answer: answer)
    services.spoil("crossref", status(503), times=None)
    run = ask(online, *keys, exit_code=5)
    assert "2 preprints not looked up there" in run.stderr
    assert "found 1 published version of 3 preprints" in run.stderr
    assert [bool(published(online, key)) for key in keys] == [True, False, False]


def test_hostile_values_of_a_publisher_arrive_harmless(online: Any, services: Any) -> None:
    key = added(online, services)
    services.works.append(
        work(TITLE, "10.1000/small", author=PERSON, issued={"date-parts": [[2021]]},
             **{"container-title": ["[red]Nature\x1b]52;c;AAAA\x07\u202e <script>"]})
    )  # fmt: skip
    ask(online, key)
    venue = published(online, key)["venue"]
    assert venue
    assert "\x1b" not in venue
    assert "\u202e" not in venue
    assert "[red]Nature" in online("show", key).stdout
