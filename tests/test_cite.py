"""`papertrail cite`: references as style manuals print them."""

import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.styles import STYLES, StyleError, initials, output, reference_list, reference_text
from papertrail.bibliography.styles.title_case import headline_case, sentence_case
from papertrail.cli import cite as command
from papertrail.library import Library
from papertrail.library import reference_list as stored
from papertrail.people import Name, People
from papertrail.text import latex
from papertrail.text.marked import Mark, Run, Text
from papertrail.text.plain import plain

A = Name("Aho", "Alfred V.")
B = Name("Oord", "Jean-Paul", particle="van den")
C = Name("King", "Martin", suffix="Jr.")
ADA, BEN = Name("King", "Ada"), Name("Other", "Ben")


def work(
    kind: str = "paper-conference",
    title: Text = "Attention Is All You Need",
    *,
    names: tuple[Name, ...] = (A, B),
    complete: bool = True,
    editors: tuple[Name, ...] = (),
    issued: tuple[int, ...] = (2017,),
    arxiv: str | None = None,
    **texts: Text,
) -> Record:
    """A paper of a conference, unless something else is said."""
    if kind == "paper-conference":
        texts = {"container_title": "Advances in Learning", "page": "11-35"} | texts
    return Record(
        key="k",
        type=kind,
        texts={"title": title} | {name.replace("_", "-"): text for name, text in texts.items()},
        names={"author": People(names, complete), "editor": People(editors)},
        dates={"issued": Date(issued)} if issued else {},
        arxiv=arxiv,
    )


PAPER = work()
ARTICLE = work("article-journal", container_title="Nature", issued=(2020, 5, 3), DOI="10.1/x", volume="3", issue="2",
               page="1-9")  # fmt: skip
PREPRINT = work("article", arxiv="1706.03762")


def book(names: tuple[Name, ...] = (A, B), editors: tuple[Name, ...] = (), **texts: Text) -> Record:
    """A book."""
    return work("book", "The Book", names=names, editors=editors, publisher="MIT Press", **texts)


BOOK = book(edition="Second", publisher_place="Boston")
CHAPTER = work("chapter", "Can Machines Think?", container_title="The Book", editors=(ADA,), page="1-9",
               publisher="MIT Press")  # fmt: skip
POST = work("post-weblog", container_title="A Blog", issued=(2021, 1, 15), URL="https://e.org/p")
THESIS = work("thesis", publisher="MIT", names=(A,), genre="PhD thesis")
REPORT = work("report", publisher="RAND", names=(A,), number="R-12")
VIDEO = work("motion_picture", container_title="YouTube", names=(A,), URL="https://e.org/v")
NAMELESS = work("webpage", names=(), issued=(), URL="https://e.org")

