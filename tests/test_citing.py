"""Which keys a document cites: every dialect, every way to hide a citation, and no text that is too much."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.citing import FORMATS, Citations, cited
from papertrail.citing.documents import UnknownFormatError
from papertrail.errors import UnreadableFileError
from papertrail.mistakes import MalformedFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def put(folder: Path, text: str | bytes, name: str = "report.tex") -> Path:
    """A file with this text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def of(folder: Path, text: str | bytes, name: str = "report.tex") -> Citations:
    """What a file with this text cites."""
    return cited([put(folder, text, name)])


def keys(folder: Path, text: str | bytes, name: str = "report.tex") -> str:
    return " ".join(of(folder, text, name).keys)


@pytest.mark.parametrize(
    "text",
    [
        r"\cite{a}", r"\cite {a}", r"\cite[p.~3]{a}", r"\citep*[see][p.~3]{a}", r"\Citeauthor{a}", r"\textcite{a}",
        r"\autocite[][12]{a}", r"\footcite{a}", r"\fullcite{a}", r"\footfullcite{a}", r"\citealp{a}",
        r"\citeyearpar{a}", r"\citetitle*{a}", r"\nocite{a}", r"\bibentry{a}", r"\supercite{a}", r"\onlinecite{a}",
        r"\cite<e.g.,>[p. 3]{a}", r"\cite<2->{a}", r"\shortciteA{a}", r"\possessivecite{a}",
        r"\defcitealias{a}{Paper I}",
        r"\volcite{2}[12]{a}", r"\citefield{a}{title}", r"\cite[{[sic]}]{a}", "\\citep[one\ntwo]{a}",
        "\\cite% why\n  {a}", r"\parencites(pre)(post)[p]{a}", r"\emph{\cite{a}}", r"50\% of \cite{a}", r"\\\cite{a}",
        r"\newcite{a}", "\\cite{%\n  a%\n}", r"\tikz \path (0,0) node {\cite{a}};", r"[0,1) \cite{a}",
    ],
)  # fmt: skip
def test_every_command_of_the_family_cites(folder: Path, text: str) -> None:
    assert keys(folder, text) == "a"


def test_several_keys_come_in_order_and_once(folder: Path) -> None:
    assert keys(folder, r"\cite{b, a,c} \cites[1]{d}[2]{e} {f} \cite{a}") == "b a c d e f"


def test_a_citation_inside_a_note_counts(folder: Path) -> None:
    assert set(keys(folder, r"\citep[see \citealt{b}]{a}").split()) == {"a", "b"}


def test_comments_inside_a_list_of_keys_are_none(folder: Path) -> None:
    assert keys(folder, "\\cite{a, % b,\n c,%d\n e%\nf}") == "a c ef"


@pytest.mark.parametrize(
    "text",
    [
        r"% \cite{x}", r"\% % \cite{x}", r"\verb|\cite{x}|", r"\verb*+\cite{x}+", r"\lstinline[language=TeX]!\cite{x}!",
        r"\mintinline{latex}{\cite{x}}", "\\begin{verbatim}\n\\cite{x}\n\\end{verbatim}",
        "\\begin{lstlisting}[caption=A]\n\\cite{x}\n\\end{lstlisting}",
        "\\begin{minted}{tex}\n\\cite{x}\n\\end{minted}",
        "\\begin{comment}\n\\cite{x}\n\\end{comment}", r"\iffalse \cite{x} \fi", r"\iffalse \ifx a b \fi \cite{x} \fi",
        r"\iftrue \else \cite{x} \fi", r"\end{document} \cite{x}", r"\endinput \cite{x}",
        r"\newcommand\mycite[1]{\cite{#1}}", r"\renewcommand{\cite}[1]{x}", r"\usepackage{cite}",
        r"\cite{x", r"\cite x",
        "\\lstnewenvironment{tex}{}{}\\begin{tex}\\cite{x}\\end{tex}", r"\newif\ifx@ \iffalse \ifx@ \fi \cite{x} \fi",
        r"\cite{}", r"\citestyle{x}", r"\bstctlcite{IEEEexample:BSTcontrol}", r"\newcites{x}{Supplement}",
    ],
)  # fmt: skip
def test_what_tex_does_not_run_cites_nothing(folder: Path, text: str) -> None:
    assert keys(folder, rf"{text}") == ""


