"""`papertrail export`: files, filters, formats."""

import csv
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt  # noqa: TID253 - what reads is not what wrote

from papertrail import schema
from papertrail.bibliography.keys import PATTERNS
from papertrail.bibliography.record import Date, Record, dumps
from papertrail.cli.formats import PAPERS
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, Text

BIB = ("bibtex", "biblatex", "ris")


def keys(text: str) -> list[str]:
    """The citation keys of a BibTeX file."""
    return re.findall(r"^@\w+\{(.*),$", text, re.MULTILINE)


@pytest.mark.parametrize("name", PAPERS)
def test_every_format_writes_the_same_bytes_each_time(papertrail: Any, name: str) -> None:
    first, second = (papertrail("export", name).stdout for _ in range(2))
    assert first == second
    assert len(first) > 10_000


@pytest.mark.parametrize("name", PAPERS)
def test_a_file_is_written_whole_and_left_alone_when_nothing_changes(
    papertrail: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "out"
    assert f"wrote {file}" in papertrail("export", name, "-c", "umd", "-o", file).stderr
    os.utime(file, (1, 1))
    assert f"unchanged: {file}" in papertrail("export", name, "-c", "umd", "-o", file).stderr
    assert file.stat().st_mtime == 1
    assert f"wrote {file}" in papertrail("export", name, "-c", "epfl", "-o", file).stderr
    assert file.read_bytes() == papertrail.process("export", name, "-c", "epfl", text=False).stdout
    assert {path.name for path in tmp_path.iterdir()} & {"out"}
    assert not list(tmp_path.glob(".out*"))


def test_a_file_keeps_its_permissions_and_a_link_its_target(papertrail: Any, tmp_path: Path) -> None:
    file, link = tmp_path / "x.bib", tmp_path / "link.bib"
    file.write_text("old")
    file.chmod(0o600)
    link.symlink_to(file)
    papertrail("export", "bibtex", "-c", "umd", "-o", link)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("@")


def test_a_file_that_cannot_be_written_is_one_sentence(papertrail: Any, tmp_path: Path) -> None:
    assert "cannot write" in papertrail.refuses("export", "bibtex", "-o", tmp_path / "no" / "x.bib", exit_code=2)
    assert "Is a directory" in papertrail.refuses("export", "bibtex", "-o", tmp_path, exit_code=2)
    circle = tmp_path / "circle.bib"
    circle.symlink_to(circle)
    assert "cannot write" in papertrail.refuses("export", "bibtex", "-o", circle, exit_code=2)
    assert circle.is_symlink()


def test_a_hyphen_means_stdout(papertrail: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("bibtex", "ics"):
        papertrail("course", "follow", "umd")
        assert papertrail("export", name, "-c", "umd", "-o", "-").stdout
    assert not Path("-").exists()


def test_what_cannot_be_meant_is_refused(papertrail: Any) -> None:
    assert "there is no format 'word'" in papertrail.refuses("export", "word", exit_code=2)
    assert "there is no pattern" in papertrail.refuses("export", "bibtex", "--keys", "mine", exit_code=2)
    assert "nothing to filter" in papertrail.refuses("export", "bibtex", "1706.03762", "-c", "umd", exit_code=2)
    assert "no fields for status" in papertrail.refuses("export", "ris", "--with-status", exit_code=2)
    assert "no year" in papertrail.refuses("export", "ris", "--year", "soon", exit_code=2)
    papertrail.refuses("export", "bibtex", "nothing of this name", exit_code=3)
    papertrail.refuses("export", "bibtex", "-c", "nowhere", exit_code=3)


def test_papers_are_named_in_the_order_of_their_names(papertrail: Any) -> None:
    run = papertrail("export", "bibtex", "1706.03762", "sutton2018reinforcement", "umd:5.1", "vaswani2017attention")
    assert keys(run.stdout) == ["vaswani2017attention", "sutton2018reinforcement", "radford2021learning"]


FILTERS: list[list[str]] = [
    [], ["-c", "umd"], ["-c", "umd", "-w", "5"], ["--week", "3"], ["--level", "required"], ["--kind", "survey"],
    ["--year", "2016..2018"], ["--status", "read"], ["--status", "unread", "-c", "epfl"], ["--tag", "mine"],
    ["--rating", "4"],
]  # fmt: skip


@pytest.mark.parametrize("words", FILTERS, ids=" ".join)
def test_the_filters_are_those_of_a_list(papertrail: Any, words: list[str]) -> None:
    papertrail("done", "umd:5.1", "1706.03762")
    papertrail("tag", "umd:5.2", "mine")
    papertrail("rate", "umd:5.2", "5")
    listed = papertrail("list", "--json", *words).json
    works = {reading["work"]["key"] for reading in listed if reading["work"]}
    assert set(keys(papertrail("export", "bibtex", *words).stdout)) == works
    assert works


def test_of_a_course_that_is_gone_only_what_one_has_marked_is_left_as_in_a_list(papertrail: Any) -> None:
    papertrail("done", "cs229br:1.1")
    papertrail("note", "cs229br:1.2", "Compare.")
    papertrail("tag", "cs229br:2.1", "mine")
    papertrail("rate", "cs229br:2.2", "4")
    before = keys(papertrail("export", "bibtex").stdout)
    papertrail("course", "remove", "cs229br")
    found = keys(papertrail("export", "bibtex").stdout)
    assert set(found) == {reading["work"]["key"] for reading in papertrail("list", "--json").json if reading["work"]}
    assert 0 < len(found) < len(before)


def test_a_search_chooses_too(papertrail: Any) -> None:
    found = papertrail("search", "-n", "1000", "diffusion", "--json").json
    works = {reading["work"]["key"] for reading in found if reading["work"]}
    assert set(keys(papertrail("export", "bibtex", "--search", "diffusion").stdout)) == works
    both = set(keys(papertrail("export", "bibtex", "--search", "diffusion", "-c", "cs229br").stdout))
    assert both < works


def test_what_nobody_has_identified_is_left_out_and_named(papertrail: Any) -> None:
    run = papertrail("export", "bibtex", "-c", "umd", "-w", "5")
    assert "left out 1 reading that nobody has identified: umd:5.5" in run.stderr
    assert "OpenAI" not in run.stdout
    named = papertrail("export", "bibtex", "umd:5.5")
    assert not named.stdout
    assert "umd:5.5" in named.stderr
    assert "OpenAI discussion of PPO" in papertrail("export", "markdown", "-c", "umd", "-w", "5").stdout


def test_what_is_likely_only_is_said(papertrail: Any) -> None:
    run = papertrail("export", "bibtex", "artificialintelligence2023")
    assert "warning: likely, but not certain: artificialintelligence2023" in run.stderr
    assert not papertrail("export", "bibtex", "vaswani2017attention").stderr


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_private_leaves_unless_asked(papertrail: Any, name: str) -> None:
    before = papertrail("export", name, "-c", "umd").stdout
    papertrail("note", "umd:5.1", "secretnote")
    papertrail("tag", "umd:5.1", "secrettag")
    papertrail("rate", "umd:5.1", "5")
    papertrail("done", "umd:5.1")
    assert papertrail("export", name, "-c", "umd").stdout == before


def test_jabref_s_fields_on_request(papertrail: Any) -> None:
    papertrail("rate", "umd:5.1", "4")
    papertrail("skim", "umd:5.1")
    for name in ("bibtex", "biblatex"):
        text = papertrail("export", name, "umd:5.1", "--with-status", "--keys", "scholar").stdout
        assert "readstatus = {skimmed}" in text
        assert "ranking = {rank4}" in text
        assert "priority = {prio1}" in text
    row = papertrail("export", "csv", "umd:5.1", "--with-status").lines
    assert row[0].endswith(",label,status,rating")
    assert row[1].endswith(",skimmed,4")
    assert "- [x] [" in papertrail("export", "markdown", "umd:5.1", "--with-status").stdout


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("papertrail", "vaswani2017attention"), ("scholar", "vaswani2017attention"), ("alpha", "VSP+17"),
        ("better-bibtex", "vaswaniAttentionAllYou2017"), ("authoryear", "Vaswani2017"),
        ("dblp", "VaswaniSPUJGKP17"),
    ],
)  # fmt: skip
def test_keys_as_others_make_them(papertrail: Any, pattern: str, key: str) -> None:
    assert keys(papertrail("export", "bibtex", "vaswani2017attention", "--keys", pattern).stdout) == [key]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_keys_of_a_pattern_are_unique_whatever_their_case(papertrail: Any, pattern: str) -> None:
    found = keys(papertrail("export", "bibtex", "--keys", pattern).stdout)
    assert len({key.lower() for key in found}) == len(found) > 300
    assert all(re.fullmatch(r"[\w:.+-]+", key, re.ASCII) for key in found)


