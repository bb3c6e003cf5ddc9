"""HTML, JATS and CSL's tags are read as text, and no text that is written is taken for markup."""

import html as standard
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail import cleaning
from papertrail.text import html, latex, markdown
from papertrail.text.marked import Mark, Piece, Run, Text
from papertrail.text.plain import plain


def marked(mark: Mark, *pieces: Piece) -> Run:
    return Run(mark, pieces)


ITALIC, BOLD, SUP, SUB, CASE, CAPS, MATH = (
    Mark.ITALIC, Mark.BOLD, Mark.SUPERSCRIPT, Mark.SUBSCRIPT, Mark.CASE, Mark.SMALL_CAPS, Mark.MATH,
)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("A Title", "A Title"),
        ("A < B and C > D for all <x>", "A < B and C > D for all <x>"),
        ("<i>E. coli</i> &amp; more", (marked(ITALIC, "E. coli"), " & more")),
        ("<jats:italic>x</jats:italic><EM>y</EM>", (marked(ITALIC, "x"), marked(ITALIC, "y"))),
        ("CO<sub>2</sub> at 10<sup>5</sup>", ("CO", marked(SUB, "2"), " at 10", marked(SUP, "5"))),
        ('<span class="nocase">BERT</span> <fixed-case>GPT</fixed-case>', (marked(CASE, "BERT"), " ", marked(CASE, "GPT"))),
        ('<span style="font-variant:small-caps;">x</span><scp>Y</scp>', (marked(CAPS, "x"), marked(CAPS, "Y"))),
        ("<b>a <i>b</i></b>c", (marked(BOLD, "a ", marked(ITALIC, "b")), "c")),
        ("<b>a <i>b</b> c</i>", (marked(BOLD, "a b"), " c")),
        ("&lt;i&gt; &amp;amp; &eacute; &#8211; &nosuch; AT&T &copy", "<i> &amp; é – &nosuch; AT&T &copy"),
        ("<p>One</p><p>two<br/>three</p>", "One two three"),
        ("<title>\n  A\n <i> B </i>\n</title>", ("A ", marked(ITALIC, "B"))),
        ("<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>", ("x", marked(SUP, "2"))),
        (
            "<inline-formula><alternatives><tex-math>$\\ell_{1}$ </tex-math><mml:math><mml:mi>l</mml:mi></mml:math></alternatives></inline-formula>-norm",
            (marked(MATH, r"\ell_{1}"), "-norm"),
        ),
        ("<i></i><b> </b>x", "x"),
        ("a\x1b[31m&#27;&#8238;b", "a[31mb"),
    ],
)  # fmt: skip
def test_tags_are_marks_and_entities_are_decoded_once(markup: str, text: Text) -> None:
    assert html.read(markup) == text
    assert html.to_text(markup) == plain(text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            r"{\textless}i{\textgreater}Ab initio{\textless}/i{\textgreater} study of CO$\less$sub$\greater$2$<$/sub$>$",
            (marked(ITALIC, "Ab initio"), " study of CO", marked(SUB, "2")),
        ),
        (r"Physics {\&}amp$\mathsemicolon$ Chemistry", "Physics & Chemistry"),
        ("<i>Drosophila</i> and &lt;i&gt;E. coli&lt;/i&gt; &amp; more", (marked(ITALIC, "Drosophila"), " and ", marked(ITALIC, "E. coli"), " & more")),
        (r"Effects of \&quot;x\&quot; on y \&amp; z", 'Effects of "x" on y & z'),
        (r"O\&apos;Neil", "O'Neil"),
        ("{<scp>MINT</scp>: <fixed-case>BERT</fixed-case>}", (marked(CASE, marked(CAPS, "MINT"), ": ", marked(CASE, "BERT")),)),
        ("<i>{E}. coli</i> in {$x_1$}", (marked(ITALIC, marked(CASE, "E"), ". coli"), " in ", marked(MATH, "x_1"))),
        ("A < B and C > D for all", "A < B and C > D for all"),
        ("The <b> tag and &lt;i&gt;, R&D; x", "The <b> tag and <i>, R&D; x"),
    ],
)  # fmt: skip
def test_html_within_a_bibliography_is_read_and_a_lonely_tag_stays(source: str, text: Text) -> None:
    assert html.within(latex.read(source)) == text


