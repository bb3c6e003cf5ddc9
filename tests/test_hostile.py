"""Hostile text through every way in, and out through every way out: a terminal shows it and never obeys it."""

import csv
import json
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt  # noqa: TID253 - what reads is not what wrote
from pybtex.database import parse_string  # noqa: TID253
from tests.services import arxiv as arxiv_service
from tests.services.faults import status
from tests.services.others import entry, work
from tests.services.papers import paper
from typer.testing import CliRunner

from papertrail.cli import app
from papertrail.sources import crossref
from papertrail.text import symbols
from papertrail.text.braces import is_group

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


LATEX = [
    r"\input{/etc/passwd} \input/etc/passwd \include{x} \verbatiminput{x} \lstinputlisting{x} \IfFileExists{x}{}{}",
    r"\write18{id} \immediate\write18{id} \ShellEscape{id} \openin5=x \openout5=x \read5 to\x \directlua{os.exit()}",
    r"\def\x{y} \let\par\relax \catcode`\%=12 \csname input\endcsname{x} \newcommand{\x}{y} \expandafter\input{x}",
    r"^^5cinput{x} ^^5c^^69nput x \^^M \begin{filecontents}{x.sty}x\end{filecontents} {\relax \input x} \usepackage{x}",
    r"$\text{\input{x}}$ $\mbox{$\input{x}$}$ $\href{run:x}{y}$ \(\input{x}\) \[\write18{x}\] \ensuremath{\input{x}}",
    r"$\mathrm{\def\x{y}}$ $$\csname x\endcsname$$ $\not\input{x}$ $\hat\input x$ \enquote{\input{x}} $\text{$\read$}$",
    r"\href{run:/bin/sh}{x} \url{run:x}\input{x} \href{javascript:alert(1)}{\input{x}} \url{x}%\input{y}",
    r"unbalanced }}{{ } { \} \{ \input{x} } , title = {x}} @misc{evil, title={Evil}}",
    r"comment % \input{x} \\% \input{y} \%% ~ # & _ ^ \\\input{z} \\\\input{z} \ \input{z}",
    r"\'\input{x} \'{\input{x}} \v{\csname x} \textbf{\input{x}} \emph\input{x} \uppercase{\input{x}}",
    r"\ifmmode\input{x}\else\input{y}\fi \if\fi \loop\repeat \special{x} \pdfobj{x} \everypar{x} \scantokens{\input x}",
    "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](http://e.example/p.png) <b>b",
    '=HYPERLINK("http://evil.example","x") @SUM(1) | cell | `code` # h [red]x[/red]',
]
"""LaTeX that would read, write, define or run something, and markup of other sorts."""


def titled(number: int, payload: str) -> str:
    return f"Zebra{'abcdefghijklmnop'[number]} {payload}"


def in_bibtex(online: Any, services: Any, tmp_path: Path) -> None:
    del services
    entries = []
    for number, payload in enumerate(LATEX):
        text = payload if is_group(f"{{{payload}}}") else payload.translate({ord("{"): "(", ord("}"): ")"})
        names = (
            "journal", "publisher", "note", "series", "edition", "address", "volume", "number", "pages", "month",
            "howpublished", "booktitle", "school", "institution", "organization", "chapter", "type", "editor", "key",
            "abstract", "eprint", "archiveprefix", "primaryclass", "url", "doi", "isbn", "language", "crossref",
            "subtitle", "venue", "eventtitle", "titleaddon", "verba", "options", "ids", "usera", "lista", "namea",
            "shorttitle", "shortjournal", "urldate", "eventdate", "origdate", "date", "pubstate", "version", "eid",
            "translator", "kind", "keywords", "annote", "file", "howpublished", "maintitle", "addendum", "execute",
        )  # fmt: skip
        kind = ("article", "inproceedings", "book", "misc", "phdthesis", "techreport")[number % 6]
        fields = ", ".join(f"{name} = {{{text}}}" for name in dict.fromkeys(names) if name != "date" or number % 2)
        year = "" if number % 2 else "year = 2001, "
        entries.append(
            f"@{kind}{{k{number}, title = {{{titled(number, text)}}}, {year}"
            f"author = {{{text} and A. B{text}}}, {fields}}}"
        )
    path = tmp_path / "latex.bib"
    path.write_text("\n".join(entries), encoding="utf-8")
    online("add", path)


def in_csl(online: Any, services: Any, tmp_path: Path) -> None:
    del services
    items = [
        {
            "id": f"k{number}{payload}", "type": ("article-journal", "book", "chapter", "report")[number % 4],
            "title": titled(number, payload), "issued": {"date-parts": [[2001]], "literal": payload},
            "author": [{"family": payload, "given": payload, "suffix": payload, "non-dropping-particle": payload},
                       {"literal": payload}],
            "editor": [{"family": payload}], "translator": [{"literal": payload}], "custom": {"x": payload},
            **dict.fromkeys(("container-title", "publisher", "publisher-place", "volume", "issue", "page", "number",
                             "edition", "genre", "note", "abstract", "event-title", "collection-title", "DOI", "URL",
                             "ISBN", "language", "archive", "archive_location", "version", "medium", "status",
                             "annote", "keyword", "title-short", "unknown-variable", "citation-key"), payload),
        }
        for number, payload in enumerate(LATEX)
    ]  # fmt: skip
    path = tmp_path / "latex.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    online("add", path)