def test_a_service_s_publication_takes_the_preprint_s_place(papertrail: Any) -> None:
    found = Record(
        type="article-journal",
        texts={"title": "PPO", "container-title": "Journal of R&D", "volume": "3", "page": "1-9", "DOI": "10.1000/ppo"},
        dates={"issued": Date((2018,))},
    )
    values = {
        "work": "schulman2017proximal",
        "record": dumps(found),
        "source": "crossref",
        "found_at": "2024-01-01T00:00:00Z",
    }
    _insert(papertrail, "published", values)
    found.texts["container-title"] = "Somewhere Else"
    _insert(papertrail, "published", values | {"work": "vaswani2017attention", "record": dumps(found)})
    text = papertrail("export", "bibtex", "schulman2017proximal", "vaswani2017attention").stdout
    assert "@article{schulman2017proximal" in text
    assert "journal = {Journal of R\\&D}" in text
    assert "year = {2018},\n  volume = {3},\n  pages = {1--9},\n  doi = {10.1000/ppo},\n  eprint = {1707.06347}" in text
    assert "title = {Proximal Policy Optimization Algorithms}" in text
    assert "Somewhere Else" not in text


def _insert(papertrail: Any, table: str, values: dict[str, Any]) -> None:
    connection = schema.connect(papertrail.database)
    names = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({names})", values)
    connection.close()


