"""LaTeX's commands that take arguments, and its environments."""

import re
from collections.abc import Callable
from functools import partial

from papertrail.typesetting.formulas import symbols
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
from papertrail.typesetting.formulas.reader import FormulaError, Reader

_SIZES = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
_SIZED = re.compile("(big|Big|bigg|Bigg)([lrm]?)")
_ROLES = {"": "normal", "l": "opening", "r": "closing", "m": "relation"}


def command(reader: Reader, name: str) -> Node:
    """What a command stands for, with its arguments."""
    if name in symbols.SIGNS:
        return Sign(symbols.SIGNS[name], symbols.ROLES.get(name, ""))
    if name in symbols.SPACES:
        return Space(symbols.SPACES[name])
    if name in symbols.OPERATORS:
        return Words(name, operator=True)
    if name in symbols.LIMIT_OPERATORS:
        return Words(symbols.LIMIT_OPERATORS[name], operator=True, limits=True)
    if sized := _SIZED.fullmatch(name):
        return Big(reader.delimiter(), _SIZES[sized[1]], _ROLES[sized[2]])
    return _with_argument(reader, name)


def _with_argument(reader: Reader, name: str) -> Node:
    if name in symbols.STYLES:
        return Styled(symbols.STYLES[name], reader.argument())
    if name in symbols.ACCENTS:
        return Accent(symbols.ACCENTS[name], reader.argument())
    if name in symbols.STRETCHED:
        return Stretched(symbols.STRETCHED[name], reader.argument())
    if name in symbols.CLASSES:
        return _classed(reader, symbols.CLASSES[name])
    if name in symbols.TEXTS:
        return _text(reader, symbols.TEXTS[name])
    if name in symbols.IGNORED:
        return Row(())
    if name in _CONSTRUCTS:
        return _CONSTRUCTS[name](reader)
    if name in {"over", "choose", "atop"}:
        raise FormulaError(f"\\{name} is not understood; \\frac and \\binom are")
    if not name:
        raise FormulaError("it ends with a backslash")
    reader.unknown.append("\\" + name)
    return Unknown("\\" + name)


def _classed(reader: Reader, role: str) -> Node:
    body = reader.argument()
    if isinstance(body, Row) and len(body.items) == 1:
        body = body.items[0]
    if isinstance(body, Sign):
        return body._replace(role=role)
    return body


def _fraction(reader: Reader, kind: str = "fraction", style: str = "") -> Node:
    return Fraction(reader.argument(), reader.argument(), kind, style)


def _root(reader: Reader) -> Node:
    degree = reader.optional()
    return Root(reader.argument(), degree)


def _stacked(reader: Reader, *, over: bool) -> Node:
    note, base = reader.argument(), reader.argument()
    return Script(base, None if over else note, note if over else None, limits=True)


def _arrow(reader: Reader, character: str) -> Node:
    below, above = reader.optional(), reader.argument()
    return Script(Stretched("arrow", Sign(character)), below, above, limits=True)


def _fenced(reader: Reader) -> Node:
    left = reader.delimiter()
    parts: list[Node] = [reader.row()]
    while reader.next == r"\middle":
        reader.take()
        parts += [Sign(reader.delimiter() or "\u200b", "fence"), reader.row()]
    reader.expect(r"\right")
    return Fenced(left, parts[0] if len(parts) == 1 else Row(tuple(parts)), reader.delimiter())


def _operator(reader: Reader, *, limits: bool) -> Node:
    text = re.sub(r"\\[,;: ]|~|\s+", " ", reader.raw())
    text = re.sub(r"[{}]|\\(?:mathrm|text|rm|!)(?![A-Za-z])", "", text).strip()
    reader.unknown += re.findall(r"\\[A-Za-z]+", text)
    return Words(text, operator=True, limits=limits)


def _starred_operator(reader: Reader) -> Node:
    return _operator(reader, limits=True)


def _text(reader: Reader, style: str) -> Node:
    r"""The argument of \text, in which $…$ is a formula again."""
    parts: list[Node] = []
    for index, part in enumerate(re.split(r"(?<!\\)\$", reader.raw())):
        if index % 2:
            inner = Reader(part, command, reader.depth + 1)
            parts.append(inner.row())
            reader.unknown += inner.unknown
        elif part:
            plain = re.sub(r"\\([%$&#_{} ])", r"\1", re.sub(r"(?<!\\)[{}]", "", part)).replace("~", "\u00a0")
            reader.unknown += re.findall(r"\\[A-Za-z]+", plain)
            parts.append(Words(plain))
    body = parts[0] if len(parts) == 1 else Row(tuple(parts))
    return Styled(style, body) if style else body


def _negated(reader: Reader) -> Node:
    body = reader.argument()
    if isinstance(body, Sign) and body.character in symbols.NEGATED:
        return body._replace(character=symbols.NEGATED[body.character])
    return Stretched("cancel", body)


