"""What is read from a BibTeX file, and what is said about a bad one."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading.course_bibliography import Bibliography
from papertrail.bibliography.reading.course_bibliography import read as read_bibliography
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing.biblatex import biblatex
from papertrail.bibliography.writing.bibtex import fields as fields_of
from papertrail.errors import UnreadableFileError
from papertrail.people import Name

FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

DQN = """@article{mnih2015human,
  title = {Human-level control through deep reinforcement learning},
  author = {Mnih, Volodymyr and Kavukcuoglu, Koray and others},
  journal = {Nature},
  year = {2015},
  doi = {10.1038/nature14236},
}
"""


def bib(folder: Path, text: str | bytes) -> Bibliography:
    path = folder / "references.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_bibliography(path)


def only(folder: Path, text: str) -> Record:
    found = bib(folder, text)
    assert found.mistakes == ()
    (entry,) = found.records.values()
    return entry


def paper(fields: str, key: str = "k", entry_type: str = "misc") -> str:
    return f"@{entry_type}{{{key},\n  title = {{T {key}}},\n  {fields}\n}}\n"


def test_an_entry_is_read_with_its_line(tmp_path: Path) -> None:
    entry = only(tmp_path, "Notes on top, me@example.org\n\n" + DQN)
    assert entry.key == "mnih2015human"
    assert entry.type == "article-journal"
    assert entry.title == "Human-level control through deep reinforcement learning"
    assert [name.full for name in entry.authors.names] == ["Volodymyr Mnih", "Koray Kavukcuoglu"]
    assert not entry.authors.complete
    assert (entry.year, entry.venue, entry.kind) == (2015, "Nature", "paper")
    assert (entry.arxiv, entry.doi, entry.url) == (None, "10.1038/nature14236", None)
    assert entry.confidence == "certain"
    assert fields_of(entry) == {"journal": "Nature"}
    assert not entry.kept
    assert entry.line == 3


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("van den Oord, Aäron", Name(family="Oord", given="Aäron", particle="van den")),
        ("Aäron van den Oord", Name(family="Oord", given="Aäron", particle="van den")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("{Gemini Team, Google}", Name(literal="Gemini Team, Google")),
        ("{OpenAI}", Name(literal="OpenAI")),
        ("{van Rossum}, Guido", Name(family="van Rossum", given="Guido")),
        (r"{\'E}lie Cartan", Name(family="Cartan", given="Élie")),
        (r"G{\"o}del, Kurt", Name(family="Gödel", given="Kurt")),
        (r"Erd\H{o}s, P{\'a}l", Name(family="Erdős", given="Pál")),
        ("Plato", Name(family="Plato")),
        ("王, 小明", Name(family="王", given="小明")),
    ],
)
def test_names_come_apart(tmp_path: Path, written: str, parts: Name) -> None:
    assert only(tmp_path, paper(f"author = {{{written}}},")).authors.names == (parts,)


def test_and_others_leaves_the_list_open(tmp_path: Path) -> None:
    entry = only(tmp_path, paper("author = {Ho, Jonathan and\n   {The Band} and others},"))
    assert entry.authors.names == (Name(family="Ho", given="Jonathan"), Name(literal="The Band"))
    assert not entry.authors.complete


def test_an_entry_without_authors_has_none(tmp_path: Path) -> None:
    entry = only(tmp_path, paper("editor = {Ho, Jonathan},"))
    assert entry.authors.names == ()
    assert entry.authors.complete
    assert fields_of(entry)["editor"] == "Ho, Jonathan"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("{BERT}: Pre-training of {Deep} Things", "BERT: Pre-training of Deep Things"),
        (r"Cats \& dogs, 50\% of {\'e}t\'e", "Cats & dogs, 50% of été"),
        (r"50% of Schr{\"o}dinger", "50% of Schrödinger"),
        (r"$O(n^{2})$ is \emph{enough}", "O(n²) is enough"),
        ("Pages 1--4 --- a ``quotation''", "Pages 1–4 — a “quotation”"),
        (r"No~break and a set \{x\}", "No break and a set {x}"),
        (r"The \TeX{}book", "The TeXbook"),
        ("it's [red]fine[/red]", "it's [red]fine[/red]"),
    ],
)
def test_titles_are_plain_and_keep_what_was_meant(tmp_path: Path, written: str, plain: str) -> None:
    entry = only(tmp_path, f"@misc{{k, title = {{{written}}}}}")
    assert entry.text("title") == plain
    assert only(tmp_path, "".join(biblatex([entry]))).text("title") == plain


@pytest.mark.parametrize(
    ("entry_type", "fields", "venue"),
    [
        ("inproceedings", "booktitle = {ICLR 2015}, publisher = {X},", "ICLR 2015"),
        ("book", "publisher = {MIT Press},", "MIT Press"),
        ("phdthesis", 'school = {ETH Z{\\"u}rich},', "ETH Zürich"),
        ("misc", r"howpublished = {\url{https://example.org}},", None),
        ("article", "journal = {arXiv preprint arXiv:1706.03762},", None),
        ("misc", "eprint = {1706.03762}, archiveprefix = {arXiv}, publisher = {arXiv},", None),
    ],
)
def test_venues_are_short_and_a_preprint_has_none(tmp_path: Path, entry_type: str, fields: str, venue: str) -> None:
    assert only(tmp_path, paper(fields, entry_type=entry_type)).venue == venue


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {1706.03762v5}, archiveprefix = {arXiv},",
        "eprint = {1706.03762}, eprinttype = {arxiv},",
        "eprint = {arXiv:1706.03762},",
        "journal = {arXiv preprint arXiv:1706.03762},",
        "journal = {CoRR}, volume = {abs/1706.03762},",
        "doi = {10.48550/arXiv.1706.03762},",
        "url = {https://arxiv.org/abs/1706.03762},",
    ],
)
def test_arxiv_ids_are_found_where_people_put_them(tmp_path: Path, fields: str) -> None:
    assert only(tmp_path, paper(fields)).arxiv == "1706.03762"


@pytest.mark.parametrize(
    ("entry_type", "fields", "kind"),
    [("book", "", "book"), ("incollection", "", "chapter"), ("inbook", "", "chapter"), ("online", "", "paper"),
     ("misc", "kind = {blog},", "blog"), ("book", "kind = {course},", "course")],
)  # fmt: skip
def test_the_kind_is_that_of_the_field_or_the_entry_type(
    tmp_path: Path, entry_type: str, fields: str, kind: str
) -> None:
    assert only(tmp_path, paper(fields, entry_type=entry_type)).kind == kind


def test_strings_comments_and_junk_are_what_bibtex_says(tmp_path: Path) -> None:
    text = (
        '@string{nat = "Nature"}\n@preamble{"\\newcommand{\\x}{y}"}\n@comment{ @misc{no, title = {No}} }\njunk\n'
        '@Misc(paren, title = "A (b) " # nat, journal = nat # { Physics}, month = jan)\n% @misc\n@misc{b, title = {B}}'
    )
    found = bib(tmp_path, text)
    assert found.mistakes == ()
    assert list(found.records) == ["paren", "b"]
    assert found.records["paren"].title == "A (b) Nature"
    assert found.records["paren"].venue == "Nature Physics"
    assert fields_of(found.records["paren"])["month"] == "January"


def test_our_own_fields_are_kept(tmp_path: Path) -> None:
    fields = (
        "preprintyear = {2013}, alttitle = {A ;; B}, yearconfidence = {likely}, confidence = {likely}, annote = {x},"
    )
    entry = only(tmp_path, paper(fields))
    assert entry.confidence == "likely"
    assert fields_of(entry) == {"preprintyear": "2013", "alttitle": "A ;; B", "yearconfidence": "likely", "annote": "x"}
    assert entry.first_year == 2013
    assert entry.private == {"annotation": "x"}


def test_the_year_may_come_from_a_date(tmp_path: Path) -> None:
    entry = only(tmp_path, paper("date = {2022-06-20},"))
    assert entry.year == 2022
    assert entry.dates["issued"] == Date((2022, 6, 20))


def test_a_long_abstract_is_kept_to_its_end(tmp_path: Path) -> None:
    abstract = "word {\\em x} " * 500 + "{end}"
    assert (only(tmp_path, paper(f"abstract = {{{abstract}}},")).abstract or "").endswith("word x end")
    assert only(tmp_path, paper(f"alttitle = {{{abstract}}},")).kept["bibtex"]["alttitle"].endswith("{end}")


FIRST = "@misc{first, title = {One}, eprint = {1706.03762}, archiveprefix = {arXiv}, doi = {10.1000/X}}\n"

MISTAKES = [
    pytest.param("@misc{k,\n  year = {2017},\n}", 1, "entry 'k' has no title; add", id="title"),
    pytest.param("@misc{k, title = { {} }}", 1, "entry 'k' has no title", id="empty title"),
    pytest.param("@misc{title = {x}}", 1, "this @misc has no key", id="key"),
    pytest.param(paper("eprint = {nonsense}, archiveprefix = {arXiv},"), 3, "'nonsense' is no arXiv id", id="arxiv"),
    pytest.param(paper("\n\n  doi = {doi:nonsense},"), 5, "'doi:nonsense' is no DOI; write it as 10.", id="doi"),
    pytest.param(paper("year = {in press},"), 3, "'in press' is no year; write four digits", id="year"),
    pytest.param(paper("url = {javascript:alert(1)},"), 3, "no web address; it begins with https", id="url"),
    pytest.param(paper("kind = {blogg},"), 3, "unknown kind 'blogg'; did you mean 'blog'?", id="kind"),
    pytest.param(paper("confidence = {?},"), 3, "unknown confidence '?'; write certain, likely or", id="confidence"),
    pytest.param(paper("author = {A, B, C, D},"), 3, "parts of the name 'A, B, C, D'; write \"Family", id="commas"),
    pytest.param(paper("author = {A and and B},"), 3, "name", id="empty name"),
    pytest.param(paper("title = {Again},"), 3, "entry 'k' has a second field 'title'; the first", id="field twice"),
    pytest.param(paper("journal = jmlr,"), 3, "the abbreviation 'jmlr', which no @string defines", id="macro"),
    pytest.param("@misc{k,\n  title = {A}\n  year = 2017\n}", 3, "entry 'k' cannot be read from here on", id="comma"),
    pytest.param("@misc{k,\n  title = {A,\n  year = 2017\n}\n", 1, "entry 'k' is never closed; count", id="open"),
    pytest.param("@misc{k, title = {A}}\n}\n", 2, "a closing brace has no opening one", id="stray brace"),
    pytest.param(FIRST + "@misc{FIRST, title = {Two}}", 2, "'FIRST' has the same key as 'first' in line 1", id="twice"),
    pytest.param(FIRST + paper("eprint = {1706.03762v2},"), 2, "same arXiv id as 'first' in line 1", id="arxiv twice"),
    pytest.param(FIRST + paper("doi = {https://doi.org/10.1000/x},"), 2, "same DOI as 'first'", id="doi twice"),
    pytest.param(b"@misc{k,\n title = {Caf\xe9}}", 2, "entry 'k' is not UTF-8; save the file as UTF-8", id="latin-1"),
    pytest.param(DQN.encode("utf-16"), 1, "the file is not UTF-8 text; save it as UTF-8", id="utf-16"),
    pytest.param("@misc{k, title = {" + "x" * 100_001 + "}}", 1, "longer than 100000 characters", id="long"),
]


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES)
def test_every_mistake_has_its_line_and_a_remedy(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    (mistake,) = bib(tmp_path, text).mistakes
    assert mistake.line == line
    assert str(mistake).startswith(f"{tmp_path / 'references.bib'}:{line}: ")
    assert words in str(mistake)


@pytest.mark.parametrize(("text", "line", "words"), [case for case in MISTAKES if case.id != "utf-16"])
def test_no_bad_entry_costs_a_good_one(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    raw = text if isinstance(text, bytes) else text.encode()
    found = bib(tmp_path, DQN.encode() + raw + b"\n" + paper("", key="last").encode())
    assert {"mnih2015human", "last"} <= set(found.records)
    (mistake,) = found.mistakes
    assert mistake.line >= line + 7 or mistake.line == line + 7, words


def test_all_mistakes_come_at_once_in_order(tmp_path: Path) -> None:
    text = "@misc{a, title = {A}, year = {x}}\n@misc{b,\n@misc{c, doi = {y}}\n@misc{d, title = {D}}"
    found = bib(tmp_path, text)
    assert [mistake.line for mistake in found.mistakes] == [1, 2, 3]
    assert list(found.records) == ["a", "d"]
    assert found.broken == {"b", "c"}


def test_hostile_text_arrives_harmless(tmp_path: Path) -> None:
    entry = only(tmp_path, paper("author = {Eve\u202e\x1b[31m, A\u200bda}, note = {\x9bx\u2066y},"))
    assert entry.authors.names == (Name(family="Eve[31m", given="Ada"),)
    assert entry.texts["note"] == "xy"
    (mistake,) = bib(tmp_path, paper("year = {\x1b]0;x\x07\u202e},")).mistakes
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in str(mistake))


def test_lines_are_counted_alike_with_every_line_ending(tmp_path: Path) -> None:
    for ending in ("\n", "\r\n", "\r"):
        found = bib(tmp_path, "\ufeff" + (DQN + "@misc{k,\n doi = {x}}").replace("\n", ending))
        assert [mistake.line for mistake in found.mistakes] == [8]


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        read_bibliography(tmp_path / "none.bib")


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert bib(tmp_path, DQN).digest == bib(tmp_path, DQN).digest != bib(tmp_path, DQN + " ").digest


@pytest.mark.parametrize(
    "text",
    [
        "".join(paper("author = {Ada Example and Bob {Ex}ample}, year = 2017,", key=f"k{n}") for n in range(5_000)),
        "@misc{a, " * 50_000,
        "@comment{" * 50_000,
        "@comment(" * 50_000,
        "@misc(a, " * 50_000,
        "{" * 200_000,
        "@misc{k, title = {" + "{" * 40_000 + "}" * 40_000 + "}}",
        "@misc{k, title = {" + "{}" * 40_000 + "}}",
        "@misc{k, title = " + '"a" # ' * 10_000 + '"b"}',
    ],
    ids=["entries", "unclosed", "comments", "paren comments", "parens", "braces", "deep", "pairs", "parts"],
)
def test_no_file_takes_long(tmp_path: Path, text: str) -> None:
    before = time.process_time()
    bib(tmp_path, text)
    assert time.process_time() - before < 20


BITS = st.sampled_from(
    ["@misc{k,", "@article(a, ", "@string{x = ", "@comment{", "title", "author", "year", "doi", " = ", "{", "}", '"',
     ",", "(", ")", "#", "\\", "$", "%", "~", " and ", "others", "\\'", "\\H", "\n", "x",
     "é", "@", "\x00", "\u202e", "1706.03762"]
)  # fmt: skip


@FOLDER
@given(st.one_of(st.text(), st.lists(BITS).map("".join), st.binary().map(lambda data: data.decode("latin-1"))))
def test_any_text_is_read_or_has_mistakes(tmp_path: Path, text: str) -> None:
    found = bib(tmp_path, text.encode("utf-8", "surrogatepass"))
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= mistake.line <= lines for mistake in found.mistakes)


@FOLDER
@given(st.lists(BITS, max_size=12).map("".join))
def test_a_broken_field_leaves_the_other_entries_alone(tmp_path: Path, value: str) -> None:
    inner = value.replace("{", "").replace("}", "").replace("@", "")
    found = bib(tmp_path, DQN + f"@misc{{k, title = {{{inner}}}, author = {{{inner}}}}}\n" + paper("", key="last"))
    assert {"mnih2015human", "last"} <= set(found.records)