HOSTILE = [
    r"\input{/etc/passwd}\write18{rm -rf} 100% & {open", "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")",
    "[click](javascript:alert(1)) ![x](http://t/p.png)", "@SUM(A1) +1 -1 \t=2", "# Heading\n- item `code` **b** | c",
    "\x1b[31mred\x1b]8;;http://x\x07 \u202egnp.exe \x00 \u2028", "[/red] [link=x]", "'\"><img src=x onerror=y>",
]  # fmt: skip


def _hostile_record(title: Text, text: str) -> Record:
    people = People((Name(text, text), Name(literal=text)))
    return Record(
        type="paper-conference",
        texts={
            "title": title, "container-title": text, "volume": text, "page": text, "publisher": text,
            "URL": f"javascript:{text}",
        },
        names={"author": people, "editor": people},
        kept={"bibtex": {"subtitle": text}, "csl": {"custom": json.dumps(text)}, "ris": {"C1": text}},
    )  # fmt: skip


@pytest.fixture
def hostile(papertrail: Any) -> Any:
    """A library whose every text is hostile, past the border that would have made it harmless."""
    titles: list[tuple[Text, str]] = [(text, text) for text in HOSTILE]
    titles += [((Run(Mark.ITALIC, (text,)), " ", Run(Mark.MATH, (text,))), text) for text in HOSTILE]
    connection = schema.connect(papertrail.database)
    works = [key for (key,) in connection.execute("SELECT key FROM work ORDER BY key LIMIT ?", (len(titles),))]
    for key, (title, text) in zip(works, titles, strict=True):
        connection.execute(
            "UPDATE work SET title = :text, venue = :text, url = :url, record = :record WHERE key = :key",
            {"text": text, "url": f"javascript:{text}", "record": dumps(_hostile_record(title, text)), "key": key},
        )
    connection.close()
    return papertrail


