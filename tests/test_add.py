"""`papertrail add`: ids, DOIs, titles, files and lists; nothing doubled, nothing lost, and nothing done twice."""

import os
import pty
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.services.faults import status
from tests.services.others import work
from tests.services.papers import paper
from typer.testing import CliRunner

from papertrail import settings
from papertrail.cli import app
from papertrail.sources import crossref

pytest_plugins = ["tests.services.fixtures"]

SAMPLES = Path(__file__).parent / "samples"
ONE = "2001.01000"


@pytest.fixture
def online(papertrail: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, with all services on this machine."""
    for name in ("ARXIV", "ARXIV_PDF", "DATACITE", "SEMANTIC_SCHOLAR", "CROSSREF"):
        papertrail.set(f"PAPERTRAIL_{name}_URL", services.url)
    papertrail.set("PAPERTRAIL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(crossref, "INTERVAL", 0.01)
    services.add(small())
    return papertrail


def small(id_: str = ONE, **facts: Any) -> Any:
    usual = {"title": "Small Things", "authors": ("Ada Example",), "versions": ("2020-01-06T00:00:00Z",)}
    return paper(id_, **usual | facts)


def dump(papertrail: Any) -> list[str]:
    """All that the library holds, line by line; it is sound."""
    connection = sqlite3.connect(papertrail.database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    lines = list(connection.iterdump())
    connection.close()
    return lines


def record(papertrail: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = papertrail("show", name, "--json").json["work"]
    return found


def bib(tmp_path: Path, text: str, name: str = "own.bib") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def own_keys(papertrail: Any) -> list[str]:
    return [row[4] for row in papertrail("list", "--unassigned").rows]


# arXiv


@pytest.mark.parametrize(
    "form",
    [
        ONE,
        f"{ONE}v2",
        f"arXiv:{ONE}",
        f"arxiv:{ONE}v1",
        f"  {ONE} ",
        f"https://arxiv.org/abs/{ONE}",
        f"http://www.arxiv.org/abs/{ONE}v3",
        f"https://arxiv.org/pdf/{ONE}",
        f"https://arxiv.org/pdf/{ONE}v1.pdf",
        f"https://arxiv.org/html/{ONE}v1",
        f"arxiv.org/abs/{ONE}",
        f"https://export.arxiv.org/abs/{ONE}",
        f"https://ar5iv.labs.arxiv.org/html/{ONE}",
        f"https://ar5iv.org/abs/{ONE}",
        f"https://www.alphaxiv.org/abs/{ONE}",
        f"https://huggingface.co/papers/{ONE}",
        f"10.48550/arXiv.{ONE}",
        f"https://doi.org/10.48550/arXiv.{ONE}",
        f"https://arxiv.org/abs/{ONE}?utm_source=x#section",
    ],
)
def test_every_form_of_an_arxiv_id_adds_the_same_paper(online: Any, services: Any, form: str) -> None:
    run = online("add", form)
    assert run.lines == ["added example2020small: Small Things"]
    found = record(online, "example2020small")
    assert (found["arxiv"], found["authors"], found["year"]) == (ONE, ["Ada Example"], 2020)
    assert found["abstract"]
    (request,) = services.asked("arxiv")
    assert request.query["id_list"] == ONE


@pytest.mark.parametrize("form", ["hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001v2", "math.GT/0309136"])
def test_old_ids(online: Any, services: Any, form: str) -> None:
    services.add(small("hep-th/9901001"), small("math.GT/0309136"))
    assert online("add", form).lines == ["added example2020small: Small Things"]


def test_several_ids_are_one_request_and_one_undo(online: Any, services: Any) -> None:
    ids = services.add_many(30)
    before = own_keys(online)
    online("add", *ids)
    assert len(services.asked("arxiv")) == 1
    assert len(own_keys(online)) == 30
    online("undo")
    assert own_keys(online) == before


def test_an_unknown_id_is_named_and_the_rest_is_added(online: Any) -> None:
    run = online("add", "2001.09999", ONE, exit_code=3)
    assert "error: arXiv knows no paper 2001.09999" in run.stderr
    assert run.lines == ["added example2020small: Small Things"]


def test_what_the_library_has_is_not_asked_for(online: Any, services: Any) -> None:
    assert online("add", "1706.03762v5").lines == ["known vaswani2017attention: Attention Is All You Need"]
    assert services.seen == []


def test_a_link_that_names_nothing(online: Any) -> None:
    said = online.refuses("add", "https://example.org/paper", exit_code=2)
    assert "neither an arXiv id nor a DOI" in said


def test_a_very_long_name_is_refused_in_words(online: Any) -> None:
    assert "nothing found" in online.refuses("add", "x" * 300, exit_code=3)


def test_a_name_with_a_null_is_refused_in_words(online: Any) -> None:
    online.refuses("add", "a\0b", exit_code=3)


def test_a_folder_is_not_a_file(online: Any, tmp_path: Path) -> None:
    run = online("add", str(tmp_path), exit_code=3)
    assert run.stderr


def test_a_missing_file_is_named(online: Any) -> None:
    assert "there is no file nosuch.bib" in online.refuses("add", "nosuch.bib", exit_code=4)


# DOIs and titles


@pytest.mark.parametrize("form", ["10.1000/ABC", "https://doi.org/10.1000/abc", "doi:10.1000/abc"])
def test_a_doi_is_looked_up_at_crossref(online: Any, services: Any, form: str) -> None:
    services.works.append(work("A Published Thing", "10.1000/abc"))
    assert online("add", form).lines == ["added vaswani2018published: A Published Thing"]
    found = record(online, "10.1000/abc")
    assert (found["venue"], found["year"], found["doi"]) == ("Proceedings of a Conference", 2018, "10.1000/abc")
    assert online("add", form).lines == ["known vaswani2018published: A Published Thing"]
    assert len(services.asked("crossref")) == 1


def test_a_doi_that_nobody_knows_and_a_crossref_that_is_down(online: Any, services: Any) -> None:
    assert "Crossref knows no DOI 10.1000/none" in online.refuses("add", "10.1000/none", exit_code=3)
    services.spoil("crossref", status(503), times=None)
    run = online("add", "10.1000/none", ONE, exit_code=5)
    assert "Crossref is unavailable" in run.stderr
    assert "example2020small" in own_keys(online)


def test_without_a_terminal_a_title_is_listed(online: Any, services: Any) -> None:
    services.works.append(work("Small Things, Revisited", "10.1000/abc"))
    said = online.refuses("add", "small things", exit_code=3)
    assert " 1  Small Things (Example, 2020)  arXiv:2001.01000" in said
    assert " 2  Small Things, Revisited (Vaswani, 2018, Proceedings of a Conference)  doi:10.1000/abc" in said
    assert "hint: add one of these for 'small things' by its arXiv id or DOI" in said
    assert own_keys(online) == []


def test_a_title_that_nobody_knows(online: Any) -> None:
    assert "nothing found for 'zzzz qqqq'" in online.refuses("add", "zzzz qqqq", exit_code=3)


def test_one_service_out_of_reach_is_said_and_two_are_an_outage(online: Any, services: Any) -> None:
    services.spoil("crossref", status(503), times=None)
    said = online.refuses("add", "small things", exit_code=3)
    assert "warning: Crossref is unavailable" in said
    assert "arXiv:2001.01000" in said
    services.spoil("arxiv", status(503), times=None)
    assert "unavailable" in online.refuses("add", "small things", exit_code=5)


def choose(program: Any, title: str, answer: str) -> str:
    """Add a title on a terminal, answering the question for a number."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        program.command("add", title), stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        written = b""
        try:
            while piece := os.read(ours, 65536):
                written += piece
        except OSError:  # the other side is closed
            pass
        process.wait(timeout=30)
    os.close(ours)
    return written.decode().replace("\r\n", "\n") + f"exit {process.returncode}"


def test_on_a_terminal_the_reader_chooses(online: Any, services: Any) -> None:
    services.works.append(work("Small Things, Revisited", "10.1000/abc"))
    screen = choose(online, "small things", "2\n")
    assert "Which one?" in screen
    assert screen.endswith("added vaswani2018small: Small Things, Revisited\nexit 0")
    assert own_keys(online) == ["vaswani2018small"]
    screen = choose(online, "small things", "0\n")
    assert "nothing was chosen" in screen
    assert screen.endswith("exit 3")
    assert own_keys(online) == ["vaswani2018small"]


# Files


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".md"))
def test_every_sample_is_read_and_reading_it_again_changes_nothing(online: Any, sample: str) -> None:
    first = online("add", SAMPLES / sample)
    assert first.lines
    once = dump(online)
    again = online("add", SAMPLES / sample)
    assert not any(line.startswith("added") for line in again.lines), again.stdout
    assert dump(online) == once
    assert first.stderr == again.stderr
    if " skipped" in first.stderr:
        assert f"{sample}:" in first.stderr
    while own_keys(online):
        assert "undone" in online("undo").stdout


