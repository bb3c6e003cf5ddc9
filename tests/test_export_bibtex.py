"""What leaves as BibTeX and BibLaTeX is what the library knows, read back by pybtex and by the program itself."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Person, parse_string  # noqa: TID253 - what reads is not what wrote

from papertrail import cleaning
from papertrail.bibliography.reading.bibtex import read_text, record_of
from papertrail.bibliography.reading.course_bibliography import read as read_bibliography
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing.biblatex import biblatex
from papertrail.bibliography.writing.bibtex import bibtex
from papertrail.bibliography.writing.csl import item
from papertrail.people import Name, People
from papertrail.text import latex
from papertrail.text.latex import formulas_in, to_text


def record(**facts: Any) -> Record:
    """A record of which only this is known."""
    fields = dict(facts.get("fields", {}))
    title = latex.read(fields.pop("title")) if "title" in fields else formulas_in(facts.get("title", "Title"))
    found = record_of(
        facts.get("entry", "misc"),
        fields,
        title=title,
        authors=People(tuple(facts.get("names", ())), complete=facts.get("complete", True)),
        **{name: facts[name] for name in ("year", "venue", "kind", "arxiv", "doi", "url") if name in facts},
    )
    found.key = facts.get("key", "key")
    found.arxiv_class = facts.get("primary_class")
    if "date" in facts:
        found.dates["issued"] = Date(tuple(map(int, facts["date"].split("-"))))
    return found


def entry(text: str) -> Any:
    """The one entry of a file, as pybtex reads it."""
    return parse_string(text, "bibtex").entries["key"]


def written(**facts: Any) -> Any:
    """An entry of BibTeX as pybtex reads it."""
    return entry("".join(bibtex([record(**facts)])))


def modern(**facts: Any) -> Any:
    """An entry of BibLaTeX as pybtex reads it."""
    return entry("".join(biblatex([record(**facts)])))


PAPER: dict[str, Any] = {
    "entry": "inproceedings", "names": (Name(family="Ho", given="Jonathan"),), "year": 2020, "venue": "NeurIPS 2020",
    "arxiv": "2006.11239", "primary_class": "cs.LG", "fields": {"booktitle": "NeurIPS 2020"},
}  # fmt: skip


def test_a_published_paper_keeps_its_preprint() -> None:
    found = written(**PAPER)
    assert found.type == "inproceedings"
    assert dict(found.fields) == {
        "title": "Title", "booktitle": "NeurIPS 2020", "year": "2020", "eprint": "2006.11239",
        "archivePrefix": "arXiv", "primaryClass": "cs.LG",
    }  # fmt: skip


def test_a_preprint_is_a_misc_entry_for_bibtex_and_online_for_biblatex() -> None:
    facts = PAPER | {"entry": "misc", "venue": None, "fields": {}}
    assert written(**facts).type == "misc"
    assert written(**facts).fields["howpublished"] == "arXiv:2006.11239"
    found = modern(**facts)
    assert found.type == "online"
    assert (found.fields["eprint"], found.fields["eprinttype"], found.fields["eprintclass"]) == (
        "2006.11239", "arxiv", "cs.LG",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry_type", "fields", "missing", "expected"),
    [
        ("article", {"journal": "Nature"}, {}, "article"),
        ("article", {}, {}, "misc"),
        ("article", {"journal": "Nature"}, {"year": None}, "misc"),
        ("inproceedings", {"booktitle": "ICML"}, {"names": ()}, "misc"),
        ("book", {"publisher": "MIT Press"}, {}, "book"),
        ("book", {}, {}, "booklet"),
        ("incollection", {"booktitle": "Essays", "publisher": "Springer"}, {}, "incollection"),
        ("incollection", {"booktitle": "Essays"}, {}, "inproceedings"),
        ("phdthesis", {"school": "ETH"}, {}, "phdthesis"),
        ("phdthesis", {}, {}, "misc"),
        ("techreport", {"institution": "MIT"}, {}, "techreport"),
        ("thesis", {"institution": "MIT"}, {}, "phdthesis"),
        ("video", {}, {}, "misc"),
    ],
)
def test_an_entry_has_a_type_for_which_enough_is_known(
    entry_type: str, fields: dict[str, str], missing: dict[str, Any], expected: str
) -> None:
    facts = {"names": (Name(family="Ho", given="J."),), "year": 2020} | missing
    assert written(entry=entry_type, fields=fields, **facts).type == expected


def test_what_a_style_would_warn_of_is_a_note() -> None:
    facts: dict[str, Any] = {"names": (Name(family="Ho", given="J."),), "year": 2020}
    article = written(entry="article", fields={"journal": "Nature", "number": "3"}, **facts)
    assert "number" not in article.fields
    assert article.fields["note"] == "Number 3"
    book = written(entry="book", fields={"publisher": "MIT Press", "editor": "Smith, Ann"}, **facts)
    assert "editor" not in book.persons
    assert book.fields["note"] == "Edited by Smith, Ann"
    nameless = written(title="Élan and Verve", names=())
    assert nameless.fields["key"] == "Elan and verve"


@pytest.mark.parametrize(
    ("kind", "url", "venue", "expected"),
    [
        ("blog", "https://example.org/post", "A Blog", "online"),
        ("video", "https://example.org/v", None, "online"),
        ("lecture-notes", "https://example.org/n.pdf", "ETH", "online"),
        ("code", "https://example.org/code", None, "software"),
        ("slides", None, "ETH", "misc"),
    ],
)
def test_what_is_on_the_web_has_its_address(kind: str, url: str | None, venue: str | None, expected: str) -> None:
    facts = {"kind": kind, "url": url, "venue": venue}
    found, old = modern(**facts), written(**facts)
    assert (found.type, old.type) == (expected, "misc")
    assert found.fields.get("url") == old.fields.get("url") == url
    assert "urldate" not in found.fields
    if url:
        assert f"\\url{{{url}}}" in (old.fields["howpublished"], old.fields.get("note"))


def test_an_address_is_never_escaped_and_never_breaks_the_file() -> None:
    url = "https://example.org/~me/a_b%20c#x&y={1}}"
    for found in (written(url=url, doi="10.1/a_b%c{"), modern(url=url, doi="10.1/a_b%c{")):
        assert found.fields["url"] == "https://example.org/~me/a_b%20c#x&y=%7B1%7D%7D"
        assert found.fields["doi"] == "10.1/a_b%c%7B"
    assert "url" not in written(url="javascript:alert(1)").fields


def test_the_day_is_told_as_far_as_it_is_known() -> None:
    assert written(year=1981, date="1981-12-14").fields["month"] == "December"
    assert modern(year=1981, date="1981-12-14").fields["date"] == "1981-12-14"
    assert modern(year=1981, fields={"month": "sep"}).fields["date"] == "1981-09"
    assert modern(year=1981, fields={"month": "Sommer"}).fields["date"] == "1981"
    assert "date" not in modern(fields={"month": "sep"}).fields


@pytest.mark.parametrize(
    ("edition", "word", "number"),
    [
        ("Second", "Second", "2"), ("2", "Second", "2"), ("3rd ed.", "Third", "3"), ("21", "21st", "21"),
        ("12", "12th", "12"), ("Third Edition", "Third", "3"), ("Revised", "Revised", "Revised"),
    ],
)  # fmt: skip
def test_an_edition_is_a_word_to_bibtex_and_a_number_to_the_others(edition: str, word: str, number: str) -> None:
    book = {"entry": "book", "kind": "book", "venue": "MIT Press", "year": 2018, "fields": {"edition": edition}}
    assert written(**book).fields["edition"] == word
    assert modern(**book).fields["edition"] == number
    assert item(record(**book))["edition"] == number


def test_a_part_of_a_book_has_the_title_of_the_book_and_its_publisher_is_no_book() -> None:
    part = {
        "entry": "inbook", "kind": "chapter", "title": "Big Book", "names": (Name(family="Ho"),), "year": 2001,
        "venue": "MIT Press", "fields": {"publisher": "MIT Press", "chapter": "3"},
    }  # fmt: skip
    for read, entry_type in ((written(**part), "inbook"), (modern(**part), "book")):
        assert read.type == entry_type
        assert (read.fields["publisher"], read.fields["chapter"]) == ("MIT Press", "3")
        assert "booktitle" not in read.fields
    found = item(record(**part))
    assert (found["type"], found["publisher"], "container-title" in found) == ("book", "MIT Press", False)


def test_private_fields_of_a_bibliography_stay_where_they_are() -> None:
    private = {
        "comment": "boring", "annote": "boring", "file": "/home/me/x.pdf", "keywords": "todo", "readstatus": "read",
        "owner": "me", "abstract": "Long.", "ranking": "rank5",
    }  # fmt: skip
    text = "".join(bibtex([record(fields=private)])) + "".join(biblatex([record(fields=private)]))
    assert not [name for name in private if name in text]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("A PyTorch Q-Learning Primer for GPT-4", "A {PyTorch} {Q}-Learning Primer for {GPT}-4"),
        ("Is it so? It is. Or BERT? Yes: It", "Is it so? {I}t is. {O}r {BERT}? {Y}es: It"),
        ("A/B Tests, a Q&A on A* for Type A", r"{A}/{B} Tests, a {Q}\&{A} on {A}* for Type {A}"),
        ("A Survey of a Net", "A Survey of a Net"),
        ("word2vec and 3D", "{word2vec} and {3D}"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("R&D 100% of #1_x", r"{R}\&{D} 100\% of \#1\_x"),
        (r"\input{/etc/passwd} & \write18{rm}", r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright} \& {\textbackslash}{write18}{\textbraceleft}rm{\textbraceright}"),  # noqa: E501
        ("On $x_1$ and $\\mathcal{O}(n^2)$", r"On {$x_1$} and {$\mathcal{O}(n^2)$}"),
        ("It costs $5 or $10", r"It costs \$5 or \$10"),
        # Two carets are TeX's way to write any character, a backslash among them.
        (r"$\input{x}$ and $^^5cinput{x}$", r"{${\backslash\mathrm{input}}{x}$} and \${\textasciicircum}{\textasciicircum}{5cinput}{\textbraceleft}x{\textbraceright}\$"),  # noqa: E501
        ("Gödel, Łukasz and ẞß", r"G{\"o}del, {\L}ukasz and ẞ{\ss}"),
        ("a -- b --- c", "a -{}- b -{}-{}- c"),
        (r"On $x_$ and $\frac$", r"On \$x\_\$ and \${\textbackslash}frac\$"),
        (r"On $\left(x\right)^2$ and $a_{i}^{j}$", r"On {$\left(x\right)^2$} and {$a_{i}^{j}$}"),
        ("α-divergence ≤ 1", r"{\ensuremath{\alpha}}-divergence {\ensuremath{\leq}} 1"),
        ("unbalanced { and }} here", r"unbalanced {\textbraceleft} and {\textbraceright}{\textbraceright} here"),
        ("’tis “so” – a ‘b’ `c", "'tis ``so'' -- a `b' {\\textasciigrave}c"),
    ],
)  # fmt: skip
def test_a_title_is_latex_that_shows_it(title: str, expected: str) -> None:
    assert f"title = {{{expected}}}," in "".join(bibtex([record(title=title)]))


@pytest.mark.parametrize(
    ("source", "title", "expected"),
    [
        ("{Marvin} {Minsky's} Vision", "Marvin Minsky's Vision", "{Marvin} {Minsky's} Vision"),
        ("{A} and {B}", "A and B", "{A} and {B}"),
        ("{Whole Title of BERT}", "Whole Title of BERT", "Whole Title of {BERT}"),
        (
            r"{The} \input{x}\write18{y} Thing",
            r"The \input{x}\write18y Thing",
            r"{The} {\textbackslash}input{\textbraceleft}x{\textbraceright}{\textbackslash}write18{y} Thing",
        ),
        (r"{G}\"odel \& \emph{so}", "Gödel & so", r"{G}{\"o}del \& \emph{so}"),
    ],
)  # fmt: skip
def test_braces_of_a_bibliography_are_kept_and_its_commands_are_not(source: str, title: str, expected: str) -> None:
    found = record(fields={"title": source})
    assert found.text("title") == title
    assert f"title = {{{expected}}}," in "".join(bibtex([found]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name(family="Oord", given="Aäron", particle="van den"), r"van den Oord, A{\"a}ron"),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(literal="Gemini Team, Google and Friends"), "{Gemini Team, Google and Friends}"),
        (Name(family="van Dam", given="Andries"), "{van Dam}, Andries"),
        (Name(family="Smith and Sons", given="Ann, B."), "{Smith and Sons}, {Ann, B.}"),
        (Name(family="Plato"), "Plato"),
        (Name(family="Dam", particle="van"), "van Dam"),
        (Name(family="Two Words"), "{Two Words}"),
        (Name(family="hooks", given="bell"), "hooks, bell"),
        (Name(family="Müller", given="É."), r"M{\"u}ller, {\'E}."),
        (Name(family="王", given="小明"), r"{\relax 王}, {\relax 小明}"),
        (Name(literal="中文 小组"), r"{\relax 中文 小组}"),
        (Name(family="A$AP", given="Ke$ha"), r"A{\$}AP, Ke{\$}ha"),
        (Name(family="{Cut", given="}In}"), r"{\textbraceleft}Cut, {\textbraceright}In{\textbraceright}"),
    ],
)
def test_a_name_is_written_so_that_bibtex_finds_its_parts(name: dict[str, str], expected: str) -> None:
    text = "".join(bibtex([record(names=(name,))]))
    assert f"author = {{{expected}}}\n" in text


def test_a_list_that_goes_on_says_so() -> None:
    found = "".join(bibtex([record(names=(Name(family="Ho", given="J."),), complete=False)]))
    assert "author = {Ho, J. and others}" in found


def test_biblatex_keeps_letters_and_bibtex_escapes_them() -> None:
    facts: dict[str, Any] = {"title": "Über 数学 & Łódź", "names": (Name(family="Žižek", given="Ö."),)}
    assert "Über 数学 \\& Łódź" in "".join(biblatex([record(**facts)]))
    assert "Žižek, Ö." in "".join(biblatex([record(**facts)]))
    assert r"{\v{Z}}i{\v{z}}ek, {\"O}." in "".join(bibtex([record(**facts)]))


def test_keys_are_safe_and_unique_whatever_their_case() -> None:
    keys = ["Ho2020", "ho2020", "a b{c}", "müller'20", "x"]
    text = "".join(bibtex([record(key=key) for key in keys]))
    assert re.findall(r"@misc\{([^,]*),", text) == ["Ho2020", "ho2020-2", "a-b-c-", "müller-20", "x"]


def test_marks_come_only_when_they_are_given() -> None:
    marks = {"key": {"readstatus": "read", "ranking": "rank4"}}
    found = entry("".join(bibtex([record()], marks)))
    assert (found.fields["readstatus"], found.fields["ranking"]) == ("read", "rank4")


# What no rule foresees: the letters of TeX, of names and of the world, in any order.
NASTY = st.sampled_from(
    [
        *r"\{}$%&#_^~<>|`'\"@,;-.:/()[]=+*!? ",
        "and",
        " and ",
        "\\input{x}",
        "^^5c",
        "--",
        "$x_1$",
        "\\'e",
        "é",
        "ł",
        "ệ",
        "α",
        "漢",
        "🙂",
        "ß",
        "\u00a0",
        "“",
        "”",
        "…",
        "Ω",
        "A",
        "b",
        "Q",
        "7",
    ]
)
HOSTILE = st.lists(st.one_of(NASTY, st.characters(exclude_categories=("Cs", "Co", "Cn"))), min_size=1, max_size=25).map(
    "".join
)  # fmt: skip
CLEAN = HOSTILE.map(cleaning.line).filter(lambda text: any(char.isalnum() for char in text))
WORDS = ["Ho", "de", "la", "van", "Oord", "Jr.", "III", "Ann-Marie", "d'Arc", "Ó Sé", "Günther", "Ng And Co", "AND"]
WORD = st.one_of(st.sampled_from(WORDS), CLEAN)
NAME = st.one_of(
    st.fixed_dictionaries({"family": WORD, "given": WORD}),
    st.fixed_dictionaries(
        {"family": WORD, "given": WORD, "non-dropping-particle": st.sampled_from(["van", "de la", "von der"])}
    ),
    st.fixed_dictionaries({"family": WORD, "given": WORD, "suffix": st.sampled_from(["Jr.", "III"])}),
    st.fixed_dictionaries({"family": WORD}),
    st.fixed_dictionaries({"family": WORD, "non-dropping-particle": st.sampled_from(["van", "de la"])}),
    st.fixed_dictionaries({"literal": WORD}),
).map(lambda parts: Name.from_json({part: cleaning.line(text) for part, text in parts.items()}))


def same(text: str) -> str:
    """A text as LaTeX can tell it: composed, quotes and blanks of one sort, mathematics in its own braces."""
    text = unicodedata.normalize("NFC", text)
    for alike, one in (("’", "'"), ("‘", "`"), ("‐", "-"), ("‑", "-"), ("\u00a0", " ")):
        text = text.replace(alike, one)
    return " ".join(text.split())


def parsed_name(person: Person) -> str:
    """A name as it is spoken."""
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return same(to_text(" ".join(" ".join(part) for part in parts if part)))


def without_math(text: str) -> str:
    return text.replace("$", "§")


@settings(max_examples=120, deadline=None)
@given(title=CLEAN.map(without_math), names=st.lists(NAME, min_size=1, max_size=4), venue=CLEAN.map(without_math))
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_pybtex_reads_back_what_was_written(write: Any, title: str, names: list[Name], venue: str) -> None:
    facts: dict[str, Any] = {"entry": "article", "title": title, "names": tuple(names), "year": 2020, "venue": venue}
    text = "".join(write([record(**facts)]))
    found = entry(text)
    assert same(to_text(found.fields["title"])) == same(title)
    assert same(to_text(found.fields["journal" if write is bibtex else "journaltitle"])) == same(venue)
    if write is bibtex:
        people = [parsed_name(person) for person in found.persons["author"]]
    else:  # pybtex does not know biblatex's extended names
        people = [same(name.full) for name in read_text(text, Path("x.bib")).records[0].authors.names]
    assert people == [same(name.full) for name in names]
    assert "".join(write([record(**facts)])) == text


@settings(max_examples=100, deadline=None)
@given(values=st.lists(HOSTILE, min_size=6, max_size=6))
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_foreign_latex_breaks_no_file_and_brings_no_command(write: Any, values: list[str]) -> None:
    names = ("title", "booktitle", "publisher", "pages", "series", "editor")
    facts: dict[str, Any] = {"entry": "inproceedings", "title": values[0], "venue": values[1], "year": 2020}
    text = "".join(write([record(fields=dict(zip(names, values, strict=True)), **facts)]))
    data: BibliographyData = parse_string(text, "bibtex")
    assert list(data.entries) == ["key"]
    assert not re.search(r"\\(input|write|def|csname|catcode|include|openout|immediate)(?![a-z])", text)
    assert "^^" not in text
    assert not re.search(r"(?<!\\)%", text.replace("\\\\", ""))


@settings(max_examples=100, deadline=None)
@given(source=HOSTILE)
def test_what_a_bibliography_says_is_understood_alike_everywhere(source: str) -> None:
    text = "".join(bibtex([record(entry="article", fields={"journal": source})]))
    assert to_text(source) is not None
    assert entry(text).type in {"article", "misc"}


def test_the_program_reads_its_own_bibliography(tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    names = (Name(family="Oord", given="Aäron", particle="van den"), Name(literal="Gemini Team"))
    facts = PAPER | {"names": names, "title": "WaveNet & $x_1$ für alle", "complete": False, "doi": "10.1000/a_b"}
    for write in (bibtex, biblatex):
        file.write_text("".join(write([record(**facts)])), encoding="utf-8")
        read = read_bibliography(file)
        assert not read.mistakes
        found = read.records["key"]
        assert found.title == formulas_in("WaveNet & $x_1$ für alle") or found.text("title") == "WaveNet & x₁ für alle"
        assert found.authors == People(names, complete=False)
        assert (found.year, found.venue, found.arxiv, found.doi) == (2020, "NeurIPS 2020", "2006.11239", "10.1000/a_b")