def _modulo(reader: Reader, *, brackets: bool) -> Node:
    body: tuple[Node, ...] = (Words("mod"), Space(1 / 3), reader.argument())
    return Row((Space(1), Sign("("), *body, Sign(")")) if brackets else (Space(1), *body))


def _phantom(reader: Reader) -> Node:
    return Stretched("phantom", reader.argument())


def _tagged(reader: Reader) -> Node:
    """The number that \tag gives an equation."""
    return Row((Space(2), Words(f"({reader.raw()})")))


def _left_out(reader: Reader) -> Node:
    reader.raw()
    return Row(())


def _environment(reader: Reader) -> Node:
    name = reader.raw()
    if name not in symbols.ENVIRONMENTS:
        raise FormulaError(f"the environment {name} is not understood")
    columns = _columns(reader, name)
    reader.depth += 1
    rows, lines = _rows(reader)
    reader.depth -= 1
    closing = reader.raw()
    if closing != name:
        raise FormulaError(f"\\begin{{{name}}} ends with \\end{{{closing}}}")
    left, right = symbols.ENVIRONMENTS[name]
    bars = tuple(len(re.findall("[lcr]", columns[:at])) for at, c in enumerate(columns) if c == "|")
    rules = tuple(bar for bar in bars if 0 < bar < max(map(len, rows), default=0))
    return Grid(
        rows,
        left,
        right,
        _alignment(name, columns),
        "matrix" not in name and name != "array" and name != "cases",
        rules,
        lines,
    )


def _columns(reader: Reader, name: str) -> str:
    """The argument that says how the columns of some environments are aligned."""
    if name == "array":
        reader.optional()
        return reader.raw()
    if name.startswith("aligned") or name == "gathered":
        reader.optional()
    if name.startswith("alignat") or name == "alignedat":
        reader.raw()
    return ""


def _alignment(name: str, columns: str) -> str:
    if name.rstrip("*") in {"aligned", "align", "alignat", "alignedat", "split", "flalign", "eqnarray"}:
        return "points"
    if name.endswith("cases") or set(re.findall("[lcr]", columns)) == {"l"}:
        return "left"
    return "right" if set(re.findall("[lcr]", columns)) == {"r"} else "center"


def _rows(reader: Reader) -> tuple[tuple[tuple[Node, ...], ...], tuple[int, ...]]:
    r"""The cells up to \end, which is passed, and the rows below which a rule stands."""
    rows: list[tuple[Node, ...]] = []
    cells: list[Node] = []
    lines: list[int] = []
    while True:
        cells.append(reader.row())
        token = reader.take()
        if token == r"\hline":
            lines.append(len(rows))
            cells.pop()
        elif token in {r"\\", r"\cr"}:
            rows.append(tuple(cells))
            cells = []
            _skip_distance(reader)
        elif token == r"\end":
            if len(cells) > 1 or cells[0] != Row(()):
                rows.append(tuple(cells))
            return tuple(rows), tuple(line for line in lines if 0 < line < len(rows))
        elif token != "&":
            raise FormulaError(f"{token} does not belong there" if token else "\\end is missing")


def _skip_distance(reader: Reader) -> None:
    r"""Pass the distance that may follow \\, as in \\[4pt]."""
    found = re.match(r"\s*\[-?[\d.]+[a-z]{2}\]", "".join(reader.tokens[reader.at : reader.at + 12]))
    if found:
        while reader.take() != "]":
            pass


_CONSTRUCTS: dict[str, Callable[[Reader], Node]] = {
    "frac": _fraction, "dfrac": partial(_fraction, style="display"), "tfrac": partial(_fraction, style="text"),
    "cfrac": partial(_fraction, style="display"), "nicefrac": _fraction, "sfrac": _fraction,
    "binom": partial(_fraction, kind="binomial"), "dbinom": partial(_fraction, kind="binomial", style="display"),
    "tbinom": partial(_fraction, kind="binomial", style="text"), "sqrt": _root, "left": _fenced,
    "stackrel": partial(_stacked, over=True), "overset": partial(_stacked, over=True),
    "underset": partial(_stacked, over=False), "xrightarrow": partial(_arrow, character="→"),
    "xleftarrow": partial(_arrow, character="←"), "operatorname": partial(_operator, limits=False),
    "operatorname*": _starred_operator, "DeclareMathOperator": partial(_operator, limits=False), "not": _negated,
    "pmod": partial(_modulo, brackets=True), "mod": partial(_modulo, brackets=False), "phantom": _phantom,
    "hphantom": _phantom, "vphantom": _left_out, "tag": _tagged, "tag*": _tagged, "label": _left_out, "hspace": _left_out,
    "vspace": _left_out, "begin": _environment,
    "bmod": lambda _: Words("mod", operator=True),
}  # fmt: skip