def test_all_samples_at_once_take_one_undo(online: Any) -> None:
    before = dump(online)
    online("add", *(path for path in SAMPLES.iterdir() if path.suffix != ".md"))
    assert own_keys(online)
    online("undo")
    assert own_keys(online) == []
    after = dump(online)
    works = [[line for line in lines if line.startswith('INSERT INTO "work"')] for lines in (before, after)]
    assert works[0] == works[1]


def test_one_bad_entry_never_loses_the_rest(online: Any) -> None:
    run = online("add", SAMPLES / "jabref.bib")
    assert any("Efficient BackProp" in line for line in run.lines)
    assert f"{SAMPLES / 'jabref.bib'}:29" in run.stderr
    assert "example2020notitle" in online("add", SAMPLES / "scholar.bib").stderr


def test_a_dry_run_changes_nothing_and_says_the_same(online: Any) -> None:
    before = dump(online)
    dry = online("add", SAMPLES / "scholar.bib", SAMPLES / "zotero.json", ONE, "--dry-run", "--tag", "x", "--note", "y")
    assert dump(online) == before
    real = online("add", SAMPLES / "scholar.bib", SAMPLES / "zotero.json", ONE, "--tag", "x", "--note", "y")
    assert [line.replace("would add", "added") for line in dry.lines] == real.lines
    assert dry.stderr == real.stderr


