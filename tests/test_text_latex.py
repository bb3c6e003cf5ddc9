"""LaTeX is read as the text that it shows, and text is written as LaTeX that shows it and does nothing else."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string  # noqa: TID253 - what reads is not what wrote

from papertrail import cleaning
from papertrail.text import braces, symbols
from papertrail.text.folding import folded
from papertrail.text.latex import (
    BIBLATEX,
    BIBTEX,
    Encoding,
    address,
    formulas_in,
    paragraphs,
    read,
    to_text,
)
from papertrail.text.marked import Mark, Piece, Run, Text, from_json, joined, keeps_case, run, to_json
from papertrail.text.plain import plain

ENCODINGS = pytest.mark.parametrize("encoding", [BIBTEX, BIBLATEX], ids=["bibtex", "biblatex"])


def case(*pieces: Piece) -> Run:
    return Run(Mark.CASE, pieces)


def italic(*pieces: Piece) -> Run:
    return Run(Mark.ITALIC, pieces)


def math(tex: str) -> Run:
    return Run(Mark.MATH, (tex,))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        (r"{\'E}tude, \'{e}, \'e, {\'{e}}, \' e", "Étude, é, é, é, é"),
        (r"Schr{\"o}dinger, {\L}ukasz, Weis\ss e, \O re", "Schrödinger, Łukasz, Weisße, Øre"),
        (r"{\`{\i}} {\'\j} {\i} {\j} \=a \u{g} \c{c} \'c \H{u} \k{e} \r{u} \d{o} \b{x} \v c", "ì j́ ı ȷ ā ğ ç ć ű ę ů ọ x̱ č"),
        (r"Nguy{\~{\^e}}n, Nguy\~{\^e}n, \d{\^o}, \'{\^{e}}, {\'{\u{a}}}", "Nguyễn, Nguyễn, ộ, ế, ắ"),
        (r"\t{oo} \textcommabelow{s} \h{a}", "o͡o ș ả"),
        (r"\dj \l \ae \oe \AE \OE \aa \AA \o \ss{} \DJ or{\dj}e \TH \ng \NG", "đłæœÆŒåÅøß Đorđe ÞŋŊ"),
        (r"A \textendash{} B \textemdash C \textellipsis{} D \ldots{} E \dots", "A – B —C … D … E …"),
        ("{\\textquotedblleft}Q{\\textquotedblright} {\\textquotesingle}q{\\textquotesingle} ``x'' `y' don't", "“Q” 'q' “x” ‘y’ don't"),
        (r"{\textquoteleft}x{\textquoteright} `don't' the students' `a' and `b'", "‘x’ ‘don't’ the students' ‘a’ and ‘b’"),
        (r"20{\textdegree}C {\textpm} 3 {\texttimes} {\textmu}m {\textregistered} {\texttrademark} \copyright", "20°C ± 3 × µm ® ™ ©"),
        (r"{\guillemotleft}T{\guillemotright} {\og}mot{\fg} {\glqq}Wort{\grqq} \og des \fg{} {\SS}", "«T» « mot » „Wort“ « des » ẞ"),
        (r"{\LaTeX} and {\TeX} for \BibTeX{} users", "LaTeX and TeX for BibTeX users"),
        (r"\& \$5 100\% of A\_B \#1 \{x\}", "& $5 100% of A_B #1 {x}"),
        (r"one --- two -- three~four\,five\-six a\slash b ?` !`", "one — two – three four fivesix a/b ¿ ¡"),
        (r"{\textbackslash}n {\textasciitilde}x {\textless}y{\textgreater} {\textbar} {\^{}} \~{}", r"\n ~x <y> | ^ ~"),
        (r"{\$}5 and 5{\%} of A{\_}B, $\backslash$alpha, $<$, a$\mathsemicolon$", r"$5 and 5% of A_B, \alpha, <, a;"),
        (r"A{\textperiodcentered}B {\textbullet} {\textsection}5 {\textparagraph} {\texteuro}7 {\textonehalf} \S~4", "A·B • §5 ¶ €7 ½ § 4"),
        (r"a {\textrightarrow} b \rightarrow{} c {\textalpha}-helix \alpha", "a → b → c α-helix α"),
        (r"\ensuremath{\alpha} {\ensuremath{\leq}} H{\ensuremath{_2}}O", "α ≤ H₂O"),
        (r"See \url{http://example.org/a\_b} or \href{http://example.org}{here}", "See http://example.org/a_b or here"),
        (r"Lipi\ifmmode \acute{n}\else \'{n}\fi{}ski, Pe\ifmmode\check{c}\else\v{c}\fi era", "Lipiński, Pečera"),
        (r"{\relax Ch}arles {\protect\'e} {\uppercase{b}}ert", "Charles é Bert"),
        ("a  b\n c\\\\d", "a b c d"),
        (r"Pre{-}training {3} {数学} { }x", "Pre-training 3 数学 x"),
        (r"\og Le mot\fg juste", "« Le mot » juste"),
        (r"\enquote{Is \enquote{it} so?} and \mkbibquote{x}", "“Is ‘it’ so?” and “x”"),
        (r"\foreignlanguage{french}{Le mot} \textcolor{red}{red}, {\Large large}", "Le mot red, large"),
        (r"\noopsort{1973b}A\label{a} \selectlanguage{english}Title\hspace{1em}", "A Title"),
        (r"1 {\textequals} 1, $<$10 \% and $>$90 \%", "1 = 1, <10 % and >90 %"),
        ("It costs $5 or $10", "It costs $5 or $10"),
        (r"\CYRZH and \cyrya", "Жand я"),
        ("}a{", "a"),
        ("\\", "\\"),
        ("", ""),
    ],
)  # fmt: skip
def test_letters_and_signs_are_read_as_what_they_show(source: str, text: str) -> None:
    assert read(source) == text
    assert to_text(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{BERT}: Pre-training", (case("BERT"), ": Pre-training")),
        ("{Whole {T}itle}", (case("Whole Title"),)),
        (r"{{\'E}cole} {{\emph{X}}}", (case("École"), " ", case(italic("X")))),
        (r"{\'Ecole} {\emph{X}}", ("École ", italic("X"))),
        (r"H\textsubscript{2}O, 10\textsuperscript{5}", ("H", Run(Mark.SUBSCRIPT, ("2",)), "O, 10", Run(Mark.SUPERSCRIPT, ("5",)))),
        (r"\textit{in vivo} {\em in situ} {\it old} {\sc sc}", (italic("in vivo"), " ", italic("in situ"), " ", italic("old"), " ", Run(Mark.SMALL_CAPS, ("sc",)))),
        (r"a \textbf{b \texttt{c}}\emph{ }", ("a ", Run(Mark.BOLD, ("b ", Run(Mark.MONOSPACE, ("c",)))))),
        (r"On $x_1$ and $$y$$", ("On ", math("x_1"), " and ", math("y"))),
        (r"\(x\), \[y\], \ensuremath{\sqrt{s}}", (math("x"), ", ", math("y"), ", ", math(r"\sqrt{s}"))),
        (r"{L\({}_{\mbox{1}}\)} {\(\epsilon\)}-greedy", (case("L", math("_{1}")), " ", math(r"\epsilon"), "-greedy")),
        (r"{${}^{3}$}He at $ \alpha $5", (math("^{3}"), "He at ", math(r"\alpha"), "5")),
        (r"\mbox{BERT} is", (case("BERT"), " is")),
        (r"\ensuremath{\ifmmode a\else b\fi}", (math("a"),)),
    ],
)  # fmt: skip
def test_braces_fonts_and_formulae_are_marks(source: str, text: Text) -> None:
    assert read(source) == text
    assert to_text(source) == plain(text)


@pytest.mark.parametrize(
    ("source", "shown", "unknown"),
    [
        (r"The \GEANTfour toolkit", r"The \GEANTfour toolkit", [r"\GEANTfour"]),
        (r"at \mbox{\decay{\Bs}{\epem}}", r"at \decay{\Bs}{\epem}", [r"\decay"]),
        (r"Is P=NP?\footnote{No.} \cite{foo}", r"Is P=NP?\footnote{No.} \cite{foo}", [r"\footnote", r"\cite"]),
        (r"$\SUSY$ and $\alpha$", r"\SUSY and α", [r"\SUSY"]),
        (r"\input{/etc/passwd} \v", r"\input{/etc/passwd} \v", [r"\input"]),
        (r"\foo{\{} \bar{", r"\foo{\{} \bar{", [r"\foo", r"\bar"]),
    ],
)
def test_a_command_that_is_not_known_stays_as_it_is_written_and_is_named(
    source: str, shown: str, unknown: list[str]
) -> None:
    found: list[str] = []
    assert plain(read(source, on_unknown=found.append)) == shown
    assert to_text(source) == shown
    assert found == unknown


@pytest.mark.parametrize(
    "source", [r"$x_$", r"$\frac{a}$", r"$x^2^3$", r"$\left(x$", r"$a}b$", r"$\sqrt[3$", r"$\hat$", r"$x\limits$", "$x''^2'$"]
)  # fmt: skip
def test_a_formula_at_which_tex_would_stop_is_text(source: str) -> None:
    assert not any(isinstance(piece, Run) and piece.mark is Mark.MATH for piece in read(source))
    assert to_text(source).startswith("$")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("L_1", "L₁"), ("_{1}", "₁"), (r"\epsilon", "ϵ"), ("O(n^2)", "O(n²)"), (r"O(n\log n)", "O(n log n)"),
        (r"\mathcal{O}(n)", "O(n)"), (r"\mathbb{R}^n", "ℝⁿ"), (r"\mu^+\mu^-", "μ⁺μ⁻"),
        (r"B^0_s \rightarrow \mu^+\mu^-", "B⁰ₛ → μ⁺μ⁻"), (r"\sqrt{s}=13\,\mathrm{TeV}", "√s=13 TeV"),
        (r"^{3}\mathrm{He}", "³He"), (r"x^{abc}", "x^{abc}"), (r"x^q", "x^q"), (r"\frac{a}{b+c}", "a/(b+c)"),
        (r"\hat{x}", "x̂"), (r"\alpha x", "αx"), (r"x \in X", "x ∈ X"), (r"\left(x\right.", "(x"), ("f''", "f′′"),
        (r"x_{\mathrm{max}}", "x_{max}"), (r"\text{ if } x", "if x"), (r"\sqrt[3]{ab}", "∛ab"), (r"x^\circ", "x°"),
        (r"\foo{x}_1", r"\foo{x}₁"), (r"\operatorname*{arg\,max}_x f", "arg maxₓ f"),
        (r"\overset{!}{=}", "=^!"), (r"\binom{n}{k}", "(n over k)"), (r"a\!b\quad c", "ab c"), ("x^", "x^"),
        (r"\{a\}", "{a}"), (r"\mbox{a \'e}", "a é"), (r"\sqrt", "√"),
        (r"a\not= b \not\in C", "a≠ b ∉C"), (r"z\simeq 2", "z≃2"), (r"AdS_5\times S^5", "AdS₅×S⁵"),
    ],
)  # fmt: skip
def test_a_formula_is_shown_in_unicode(tex: str, shown: str) -> None:
    assert plain((math(tex),)) == shown


def test_a_space_at_the_end_of_a_formula_stays() -> None:
    assert to_text(r"at $\sqrt{s}=7\,$TeV and $p\ $x") == "at √s=7 TeV and p x"
    assert BIBTEX.text(read(r"$p\ $x")) == r"{$p\ $}x"


def test_a_small_number_behind_a_number_stays_small() -> None:
    assert to_text(r"10\textsuperscript{--3}") == "10⁻³"
    assert to_text(r"10\textsuperscript{5} Pa, CO\textsubscript{2}, 7\textsuperscript{th}") == "10⁵ Pa, CO2, 7th"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{Marvin} {Minsky's} Vision of BERT", "{Marvin} {Minsky's} Vision of BERT"),
        ("{A} and {B}", "{A} and {B}"),
        ("{Whole Title of BERT}", "Whole Title of {BERT}"),
        ("{Whole {T}itle of BERT}", "Whole Title of {BERT}"),
        (r"{The} \input{x} Thing", r"{The} {\textbackslash}input{\textbraceleft}x{\textbraceright} Thing"),
        (r"{G}\"odel \& \emph{so}", r"{G}{\"o}del \& \emph{so}"),
        (r"{\'Ecole} of BERT", r"{\'E}cole of {BERT}"),
        (r"{L\({}_{\mbox{1}}\)} for {\(\epsilon\)}", r"{L{$_{1}$}} for {$\epsilon$}"),
        (r"\emph{E. coli} and BERT in $L_1$", r"\emph{E. coli} and {BERT} in {$L_1$}"),
        (r"{{\'E}cole} {{\&}c}", r"{{\'E}cole} {{}\&c}"),
    ],
)  # fmt: skip
def test_a_title_keeps_the_braces_it_has(source: str, expected: str) -> None:
    written = BIBTEX.title(read(source))
    assert written == expected
    assert BIBTEX.title(read(written)) == written


def test_biblatex_keeps_letters_and_bibtex_escapes_them() -> None:
    text = "Über 数学 & Łódź, α ≤ “x”"
    assert BIBLATEX.text(text) == r"Über 数学 \& Łódź, α ≤ “x”"
    assert BIBTEX.text(text) == r"{\"U}ber 数学 \& {\L}{\'o}d{\'z}, {\ensuremath{\alpha}} {\ensuremath{\leq}} ``x''"
    assert (BIBTEX.letters("Gödel, Ł."), BIBLATEX.letters("Gödel, Ł.")) == (r"G{\"o}del, {\L}.", "Gödel, Ł.")
    assert BIBTEX.text("j́, ĵ, q̈, ọ̈, ọ̊҈") == r"{\'{\j}}, {\^{\j}}, {\"q}, {\"{\d{o}}}, {\r{\d{o}}}҈"
    assert (BIBTEX.is_ascii, BIBLATEX.is_ascii) == (True, False)
    assert BIBLATEX.text((math("α_1"),)) == "{$α_1$}"
    assert BIBTEX.text((math("α_1é"),)) == r"{${\alpha}_1\mbox{{\'e}}$}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("NeurIPS 2020", "NeurIPS 2020"),
        ("1--9", "1--9"),
        (r"\textsc{Springer} \& Co., {ACM}", r"\textsc{Springer} \& Co., {ACM}"),
        (r"\write18{rm} \emph{x} 5% of a_b", r"{\textbackslash}write18{rm} \emph{x} 5\% of a\_b"),
        (r"\csname x\endcsname \def\x{\y}", r"{\textbackslash}csname x{\textbackslash}endcsname {\textbackslash}def{\textbackslash}x{\textbraceleft}{\textbackslash}y{\textbraceright}"),
        ("a\nb\x1b[31m", "a b[31m"),
    ],
)  # fmt: skip
def test_foreign_latex_is_made_harmless(source: str, expected: str) -> None:
    assert BIBTEX.source(source) == expected
    assert BIBTEX.source(expected) == expected


def test_every_character_of_the_table_is_read_as_it_was_written() -> None:
    names = (symbols.TEXT | symbols.IN_MATHEMATICS).values()
    for char in {
        char for char in (*names, *symbols.ENSURED.values(), *symbols.SIGNS) if len(char) == 1 and char.strip()
    }:
        char = unicodedata.normalize("NFC", cleaning.line(char))  # noqa: PLW2901 - as every text is
        for encoding in (BIBTEX, BIBLATEX):
            assert same(read(f"a{encoding.text(char)}b")) == same(f"a{char}b".replace(symbols.BREAK, "")), char


def test_braces_are_counted_as_bibtex_or_as_tex_counts_them() -> None:
    assert braces.closing(r"x{a\}b}", 1) == 4
    assert braces.closing(r"x{a\}b}", 1, escapes=True) == 6
    assert braces.closing("{a{b}") is braces.closing("{abc}", until=3) is None
    assert braces.is_group("{a{b}}")
    assert not braces.is_group("{a}{b}")
    assert not braces.is_group("{}{}")
    assert braces.split(re.compile(" and "), "a and {b and c} and d") == ["a", "{b and c}", "d"]


def test_an_abstract_keeps_its_paragraphs() -> None:
    assert paragraphs("One\n{\\em two}.\n\n \nThree $x_1$.\n\n") == "One two.\n\nThree x₁."
    assert len(paragraphs("word " * 10_000)) <= 20_000


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"https://example.org/a\_b\%20c\#x\&y", "https://example.org/a_b%20c#x&y"),
        (r"\url{https://example.org/~me}", "https://example.org/~me"),
        (r"http://x.org/$\sim$me/{\textasciitilde}a/\~{}b\textunderscore c", "http://x.org/~me/~a/~b_c"),
        ("10.1/a_b{c}--d", "10.1/a_bc--d"),
    ],
)
def test_an_address_loses_nothing_but_its_escapes(source: str, expected: str) -> None:
    assert address(source) == expected


def test_services_write_formulae_in_plain_text_and_sums_of_money() -> None:
    assert formulas_in("On $L_1$ for $5 or $10, {x} \\foo") == ("On ", math("L_1"), r" for $5 or $10, {x} \foo")
    assert formulas_in((italic("x $y$"), " $z_1$")) == (italic("x ", math("y")), " ", math("z_1"))


def test_a_text_is_cut_where_a_line_is() -> None:
    assert read("{" + "a" * 3000 + "}") == (case("a" * 2000),)
    assert to_text("{B} " * 1000, longest=5) == "B B B"
    assert read("{B} $x_1$", longest=4) == (case("B"),)


def test_a_text_is_stored_as_json() -> None:
    text = read(r"{BERT} and \emph{x $y$}")
    assert to_json(text) == [{"nocase": ["BERT"]}, " and ", {"i": ["x ", {"math": ["y"]}]}]
    assert from_json(to_json(text)) == text


# What no rule foresees: the letters of TeX, of names and of the world, in any order.
NASTY = st.sampled_from(
    [
        *r"\{}$%&#_^~<>|`'\"@,;-.:/()[]=+*!? ", "\\input{x}", "^^5c", "--", "$x_1$", "\\'e", "é", "ł", "ệ", "α", "漢", "🙂",
        "ß", "\u00a0", "“", "”", "‘", "’", "…", "–", "Ω", "A", "b", "Q", "7", "{", "}", "$", "\\(", "\\)", "\\ensuremath{",
        "\\emph", "\\em ", "{\\it ", "\\textsuperscript{2}", "\\ifmmode ", "\\else ", "\\fi ", "\\frac", "\\left(",
        "\\right)", "\\mbox{", "\\'", "\\i", "\\v", "\\href{u}", "\\url{", "\\foo", "\\alpha", "\\relax", "₂", "−", "́",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(NASTY, st.characters(exclude_categories=("Cs", "Co", "Cn"))), max_size=25).map("".join)
CLEAN = HOSTILE.map(cleaning.line).map(lambda text: unicodedata.normalize("NFC", text))
FORMULA = st.lists(
    st.sampled_from(
        [*"abxyzABC012+-=()<>,!'^_{}[]", "_1", "^{2}", r"\alpha", r"\frac{a}{b}", r"\mathcal{O}", r"\log ", r"\left(x\right)",
         r"\foo", r"\,", r"\text{if }", r"\sum", " ", r"\&", r"\hat x", r"\ "]
    ),
    min_size=1,
    max_size=12,
).map("".join).map(cleaning.line)  # fmt: skip
SOUND = FORMULA.filter(lambda tex: read(f"\\({tex}\\)") == (math(tex),) and BIBTEX.formula(tex) == tex)
MARKS = st.sampled_from([mark for mark in Mark if mark is not Mark.MATH])


def pieces(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda mark, parts: Run(mark, tuple(parts)), MARKS, st.lists(inner, min_size=1, max_size=3))


PIECE = st.recursive(st.one_of(CLEAN, SOUND.map(math)), pieces, max_leaves=6)


def canonical(text: Iterable[Piece], *, cased: bool = False) -> Iterable[Piece]:
    """Pieces as readers make them: no case kept twice, or of nothing."""
    for piece in text:
        if isinstance(piece, str) or piece.mark is Mark.MATH:
            yield piece
        elif piece.mark is Mark.CASE and cased:
            yield from canonical(piece.pieces, cased=True)
        else:
            yield from run(piece.mark, list(canonical(piece.pieces, cased=cased or piece.mark is Mark.CASE)))


TEXT = st.lists(PIECE, max_size=4).map(lambda found: folded(joined(canonical(found)), longest=2000))


def same(text: Text) -> Text:
    """A text as LaTeX can tell it: closing quotes and hyphens of one sort, a letter and its accent as one."""
    if isinstance(text, str):
        return unicodedata.normalize("NFC", text).translate({ord("’"): "'", ord("‐"): "-", ord("‑"): "-"})
    return tuple(map(_same, text))


def _same(piece: Piece) -> Piece:
    return same(piece) if isinstance(piece, str) else Run(piece.mark, tuple(map(_same, piece.pieces)))  # type: ignore[return-value]


ALLOWED = (
    symbols.MATHEMATICS
    | {name for name in symbols.ACCENTS if name.isalpha()}
    | set(re.findall("[A-Za-z]+", "".join(symbols.SIGNS.values())))
    | {"emph", "textbf", "textsuperscript", "textsubscript", "textsc", "texttt", "textsf", "underline", "ensuremath", "mbox"}
)  # fmt: skip


def harmless(written: str) -> None:
    """Nothing is in it that TeX could obey, or that could end a field."""
    assert braces.is_group(f"{{{written}}}")
    assert set(re.findall(r"\\([A-Za-z]+)", written)) <= ALLOWED
    assert "^^" not in written
    assert not re.search(r"(?<!\\)[%#&]", written)
    assert written.count("$") % 2 == 0 or r"\$" in written
    parsed = parse_string(f"@misc{{key, title = {{{written}}}}}", "bibtex")
    assert list(parsed.entries) == ["key"]


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
@ENCODINGS
def test_what_was_written_is_read_as_the_same_text(encoding: Encoding, text: Text) -> None:
    written = encoding.text(text)
    harmless(written)
    assert same(read(written, longest=10_000)) == same(text)
    titled = encoding.title(text)
    harmless(titled)
    assert plain(same(read(titled, longest=10_000))) == plain(same(text))


@settings(max_examples=100, deadline=None)
@given(source=HOSTILE)
@example(source="\\'{\\'{\\'{" * 30)
@example(source="{" * 300 + "x" + "}" * 300)
@example(source="\\em " * 300)
@example(source="\\'" * 300 + "e")
@example(source="$" + "{" * 200 + "}" * 200 + "$")
@example(source="\\emph{" * 200)
@ENCODINGS
def test_what_is_read_is_written_harmless_and_does_not_grow(encoding: Encoding, source: str) -> None:
    text = read(source)
    assert to_text(source) == plain(text)
    once = encoding.text(text)
    harmless(once)
    assert encoding.text(read(once, longest=10_000)) == once
    titled = encoding.title(text)
    harmless(titled)
    assert encoding.title(read(titled, longest=10_000)) == encoding.title(read(encoding.title(read(titled))))
    harmless(encoding.source(source))


@settings(max_examples=100, deadline=None)
@given(source=st.one_of(HOSTILE, st.text()))
def test_whatever_is_read_is_clean(source: str) -> None:
    for found in (to_text(source), plain(read(source)), plain(formulas_in(cleaning.line(source)))):
        assert cleaning.line(found, longest=10_000) == found
    assert cleaning.text(paragraphs(source)) == paragraphs(source)
    assert isinstance(address(source), str)
    assert from_json(to_json(read(source))) == read(source)
    assert isinstance(keeps_case(read(source)), bool)


@settings(max_examples=100, deadline=None)
@given(tex=FORMULA)
def test_a_formula_stays_one_when_it_was_written(tex: str) -> None:
    text = read(f"\\({tex}\\)")
    written = BIBTEX.text(text)
    harmless(written)
    assert BIBTEX.text(read(written)) == written
