"""LaTeX's commands."""

import re
from collections.abc import Callable
from functools import partial

from papertrail.typesetting.formulas import symbols
from papertrail.typesetting.formulas.environments import environment
from papertrail.typesetting.formulas.nodes import (
    Accent,
    Big,
    Fenced,
    Fraction,
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
    for names, node in _NAMED:
        if name in names:
            return node(reader, names[name])
    if name in symbols.IGNORED:
        return Row(())
    if name in _CONSTRUCTS:
        return _CONSTRUCTS[name](reader)
    if name in {"over", "choose", "atop", ""}:
        raise FormulaError(
            f"\\{name} is not understood; \\frac and \\binom are" if name else "it ends with a backslash"
        )
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
    r"""The number that \tag gives an equation."""
    return Row((Space(2), Words(f"({reader.raw()})")))


def _left_out(reader: Reader) -> Node:
    reader.raw()
    return Row(())


_NAMED: tuple[tuple[dict[str, str], Callable[[Reader, str], Node]], ...] = (
    (symbols.STYLES, lambda reader, style: Styled(style, reader.argument())),
    (symbols.ACCENTS, lambda reader, mark: Accent(mark, reader.argument())),
    (symbols.STRETCHED, lambda reader, kind: Stretched(kind, reader.argument())),
    (symbols.CLASSES, _classed),
    (symbols.TEXTS, _text),
)
"""Commands that differ by a word: their names with it, and what they all make of it."""

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
    "hphantom": _phantom, "vphantom": _left_out, "tag": _tagged, "tag*": _tagged, "label": _left_out,
    "hspace": _left_out,
    "vspace": _left_out, "begin": environment,
    "bmod": lambda _: Words("mod", operator=True),
}  # fmt: skip