def test_a_file_that_is_no_bibliography(online: Any, tmp_path: Path) -> None:
    for name, content in (("a.bib", b"\xff\xfe\x00\x01"), ("b.json", b"{"), ("c.ris", b""), ("d.bib", b"")):
        (tmp_path / name).write_bytes(content)
        assert run("add", tmp_path / name).stdout == ""
    assert own_keys(online) == []


@pytest.mark.usefixtures("online")
def test_an_unreadable_file_does_not_keep_the_rest_out(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("[" * 5000)
    good = bib(tmp_path, "@misc{one, title={One Good Thing}, author={A. Person}, year={2020}}")
    assert "added one: One Good Thing" in run("add", tmp_path / "broken.json", good).stdout


# Standard input


def run(*words: str | Path, text: str | bytes = "") -> Any:
    """A command with something on its stdin; it may fail, but not with a traceback."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=text, prog_name="papertrail")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def piped(text: str | bytes) -> Any:
    return run("add", "-", text=text)


def test_a_list_on_stdin(online: Any, services: Any) -> None:
    services.works.append(work("A Published Thing", "10.1000/abc"))
    result = piped(f"\n{ONE}\nhttps://doi.org/10.1000/abc\r\n1706.03762\n{ONE}\n")
    assert result.exit_code == 0
    assert sorted(own_keys(online)) == ["example2020small", "vaswani2018published"]
    assert "known vaswani2017attention" in result.stdout


@pytest.mark.parametrize("sample", ["scholar.bib", "zotero.json", "publisher.ris", "mendeley.bib", "jabref.bib"])
def test_a_bibliography_on_stdin(online: Any, sample: str) -> None:
    piped((SAMPLES / sample).read_bytes())
    keys = own_keys(online)
    assert keys
    online("undo")
    online("add", SAMPLES / sample)
    assert own_keys(online) == keys


def test_nothing_and_rubbish_on_stdin(online: Any) -> None:
    before = dump(online)
    piped("")
    for encoding in ("utf-8:strict", "utf-8:surrogateescape"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        result = online.process("add", "-", input=b"\xff\xfe\x00bad", text=False, env=environment)
        assert b"Traceback" not in result.stderr, result.stderr.decode()
    assert dump(online) == before


# What is known already


MNIH = """@article{ownmnih, title={Human-Level Control through deep {R}einforcement learning},
  author={Volodymyr Mnih and Others, A.}, year={2015}, pages={529--533}, doi={10.1000/nature14236}, volume={518}}
"""


def test_duplicates_are_merged_without_losing_a_field(online: Any, tmp_path: Path) -> None:
    first = "@misc{first, title={The {T}wo Records of it}, author={Ada Example}, year={2020}, volume={7}}"
    second = (
        "@article{second, title={The two records of it.}, author={Example, A. and Sample, B.}, year={2021},"
        " journal={A Journal}, doi={10.1000/two}, pages={1--2}, abstract={Our own words.}, url={https://example.org/2}}"
    )
    online("add", bib(tmp_path, first, "first.bib"))
    run = online("add", bib(tmp_path, second, "second.bib"))
    assert "known first, filled up with" in run.stdout
    found = record(online, "first")
    assert (found["title"], found["year"]) == ("The Two Records of it", 2020)
    assert (found["doi"], found["abstract"], found["url"]) == ("10.1000/two", "Our own words.", "https://example.org/2")
    assert found["venue"] == "A Journal"
    assert (found["fields"]["volume"], found["fields"]["pages"]) == ("7", "1--2")
    assert record(online, "second")["key"] == "first"
    assert own_keys(online) == ["first"]
    online("undo")
    assert record(online, "first")["doi"] is None


def test_undo_takes_back_the_other_name_too(online: Any, tmp_path: Path) -> None:
    text = "@misc{%s, title={The Two Records}, author={Ada Example}, year={2020}%s}"
    online("add", bib(tmp_path, text % ("first2020own", ""), "a.bib"))
    online("add", bib(tmp_path, text % ("second2020own", ", doi={10.1000/two}"), "b.bib"))
    assert record(online, "second2020own")["key"] == "first2020own"
    online("undo")
    assert record(online, "first2020own")["doi"] is None
    assert "no paper" in online.refuses("show", "second2020own", exit_code=3)


def test_a_name_alone_is_a_change_that_undo_takes_back(online: Any, tmp_path: Path) -> None:
    text = "@misc{%s, title={The Two Records}, author={Ada Example}, year={2020}}"
    online("add", bib(tmp_path, text % "first2020own", "a.bib"))
    online("add", bib(tmp_path, text % "second2020own", "b.bib"))
    online("undo")
    assert record(online, "first2020own")["title"] == "The Two Records"


def test_duplicates_within_one_file_are_merged(online: Any, tmp_path: Path) -> None:
    text = """@misc{one, title={A Thing}, author={Ada Example}, year={2020}, eprint={2001.01000}, archiveprefix={arXiv}}
@article{copy2021thing, title={A thing}, author={Ada Example}, year={2021}, journal={J}, doi={10.1000/x}}
@article{other2021name, title={Quite Another Name}, author={Z. Z.}, doi={https://doi.org/10.1000/X}, volume={3}}
"""
    run = online("add", bib(tmp_path, text))
    assert own_keys(online) == ["one"]
    assert any("own.bib:2: known one" in line for line in run.lines)
    found = record(online, "one")
    assert (found["arxiv"], found["doi"], found["venue"]) == (ONE, "10.1000/x", "J")
    assert found["fields"]["volume"] == "3"
    for name in ("copy2021thing", "other2021name"):
        assert record(online, name)["key"] == "one", name


@pytest.mark.parametrize(
    "other",
    [
        "author={Carl Stranger}, year={2020}",
        "author={Ada Example}, year={1990}",
        "author={Ada Example}, year={2020}, eprint={2001.02000}, archiveprefix={arXiv}",
    ],
    ids=["other authors", "years apart", "another arXiv id"],
)
def test_works_of_one_title_are_not_merged_when_they_are_not_the_same(online: Any, tmp_path: Path, other: str) -> None:
    first = "author={Ada Example}, year={2020}, eprint={2001.01000}, archiveprefix={arXiv}"
    text = f"@misc{{one, title={{Introduction}}, {first}}}\n@misc{{two, title={{Introduction}}, {other}}}\n"
    online("add", bib(tmp_path, text))
    assert own_keys(online) == ["one", "two"]


def test_no_doi_is_lost_when_two_works_have_one_title(online: Any, tmp_path: Path) -> None:
    text = """@article{one, title={Editorial}, author={Ada Example}, year={2020}, doi={10.1000/a}, journal={J}}
@article{two, title={Editorial}, author={Ada Example}, year={2020}, doi={10.1000/b}, journal={J}}
"""
    online("add", bib(tmp_path, text))
    assert record(online, "10.1000/a")["key"] == "one"
    assert record(online, "10.1000/b")["key"] in {"one", "two"}


def test_a_key_that_is_taken_gets_a_letter(online: Any, tmp_path: Path) -> None:
    text = "@misc{Vaswani2017attention, title={Something Else}, author={N. Body}, year={2001}}"
    online("add", bib(tmp_path, text))
    assert own_keys(online) == ["Vaswani2017attentionb"]
    assert record(online, "vaswani2017attention")["title"] == "Attention Is All You Need"


def test_a_bundled_record_keeps_its_own_venue_and_facts(online: Any) -> None:
    before = record(online, "1706.03762")
    run = online("add", SAMPLES / "scholar.bib")
    assert "known vaswani2017attention" in run.stdout
    after = record(online, "1706.03762")
    for name in ("title", "authors", "year", "venue", "kind", "arxiv", "key"):
        assert after[name] == before[name]
    assert before["fields"].items() <= after["fields"].items()


def syllabi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private copy of the bundled courses, which the program reads from now on."""
    folder = tmp_path / "syllabi"
    shutil.copytree(settings.bundled_syllabi(), folder)
    monkeypatch.setattr(settings, "bundled_syllabi", lambda: folder)
    return folder


def test_what_the_reader_brought_survives_a_reload(
    online: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = syllabi(tmp_path, monkeypatch)
    extra = "@misc{x, title={Attention Is All You Need}, author={Vaswani, Ashish}, year={2017}, doi={10.1000/att}}"
    online("add", bib(tmp_path, extra), "--tag", "classic")
    online("add", ONE, "--course", "umd", "--week", "5", "--note", "mine", "--tag", "own")
    online("done", ONE)
    place = [row[0] for row in online("list", "-c", "umd", "-w", "5").rows if row[4] == "example2020small"]
    assert len(place) == 1
    syllabus = next(folder.glob("umd*.toml"))
    text = syllabus.read_text(encoding="utf-8")
    assert 'title = "' in text
    syllabus.write_text(text.replace('title = "', 'title = "Renamed: ', 1), encoding="utf-8")
    references = folder / "references.bib"
    text = references.read_text(encoding="utf-8")
    assert "{vaswani2017attention," in text
    references.write_text(
        text.replace("{vaswani2017attention,", "{vaswani2017attention,\n  volume = {301},"), encoding="utf-8"
    )
    online("course", "reload")
    assert online("course", "show", "umd", "--json").json["title"].startswith("Renamed: ")
    assert record(online, "1706.03762")["fields"]["volume"] == "301"
    assert record(online, "10.1000/att")["key"] == "vaswani2017attention"
    assert record(online, "1706.03762")["tags"] == ["classic"]
    found = online("show", ONE, "--json").json
    assert (found["status"], found["own_note"], found["work"]["tags"]) == ("read", "mine", ["own"])
    assert [row[0] for row in online("list", "-c", "umd", "-w", "5").rows if row[4] == "example2020small"] == place


# Offline


def test_offline_a_stub_is_kept_and_completed_by_the_next_fetch(online: Any, services: Any) -> None:
    services.spoil("arxiv", status(503), times=None)
    run = online("add", ONE, "--tag", "later", "--note", "from a talk")
    assert run.lines == [f"added arxiv200101000: arXiv:{ONE}"]
    assert "warning: arXiv is unavailable" in run.stderr
    assert "papertrail fetch completes it" in run.stderr
    online("done", ONE)
    online("rate", ONE, "4")
    services.mend()
    online("fetch", ONE)
    assert own_keys(online) == ["example2020small"]
    for name in ("arxiv200101000", "example2020small", ONE):
        found = online("show", name, "--json").json
        assert (found["work"]["key"], found["work"]["title"]) == ("example2020small", "Small Things")
        assert (found["status"], found["rating"], found["own_note"]) == ("read", 4, "from a talk")
        assert found["work"]["tags"] == ["later"]
        assert found["confidence"] == "certain"
    assert [row[4] for row in online("search", "small things tag:later").rows] == ["example2020small"]
    assert [change["after"] for change in online("show", ONE, "--json").json["history"]] == ["read"]


def test_undo_after_a_stub_was_completed(online: Any, services: Any) -> None:
    services.spoil("arxiv", status(503), times=None)
    online("add", ONE, "--tag", "later")
    online("done", ONE)
    services.mend()
    online("fetch", ONE)
    online("undo")
    assert online.status(ONE) == "unread"
    online("undo")
    assert own_keys(online) == []
    dump(online)


def test_a_stub_that_is_added_again_with_a_connection(online: Any, services: Any) -> None:
    services.spoil("arxiv", status(503), times=None)
    online("add", ONE)
    assert online("add", ONE).lines == [f"known arxiv200101000: arXiv:{ONE}"]
    assert len(own_keys(online)) == 1
    services.mend()
    assert online("add", ONE, "--tag", "later").lines == ["completed example2020small: Small Things"]
    assert own_keys(online) == ["example2020small"]
    assert record(online, ONE)["tags"] == ["later"]
    assert online("add", ONE).lines == ["known example2020small: Small Things"]


def test_a_stub_is_fetched_by_a_plain_fetch(online: Any, services: Any) -> None:
    services.spoil("arxiv", status(503), times=None)
    online("add", ONE)
    services.mend()
    online("fetch")
    assert record(online, ONE)["title"] == "Small Things"


def test_a_stub_that_an_import_describes_is_one_work(online: Any, services: Any, tmp_path: Path) -> None:
    services.spoil("arxiv", status(503), times=None)
    online("add", ONE)
    text = f"@misc{{k, title={{Small Things}}, author={{Ada Example}}, year={{2020}}, eprint={{{ONE}}}}}"
    online("add", bib(tmp_path, text.replace("}}}", "}, archiveprefix={arXiv}}}").replace("}}}", "}}")))
    assert len(own_keys(online)) == 1
    services.mend()
    online("fetch", ONE)
    assert record(online, ONE)["title"] == "Small Things"


# Tags, notes, places


def test_one_undo_takes_back_papers_tags_note_and_place(online: Any) -> None:
    online("done", "umd:5.1")
    before = online("list", "--json").stdout
    run = online("add", ONE, "-t", "a", "-t", "b", "--note", "why", "-c", "umd", "-w", "5")
    assert run.lines[-1] == "put 1 paper into week 5 of umd-cmsc828i-fall-2024" or "into week 5 of" in run.lines[-1]
    assert "Small Things" in online("week", "5", "-c", "umd").stdout
    found = online("show", ONE, "--json").json
    assert (found["work"]["tags"], found["own_note"]) == (["a", "b"], "why")
    online("undo")
    assert online("list", "--json").stdout == before
    assert online.status("umd:5.1") == "read"
    assert "no paper" in online.refuses("show", ONE, exit_code=3)


def test_tags_for_what_is_known_are_an_undo_of_their_own(online: Any) -> None:
    online("done", "umd:5.1")
    online("add", "1706.03762", "--tag", "classic", "--note", "n")
    assert record(online, "1706.03762")["tags"] == ["classic"]
    online("undo")
    assert record(online, "1706.03762")["tags"] == []
    assert online("show", "1706.03762", "--json").json["own_note"] is None
    assert online.status("umd:5.1") == "read"


def test_a_tag_that_was_there_does_not_join_the_command_before(online: Any) -> None:
    online("tag", "1706.03762", "classic")
    online("done", "umd:5.1")
    online("add", "1706.03762", "--tag", "classic", "--note", "n")
    online("undo")
    assert online.status("umd:5.1") == "read"
    assert online("show", "1706.03762", "--json").json["own_note"] is None


def test_adding_twice_with_tag_note_and_place_changes_nothing(online: Any) -> None:
    words = ("add", ONE, "--tag", "a", "--note", "why", "-c", "umd", "-w", "5")
    online(*words)
    once = online("show", ONE, "--json").json
    online(*words)
    assert online("show", ONE, "--json").json == once


def test_a_file_added_twice_with_a_note_keeps_one_note(online: Any, tmp_path: Path) -> None:
    path = bib(tmp_path, MNIH)
    online("add", path, "--note", "from the list")
    online("add", path, "--note", "from the list")
    assert online("show", "ownmnih", "--json").json["own_note"] == "from the list"


def test_a_place_of_ones_own_is_shown_and_a_course_that_is_none_refused(online: Any) -> None:
    online("add", "1706.03762", "--course", "umd", "--week", "6")
    assert "vaswani2017attention" in [row[4] for row in online("list", "-c", "umd", "-w", "6").rows]
    assert "no course called" in online.refuses("add", ONE, "--course", "zzz", exit_code=3)
    assert "--week needs --course" in online.refuses("add", ONE, "--week", "5", exit_code=2)
    assert "no paper" in online.refuses("show", ONE, exit_code=3)


def test_what_is_added_is_found_and_listed(online: Any) -> None:
    online("add", ONE)
    assert [row[4] for row in online("search", "small things author:example").rows] == ["example2020small"]
    assert "example2020small" in [row[4] for row in online("list").rows]
    online("undo")
    assert online("search", '"small things"').lines == []


def test_many_entries_are_counted_not_listed(online: Any, tmp_path: Path) -> None:
    text = "".join(
        f"@misc{{k{n}, title={{Title Number {n}}}, author={{Person {n % 99}, A.}}, year={{2020}}}}\n"
        for n in range(900)
    )
    path = bib(tmp_path, text)
    assert online("add", path).lines[0] == "added 900 papers"
    once = dump(online)
    again = online("add", path)
    assert again.lines == ["900 known already, 900 of them unchanged"]
    assert dump(online) == once
    online("undo")
    assert own_keys(online) == []


def test_a_stub_that_turns_out_to_be_known_is_no_second_work(online: Any, services: Any, tmp_path: Path) -> None:
    online("add", bib(tmp_path, "@misc{mine, title={Small Things}, author={Ada Example}, year={2020}}"))
    services.spoil("arxiv", status(503), times=None)
    online("add", ONE, "--tag", "later")
    services.mend()
    online("fetch", ONE)
    assert len(own_keys(online)) == 1
    assert record(online, ONE)["tags"] == ["later"]
    online("undo")
    assert own_keys(online) == ["mine"]
    assert record(online, ONE)["tags"] == []


def test_one_paper_in_several_forms_in_one_command(online: Any, services: Any, tmp_path: Path) -> None:
    services.works.append(work("Small Things", "10.1000/small", author=[{"given": "Ada", "family": "Example"}],
                               issued={"date-parts": [[2021]]}))  # fmt: skip
    entry = f"@misc{{mine, title={{Small things!}}, author={{Ada Example}}, eprint={{{ONE}}}, archiveprefix={{arXiv}}}}"
    online("add", f"arXiv:{ONE}", f"https://arxiv.org/pdf/{ONE}v1", "10.1000/small", bib(tmp_path, entry))
    assert len(own_keys(online)) == 1
    found = record(online, ONE)
    assert (found["doi"], found["venue"]) == ("10.1000/small", "Proceedings of a Conference")
    online("undo")
    assert own_keys(online) == []


def test_an_import_by_two_processes_at_once_doubles_nothing(online: Any, tmp_path: Path) -> None:
    text = "".join(
        f"@misc{{k{n}, title={{Title Number {n}}}, author={{Person, A.}}, year={{2020}}}}\n" for n in range(60)
    )
    path = bib(tmp_path, text)
    runs = [subprocess.Popen(online.command("add", path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]  # fmt: skip
    said = [run.communicate(timeout=30)[1] for run in runs]
    assert "Traceback" not in "".join(said)
    dump(online)
    assert len(own_keys(online)) == 60


POST = """@online{vaswani2017blog, title = {Attention Is All You Need}, author = {Vaswani, Ashish}, date = {2017-08-31},
  organization = {A company}, url = {https://blog.example.org/attention}}"""


def test_a_post_with_the_title_and_author_of_a_paper_is_a_work_of_its_own(papertrail: Any, tmp_path: Path) -> None:
    before = papertrail("export", "csl-json", "vaswani2017attention").json
    file = tmp_path / "post.bib"
    file.write_text(POST, encoding="utf-8")
    assert "vaswani2017blog" in papertrail("add", file).stdout
    assert papertrail("export", "csl-json", "vaswani2017attention").json == before
    assert papertrail("show", "vaswani2017blog", "--json").json["kind"] == "website"
    assert "known vaswani2017blog" in papertrail("add", file).stdout


def test_a_page_at_the_address_of_a_paper_is_the_paper(papertrail: Any, tmp_path: Path) -> None:
    address = papertrail("export", "csl-json", "vaswani2017attention").json[0]["URL"]
    file = tmp_path / "page.bib"
    file.write_text(POST.replace("https://blog.example.org/attention", address), encoding="utf-8")
    papertrail("add", file)
    assert papertrail("show", "vaswani2017blog", "--json").json["key"] == "vaswani2017attention"


def test_an_unknown_command_is_named_once_over_all_files_of_a_run(papertrail: Any, tmp_path: Path) -> None:
    one = bib(tmp_path, "@misc{a, title = {Runs of \\GEANTfour}}", "one.bib")
    two = bib(tmp_path, "@misc{b, title = {Ends of \\GEANTfour}}\n@misc{c, title = {On \\ROOT}}", "two.bib")
    said = papertrail("add", str(one), str(two)).stderr
    assert said.count("GEANTfour") == 1
    assert f"{one}:1: the command \\GEANTfour is not known here" in said
    assert f"{two}:2: the command \\ROOT is not known here" in said
