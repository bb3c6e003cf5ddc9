"""`papertrail fetch`: every way in which arXiv misbehaves, what the reader sees of it, and what the library keeps."""

import functools
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.services import arxiv as arxiv_service
from tests.services.answer import Answer, Fault
from tests.services.faults import (
    billion_laughs,
    cut,
    doubled_entries,
    drip,
    gzip_bomb,
    hang,
    html,
    packed,
    redirect,
    status,
    truncated,
    without_entries,
    without_last_entry,
)
from tests.services.papers import paper

from papertrail.cli import network
from papertrail.sources import datacite
from papertrail.sources.transport import Client, Limits

pytest_plugins = ["tests.services.fixtures"]

ATTENTION = "1706.03762"
SERVICES = ("ARXIV", "ARXIV_PDF", "DATACITE", "SEMANTIC_SCHOLAR", "CROSSREF")


@pytest.fixture
def online(papertrail: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, with all services on this machine."""
    monkeypatch.setattr(datacite, "INTERVAL", 0.01)
    for name in SERVICES:
        papertrail.set(f"PAPERTRAIL_{name}_URL", services.url)
    papertrail.set("PAPERTRAIL_CACHE", str(tmp_path / "cache"))
    return papertrail


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short time-outs and small answers."""
    limits = Limits(connect=1, read=0.2, total=0.5, largest=2_000_000)
    monkeypatch.setattr(network, "Client", functools.partial(Client, limits=limits))


def works(papertrail: Any, *words: str) -> dict[str, dict[str, Any]]:
    """The works of the library that have an arXiv id, by that id."""
    found = [record["work"] for record in papertrail("list", *words, "--json").json if record["work"]]
    return {work["arxiv"]: work for work in found if work["arxiv"]}


def stock(services: Any, records: dict[str, dict[str, Any]]) -> None:
    """Let arXiv have these works as the library has them."""
    services.add(*(paper(id_, title=work["title"], authors=work["authors"]) for id_, work in records.items()))


def preprints(papertrail: Any) -> dict[str, str]:
    """Which service each preprint of the library was fetched from; the database is sound."""
    connection = sqlite3.connect(papertrail.database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    rows = connection.execute("SELECT arxiv, source FROM preprint WHERE record IS NOT NULL").fetchall()
    connection.close()
    return dict(rows)


def asked_ids(request: Any) -> list[str]:
    return list(request.query["id_list"].split(","))


def shown(papertrail: Any, name: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in papertrail("show", name).rows]


# What is asked for


def test_all_the_courses_take_three_requests_and_are_not_asked_for_again(online: Any, services: Any) -> None:
    records = works(online)
    assert len(records) == 207
    stock(services, records)
    run = online("fetch")
    assert run.stdout == ""
    assert "fetched 207, unchanged 0\n" in run.stderr
    assert "arXiv: 207 of 207\n" in run.stderr
    requests = services.asked("arxiv")
    assert [len(asked_ids(one)) for one in requests] == [100, 100, 7]
    assert all(one.query["max_results"] == str(len(asked_ids(one))) for one in requests)
    assert sorted(id_ for one in requests for id_ in asked_ids(one)) == sorted(records)
    assert all(one.headers["user-agent"].startswith("papertrail/") for one in requests)
    assert services.most_under_way == 1
    assert preprints(online) == dict.fromkeys(records, "arxiv")
    again = online("fetch")
    assert "nothing to fetch" in again.stderr
    assert len(services.asked("arxiv")) == 3


def test_the_next_fetch_asks_only_for_what_is_missing(online: Any, services: Any) -> None:
    records = works(online)
    stock(services, records)
    services.spoil("arxiv", *([lambda answer: answer] * 2))
    services.spoil("arxiv", status(503), times=None)
    services.spoil("datacite", status(503), times=None)
    run = online("fetch", exit_code=5)
    kept = preprints(online)
    assert len(kept) == 200
    assert "fetched 200" in run.stderr
    assert "failed 7" in run.stderr
    services.mend()
    services.seen.clear()
    assert "fetched 7, unchanged 0\n" in online("fetch").stderr
    (request,) = services.asked("arxiv")
    assert sorted(asked_ids(request)) == sorted(records.keys() - kept.keys())


def test_a_course_a_week_and_papers_by_any_name(online: Any, services: Any) -> None:
    stock(services, works(online))
    week = works(online, "-c", "umd", "-w", "5")
    online("fetch", "--course", "umd", "--week", "5")
    assert sorted(asked_ids(services.asked("arxiv")[0])) == sorted(week)
    services.seen.clear()
    online("fetch", "--course", "umd")
    assert sorted(asked_ids(services.asked("arxiv")[0])) == sorted(works(online, "-c", "umd").keys() - week.keys())
    services.seen.clear()
    online("fetch", "vaswani2017attention", "umd:5.1", f"https://arxiv.org/abs/{ATTENTION}v3")
    (one,) = services.asked("arxiv")
    assert ATTENTION in asked_ids(one)
    assert len(asked_ids(one)) == 2
    assert "no paper called" in online.refuses("fetch", "qqqqq wwwww", exit_code=3)
    assert "no course called" in online.refuses("fetch", "-c", "nosuch", exit_code=3)


def test_what_is_stale_and_all(online: Any, services: Any) -> None:
    stock(services, works(online))
    online("fetch", ATTENTION)
    services.seen.clear()
    assert "nothing to fetch" in online("fetch", "-c", "epfl", "-w", "99").stderr
    online.today("2024-10-24")
    online("fetch", "-c", "umd", "-w", "3", "--stale", "31")
    assert ATTENTION not in asked_ids(services.asked("arxiv")[0])
    online("fetch", "-c", "umd", "-w", "3", "--stale", "29")
    assert asked_ids(services.asked("arxiv")[1]) == [ATTENTION]
    run = online("fetch", "-c", "umd", "-w", "3", "--all")
    assert sorted(asked_ids(services.asked("arxiv")[2])) == sorted(works(online, "-c", "umd", "-w", "3"))
    assert run.stderr.splitlines()[-1].startswith("fetched 0, unchanged")
    assert "do not go together" in online.refuses("fetch", "--all", "--stale", "3", exit_code=2)


# What is kept


def test_everything_that_arxiv_says_is_stored_and_the_record_stays(online: Any, services: Any) -> None:
    work = works(online)[ATTENTION]
    services.add(
        paper(ATTENTION, title=work["title"], authors=work["authors"], comment="15 pages, 5 figures",
              journal_ref="NIPS 2017", doi="10.1000/attention", categories=("cs.CL", "cs.LG"))
    )  # fmt: skip
    run = online("fetch", ATTENTION)
    assert "warning" not in run.stderr
    record = online("show", ATTENTION, "--json").json
    assert {name: value for name, value in record["work"].items() if name != "abstract"} == {
        name: value for name, value in work.items() if name != "abstract"
    }
    assert record["work"]["abstract"] == "The dominant sequence transduction models are based on $O(n^2)$ things."
    preprint = record["preprint"]
    assert preprint["version"] == 2
    assert preprint["categories"] == ["cs.CL", "cs.LG"]
    assert preprint["primary_category"] == "cs.CL"
    assert preprint["first_posted"].startswith("2017-06-12")
    assert preprint["last_posted"].startswith("2023-08-02")
    assert (preprint["comment"], preprint["journal_ref"]) == ("15 pages, 5 figures", "NIPS 2017")
    assert (preprint["doi"], preprint["withdrawn"], preprint["source"]) == ("10.1000/attention", False, "arxiv")
    assert preprint["fetched_at"].startswith("2024-09-24")
    facts = dict(shown(online, ATTENTION))
    assert facts["comment"] == "15 pages, 5 figures"
    assert "cs.CL, cs.LG" in facts["preprint"]


def test_a_disagreement_with_the_record_is_warned_of_and_shown(online: Any, services: Any) -> None:
    authors = works(online)[ATTENTION]["authors"]
    services.add(paper(ATTENTION, title="Attention Was All You Needed", authors=[*authors[1:], authors[0]]))
    run = online("fetch", ATTENTION)
    assert "warning: arXiv says otherwise of 1 (vaswani2017attention)" in run.stderr
    facts = shown(online, ATTENTION)
    assert ("title", "Attention Is All You Need") in facts
    assert ("disagrees", "arXiv's title: Attention Was All You Needed") in facts
    assert any(name == "disagrees" and "in another order" in value for name, value in facts)


def test_what_is_withdrawn_is_said_and_shown(online: Any, services: Any) -> None:
    work = works(online)[ATTENTION]
    services.add(paper(ATTENTION, title=work["title"], authors=work["authors"],
                       comment="This paper has been withdrawn by the authors"))  # fmt: skip
    assert f"withdrawn 1 ({ATTENTION})" in online("fetch", ATTENTION).stderr
    assert ("preprint", "WITHDRAWN by its authors") in shown(online, ATTENTION)


def test_unknown_ids_are_named_and_not_asked_for_at_every_fetch(online: Any, services: Any) -> None:
    records = works(online, "-c", "umd", "-w", "5")
    missing = min(records)
    stock(services, {id_: work for id_, work in records.items() if id_ != missing})
    run = online("fetch", "-c", "umd", "-w", "5")
    assert f"unknown at arXiv 1 ({missing})" in run.stderr
    assert missing not in preprints(online)
    assert "nothing to fetch" in online("fetch", "-c", "umd", "-w", "5").stderr
    services.add(paper(missing, title=records[missing]["title"], authors=records[missing]["authors"]))
    online("fetch", missing)
    assert missing in preprints(online)


def test_one_denial_does_not_take_away_what_is_known(online: Any, services: Any) -> None:
    stock(services, {ATTENTION: works(online)[ATTENTION]})
    online("fetch", ATTENTION)
    services.papers.clear()
    assert f"unknown at arXiv 1 ({ATTENTION})" in online("fetch", ATTENTION).stderr
    assert online("show", ATTENTION, "--json").json["work"]["abstract"]
    assert ATTENTION in preprints(online)


def test_a_new_version_is_taken_over(online: Any, services: Any) -> None:
    work = works(online)[ATTENTION]
    stock(services, {ATTENTION: work})
    online("fetch", ATTENTION)
    later = ("2017-06-12T17:57:34Z", "2023-08-02T00:41:18Z", "2024-09-01T00:00:00Z")
    services.add(paper(ATTENTION, title=work["title"], authors=work["authors"], abstract="Anew.", versions=later))
    assert online("fetch", ATTENTION).stderr.splitlines()[-1] == "fetched 1, unchanged 0"
    record = online("show", ATTENTION, "--json").json
    assert (record["work"]["abstract"], record["preprint"]["version"]) == ("Anew.", 3)
    assert [row[4] for row in online("search", "abstract:anew").rows] == ["vaswani2017attention"]


# Faults


REFUSALS: dict[str, Fault] = {
    "too many requests": status(429),
    "too many requests, come back at once": status(429, retry_after="0"),
    "too many requests, come back in an hour": status(429, retry_after="3600"),
    "unavailable": status(503, body="Service Unavailable"),
    "broken": status(500),
    "forbidden": status(403),
    "no such place": status(404),
    "a page for people": html(),
    "truncated XML": truncated(),
    "a connection that breaks off": cut(),
    "billion laughs": billion_laughs(),
    "redirected in a circle": redirect("/api/query?id_list=1"),
    "redirected to a file": redirect("file:///etc/passwd"),
    "redirected to nowhere": redirect(""),
}
SLOW: dict[str, Fault] = {
    "hanging": hang(5),
    "one byte after another": drip(0.05),
    "gzip bomb": gzip_bomb(20),
}


@pytest.mark.parametrize("fault", REFUSALS.values(), ids=REFUSALS)
def test_while_arxiv_refuses_nothing_changes_and_the_exit_code_is_5(online: Any, services: Any, fault: Fault) -> None:
    refused(online, services, fault)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", SLOW.values(), ids=SLOW)
def test_slow_and_huge_answers_are_given_up(online: Any, services: Any, fault: Fault) -> None:
    begun = time.monotonic()
    refused(online, services, fault)
    assert time.monotonic() - begun < 10


def refused(online: Any, services: Any, fault: Fault) -> None:
    """Three papers are asked for in vain; nothing is lost, nothing is believed, and the next fetch has them."""
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    before = online("list", "-c", "umd", "-w", "5", "--json").stdout
    services.spoil("arxiv", fault, times=None)
    services.spoil("datacite", status(503), times=None)
    run = online("fetch", "-c", "umd", "-w", "5", exit_code=5)
    assert run.stdout == ""
    assert "warning: arXiv" in run.stderr
    assert "asking DataCite" in run.stderr
    assert "warning: DataCite" in run.stderr
    last = run.stderr.splitlines()[-1]
    assert last == f"fetched 0, unchanged 0, failed {len(wanted)} ({', '.join(sorted(wanted))})"
    assert "unknown" not in run.stderr
    assert preprints(online) == {}
    assert online("list", "-c", "umd", "-w", "5", "--json").stdout == before
    services.mend()
    online("fetch", "-c", "umd", "-w", "5")
    assert preprints(online) == dict.fromkeys(wanted, "arxiv")


PASSING: dict[str, list[Fault]] = {
    "429, then well": [status(429)],
    "503 twice": [status(503), status(503)],
    "429 with Retry-After": [status(429, retry_after="0")],
    "HTML, then well": [html()],
    "truncated once": [truncated()],
    "cut once": [cut()],
    "an empty first page": [without_entries()],
    "a page that lacks an entry": [without_last_entry()],
    "every entry twice": [doubled_entries()],
    "gzip": [packed()],
    "sent on": [redirect("/api/query/")],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_not_noticed(online: Any, services: Any, faults: list[Fault]) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    if "sent on" in PASSING and faults is PASSING["sent on"]:
        target = f"/api/query?id_list={','.join(wanted)}&max_results={len(wanted)}"
        faults = [redirect(target)]
    services.spoil("arxiv", *faults)
    run = online("fetch", "-c", "umd", "-w", "5")
    assert run.stderr.splitlines() == [
        f"arXiv: {len(wanted)} of {len(wanted)}",
        f"fetched {len(wanted)}, unchanged 0",
    ]
    assert preprints(online) == dict.fromkeys(wanted, "arxiv")


def test_nobody_answers(online: Any) -> None:
    for name in SERVICES:
        online.set(f"PAPERTRAIL_{name}_URL", "http://127.0.0.1:9")
    run = online("fetch", ATTENTION, exit_code=5)
    assert "warning: arXiv" in run.stderr
    assert "no connection" in run.stderr
    assert "Traceback" not in run.stderr
    assert preprints(online) == {}


def test_a_bad_id_is_named_and_the_others_come(online: Any, services: Any) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    bad = sorted(wanted)[1]
    services.spoil("arxiv", lambda _answer: arxiv_service.error(bad))
    run = online("fetch", "-c", "umd", "-w", "5")
    assert f"no arXiv ids 1 ({bad})" in run.stderr
    assert preprints(online).keys() == wanted.keys() - {bad}


def test_an_entry_that_lacks_its_date_is_named(online: Any, services: Any) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    bad = min(wanted)
    services.papers[bad].without = frozenset({"published"})
    services.spoil("datacite", status(503), times=None)
    run = online("fetch", "-c", "umd", "-w", "5", exit_code=5)
    assert f"arXiv's record of {bad} is incomplete" in run.stderr
    assert preprints(online).keys() == wanted.keys() - {bad}


def test_a_title_of_zero_is_a_title(online: Any, services: Any) -> None:
    services.add(paper(ATTENTION, title="0"))
    online("fetch", ATTENTION)
    assert ("disagrees", "arXiv's title: 0") in shown(online, ATTENTION)


def test_waiting_is_said(online: Any, services: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_WORTH_SAYING", 0.0)
    stock(services, works(online, "-c", "umd", "-w", "5"))
    services.spoil("arxiv", status(429))
    assert "waiting 0 seconds: arXiv" in online("fetch", "-c", "umd", "-w", "5").stderr


# DataCite


def test_datacite_stands_in_and_is_marked_and_arxiv_is_asked_again(online: Any, services: Any) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    services.spoil("arxiv", status(429), times=None)
    run = online("fetch", "-c", "umd", "-w", "5")
    assert "warning: arXiv" in run.stderr
    assert "asking DataCite for its record of the same papers" in run.stderr
    assert run.stderr.splitlines()[-1] == f"fetched {len(wanted)}, unchanged 0"
    assert preprints(online) == dict.fromkeys(wanted, "datacite")
    one = min(wanted)
    assert online("show", one, "--json").json["preprint"]["source"] == "datacite"
    assert "from datacite" in dict(shown(online, one))["preprint"]
    assert online("show", one, "--json").json["work"]["abstract"]
    services.mend()
    online("fetch", "-c", "umd", "-w", "5")
    assert preprints(online) == dict.fromkeys(wanted, "arxiv")


def test_datacite_never_replaces_what_arxiv_said(online: Any, services: Any) -> None:
    work = works(online)[ATTENTION]
    services.add(paper(ATTENTION, title=work["title"], authors=work["authors"], journal_ref="NIPS 2017"))
    online("fetch", ATTENTION)
    services.spoil("arxiv", status(503), times=None)
    online("fetch", ATTENTION)
    preprint = online("show", ATTENTION, "--json").json["preprint"]
    assert (preprint["source"], preprint["journal_ref"]) == ("arxiv", "NIPS 2017")


def test_a_disagreement_with_datacites_record_is_warned_of(online: Any, services: Any) -> None:
    services.add(paper(ATTENTION, title="Another Title"))
    services.spoil("arxiv", status(503), times=None)
    assert "says otherwise of 1 (vaswani2017attention)" in online("fetch", ATTENTION).stderr


def test_what_datacite_does_not_know_has_failed(online: Any, services: Any) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    first, *others = sorted(wanted)
    stock(services, {first: wanted[first]})
    services.spoil("arxiv", status(503), times=None)
    run = online("fetch", "-c", "umd", "-w", "5", exit_code=5)
    assert run.stderr.splitlines()[-1].endswith(f"failed {len(others)} ({', '.join(others)})")
    assert preprints(online) == {first: "datacite"}


# Interruption, and terminals


def test_ctrl_c_leaves_a_sound_database_with_what_had_arrived(online: Any, services: Any) -> None:
    records = works(online)
    stock(services, records)
    services.spoil("arxiv", lambda answer: answer)
    services.spoil("arxiv", hang(60), times=None)
    with subprocess.Popen(
        online.command("fetch"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        until = time.monotonic() + 20
        while len(services.asked("arxiv")) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        stdout, stderr = process.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert process.returncode != 0
    assert stdout == ""
    assert "Traceback" not in stderr
    kept = preprints(online)
    assert len(kept) == 100
    services.mend()
    services.seen.clear()
    online("fetch")
    assert sorted(id_ for one in services.asked("arxiv") for id_ in asked_ids(one)) == sorted(
        records.keys() - kept.keys()
    )


def test_a_terminal_gets_a_bar(online: Any, services: Any) -> None:
    wanted = works(online, "-c", "umd", "-w", "5")
    stock(services, wanted)
    services.spoil("arxiv", lambda answer: Answer(answer.status, answer.body, answer.kind, delay=0.4))
    screen = online.on_terminal("fetch", "-c", "umd", "-w", "5")
    assert f"0/{len(wanted)}" in screen
    assert screen.rstrip().endswith(f"fetched {len(wanted)}, unchanged 0")


def test_an_address_that_is_none(online: Any) -> None:
    online.set("PAPERTRAIL_ARXIV_URL", "ftp://example.org")
    assert "no web address" in online.refuses("fetch", ATTENTION, exit_code=2)


def test_the_settings_file_names_a_mirror(online: Any, services: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERTRAIL_ARXIV_URL")
    online.config.write_text(f'contact = "ada@example.org"\n[sources]\narxiv_url = "{services.url}/"\n')
    stock(services, {ATTENTION: works(online)[ATTENTION]})
    online("fetch", ATTENTION)
    assert "ada@example.org" in services.asked("arxiv")[0].headers["user-agent"]


def test_a_paper_without_an_arxiv_id_was_not_fetched(online: Any) -> None:
    unresolved = online("list", "--unresolved").rows[0][0]
    for name in (unresolved, "minsky1969perceptrons"):
        assert "has been fetched" not in online("fetch", name).stderr
