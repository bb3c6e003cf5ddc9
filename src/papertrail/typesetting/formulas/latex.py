r"""LaTeX's formulae read: the part of it that is written in running text, by recursive descent.

What is not understood becomes `Unknown` and is told; a formula whose braces, \left and \right or environments do not match is no
formula at all. Nothing here can define, include or run anything.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

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

DEEPEST = 25
"""How far groups may lie within each other."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|\n|$)|%[^\n]*\n?|\s+|.", re.DOTALL)
_SIZES = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
_IGNORED = frozenset(
    r"\nonumber \notag \limits \nolimits \displaylimits \centering \mathstrut \strut \null \relax \allowbreak \nobreak \/".split()
)
_CLASSES = {"mathrel": "relation", "mathbin": "binary", "mathord": "normal", "mathopen": "opening", "mathclose": "closing",
            "mathpunct": "punctuation", "mathinner": "normal"}  # fmt: skip


class FormulaError(ValueError):
    """A formula cannot be read; the message says why."""


class Formula(NamedTuple):
    """A formula that was read."""

    body: Node
    unknown: tuple[str, ...]
    """The commands that are not understood, each once, in their order."""


def formula(source: str) -> Formula:
    """Read a formula; raises `FormulaError`."""
    reader = _Reader(source)
    body = reader.row(frozenset())
    if reader.next:
        raise FormulaError(f"{reader.next} is one too many")
    return Formula(body, tuple(dict.fromkeys(reader.unknown)))