EXPECTED = {
    "apa": [
        (PAPER, "Aho, A. V., & van den Oord, J.-P. (2017). Attention is all you need. In *Advances in Learning* (pp. 11–35)."),
        (ARTICLE, "Aho, A. V., & van den Oord, J.-P. (2020). Attention is all you need. *Nature*, *3*(2), 1–9. <https://doi.org/10.1/x>"),
        (PREPRINT, "Aho, A. V., & van den Oord, J.-P. (2017). *Attention is all you need* (arXiv:1706.03762). arXiv. <https://arxiv.org/abs/1706.03762>"),
        (BOOK, "Aho, A. V., & van den Oord, J.-P. (2017). *The book* (2nd ed.). MIT Press."),
        (CHAPTER, "Aho, A. V., & van den Oord, J.-P. (2017). Can machines think? In A. King (Ed.), *The Book* (pp. 1–9). MIT Press."),
        (POST, "Aho, A. V., & van den Oord, J.-P. (2021, January 15). Attention is all you need. *A Blog*. <https://e.org/p>"),
        (THESIS, "Aho, A. V. (2017). *Attention is all you need* \\[PhD thesis, MIT\\]."),
        (REPORT, "Aho, A. V. (2017). *Attention is all you need* (R-12). RAND."),
        (VIDEO, "Aho, A. V. (2017). *Attention is all you need* \\[Video\\]. YouTube. <https://e.org/v>"),
        (NAMELESS, "*Attention is all you need*. (n.d.). <https://e.org>"),
        (work(names=(Name(literal="DeepMind"),)), "DeepMind. (2017). Attention is all you need. In *Advances in Learning* (pp. 11–35)."),
        (book((), (ADA,)), "King, A. (Ed.). (2017). *The book*. MIT Press."),
        (work(names=(C,)), "King, M., Jr. (2017). Attention is all you need. In *Advances in Learning* (pp. 11–35)."),
        (work(names=(A,), complete=False), "Aho, A. V., et al. (2017). Attention is all you need. In *Advances in Learning* (pp. 11–35)."),
    ],
    "ieee": [
        (book((), (ADA, BEN)), "A. King and B. Other, Eds., *The book*. MIT Press, 2017."),
        (PAPER, "A. V. Aho and J.-P. van den Oord, “Attention is all you need,” in *Advances in Learning*, 2017, pp. 11–35."),
        (ARTICLE, "A. V. Aho and J.-P. van den Oord, “Attention is all you need,” *Nature*, vol. 3, no. 2, pp. 1–9, May 2020, doi: 10.1/x."),
        (PREPRINT, "A. V. Aho and J.-P. van den Oord, “Attention is all you need,” 2017, *arXiv:1706.03762*. \\[Online\\]. Available: <https://arxiv.org/abs/1706.03762>"),
        (BOOK, "A. V. Aho and J.-P. van den Oord, *The book*, 2nd ed. Boston: MIT Press, 2017."),
        (CHAPTER, "A. V. Aho and J.-P. van den Oord, “Can machines think?” in *The Book*, A. King, Ed., MIT Press, 2017, pp. 1–9."),
        (POST, "A. V. Aho and J.-P. van den Oord, “Attention is all you need,” *A Blog*, Jan. 15, 2021. \\[Online\\]. Available: <https://e.org/p>"),
        (work(names=(A,) * 7), "A. V. Aho *et al.*, “Attention is all you need,” in *Advances in Learning*, 2017, pp. 11–35."),
        (work(names=(A, B, C)), "A. V. Aho, J.-P. van den Oord, and M. King Jr., “Attention is all you need,” in *Advances in Learning*, 2017, pp. 11–35."),
    ],
    "chicago": [
        (PAPER, "Aho, Alfred V., and Jean-Paul van den Oord. 2017. “Attention Is All You Need.” In *Advances in Learning*, 11–35."),
        (ARTICLE, "Aho, Alfred V., and Jean-Paul van den Oord. 2020. “Attention Is All You Need.” *Nature* 3 (2): 1–9. <https://doi.org/10.1/x>."),
        (BOOK, "Aho, Alfred V., and Jean-Paul van den Oord. 2017. *The Book*. 2nd ed. Boston: MIT Press."),
        (CHAPTER, "Aho, Alfred V., and Jean-Paul van den Oord. 2017. “Can Machines Think?” In *The Book*, edited by Ada King, 1–9. MIT Press."),
        (NAMELESS, "“Attention Is All You Need.” n.d. <https://e.org>."),
    ],
    "acm": [
        (PAPER, "Alfred V. Aho and Jean-Paul van den Oord. 2017. Attention Is All You Need. In *Advances in Learning*. 11–35."),
        (ARTICLE, "Alfred V. Aho and Jean-Paul van den Oord. 2020. Attention Is All You Need. *Nature* 3, 2 (May 2020), 1–9. <https://doi.org/10.1/x>"),
        (PREPRINT, "Alfred V. Aho and Jean-Paul van den Oord. 2017. Attention Is All You Need. arXiv:1706.03762. Retrieved from <https://arxiv.org/abs/1706.03762>"),
    ],
    "mla": [
        (PAPER, "Aho, Alfred V., and Jean-Paul van den Oord. “Attention Is All You Need.” *Advances in Learning*, 2017, pp. 11–35."),
        (work(names=(A, B, C)), "Aho, Alfred V., et al. “Attention Is All You Need.” *Advances in Learning*, 2017, pp. 11–35."),
        (BOOK, "Aho, Alfred V., and Jean-Paul van den Oord. *The Book*. 2nd ed., MIT Press, 2017."),
        (POST, "Aho, Alfred V., and Jean-Paul van den Oord. “Attention Is All You Need.” *A Blog*, 15 Jan. 2021, <https://e.org/p>."),
    ],
    "vancouver": [
        (PAPER, "Aho AV, van den Oord JP. Attention is all you need. In: Advances in Learning; 2017. p. 11–35."),
        (ARTICLE, "Aho AV, van den Oord JP. Attention is all you need. Nature. 2020 May;3(2):1–9. doi: 10.1/x"),
        (work(names=(A,) * 7), f"{'Aho AV, ' * 6}et al. Attention is all you need. In: Advances in Learning; 2017. p. 11–35."),
    ],
    "nature": [
        (work(names=(Name(literal="DeepMind"),)), "DeepMind. Attention is all you need. in *Advances in Learning* 11–35 (2017)."),
        (PAPER, "Aho, A. V. & van den Oord, J.-P. Attention is all you need. in *Advances in Learning* 11–35 (2017)."),
        (ARTICLE, "Aho, A. V. & van den Oord, J.-P. Attention is all you need. *Nature* **3**, 1–9 (2020)."),
        (work(names=(A,) * 6), "Aho, A. V. *et al.* Attention is all you need. in *Advances in Learning* 11–35 (2017)."),
    ],
}  # fmt: skip
CASES = [(style, *case) for style, cases in EXPECTED.items() for case in cases]