@pytest.mark.parametrize(
    "before",
    [
        r"\url{http://a.b/%20c}",
        r"\href{http://a.b/%20}{there}",
        r"\verb|%|",
        r"\iffalse \else",
        r"\iftrue",
        r"\ifdraft",
    ],
)
def test_what_only_looks_like_a_comment_hides_nothing(folder: Path, before: str) -> None:
    assert keys(folder, rf"{before} \cite{{a}}") == "a"


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        (r"\newcommand{\see}[1]{(see \citealp{#1})}", r"\see{a}"),
        (r"\newcommand*\by[2][]{\citet[#1]{#2}}", r"\by[p.~3]{a}"),
        (r"\newcommand{\both}[2]{\emph{#1} \cite{#2}}", r"\both{x y}{a}"),
        (r"\renewcommand{\mycite}[1]{\textbf{\cite{#1}}}", r"\mycite{a}"),
    ],
)
def test_commands_of_the_document_that_cite_are_learned(folder: Path, definition: str, use: str) -> None:
    assert keys(folder, f"{definition} {use}") == "a"
    put(folder, definition, "preamble.tex")
    assert keys(folder, f"\\input{{preamble}} {use}") == "a"


def test_commands_that_do_not_cite_are_not_learned(folder: Path) -> None:
    text = r"\newcommand{\todo}[1]{\textbf{#1}} \todo{x} \newcommand{\fig}[2]{#2} \fig{y}{z} \cite{a}"
    assert keys(folder, text) == "a"


def test_nocite_star_asks_for_all(folder: Path) -> None:
    found = of(folder, r"\cite{a}\nocite{*}")
    assert (found.everything, found.keys) == (True, ["a"])


def test_files_are_followed(folder: Path) -> None:
    for name, text in {
        "one.tex": r"\cite{one} \input{report}", "two.tex": r"\cite{two}", "three.tex": r"\cite{three}",
        "sub/four.tex": r"\cite{four} \input{five}", "sub/five.tex": r"\cite{five}", "six.pgf": r"\cite{six}",
        "sub/seven.tex": r"\cite{seven} \subimport{deeper}{eight}", "sub/deeper/eight.tex": r"\cite{eight}",
    }.items():  # fmt: skip
        put(folder, text, name)
    text = "\\input one\n\\include{two}\\input{three.tex}\\import{sub/}{four}\\input{six.pgf}\\subfile{sub/seven}"
    assert keys(folder, text) == "one two three four five six seven eight"


def test_a_file_with_spaces_in_its_name_is_read(folder: Path) -> None:
    put(folder, r"\cite{a}", "my part.tex")
    assert keys(folder, r'\input{"my part"}') == "a"


def test_the_end_of_the_document_may_be_in_another_file(folder: Path) -> None:
    put(folder, r"\cite{a}\end{document}", "last.tex")
    assert keys(folder, r"\input{last}\cite{b}") == "a"


def test_files_outside_the_folder_are_read(folder: Path) -> None:
    put(folder, r"\cite{a}", "shared/a.tex")
    assert keys(folder, r"\input{../shared/a}", "paper/report.tex") == "a"


def test_every_missing_file_is_named_with_its_line(folder: Path) -> None:
    with pytest.raises(MalformedFileError) as caught:
        of(folder, "one\n\\input{chapter}\n\\include{other}")
    assert f"{folder / 'report.tex'}:2: the file 'chapter' is not there" in str(caught.value)
    assert f"{folder / 'report.tex'}:3: the file 'other' is not there" in str(caught.value)


@pytest.mark.parametrize(
    "text", [r"\IfFileExists{opt.tex}{\input{opt}}{}", r"\InputIfFileExists{opt}{}{}", r"\input{glyphtounicode}"]
)
def test_a_file_that_may_be_missing_is_no_mistake(folder: Path, text: str) -> None:
    assert keys(folder, rf"{text} \cite{{a}}") == "a"


def test_a_file_that_is_named_by_a_command_is_said_to_be_unclear(folder: Path) -> None:
    found = of(folder, "\n\\input{\\chapters/one} \\cite{a}")
    assert found.keys == ["a"]
    assert found.unclear[0].line == 2