class _Reader:
    def __init__(self, source: str) -> None:
        tokens = [token for token in _TOKEN.findall(source) if not token.startswith("%")]
        self.tokens = [" " if token.isspace() else token for token in tokens]
        self.at = 0
        self.depth = 0
        self.unknown: list[str] = []

    @property
    def next(self) -> str:
        """The token to come, white space included; "" at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip_space(self) -> None:
        while self.next == " ":
            self.at += 1

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def row(self, ends: frozenset[str]) -> Node:
        """What follows, up to one of `ends` (not taken) or the end."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(f"more than {DEEPEST} groups lie within each other")
        items: list[Node] = []
        self.skip_space()
        while self.next and self.next not in ends and self.next not in _CLOSERS:
            items += self.item(ends)
            self.skip_space()
        self.depth -= 1
        return items[0] if len(items) == 1 else Row(tuple(items))

    def item(self, ends: frozenset[str]) -> list[Node]:
        """One thing with its scripts; a switch takes all that follows it in the group."""
        name = self.next[1:]
        if self.next[0] == "\\" and name in symbols.SWITCHES:
            self.take()
            return [Styled(symbols.STYLES[name], self.row(ends))]
        if name in {"over", "choose"} and self.next[0] == "\\":
            raise FormulaError(f"\\{name} is not understood; \\frac and \\binom are")
        return [self.scripted()]

    def scripted(self) -> Node:
        """One thing and what stands below and above it."""
        base = Row(()) if self.next in {"^", "_", "'"} else self.atom()
        limits = None
        below = above = None
        primes = 0
        while True:
            here = self.at
            self.skip_space()
            if self.next in {r"\limits", r"\nolimits"}:
                limits = self.take() == r"\limits"
            elif self.next == "'":
                self.take()
                primes += 1
            elif self.next == "^" and above is None:
                self.take()
                above = self.argument()
            elif self.next == "_" and below is None:
                self.take()
                below = self.argument()
            elif self.next in {"^", "_"}:
                raise FormulaError(f"two {self.next} follow one another")
            else:
                self.at = here
                break
        if primes:
            marks = (Sign("′"),) * primes
            above = Row(marks if above is None else (*marks, above))
        if below is None and above is None:
            return base
        if isinstance(base, Stretched) and base.kind in {"overbrace", "underbrace", "overbracket", "underbracket"}:
            return base._replace(note=above if base.kind.startswith("over") else below)
        return Script(base, below, above, limits)

    def argument(self) -> Node:
        """A group, or one thing without its scripts."""
        self.skip_space()
        if not self.next or self.next in {"}", "&", r"\\", "^", "_"}:
            raise FormulaError("something is missing at its end" if not self.next else f"something is missing before {self.next}")
        return self.atom()

    def atom(self) -> Node:
        """One thing."""
        token = self.take()
        if token == "{":
            body = self.row(frozenset("}"))
            self.expect("}")
            return body
        if token[0] == "\\":
            return self.command(token[1:])
        if token == "~":
            return Space(0.25)
        if token in {"$", "&", "#"}:
            raise FormulaError(f"{token} does not belong there")
        return Sign(symbols.PLAIN.get(token, token))

    def expect(self, token: str) -> None:
        if self.next != token:
            raise FormulaError(f"{token} is missing" + (f" before {self.next}" if self.next else ""))
        self.take()

    def command(self, name: str) -> Node:
        """What a command stands for, with its arguments."""
        if name in symbols.SIGNS:
            return Sign(symbols.SIGNS[name], symbols.ROLES.get(name, ""))
        if name in symbols.SPACES:
            return Space(symbols.SPACES[name])
        if name in symbols.OPERATORS:
            return Words(name, operator=True)
        if name in symbols.LIMIT_OPERATORS:
            return Words(symbols.LIMIT_OPERATORS[name], operator=True, limits=True)
        if name in symbols.STYLES:
            return Styled(symbols.STYLES[name], self.argument())
        if name in symbols.ACCENTS:
            return Accent(symbols.ACCENTS[name], self.argument())
        if name in symbols.STRETCHED:
            return Stretched(symbols.STRETCHED[name], self.argument())
        if name in symbols.TEXTS:
            return self.words(symbols.TEXTS[name])
        if name.rstrip("lrm") in _SIZES and name not in _CONSTRUCTS:
            return self.big(name)
        if "\\" + name in _IGNORED:
            return Row(())
        return _CONSTRUCTS[name](self) if name in _CONSTRUCTS else self.not_understood(name)

    def not_understood(self, name: str) -> Node:
        if not name:
            raise FormulaError("it ends with a backslash")
        self.unknown.append("\\" + name)
        return Unknown("\\" + name)

    def raw(self) -> str:
        """The source of a group in braces, without them."""
        self.skip_space()
        self.expect("{")
        start, depth = self.at, 1
        while depth:
            if not self.next:
                raise FormulaError("} is missing")
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
        return "".join(self.tokens[start : self.at - 1])

    def words(self, style: str) -> Node:
        r"""The argument of \text, in which $…$ is a formula again."""
        parts: list[Node] = []
        for index, part in enumerate(re.split(r"(?<!\\)\$", self.raw())):
            if index % 2:
                inner = _Reader(part)
                inner.depth = self.depth + 1
                parts.append(inner.row(frozenset()))
                self.unknown += inner.unknown
            elif part:
                parts.append(self.plain(part))
        body = parts[0] if len(parts) == 1 else Row(tuple(parts))
        return Styled(style, body) if style else body

    def plain(self, text: str) -> Node:
        """Text without its braces and escapes."""
        text = re.sub(r"\\([%$&#_{} ])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).replace("~", "\u00a0")
        text = text.replace("---", "—").replace("--", "–")
        self.unknown += re.findall(r"\\[A-Za-z]+", text)
        return Words(text)

    def delimiter(self) -> str:
        r"""The delimiter after \left and its kin; "" for the invisible one."""
        self.skip_space()
        token = self.take()
        sign = symbols.SIGNS.get(token[1:], "") if token[:1] == "\\" else {"<": "⟨", ">": "⟩"}.get(token, token)
        if token == ".":
            return ""
        if sign not in symbols.DELIMITERS:
            raise FormulaError(f"{token or 'its end'} is no delimiter")
        return sign

    def fenced(self) -> Node:
        left = self.delimiter()
        body = self.row(frozenset({r"\right"}))
        self.expect(r"\right")
        return Fenced(left, body, self.delimiter())

    def big(self, name: str) -> Node:
        stem = name.rstrip("lrm")
        role = {"l": "opening", "r": "closing", "m": "relation"}.get(name[len(stem) :], "normal")
        return Big(self.delimiter(), _SIZES[stem], role)

    def optional(self) -> Node | None:
        """An argument in square brackets, where there is one."""
        self.skip_space()
        if self.next != "[":
            return None
        self.take()
        body = self.row(frozenset("]"))
        self.expect("]")
        return body

    def two(self) -> tuple[Node, Node]:
        return self.argument(), self.argument()

    def negated(self) -> Node:
        body = self.argument()
        if isinstance(body, Sign) and body.character in symbols.NEGATED:
            return Sign(symbols.NEGATED[body.character])
        return Stretched("cancel", body)

    def operator(self, *, limits: bool) -> Node:
        text = re.sub(r"\\[,;: ]|\s+", " ", self.raw())
        return Words(re.sub(r"[{}]|\\(?:mathrm|text|rm)\b", "", text).strip(), operator=True, limits=limits)