@pytest.mark.parametrize(("style", "record", "expected"), CASES)
def test_references_are_what_the_manuals_print(style: str, record: Record, expected: str) -> None:
    assert output.markdown(reference_list([record], style)[0]) == expected


def test_apa_names_twenty_authors_and_of_more_the_first_nineteen_and_the_last() -> None:
    names = [Name(f"N{chr(65 + number)}", "X") for number in range(21)]
    twenty = reference_text(work(names=tuple(names[:20])))
    assert twenty.startswith("NA, X., NB, X.,")
    assert ", NS, X., & NT, X. (2017)" in twenty
    assert ", NS, X., . . . NU, X. (2017)" in reference_text(work(names=tuple(names)))
    assert ", NS, X., et al. (2017)" in reference_text(work(names=tuple(names), complete=False))


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        ("3rd", "3rd ed."),
        ("International edition", "International edition"),
        ("Revised", "Revised ed."),
        ("12", "12th ed."),
    ],
)
def test_an_edition_is_called_so_once(edition: str, shown: str) -> None:
    text = reference_text(book(edition=edition))
    assert text == f"Aho, A. V., & van den Oord, J.-P. (2017). The book ({shown}). MIT Press."


def test_the_styles_of_the_command_are_those_there_are() -> None:
    assert tuple(STYLES) == command.STYLES


def test_every_bundled_work_is_printed_cleanly_in_every_style(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    records = list(stored.listed(Library(connection, filled)))
    connection.close()
    for style in STYLES:
        for record, text in zip(records, map(output.plain, reference_list(records, style)), strict=True):
            bare = text.replace(". . . ", "").replace("...", "")
            bad = [
                sign for sign in ("..", ",,", " .", " ,", "  ", "?.", "!.", "?,", "()", "[]", "None") if sign in bare
            ]
            assert not bad or any(sign in record.text("title") for sign in bad), (style, text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Alfred V.", "A. V."), ("A.V.", "A. V."), ("Jean-Paul", "J.-P."), ("李", "李"), ("Éva", "É."), ("", ""),
        ("Maria de", "M. de"), ("J. R. R.", "J. R. R."), ("X AE A-12", "X. A. A."),
    ],
)  # fmt: skip
def test_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


@pytest.mark.parametrize(
    ("title", "source", "expected"),
    [
        ("Attention Is All You Need", None, "Attention is all you need"),
        ("BERT: Pre-training of Deep Networks", None, "BERT: Pre-training of deep networks"),
        ("A Study of Bayesian Networks in Paris", None, "A Study of Bayesian Networks in Paris"),
        ("A Study of Bayesian Networks", "A Study of {Bayesian} Networks", "A study of Bayesian networks"),
        ("Flamingo: a Visual Language Model", None, "Flamingo: A visual language model"),
        ("What Is a k-Nearest Network? A Survey", None, "What is a k-nearest network? A survey"),
        ("A/B Testing: A Survey of A* and Q&A", None, "A/B testing: A survey of A* and Q&A"),
        ("GPT-4 and 3D Models of $X_1$", None, "GPT-4 and 3D models of $X_1$"),
    ],
)
def test_titles_become_sentences_where_that_is_safe(title: str, source: str | None, expected: str) -> None:
    assert plain(sentence_case(latex.read(source or title))) == plain(latex.read(expected))


