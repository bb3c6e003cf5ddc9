"""A formula in the notation of typst: every character of it as an escape, every word as a string."""

from functools import singledispatch

from papertrail.typesetting.formulas.nodes import (
    Accent,
    Big,
    Fenced,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Script,
    Sign,
    Space,
    Stretched,
    Styled,
    Unknown,
    Words,
)
from papertrail.typesetting.literals import literal

_STYLES = {
    "bold": ("bold(upright(", "))"), "bold-italic": ("bold(", ")"), "double": ("bb(", ")"),
    "calligraphic": ("cal(", ")"),
    "script": ("scr(", ")"), "fraktur": ("frak(", ")"), "sans": ("sans(upright(", "))"), "mono": ("mono(", ")"),
    "upright": ("upright(", ")"), "italic": ("italic(", ")"), "display": ("display(", ")"),
    "text-size": ("inline(", ")"),
    "script-size": ("script(", ")"),
}  # fmt: skip
_STRETCHED = {
    "overline": "overline", "underline": "underline", "overbrace": "overbrace", "underbrace": "underbrace",
    "overbracket": "overbracket", "underbracket": "underbracket", "cancel": "cancel",
}  # fmt: skip
_ARROWS = {"overrightarrow": "\u20d7", "overleftarrow": "\u20d6"}


@singledispatch
def written(node: Node) -> str:
    """A node in typst's notation, to stand between dollar signs or as an argument there."""
    raise TypeError(node)


@written.register
def _written_sign(node: Sign) -> str:
    sign = _sign(node.character)
    return f"class({literal(node.role)}, {sign})" if node.role and node.role != "fence" else sign


@written.register
def _words(node: Words) -> str:
    limits = "true" if node.limits else "false"
    return f"op({literal(node.text)}, limits: #{limits})" if node.operator else literal(node.text)


@written.register
def _unknown(node: Unknown) -> str:
    return f"#raw({literal(node.source)});"


@written.register
def _space(node: Space) -> str:
    return f"#h({node.width:.4f}em);"


@written.register
def _row(node: Row) -> str:
    return "".join(_mid(item) if isinstance(item, Sign) else written(item) for item in node.items)


@written.register
def _root(node: Root) -> str:
    body = _filled(node.body)
    return f"sqrt({body})" if node.degree is None else f"root({_filled(node.degree)}, {body})"


@written.register
def _styled(node: Styled) -> str:
    before, after = _STYLES[node.style]
    return f"{before}{_filled(node.body)}{after}"


@written.register
def _accent(node: Accent) -> str:
    return f"accent({_filled(node.body)}, {_sign(node.mark)})"


@written.register
def _fenced(node: Fenced) -> str:
    return f"lr({_sign(node.left)} {written(node.body)} {_sign(node.right)})"


@written.register
def _big(node: Big) -> str:
    sized = f"lr(size: #{node.size}em, {_sign(node.character)})"
    return f"class({literal(node.role)}, {sized})" if node.character else ""


def _sign(character: str) -> str:
    return "".join(f"\\u{{{ord(c):x}}}" for c in character)


def _mid(sign: Sign) -> str:
    return f"mid({_sign(sign.character)})" if sign.role == "fence" else written(sign)


@written.register
def _fraction(node: Fraction) -> str:
    name = "binom" if node.kind == "binomial" else "frac"
    source = f"{name}({_filled(node.top)}, {_filled(node.bottom)})"
    return {"display": f"display({source})", "text": f"inline({source})"}.get(node.style, source)


def _filled(node: Node) -> str:
    """An argument that is something even where there is nothing."""
    return written(node) or '""'


@written.register
def _script(node: Script) -> str:
    base = _filled(node.base)
    if node.limits is not None:
        base = f"limits({base})" if node.limits else f"scripts({base})"
    below = "" if node.below is None else f", b: {_filled(node.below)}"
    above = "" if node.above is None else f", t: {_filled(node.above)}"
    return f"attach({base}{below}{above})"


@written.register
def _stretched(node: Stretched) -> str:
    body = _filled(node.body)
    if node.kind in _ARROWS:
        return f"accent({body}, {_sign(_ARROWS[node.kind])})"
    if node.kind == "boxed":
        return f"#box(stroke: 0.5pt, inset: 3pt, outset: (y: 2pt), ${body}$);"
    if node.kind == "phantom":
        return f"#hide(${body}$);"
    if node.kind == "arrow":
        return f"stretch({body}, size: #(100% + 1em))"
    note = "" if node.note is None else f", {_filled(node.note)}"
    return f"{_STRETCHED[node.kind]}({body}{note})"


@written.register
def _grid(node: Grid) -> str:
    between = " & " if node.align == "points" else ", "
    cells = [[_cell(node, at, cell) for at, cell in enumerate(row)] for row in node.rows]
    if node.display and not node.left + node.right:
        gaps = "row-gap: #0.65em, column-gap: #0em"
    else:
        gaps = "row-gap: #0.35em, column-gap: #0.8em" if node.align != "points" else "row-gap: #0.4em"
    align = "" if node.align == "points" else f", align: #{node.align}"
    rules = (
        f", augment: #(hline: {_tuple(node.lines)}, vline: {_tuple(node.rules)})" if node.lines or node.rules else ""
    )
    delimiters = f"({literal(node.left) if node.left else 'none'}, {literal(node.right) if node.right else 'none'})"
    rows = "; ".join(between.join(row) for row in cells)
    return f"mat(delim: #{delimiters}, {gaps}{align}{rules}, {rows})" if rows else '""'


def _cell(grid: Grid, at: int, node: Node) -> str:
    source = f"display({_filled(node)})" if grid.display else _filled(node)
    apart = grid.align == "points" and at and at % 2 == 0  # a further equation on the same line
    return f"#h(2em);{source}" if apart else source


def _tuple(numbers: tuple[int, ...]) -> str:
    return "(" + "".join(f"{number}, " for number in numbers) + ")"