def test_hostile_text_is_only_text_in_every_format(hostile: Any) -> None:
    for name in PAPERS:
        text = hostile("export", name).stdout
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u2028]", text), name
    for name in ("bibtex", "biblatex"):
        text = hostile("export", name).stdout
        assert not re.search(r"\\(input|write)", text)
        assert text.count("{") == text.count("}")
        assert "javascript" not in re.sub(
            r"(title|author|editor|howpublished|key|\w*title|\w+) = \{.*javascript.*", "", text
        )
        assert "url = {javascript" not in text


class Links(HTMLParser):
    """All that a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag and its attributes."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]


PAGE_TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "ul", "li", "a", "span", "i"}


def test_a_page_has_no_tag_or_link_of_others(hostile: Any) -> None:
    page = Links()
    page.feed(hostile("export", "html").stdout)
    assert page.tags == PAGE_TAGS
    assert not page.handlers
    assert page.links
    assert all(re.match(r"https?://", link) for link in page.links)


def test_markdown_has_no_markup_of_others(hostile: Any) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(hostile("export", "markdown").stdout)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {
        "heading_open", "heading_close", "inline", "text", "text_special", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "paragraph_open", "paragraph_close", "link_open", "link_close",
        "em_open", "em_close",
    }  # fmt: skip
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert all(re.match(r"https?://", str(link)) for link in links)
    assert sum(token.type == "list_item_open" for token in tokens) == sum(
        token.type == "paragraph_open" for token in tokens
    )


def test_markdown_cites_nothing(papertrail: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    file.write_text("@misc{me2027at, title = {Ask @vaswani2017attention, x^2^ and f(x) ==y==}, year = {2027}}")
    papertrail("add", file)
    text = papertrail("export", "markdown", "me2027at").stdout
    assert "Ask \\@vaswani2017attention, x\\^2\\^ and f(x) \\==y\\==" in text


def test_lists_show_italics_and_formulae_as_each_format_has_them(papertrail: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    file.write_text(r"@misc{me2027coli, title = {On \emph{E. coli} in $O(n^2)$, for 5\$ & <b>}, year = {2027}}")
    papertrail("add", file)
    markdown, page, table = (papertrail("export", name, "me2027coli").stdout for name in ("markdown", "html", "csv"))
    assert r"- On *E. coli* in $O(n^2)$, for 5\$ & \<b\>" in markdown
    assert "On <i>E. coli</i> in O(n²), for 5$ &amp; &lt;b&gt;<" in page
    assert '"On E. coli in O(n²), for 5$ & <b>"' in table
    assert "On E. coli in O(n²), for 5$ & <b>" in papertrail("list", "--unassigned").stdout


def test_no_cell_is_a_formula(hostile: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    hostile("export", "csv", "-o", file)
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    assert {len(row) for row in rows} == {15}
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell)]
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_ris_has_one_tag_a_line(hostile: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.ris"
    hostile("export", "ris", "-o", file)
    lines = file.read_bytes().decode().split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    assert lines.count("ER  - ") == sum(line.startswith("TY  - ") for line in lines) > 300


@pytest.mark.parametrize("name", BIB)
def test_what_leaves_can_come_back(papertrail: Any, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"x.{'ris' if name == 'ris' else 'bib'}"
    papertrail("export", name, "-c", "umd", "-o", file)
    before = {w["title"]: (w["authors"], w["year"], w["arxiv"]) for w in works(papertrail, "-c", "umd")}
    papertrail("add", file)
    after = {w["title"]: (w["authors"], w["year"], w["arxiv"]) for w in works(papertrail, "-c", "umd")}
    assert before == after


@pytest.mark.parametrize("name", [*BIB, "csl-json"])
def test_what_comes_back_changes_nothing(papertrail: Any, tmp_path: Path, name: str) -> None:
    """Two of the papers have the title and authors of a post about them."""
    own = tmp_path / "own.bib"
    own.write_text(
        "@misc{bio, title={A Preprint}, author={Jane Doe}, year=2021, eprint={2021.01.01.425001}, eprinttype={bioRxiv}}"
        "@techreport{team, title={A Report}, author={{RAND Corporation, Inc.}}, institution={RAND}, year=1999}"
    )
    papertrail("add", own)
    before = papertrail("export", name).stdout
    file = tmp_path / f"x.{ {'ris': 'ris', 'csl-json': 'json'}.get(name, 'bib') }"
    papertrail("export", name, "-o", file)
    papertrail("add", file)
    assert papertrail("export", name).stdout == before


def works(papertrail: Any, *words: str) -> list[dict[str, Any]]:
    """The works that a list holds."""
    return [reading["work"] for reading in papertrail("list", *words, "--json").json if reading["work"]]


def test_sections_follow_the_course(papertrail: Any) -> None:
    text = papertrail("export", "markdown", "-c", "umd").stdout
    assert text.startswith("# Machine Learning at Scale\n\n## The course as a whole\n\n- [")
    weeks = {reading["week"] for reading in papertrail("list", "-c", "umd", "--json").json} - {0}
    assert text.count("\n## Week ") == len(weeks)
    assert "#" not in papertrail("export", "markdown", "umd:5.1", "umd:5.2").stdout
    assert "#" not in papertrail("export", "markdown", "--year", "2017").stdout


@pytest.mark.parametrize("name", PAPERS)
def test_that_nothing_fits_is_said(papertrail: Any, tmp_path: Path, name: str) -> None:
    assert papertrail("export", name, "--tag", "none").stderr == "nothing fits\n"
    assert papertrail("export", name, "--search", "zzyzx").stderr == "nothing fits\n"
    assert "nothing fits" not in papertrail("export", name, "umd:5.5").stderr
    report = tmp_path / "report.tex"
    report.write_text("Nothing.")
    assert papertrail("export", name, "--cited-in", report).stderr == f"{report}: nothing is cited\n"


def test_a_course_is_whole_among_others_too(papertrail: Any) -> None:
    """Four of its readings are assigned by other courses as well."""
    papertrail("add", Path(__file__).parent / "samples" / "dblp.bib")
    alone = papertrail("export", "markdown", "-c", "epfl").stdout
    assert alone.count("\n- ") == 18
    text = papertrail("export", "markdown").stdout
    assert alone in text
    rows = list(csv.DictReader(papertrail("export", "csv").stdout.splitlines()))
    courses = [row["course"] for row in rows]
    assert courses.count("epfl-fodl-2024") == 18
    assert courses.count("") == len(papertrail("list", "--unassigned").lines) > 0
    assert len(courses) - courses.count("") == 383


def test_an_empty_choice_is_an_empty_document(papertrail: Any) -> None:
    assert papertrail("export", "bibtex", "--tag", "none").stdout == ""
    assert papertrail("export", "csv", "--tag", "none").lines == [
        "key,title,authors,year,venue,kind,arxiv,doi,url,course,week,level,due,part,label"
    ]
    assert "<ul>" not in papertrail("export", "html", "--tag", "none").stdout


@pytest.mark.usefixtures("papertrail")
@pytest.mark.parametrize("name", PAPERS)
def test_an_export_loads_nothing_heavy(name: str) -> None:
    driver = (
        "import sys\nfrom papertrail.cli import app\n"
        "try: app(sys.argv[1:], prog_name='papertrail')\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'pybtex', 'pylatexenc', 'rapidfuzz', 'arxiv', 'httpx', 'rich',"
        " 'jinja2', 'citeproc', 'markdown_it'}\n"
        "assert not heavy & {name.split('.')[0] for name in sys.modules}, heavy & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", driver, "export", name, "-c", "umd"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