def test_an_abstract_keeps_its_paragraphs_and_loses_its_heading() -> None:
    markup = "<jats:title>Abstract</jats:title><jats:p>One &lt; two.</jats:p>\n<jats:p>Three\nfour.</jats:p>"
    assert html.paragraphs(markup) == "One < two.\n\nThree four."
    assert html.paragraphs("Abstract. We do.") == "We do."
    assert html.paragraphs("Abstract thought is hard.") == "Abstract thought is hard."
    assert html.paragraphs("x " * 100, longest=5) == "x x x"


TEXT: Text = (
    marked(CASE, "BERT"), " <i>", marked(ITALIC, "E. & ", marked(SUB, "2")), marked(CAPS, "x"), marked(Mark.SANS, "s"),
    marked(MATH, r"L_1<\epsilon"),
)  # fmt: skip


def test_a_text_is_written_as_html_and_for_csl() -> None:
    assert html.write(TEXT) == (
        'BERT &lt;i&gt;<i>E. &amp; <sub>2</sub></i><span style="font-variant: small-caps">x</span>sL₁&lt;ϵ'
    )
    assert html.write_csl(TEXT) == (
        '<span class="nocase">BERT</span> <\N{WORD JOINER}i><i>E. & <sub>2</sub></i>'
        '<span style="font-variant:small-caps;">x</span>sL₁<ϵ'
    )
    assert html.write("a < b & c") == "a &lt; b &amp; c"
    assert html.write_csl("a < b & c, R&amp;D") == "a < b & c, R&\N{WORD JOINER}amp;D"
    assert html.write_csl((marked(CASE, "Whole Title"),)) == "Whole Title"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b *c* <d>", r"a\_b \*c\* \<d\>"),
        ((marked(ITALIC, "E. coli*"), " ", marked(BOLD, "b")), r"*E. coli\** **b**"),
        (("CO", marked(SUB, "2"), marked(CASE, "X")), "CO<sub>2</sub>X"),
        ((marked(MATH, r"x_1 < \mathcal{O}(n)"),), r"$x_1 \lt  \mathcal{O}(n)$"),
        ((marked(MATH, r"\input{x}"),), r"${\backslash\mathrm{input}}{x}$"),
        ((marked(MATH, "x_"),), r"\$x\_\$"),
        ((marked(MATH, "[a](b)`"),), r"$\lbrack a\rbrack (b)‘$"),
    ],
)
def test_a_text_is_written_as_markdown(text: Text, expected: str) -> None:
    assert markdown.write(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1. A", "1\\. A"), ("- a", "\\- a"), ("+ a\nb", "\\+ a b"), ("== a", "\\== a"), ("2020 is", "2020 is")],
)
def test_text_at_the_beginning_of_a_line_begins_nothing(text: str, expected: str) -> None:
    assert markdown.escaped(text) == expected


NASTY = st.sampled_from(
    [
        *"<>&;/ ab", "<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "&amp;", "&lt;", "&gt;", "&#0;", "&#x202e;",
        '<span class="nocase">', "</span>", "<p/>", "<msup>", "</msup>", "<tex-math>", "</tex-math>", "$x_1$", "{", "}",
        "<alternatives>", "</alternatives>", "<script>", "\u2060", "é", "漢",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(NASTY, st.characters(exclude_categories=("Cs", "Co", "Cn"))), max_size=25).map("".join)


@settings(max_examples=100, deadline=None)
@given(markup=HOSTILE)
def test_whatever_is_read_is_clean_and_written_without_markup_of_its_own(markup: str) -> None:
    text = html.read(markup)
    assert cleaning.line(plain(text)) == plain(text)
    assert html.to_text(markup) == plain(text)
    written = html.write(text)
    assert standard.unescape(re.sub(r"<[^>]*>", "", written)) == plain_letters(text)
    for_csl = html.write_csl(text)
    assert html.write_csl(html.read(for_csl)) == for_csl
    assert cleaning.line(html.paragraphs(markup).replace("\n\n", " "), longest=10_000) == html.paragraphs(
        markup
    ).replace("\n\n", " ")
    assert isinstance(markdown.write(text), str)
    within = html.within(latex.read(markup))
    assert cleaning.line(plain(within)) == plain(within)


def plain_letters(text: Text) -> str:
    """The text without marks, small numbers as large ones."""
    if isinstance(text, str):
        return text
    return "".join(
        piece if isinstance(piece, str) else plain((piece,)) if piece.mark is MATH else plain_letters(piece.pieces)
        for piece in text
    )


def test_elements_may_lie_within_each_other_as_deep_as_anybody_likes() -> None:
    deep = "<i>" * 3000 + "x" + "</i>" * 3000
    assert html.to_text(deep) == "x"
    assert plain(html.within(deep, longest=30_000)).count("x") == 1