def test_what_braces_keep_is_kept_letter_by_letter() -> None:
    assert plain(sentence_case(latex.read("The {B}ayesian Way of {PyTorch}"))) == "The Bayesian way of PyTorch"
    assert plain(headline_case(latex.read("the way of {arXiv} and of words"))) == "The Way of arXiv and of Words"


def test_titles_become_headlines() -> None:
    assert (
        headline_case("Attention is all you need: the k-means of arXiv")
        == "Attention Is All You Need: The k-means of arXiv"
    )


def test_marks_become_what_a_format_has() -> None:
    text = f"{output.ITALIC}a & <b>{output.END} *c* https://e.org/x_(y)). 50%"
    assert output.plain(text) == "a & <b> *c* https://e.org/x_(y)). 50%"
    assert (
        output.web(text) == '<i>a &amp; &lt;b&gt;</i> *c* <a href="https://e.org/x_(y)">https://e.org/x_(y)</a>). 50%'
    )
    assert output.markdown(text) == r"*a & \<b\>* \*c\* <https://e.org/x_(y)>). 50%"
    assert output.latex(text) == r"\emph{a \& {\textless}b{\textgreater}} *c* \url{https://e.org/x_(y)}). 50\%"
    assert output.ansi(text).startswith("\x1b[3ma & <b>\x1b[23m")


RICH = (
    "On ", Run(Mark.ITALIC, ("E. coli",)), ", CO", Run(Mark.SUBSCRIPT, ("2",)), ", <b> & ", Run(Mark.MATH, (r"\ell_1",)),
)  # fmt: skip


def test_italics_and_formulae_of_a_title_are_printed() -> None:
    text = reference_list([work(title=RICH, names=(A,), complete=True)], "acm")[0]
    assert output.plain(text).startswith("Alfred V. Aho. 2017. On E. coli, CO2, <b> & ℓ₁. In ")
    assert "On *E. coli*, CO2, \\<b\\> & $\\ell_1$" in output.markdown(text)
    assert "On <i>E. coli</i>, CO<sub>2</sub>, &lt;b&gt; &amp; ℓ₁" in output.web(text)
    assert r"On \emph{E. coli}, CO\textsubscript{2}, {\textless}b{\textgreater} \& {$\ell_1$}" in output.latex(text)


def test_italics_within_an_italic_title_are_printed_as_one_run() -> None:
    text = reference_list([work("book", ("The ", Run(Mark.ITALIC, ("Iliad",)), " of Homer"), names=(A,))], "apa")[0]
    assert output.markdown(text) == "Aho, A. V. (2017). *The Iliad of Homer*."


def test_a_range_of_dates_is_printed_as_years_or_as_its_beginning() -> None:
    dates = (Date((1913,), (1927,)), Date((2016, 3, 4), (2016, 3, 9)), Date((2019, 12, 30), (2020, 1, 2)))
    records = [replace(ARTICLE, dates={"issued": date}) for date in dates]
    for style in STYLES:
        years = [set(re.findall(r"1913–1927|2016|2019–2020", text)) for text in reference_list(records, style)]
        assert years == [{"1913–1927"}, {"2016"}, {"2019–2020"}], style


def test_dates_that_are_ranges_or_words_are_printed_in_every_style() -> None:
    dates = (Date((2019, 5), (2020, 1)), Date((2019,), ()), Date(literal="in press"), Date((-43,)), Date(season="2"))
    records = [replace(PAPER, dates={"issued": date}) for date in dates]
    for style in STYLES:
        printed = reference_list(records, style)
        assert ["2019" in text for text in printed] == [True, True, False, False, False], style
        assert re.search(r"44\sBC", printed[3]), style


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("<>&{}\\\"'$.?!\ue001\ue010")
)


@settings(deadline=None)
@example(title="\N{SOFT HYPHEN}", family="0", given="", style="ieee")
@given(title=TEXT.filter(str.strip), family=TEXT.filter(str.strip), given=TEXT, style=st.sampled_from(list(STYLES)))
def test_no_text_breaks_a_reference(title: str, family: str, given: str, style: str) -> None:
    name = Name(family, given)
    text = reference_list([work(title=title, names=(name,))], style)[0]
    for write in output.FORMATS.values():
        assert "2017" in write(text)
    html = output.web(text)
    for tag in ("<i>", "</i>", "<b>", "</b>"):
        html = html.replace(tag, "")
    assert "<" not in html.replace("<a href=", "").replace("</a>", "") or "http" in html