def test_places_are_those_of_the_keys(folder: Path) -> None:
    put(folder, "\n\n\\cite{c}", "part.tex")
    found = of(folder, "% one\n\\cite{a,\n  b}\n\\begin{verbatim}\n\n\\end{verbatim} \\cite{d}\\input{part}")
    assert [(key, file.name, line) for key, file, line in found.citations] == [
        ("a", "report.tex", 2), ("b", "report.tex", 3), ("d", "report.tex", 6), ("c", "part.tex", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffé \\cite{ä}".encode(), "é \\cite{ä}".encode("latin-1"), "é \\cite{ä}".encode("utf-16"),
        "é\r\n\\cite{ä}\r\n".encode(),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(folder: Path, data: bytes) -> None:
    assert keys(folder, data) == "ä"


def test_an_aux_file_says_what_was_cited(folder: Path) -> None:
    put(folder, "\\citation{d}\n", "chapter.aux")
    text = (
        "\\relax\n\\citation{a,b}\n\\abx@aux@cite{0}{c}\n\\abx@aux@cite{old}\n\\citation{biblatex-control}\n"
        "\\citation{REVTEX42Control}\n\\@input{chapter.aux}\n\\bibcite{z}{1}\n"
    )
    assert keys(folder, text, "report.aux") == "a b c old d"
    assert of(folder, "\\citation{*}", "r.aux").everything
    assert of(folder, "\\abx@aux@nociteall", "r.aux").everything


BCF = """<?xml version="1.0" encoding="UTF-8"?>
<bcf:controlfile xmlns:bcf="https://sourceforge.net/projects/biblatex">
  <bcf:section number="0">
    <bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>
    <bcf:citekey order="2" type="set" members="c,d">set</bcf:citekey>
    <bcf:citekey order="0" nocite="1">*</bcf:citekey>
  </bcf:section>
</bcf:controlfile>
"""


def test_a_control_file_of_biblatex_says_what_was_cited(folder: Path) -> None:
    found = of(folder, BCF, "report.bcf")
    assert (found.keys, found.everything) == (["a&b", "c", "d"], True)
    assert found.citations[0].line == 4


@pytest.mark.parametrize(
    "text",
    [
        "<bcf:x>",
        "no xml",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<!DOCTYPE x SYSTEM "y"><x/>',
    ],
)
def test_a_control_file_that_is_broken_or_defines_entities_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(MalformedFileError):
        of(folder, text, "report.bcf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See @a, @b[p. 3]. (@c) @d: and @e.", "a b c d e"),
        ("#cite(<a>) #cite(label(\"b\"), form: \"prose\") #footnote[@c #cite(<d>)]", "a b c d"),
        ("= One <sec>\n#figure(image(\"x//y.png\"), caption: [@a]) <fig>\n@sec @fig #ref(<fig>) @b", "a b"),
        ("// @x\n/* @x /* @x */ @x */ @a `@x` ```typ @x ``` https://e.org/@x//y @b \\@x", "a b"),
        ("#let author = \"@x\"\n#link(\"mailto:me@e.org\")[@a] me@e.org @b", "a b"),
        ("#if true [@a] else [@b] @c\n#for i in (1, 2) { [@d] } @e", "a b c d e"),
        ("$ [0, 1) $ @a #[@b] #{ let x = \"]\" } @c", "a b c"),
        ("文献@a。", "a"),
    ],
)  # fmt: skip
def test_typst_cites(folder: Path, text: str, expected: str) -> None:
    assert keys(folder, text, "report.typ") == expected


def test_typst_files_are_followed(folder: Path) -> None:
    put(folder, '@b #include "two.typ"', "ch/one.typ")
    put(folder, '@c #include "/shared.typ"', "ch/two.typ")
    put(folder, "@d", "shared.typ")
    assert keys(folder, '#import "@preview/x:1.0.0": y\n@a #include "ch/one.typ"\n@e', "r.typ") == "a b c d e"
    with pytest.raises(MalformedFileError, match=r"r\.typ:2: the file 'no\.typ' is not there"):
        of(folder, '\n#include "no.typ"', "r.typ")


def test_a_typst_bibliography_in_full_asks_for_all(folder: Path) -> None:
    assert of(folder, '@a #bibliography("refs.bib", full: true)', "r.typ").everything
    assert not of(folder, '@a #bibliography("refs.bib")', "r.typ").everything


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a; -@b, p. 3] @c says, @{d e} **@f** @g:h.i.", "a b c d e f g:h.i"),
        ("me@e.org <me@e.org> \\@x `@x` ``a ` @x`` https://e.org/@x [t](http://e.org/@x) <!-- @x\n-->", ""),
        ("```\n@x\n```\n~~~ py\n@x\n~~~\n\n    @x\n\n@a", "a"),
        ("- one\n\n    @a in the item\n\ntext\n\n    @x", "a"),
        ("**No item.**\n\n    @x\n\n@a.b says\n\n    @x", "a.b"),
        ("`open @a\n\nclosed` @b", "a b"),
        ("@{https://e.org/a} [@{https://e.org/b?c=d}]", "https://e.org/a https://e.org/b?c=d"),
        ("![f](x.png){#fig-1} @fig-1 @a\n\n(@ex) One. See (@ex).", "a"),
        ("{cite:p}`a,b` {cite}`{see}c{p. 3}` \\citep[see][3]{d}", "a b c d"),
        ("---\nauthor: '@x'\ntitle: On @a\nnocite: |\n  @b, @c\n---\n@d", "a b c d"),
        ("---\n\n@a\n\n---\n", "a"),
    ],
)  # fmt: skip
def test_markdown_cites(folder: Path, text: str, expected: str) -> None:
    assert set(keys(folder, text, "report.md").split()) == set(expected.split())