def in_ris(online: Any, services: Any, tmp_path: Path) -> None:
    del services
    tags = ("AU A2 A3 T2 T3 JO JF PB CY VL IS SP EP SN DO UR N1 AB KW ET M1 M3 C1 C3 ID LA DB AN Y1 DA U1").split()  # noqa: SIM905 - tags are read as words
    path = tmp_path / "latex.ris"
    path.write_text(
        "".join(
            f"TY  - {('JOUR', 'BOOK', 'CHAP', 'RPRT')[number % 4]}\nTI  - {titled(number, payload)}\nPY  - 2001\n"
            + "".join(f"{tag}  - {payload}\n" for tag in tags)
            + "ER  - \n"
            for number, payload in enumerate(LATEX)
        ),
        encoding="utf-8",
    )
    online("add", path)


def papers_of_arxiv(services: Any) -> list[str]:
    ids = []
    for number, payload in enumerate(LATEX):
        ids.append(f"2001.0100{number}" if number < 10 else f"2001.010{number}")
        services.add(
            paper(
                ids[-1], title=titled(number, payload), authors=[payload, f"Ada {payload} Zebra"], abstract=payload,
                comment=payload, journal_ref=f"{payload}, J. Phys. 3, 1-2 (2002)", categories=["cs.CL", payload],
            )
        )  # fmt: skip
    return ids


def in_arxiv(online: Any, services: Any, tmp_path: Path) -> None:
    del tmp_path
    online("add", *papers_of_arxiv(services))


def in_datacite(online: Any, services: Any, tmp_path: Path) -> None:
    del tmp_path
    ids = papers_of_arxiv(services)
    services.spoil("arxiv", status(503), times=None)
    online("add", *ids)  # their numbers are kept until they can be asked for
    online("fetch", *ids)
    assert services.asked("datacite")


def in_semantic_scholar(online: Any, services: Any, tmp_path: Path) -> None:
    del tmp_path
    ids = [f"2001.020{number:02}" for number in range(len(LATEX))]
    for number, (one, payload) in enumerate(zip(ids, LATEX, strict=True)):
        services.add(paper(one, title=titled(number, "Paper"), authors=["Ada Zebra"]))
        services.scholarly[one] = entry(
            titled(number, "Paper"), venue=payload, publicationVenue={"name": payload, "type": "conference"}, year=2021,
            journal={"name": payload, "pages": payload, "volume": payload}, externalIds={"DOI": f"10.1000/{payload}"},
            authors=[{"name": "Ada Zebra"}, {"name": payload}],
        )  # fmt: skip
    online("add", *ids)
    CliRunner().invoke(app, ["fetch", "--published", *ids], prog_name="papertrail")
    assert services.asked("scholar")


def in_crossref(online: Any, services: Any, tmp_path: Path) -> None:
    del tmp_path
    for number, payload in enumerate(LATEX):
        services.works.append(
            work(
                titled(number, payload), f"10.1000/x{number}",
                author=[{"given": payload, "family": payload}, {"name": payload}],
                editor=[{"given": payload, "family": payload}], publisher=payload, page=payload, volume=payload,
                issue=payload, abstract=f"<jats:p>{payload}</jats:p>", event={"name": payload, "location": payload},
                subtitle=[payload], URL=payload, ISBN=[payload], **{
                    "container-title": [payload], "short-container-title": [payload], "publisher-location": payload,
                    "article-number": payload, "edition-number": payload,
                },
            )
        )  # fmt: skip
    online("add", *(f"10.1000/x{number}" for number in range(len(LATEX))))


def in_editor(online: Any, services: Any, tmp_path: Path) -> None:
    del services
    keys = [f"k{number}" for number in range(len(LATEX))]
    path = tmp_path / "plain.bib"
    path.write_text("".join(f"@misc{{{key}, title = {{The Title of {key}}}}}" for key in keys))
    online("add", path)
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\ncp '{tmp_path / 'text'}' \"$1\"\n")
    script.chmod(0o755)
    online.set("VISUAL", str(script))
    for number, (key, payload) in enumerate(zip(keys, LATEX, strict=True)):
        text = json.dumps(payload)
        values = (
            f"title = {json.dumps(titled(number, payload))}\nauthors = [{text}, {text}]\nvenue = {text}\nyear = 2001\n"
        )
        (tmp_path / "text").write_text(f"{values}abstract = {text}\n", encoding="utf-8")
        online("edit", key)