KEY = "vaswani2017attention"


def test_no_text_commands_a_terminal() -> None:
    text = output.ansi(
        reference_list([work(title="A \x1b[31mred\x07 \u202etitle", names=(Name(literal="\x1b]8;;x"),))], "apa")[0]
    )
    assert not set(text.replace("\x1b[3m", "").replace("\x1b[23m", "")) & set("\x1b\x07\u202e")


def test_the_command_prints_one_line_for_each_paper(papertrail: Any) -> None:
    done = papertrail("cite", KEY, "devlin2019bert")
    assert [line.split(",")[0] for line in done.lines] == ["Vaswani", "Devlin"]
    assert "Attention is all you need. In NeurIPS 2017." in done.lines[0]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--key"], f"\\cite{{{KEY},devlin2019bert}}"),
        (["--key", "--for", "pandoc"], f"[@{KEY}; @devlin2019bert]"),
        (["--key", "--for", "typst"], f"@{KEY} @devlin2019bert"),
        (["--for", "latex"], f"\\cite{{{KEY},devlin2019bert}}"),
        (["--for", "typst"], f"@{KEY} @devlin2019bert"),
    ],
)
def test_keys_for_documents(papertrail: Any, words: list[str], expected: str) -> None:
    assert papertrail("cite", KEY, "devlin2019bert", *words).stdout == f"{expected}\n"


def test_json_is_csl(papertrail: Any) -> None:
    assert papertrail("cite", KEY, "--json").json[0]["type"] == "paper-conference"


def test_a_terminal_gets_italics_and_a_pipe_none(papertrail: Any) -> None:
    assert "\x1b[3mNeurIPS 2017\x1b[23m" in papertrail.on_terminal("cite", KEY)
    assert "\x1b" not in papertrail("cite", KEY).stdout


CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix="."><names variable="author"><name form="short" et-al-min="2" et-al-use-first="1"/></names>
    <text variable="title" prefix=": " text-case="lowercase"/></layout></bibliography>
</style>"""


def test_any_csl_file_is_a_style(papertrail: Any, tmp_path: Path) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(CSL, encoding="utf-8")
    assert papertrail("cite", KEY, "--style", style).stdout == "Vaswani et al.: attention is all you need.\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no xml", "it is no XML"),
        ("<a/>", "it is no CSL file"),
        (CSL.replace("bibliography", "bibliograph"), "it has no references of its own"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "no style defines entities"),
        (CSL.replace('<text variable="title"/>', "").replace('variable="title" prefix', 'macro="none" prefix'), "is no style"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_style_is_refused(papertrail: Any, tmp_path: Path, text: str, sentence: str) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(text, encoding="utf-8")
    assert sentence in papertrail.refuses("cite", KEY, "--style", style, exit_code=4)
    with pytest.raises(StyleError):
        reference_list([PAPER], str(style))


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nobody"], 3, "no paper called 'nobody'"),
        (["mit-6s898:4.7"], 3, "mit-6s898:4.7 cannot be cited: nobody has identified"),
        ([KEY, "--style", "foo"], 2, "there is no style 'foo'"),
        ([KEY, "--style", "foo.csl"], 4, "cannot read foo.csl"),
        ([KEY, "--key", "--json"], 2, "--key leaves no room for --json"),
        ([KEY, "--for", "typst", "--style", "ieee"], 2, "--key leaves no room for --style"),
        ([KEY, "--json", "-f", "html"], 2, "--json leaves no room for --format"),
    ],
)
def test_mistakes_are_one_sentence(papertrail: Any, words: list[str], code: int, sentence: str) -> None:
    assert sentence in papertrail.refuses("cite", *words, exit_code=code)


def test_a_work_that_is_also_assigned_in_part_is_one_work(papertrail: Any) -> None:
    """One course assigns the book, another its chapters 5 to 9."""
    book = "goodfellow2016deep"
    assert papertrail("cite", book, "--key").stdout == f"\\cite{{{book}}}\n"
    assert papertrail("export", "bibtex", book).stdout.startswith(f"@book{{{book},")
    line = papertrail("export", "markdown", book).stdout
    assert line.count("\n") == 1
    assert "Chapters" not in line
    assert "Chapters" in papertrail("export", "markdown", "umd:1.2").stdout