def test_markdown_asks_for_all_in_its_head(folder: Path) -> None:
    found = of(folder, '---\nnocite: "@*"\n---\nText.', "report.md")
    assert (found.everything, found.keys) == (True, [])


def test_quarto_files_and_labels(folder: Path) -> None:
    put(folder, "@b", "_part.qmd")
    text = "{{< include _part.qmd >}}\n```{python}\n#| label: fig-x\n@x\n```\n@fig-x @a"
    assert keys(folder, text, "r.qmd") == "b a"


def test_a_notebook_cites_in_its_text(folder: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["@x\n"]},
        {"cell_type": "markdown", "source": ["one\n", '[@a] <cite data-cite="b">B</cite>']},
    ]
    found = of(folder, json.dumps({"cells": cells}), "n.ipynb")
    assert sorted(found.keys) == ["a", "b"]
    assert {(str(each.file.name), each.line) for each in found.citations} == {("n.ipynb (cell 2)", 2)}


@pytest.mark.parametrize("text", ["", "[1, 2]", "{}", "[" * 100_000])
def test_what_is_no_notebook_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(MalformedFileError):
        of(folder, text, "n.ipynb")


def test_several_documents_are_joined(folder: Path) -> None:
    (folder / "a.tex").write_text(r"\cite{a,b}")
    (folder / "b.typ").write_text("@b @c")
    found = cited([folder / "a.tex", folder / "b.typ"])
    assert [(each.key, each.file.name) for each in found.citations] == [("a", "a.tex"), ("b", "a.tex"), ("c", "b.typ")]


def test_a_file_of_no_known_sort_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"report\.docx"):
        of(folder, "", "report.docx")


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        cited([folder / "none.tex"])


ALPHABET = st.lists(
    st.sampled_from(
        [
            "\\cite", "\\nocite", "\\cites", "\\volcite", "{", "}", "[", "]", "(", ")", "<", ">", ",", "%",
        "\n", "\n\n",
            "\\begin{verbatim}", "\\end{verbatim}", "\\verb", "|", "\\url{", "\\iffalse", "\\iftrue", "\\else", "\\fi",
            "\\newif\\ifz", "\\ifz", "\\input", "\\", "@", "@key", "#cite(<", "#", "#let ", "#[", "`", "```", "$", '"',
            "//", "/*", "*/", "<a>", "---\n", "nocite: ", "<!--", "-->", "{#", "    ", "- ", "a", "é", "\0", "*",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@settings(deadline=None)
@given(text=ALPHABET | st.text())
def test_no_text_is_too_much(tmp_path_factory: pytest.TempPathFactory, suffix: str, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        found = cited([path])
    except MalformedFileError:
        return
    assert all(key and key.strip() == key for key in found.keys)
    assert len(set(found.keys)) == len(found.keys)


HEAVY = (
    "\\cite[", "\\cite{", "\\cite[{", "\\cites(", "\\cites{a}[", "\\verb|x|", "\\verb|", "\\url{", "\\url{}",
    "\\iffalse ",
    "\\iftrue\\else ", "\\begin{verbatim}", "\\begin{comment}\\end{comment}", "\\newif\\ifa", "\\input{", "\\cite<",
    "\\newcommand\\a[1]{", "\\newcommand{\\b}[1]{\\cite{#1}}\\b{c}",
    "[", "]", "{", "}", "`", "``", "` `` ", "@{", "@a:", "@", "<a", "<!--", "---\n", "a: ", "- ", "    a\n", "```\n",
    "#cite(", "#let ", "[#let ", "#a(", ")", "/*", "//", '"', '#"\\', '(\\"', "$", "#if [", "a.", "{cite}`", "](", "http://",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".tex", ".typ", ".md", ".aux"])
def test_time_grows_no_faster_than_the_text(folder: Path, suffix: str) -> None:
    path = folder / f"long{suffix}"
    slow = []
    for piece in HEAVY:
        path.write_text((piece * (200_000 // len(piece)))[:200_000], encoding="utf-8")
        start = time.process_time()
        with suppress(MalformedFileError):
            cited([path])
        if time.process_time() - start > 2:
            slow.append(piece)
    assert not slow
