"""Hostile text through every way in, and out through every way out: a terminal shows it and never obeys it."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.services import arxiv as arxiv_service
from tests.services.others import work
from tests.services.papers import paper
from typer.testing import CliRunner

from papertrail.cli import app
from papertrail.sources import crossref

pytest_plugins = ["tests.services.fixtures"]

ESC, BEL, C1, RLO, ZWSP, TAG = "\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\U000e0041"
SHOWN = "[/] [red]boo[/red] [link=file:///etc/passwd]x[/link] :smile: <script>alert(1)</script> =cmd|x {curly}"
"""What is harmless as text, and has to be shown as it is."""
UNSEEN = f"{ESC}[31m{ESC}]52;c;AAAA{BEL}{ESC}]8;;http://evil.example{ESC}\\{C1}2J{RLO}{ZWSP}{TAG}\u2066\u200f\u2028\ufeff\x08\r"
"""What must never come out again."""
TITLE = f"Zebrafish {SHOWN} {UNSEEN}end"
PERSON = f"Ada{ESC}[2J [b]Zebra{RLO}"
LONG = "Zebralong " * 4_000

_COLOURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\|\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A")
"""What the program itself sends to a terminal."""


@pytest.fixture
def online(papertrail: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("ARXIV", "ARXIV_PDF", "DATACITE", "SEMANTIC_SCHOLAR", "CROSSREF"):
        papertrail.set(f"PAPERTRAIL_{name}_URL", services.url)
    papertrail.set("PAPERTRAIL_CACHE", str(tmp_path / "cache"))
    papertrail.set("PAPERTRAIL_PDFS", str(tmp_path / "pdfs"))
    monkeypatch.setattr(crossref, "INTERVAL", 0.01)
    return papertrail


def harmless(text: str, *, where: str) -> None:
    """No character in it is one that a terminal obeys, or that turns text around or hides it."""
    bad = {
        char
        for char in text
        if (unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} and char not in "\n\t")
        or unicodedata.category(char) == "Cf"
    }
    assert not bad, f"{where}: {sorted(map(ascii, bad))}"


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for child in children for text in strings(child)]


def by_bibtex(program: Any, services: Any, tmp_path: Path, title: str) -> None:
    del services
    path = tmp_path / "in.bib"
    fields = f"title={{{title.replace('{', '').replace('}', '')}}}, author={{{PERSON}}}, year={{2020}}"
    path.write_text(
        f"@article{{k, {fields}, journal={{J{ESC}[1m [b]}}, url={{javascript:alert(1)}}, note={{{title}}}}}"
    )
    program("add", path)


def by_csl(program: Any, services: Any, tmp_path: Path, title: str) -> None:
    del services
    path = tmp_path / "in.json"
    item = {
        "id": f"k{ESC}]0;x{BEL}", "type": "article-journal", "title": title, "author": [{"literal": PERSON}],
        "container-title": f"J{RLO}", "abstract": title, "URL": f"https://e.org/{ESC}[1m",
        "issued": {"date-parts": [[2020]]},
    }  # fmt: skip
    path.write_text(json.dumps([item]), encoding="utf-8")
    program("add", path)


def by_ris(program: Any, services: Any, tmp_path: Path, title: str) -> None:
    del services
    path = tmp_path / "in.ris"
    one = title.replace("\r", " ").replace("\u2028", " ")
    path.write_text(f"TY  - JOUR\nTI  - {one}\nAU  - {PERSON}\nJO  - J{ESC}[1m\nPY  - 2020\nAB  - {one}\nER  - \n")
    program("add", path)


def by_arxiv(program: Any, services: Any, tmp_path: Path, title: str) -> None:
    del tmp_path
    allowed = "".join(char for char in title if ord(char) >= 32)
    escaped = allowed.replace("&", "&amp;").replace("<", "&lt;")
    raw = escaped + "&#27;]52;c;AAAA&#7; &#x202e;"
    services.add(paper("2001.01000", raw_title=raw, authors=[f"Ada [b]Zebra{RLO}"], abstract=allowed, comment=allowed))
    program("add", "2001.01000")


def by_crossref(program: Any, services: Any, tmp_path: Path, title: str) -> None:
    del tmp_path
    people = [{"given": f"Ada{ESC}[2J", "family": f"[b]Zebra{RLO}"}]
    services.works.append(work(title, "10.1000/x", author=people, publisher=title, **{"container-title": [title]}))
    program("add", "10.1000/x")


WAYS_IN: list[Callable[..., None]] = [by_bibtex, by_csl, by_ris, by_arxiv, by_crossref]


@pytest.mark.parametrize("way", WAYS_IN, ids=lambda way: way.__name__)
def test_hostile_text_from_outside(online: Any, services: Any, tmp_path: Path, way: Callable[..., None]) -> None:
    way(online, services, tmp_path, TITLE)
    key = online("list", "--unassigned").rows[0][4]
    online("add", key, "--course", "umd", "--week", "5")
    everywhere(key)
    title = online("show", key, "--json").json["work"]["title"]
    assert title.startswith("Zebrafish [/] [red]boo[/red]")
    assert "end" in title.split()[-1]


def everywhere(key: str) -> None:
    """Every way out shows a paper whose texts are hostile, and none lets anything through."""
    for words in (
        ("list", "--unassigned"), ("list", "-c", "umd"), ("week", "5", "-c", "umd"), ("show", key), ("notes",),
        ("search", "zebra*"), ("next",), ("open", key, "--print"), ("progress", "-c", "umd"),
        *(("digest", "5", "-c", "umd", "-f", style) for style in ("text", "markdown", "html", "json", "terminal")),
        ("export", "ics", "-c", "umd"), ("export", "atom", "-c", "umd", "--all"),
    ):  # fmt: skip
        result = CliRunner().invoke(app, list(words), prog_name="papertrail")
        assert isinstance(result.exception, SystemExit | None), (words, result.exception)
        harmless(result.stdout + result.stderr, where=f"{words}, piped")
        if words[0] in {"list", "search", "next"}:
            assert {line.count("\t") for line in result.stdout.splitlines()} <= {10}, words
    for words in (
        ("list", "--unassigned"),
        ("week", "5", "-c", "umd"),
        ("show", key),
        ("notes",),
        ("search", "zebra*"),
    ):
        result = CliRunner().invoke(app, [*words, "--json"], prog_name="papertrail")
        assert result.exception is None, words
        harmless("\n".join(strings(json.loads(result.stdout))), where=f"{words} --json")


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("week", "5", "-c", "umd"),
        ("search", "zebra*"),
        ("list", "-c", "umd"),
        ("notes",),
        ("digest", "5", "-c", "umd"),
        ("digest", "5", "-c", "umd", "-f", "text"),
    ],
)
def test_a_terminal_shows_hostile_text_and_does_not_obey_it(
    online: Any, services: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    by_bibtex(online, services, tmp_path, TITLE)
    key = online("list", "--unassigned").rows[0][4]
    online("add", key, "--course", "umd", "--week", "5", "--tag", f"t[/]{ESC}[1m{RLO}")
    online("note", key, f"Zebranote [/] [red]boo[/red] {UNSEEN}")
    if words == ("show",):
        words = ("show", key)
    screen = online.on_terminal(*words, columns=300)
    assert "Traceback" not in screen
    rest = _COLOURS.sub("", screen)
    harmless(rest, where=f"{words} on a terminal")
    assert "[red]boo[/red]" in rest
    assert "evil.example" not in "".join(re.findall(r"\x1b\]8;[^\x1b]*\x1b", screen))
    assert "javascript:" not in screen


@pytest.mark.parametrize("way", WAYS_IN, ids=lambda way: way.__name__)
def test_very_long_text_is_cut_or_kept_and_breaks_nothing(
    online: Any, services: Any, tmp_path: Path, way: Callable[..., None]
) -> None:
    way(online, services, tmp_path, LONG)
    key = online("list", "--unassigned").rows[0][4]
    assert len(online("show", key, "--json").json["work"]["title"]) <= 2000
    assert len(online("search", "zebralong").rows) == 1
    assert len(key) < 200
    assert online("add", key).stdout


def test_hostile_notes_and_tags(online: Any) -> None:
    online("note", "1706.03762", f"Zebra {SHOWN}\n{UNSEEN}\n=1+1\n| a | b |")
    online("tag", "1706.03762", f"zebra{ESC}[31m{RLO} [/] {SHOWN}", "=cmd()", "a\tb\nc")
    everywhere("1706.03762")
    found = online("show", "1706.03762", "--json").json
    assert SHOWN in found["own_note"]
    assert "a b c" in found["work"]["tags"]
    harmless("\n".join(found["work"]["tags"]), where="tags")
    assert all(len(row) == 4 for row in online("notes").rows)
    for line in online("show", "1706.03762").lines:
        assert line.count("\t") == 1


def test_a_hostile_tag_or_note_of_what_is_added(online: Any, services: Any) -> None:
    services.add(paper("2001.01000", title="Zebra Title"))
    online("add", "2001.01000", "--tag", f"t{ESC}[1m{RLO}", "--note", f"n{UNSEEN}[/]")
    everywhere("2001.01000")


def test_an_empty_tag_of_what_is_added_is_refused_or_dropped(online: Any, services: Any) -> None:
    services.add(paper("2001.01000", title="Zebra Title"))
    CliRunner().invoke(app, ["add", "2001.01000", "--tag", "", "--tag", ZWSP], prog_name="papertrail")
    listed = online("list", "--json").json
    assert [tag for one in listed if one["work"] for tag in one["work"]["tags"] if not tag.strip()] == []


def test_a_hostile_record_from_the_editor(online: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    escaped = TITLE.encode("unicode_escape").decode().replace("\\x", "\\u00").replace('"', "'")
    text = f'title = "{escaped}"\nauthors = ["Ada [b]Zebra\\u202e\\u001b[1m"]\nabstract = "Zebra {escaped}"\n'
    (tmp_path / "text").write_text(text, encoding="utf-8")
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\ncp '{tmp_path / 'text'}' \"$1\"\n")
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    online.set("EDITOR", str(script))
    run = CliRunner().invoke(app, ["edit", "1706.03762"], prog_name="papertrail")
    assert isinstance(run.exception, SystemExit | None), run.exception
    assert run.exit_code in {0, 4}
    harmless(run.stdout + run.stderr, where="edit")
    everywhere("vaswani2017attention")


def test_an_edited_record_is_written_as_toml_again(
    online: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_csl(online, services, tmp_path, f'{TITLE} "quoted" \\ back')
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("VISUAL", raising=False)
    key = online("list", "--unassigned").rows[0][4]
    before = online("show", key, "--json").json["work"]
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\nsed -i 's/^year = 2020/year = 2021/' \"$1\"\n")
    script.chmod(0o755)
    online.set("EDITOR", str(script))
    online("edit", key)
    assert online("show", key, "--json").json["work"] == before | {"year": 2021}


@pytest.mark.usefixtures("online")
def test_hostile_names_of_files_and_papers_in_messages(tmp_path: Path) -> None:
    name = f"no{ESC}[31m{RLO}[/]such"
    for words in (("show", name), ("add", f"{name}.bib"), ("search", name), ("add", name), ("fetch", name)):
        result = CliRunner().invoke(app, list(words), prog_name="papertrail")
        assert isinstance(result.exception, SystemExit | None), (words, result.exception)
        harmless(result.stdout + result.stderr, where=str(words))
    path = tmp_path / f"a{ESC}[31m{RLO}.bib"
    path.write_text("@misc{k, title={A Title}, author={A. B}}\n@misc{broken, title={B\n@misc{l, title=}")
    result = CliRunner().invoke(app, ["add", str(path)], prog_name="papertrail")
    harmless(result.stdout + result.stderr, where="add FILE")
    result = CliRunner().invoke(app, ["add", str(path)], prog_name="papertrail")
    harmless(result.stdout + result.stderr, where="add FILE again")


@pytest.mark.usefixtures("online")
def test_hostile_sentences_of_services(services: Any) -> None:
    services.spoil("arxiv", lambda _answer: arxiv_service.error(f"x[/]{RLO}"), times=None)
    result = CliRunner().invoke(app, ["fetch", "1706.03762"], prog_name="papertrail")
    assert isinstance(result.exception, SystemExit | None)
    harmless(result.stdout + result.stderr, where="fetch")


@pytest.mark.usefixtures("online")
def test_candidates_of_a_title_are_harmless(services: Any) -> None:
    services.works.append(work(f"Zebra {UNSEEN}{SHOWN}", "10.1000/x", author=[{"family": PERSON}]))
    result = CliRunner().invoke(app, ["add", "zebra"], prog_name="papertrail")
    assert result.exit_code == 3
    assert "[red]boo[/red]" in result.stderr
    harmless(result.stdout + result.stderr, where="add TITLE")


def test_latex_is_read_as_text(online: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        r"@misc{k, title={\input{/etc/passwd} \write18{rm} Zebra $x_1^2$ 50\% \& more}, author={\'{E}. G{\"o}del}}"
    )
    online("add", path)
    found = online("show", "k", "--json").json["work"]
    assert found["authors"] == ["É. Gödel"]
    assert "50% & more" in found["title"]
    everywhere("k")
