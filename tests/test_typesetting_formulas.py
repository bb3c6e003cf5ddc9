"""LaTeX's formulae: what they become on the page and in a browser, and what is told of those that cannot be read."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.typesetting import Sheet, printed
from papertrail.typesetting.formulas import FormulaError, formula, mathml_formula, typst_formula
from papertrail.typesetting.formulas.symbols import ENVIRONMENTS, SIGNS

UNDERSTOOD = {
    r"\frac{\partial L}{\partial w}": "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow>"
    "<mrow><mi>∂</mi><mi>w</mi></mrow></mfrac>",
    r"\sum_{i=1}^n x_i": "<mrow><munderover>"
    "<mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<msub><mi>x</mi><mi>i</mi></msub></mrow>",
    r"\mathbb{E}": "<mrow><mi>𝔼</mi></mrow>",
    r"\mathcal{N}": "<mrow><mi>𝒩</mi></mrow>",
    r"\mathbf{W}": "<mrow><mi>𝐖</mi></mrow>",
    r"\boldsymbol\theta": "<mi>𝜽</mi>",
    r"\mathbb R": "<mi>ℝ</mi>",
    r"\text{if } x": "<mrow><mtext>if\u00a0</mtext><mi>x</mi></mrow>",
    r"\hat{y}": '<mover accent="true"><mrow><mi>y</mi></mrow><mo>^</mo></mover>',
    r"\operatorname{softmax}": '<mo lspace="0.167em" rspace="0.167em">softmax</mo>',
    r"\sqrt[3]{x}": "<mroot><mrow><mi>x</mi></mrow><mn>3</mn></mroot>",
    r"a \le b": "<mrow><mi>a</mi><mo>≤</mo><mi>b</mi></mrow>",
    r"y \mid x": "<mrow><mi>y</mi><mo>∣</mo><mi>x</mi></mrow>",
    r"a \not= b": "<mrow><mi>a</mi><mo>≠</mo><mi>b</mi></mrow>",
    "10^{-3}": "<mrow><mn>1</mn><msup><mn>0</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup></mrow>",
    "a = -b": '<mrow><mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>b</mi></mrow>',
    "f''": "<msup><mi>f</mi><mrow><mo>′</mo><mo>′</mo></mrow></msup>",
    "x_1'": "<msubsup><mi>x</mi><mn>1</mn><mrow><mo>′</mo></mrow></msubsup>",
    r"\binom n k": '<mrow><mo>(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo></mrow>',
    "123": "<mrow><mn>123</mn></mrow>",
    r"\{x\}": '<mrow><mo stretchy="false">{</mo><mi>x</mi><mo stretchy="false">}</mo></mrow>',
}
SET = (
    r"\left( \frac{a}{b} \right)",
    r"\left\{ x \middle| y \right.",
    r"\|x\|_2",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"f = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{array}{l|cr} a & b & c \\ \hline d & e & f \end{array}",
    r"\underbrace{a+b}_{\text{two}}",
    r"\overbrace{a}^b",
    r"\vec v \bar x \tilde x \dot x \ddot x \widehat{abc} \overline{ab}",
    r"\xrightarrow[below]{above}",
    r"\arg\max_\theta",
    r"\operatorname*{arg\,min}_{x}",
    r"\stackrel{d}{=} \overset{a}{b} \underset{a}{b}",
    r"\big( \Big[ \bigg\{ \Bigg|",
    r"\int_0^\infty e^{-x^2}\,dx",
    r"\lim_{x \to 0}",
    r"\sum\limits_i \int\nolimits_a^b",
    r"a \pmod{n}",
    r"\boxed{E=mc^2} \cancel{x} \phantom{x}",
    r"{\bf x} {\rm d}x",
    r"\displaystyle\sum_i",
    r"a &= b \\ c &= d",
    r"\tag{1}",
    r"x \in \mathbb{R}^{n \times d}",
    r"\prod_{t=1}^T p(x_t \mid x_{<t})",
    r"\lVert x\rVert \lfloor y \rfloor \langle z \rangle",
    r"\begin{align*} a &= b & c &= d \end{align*}",
    r"\text{a $b$ c}",
    "%x\ny",
    r"{}_a^b",
    r"\nabla_\theta \mathcal{L}",
    r"\ell_1",
    r"p_{\theta}(x'|z)",
    r"\dfrac12 \tfrac{1}{2}",
    r"\begin{matrix}\end{matrix}",
    r"\frac{}{}",
    r"\sqrt{}",
)
BROKEN = {
    r"\frac{a}": "something is missing at its end",
    "x^{2": "} is missing",
    "x}": "} is one too many",
    "a^b^c": "two ^ follow one another",
    r"\left( x": r"\right is missing",
    r"\left x \right)": "x is no delimiter",
    r"\begin{foo}\end{foo}": "the environment foo is not understood",
    r"\begin{matrix} a": r"\end is missing",
    r"\begin{matrix} a \end{cases}": r"\begin{matrix} ends with \end{cases}",
    r"a \over b": r"\over is not understood; \frac and \binom are",
    "a # b": "# does not belong in a formula",
    "x_": "something is missing at its end",
    "{" * 60 + "}" * 60: "too much lies within each other",
    "a \\": "it ends with a backslash",
    r"a & \end{aligned} & b": "& is one too many",
}


def mathml(source: str) -> str:
    whole = mathml_formula(source, display=False)
    body, _, annotation = whole.removeprefix('<math display="inline"><semantics>').partition("<annotation")
    assert unescape(annotation.partition(">")[2]).startswith(source)
    return body


def well_formed(text: str) -> None:
    ET.fromstring(text)  # noqa: S314  # our own


def page(source: str) -> tuple[str, ...]:
    body = f"$${source}$$"
    done = printed(Sheet("C", "Critique", 1, "A", date(2024, 9, 23), "R", None, body))
    return tuple(complaint.sentence for complaint in done.complaints)


@pytest.mark.parametrize("source", UNDERSTOOD, ids=str)
def test_a_formula_is_mathml(source: str) -> None:
    assert mathml(source) == UNDERSTOOD[source]


@pytest.mark.parametrize("source", [*UNDERSTOOD, *SET], ids=str)
def test_a_formula_is_set_without_complaint(source: str) -> None:
    assert formula(source).unknown == ()
    assert page(source) == ()
    well_formed(mathml_formula(source, display=True))


@pytest.mark.parametrize("source", BROKEN, ids=str)
def test_what_cannot_be_read_says_why(source: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(BROKEN[source])):
        formula(source)


def test_every_sign_can_be_set() -> None:
    source = " ".join(f"\\{name}" for name in SIGNS)
    assert formula(source).unknown == ()
    assert [sentence for sentence in page(source) if "wider" not in sentence] == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_environment_can_be_set(name: str) -> None:
    columns = {"array": "{cc}", "alignat": "{2}", "alignat*": "{2}", "alignedat": "{2}"}.get(name, "")
    source = rf"\begin{{{name}}}{columns} a & b \\ c & d \end{{{name}}}"
    assert page(source) == ()
    assert mathml(source).count("<mtd") == 4


def test_what_is_not_understood_stays_in_sight() -> None:
    read = formula(r"\foo{x} + \bar y + \foo + \baz")
    assert read.unknown == (r"\foo", r"\baz")
    assert mathml(r"\foo{x}").startswith(r"<mrow><mtext>\foo</mtext><mrow><mi>x</mi></mrow></mrow>")


def test_markup_in_a_formula_is_escaped() -> None:
    assert "<script>" not in mathml_formula(r"<script> \text{<script>} \operatorname{<b>} \foo", display=False)


PIECES = [
    "{",
    "}",
    "^",
    "_",
    "&",
    r"\\",
    "x",
    "1",
    "'",
    " ",
    r"\frac",
    r"\sqrt",
    "[",
    "]",
    r"\left",
    r"\right",
    r"\middle",
    "(",
    ")",
    ".",
    r"\begin{cases}",
    r"\end{cases}",
    r"\begin{aligned}",
    r"\end{aligned}",
    r"\text{",
    r"\hat",
    r"\not",
    r"\sum",
    r"\limits",
    r"\big",
    r"\operatorname{",
    r"\bf",
    "$",
    "#",
    "~",
    r"\hline",
    r"\underbrace",
    r"\mathbb",
    r"\foo",
    '"',
    "\\",
    r"\boxed",
    r"\xrightarrow",
    "|",
    "-",
    "<",
    r"\tag",
    "中",
    r"\mathrel",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_formula_is_set_or_told(source: str) -> None:
    page(source.replace("$", ""))
    try:
        markup, _ = typst_formula(source, display=True)
    except FormulaError:
        return
    well_formed(mathml_formula(source, display=True))
    assert re.fullmatch(r"[ -~]*", re.sub(r'"(?:\\.|[^"\\])*"', "", markup))