def in_syllabus(online: Any, services: Any, tmp_path: Path) -> None:
    del services
    path = tmp_path / "zebra.toml"
    texts = [json.dumps(payload) for payload in LATEX]
    sessions = "".join(
        f"[[session]]\ndate = 2024-09-{10 + number}\ntopic = {text}\nnote = {text}\nplace = {text}\n"
        f"materials = [{{ label = {text} }}]\nspeakers = [{{ name = {text} }}]\n"
        f"readings = [{{ title = {json.dumps(titled(number, payload))}, authors = [{text}, {text}], year = 2001, "
        f"venue = {text}, note = {text}, part = {text}, group = {text} }}]\n"
        for number, (text, payload) in enumerate(zip(texts, LATEX, strict=True))
    )
    path.write_text(
        f'schema = 1\n[course]\nkey = "zebra"\ntitle = {texts[0]}\ninstitution = {texts[1]}\nterm = {texts[2]}\n'
        f'notes = {json.dumps(LATEX)}\n[[course.people]]\nname = {texts[3]}\nrole = "instructor"\n{sessions}',
        encoding="utf-8",
    )
    online("course", "add", path)
    online("course", "follow", "zebra")


BY_LATEX: list[Callable[..., None]] = [
    in_bibtex, in_csl, in_ris, in_arxiv, in_datacite, in_semantic_scholar, in_crossref, in_editor, in_syllabus,
]  # fmt: skip

_LATEX_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|(.))", re.DOTALL)
_KNOWN = symbols.MATHEMATICS | symbols.TEXT.keys() | symbols.ACCENTS.keys() | {
    "emph", "textbf", "textsc", "texttt", "textsf", "textsuperscript", "textsubscript", "underline", "url", "relax",
}  # fmt: skip


def shows_only(latex: str, *, where: str) -> None:
    """All commands in it show text, no brace is alone, and no sign hides or changes what follows."""
    found = {match[1] or match[2] for match in _LATEX_COMMAND.finditer(latex)}
    assert not {name for name in found if name.isalpha()} - _KNOWN, where
    assert not {name for name in found if not name.isalpha()} - set("&%#$_ ,;:!|\"'`^~=.{}\\-/"), where
    assert "^^" not in latex, where
    assert is_group(f"{{{latex}}}"), where
    addresses = re.sub(r"(?m)^  (?:url|doi|verba) = .*|\\url\{[^{}\\]*\}", "", latex)
    assert not re.search(r"(?<!\\)[%#&]", addresses), where


class Page(HTMLParser):
    """What a browser would run or load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.alive: list[object] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is more than text."""
        if tag in {"script", "img", "iframe", "object", "embed", "form", "svg", "base"}:
            self.alive.append(tag)
        self.alive += [one for one in attrs if one[0].startswith("on")]
        self.alive += [
            one for one in attrs if one[0] in {"href", "src"} and not re.match(r"https?://|mailto:", one[1] or "")
        ]


def in_markdown(text: str) -> list[str]:
    """What CommonMark takes for more than text, lists, emphasis, and links to the web."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    tokens += [child for token in tokens for child in token.children or ()]
    bad = [
        token.content for token in tokens if token.type in {"html_block", "html_inline", "image", "fence", "code_block"}
    ]
    bad = [one for one in bad if one not in {"<sup>", "</sup>", "<sub>", "</sub>"}]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    return bad + [link for link in links if not re.match(r"https?://", link)]


@pytest.mark.parametrize("door", BY_LATEX, ids=lambda door: door.__name__)
def test_no_latex_or_markup_of_others_is_alive_in_what_leaves(
    online: Any, services: Any, tmp_path: Path, door: Callable[..., None]
) -> None:
    door(online, services, tmp_path)
    keys = sorted({row[4] for row in online("search", "zebra*").rows})
    assert len(keys) == len(LATEX)
    for style in ("bibtex", "biblatex"):
        text = online("export", style, *keys).stdout
        shows_only(text, where=style)
        assert len(re.findall(r"(?m)^@", text)) == len(keys), style
        if style == "bibtex":  # pybtex does not know biblatex's extended names
            assert len(parse_string(text, "bibtex").entries) == len(keys)
    assert in_markdown(online("export", "markdown", *keys).stdout) == []
    assert Page(online("export", "html", *keys).stdout).alive == []
    rows = list(csv.reader(online("export", "csv", *keys).stdout.splitlines()))
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell)]
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in online("export", "ris", *keys).stdout.splitlines())
    assert len(json.loads(online("export", "csl-json", *keys).stdout)) == len(keys)
    for style in ("apa", "ieee"):
        shows_only(online("cite", *keys, "-s", style, "-f", "latex").stdout, where=style)
        assert Page(online("cite", *keys, "-s", style, "-f", "html").stdout).alive == []
        assert in_markdown(online("cite", *keys, "-s", style, "-f", "markdown").stdout) == []
        harmless(online("cite", *keys, "-s", style).stdout, where=style)
    if door is not in_syllabus:
        for key in keys:
            online("add", key, "--course", "umd", "--week", "5")
    course, week = ("zebra", "1") if door is in_syllabus else ("umd", "5")
    assert Page(online("digest", week, "-c", course, "-f", "html").stdout).alive == []
    assert in_markdown(online("digest", week, "-c", course, "-f", "markdown").stdout) == []
