r"""LaTeX's formulae read: the part of it that is written in running text, by recursive descent.

What is not understood becomes `Unknown` and is told; a formula whose braces, delimiters or environments do not match
is no formula at all. Nothing here can define, include or run anything.
"""

import re
from collections.abc import Callable

from papertrail.typesetting.formulas import symbols
from papertrail.typesetting.formulas.nodes import Node, Row, Script, Sign, Space, Stretched, Styled

DEEPEST = 50
"""How far groups and arguments may lie within each other; a group as an argument counts twice."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|%[^\n]*\n?|\s+|.", re.DOTALL)
_ENDS = frozenset({"}", "&", r"\\", r"\cr", r"\right", r"\middle", r"\end", r"\hline"})
"""What ends a row, whoever expects it."""


class FormulaError(ValueError):
    """A formula cannot be read; the message says why."""


class Reader:
    """A formula on its way from text to nodes; `command` reads what begins with a backslash."""

    def __init__(self, source: str, command: Callable[["Reader", str], Node], depth: int = 0) -> None:
        tokens = [token for token in _TOKEN.findall(source) if not token.startswith("%")]
        self.tokens = [" " if token.isspace() else token for token in tokens]
        self.at = 0
        self.depth = depth
        self.command = command
        self.unknown: list[str] = []

    @property
    def next(self) -> str:
        """The token to come, white space included; "" at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip_space(self) -> None:
        """Pass white space."""
        while self.next == " ":
            self.at += 1

    def take(self) -> str:
        """The token to come, passed."""
        token = self.next
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        """Pass a token that must come."""
        if self.next != token:
            raise FormulaError(f"{token} is missing" + (f" before {self.next}" if self.next else ""))
        self.take()

    def deepen(self) -> None:
        """Go into a group or an argument."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too much lies within each other")

    def row(self, end: str = "") -> Node:
        """What follows, up to `end` or to anything else that ends a row (not taken), or the end of all."""
        self.deepen()
        items: list[Node] = []
        self.skip_space()
        while self.next and self.next != end and self.next not in _ENDS:
            items.append(self.item(end))
            self.skip_space()
        self.depth -= 1
        return items[0] if len(items) == 1 else Row(tuple(items))

    def item(self, end: str) -> Node:
        """One thing with its scripts; a switch takes all that follows it in its group."""
        name = self.next[1:]
        if self.next[0] == "\\" and name in symbols.SWITCHES:
            self.take()
            return Styled(symbols.STYLES[name], self.row(end))
        return self.scripted()

    def scripted(self) -> Node:
        """One thing and what stands below and above it."""
        base: Node = Row(()) if self.next in {"^", "_", "'"} else self.atom()
        scripts: dict[str, Node] = {}
        limits: bool | None = None
        primes = 0
        while (mark := self.script_mark()) is not None:
            if mark == "'":
                primes += 1
            elif mark in {"^", "_"}:
                if mark in scripts:
                    raise FormulaError(f"two {mark} follow one another")
                scripts[mark] = self.argument()
            else:
                limits = mark == r"\limits"
        if primes:
            marks: tuple[Node, ...] = (Sign("′"),) * primes
            scripts["^"] = Row((*marks, scripts["^"])) if "^" in scripts else Row(marks)
        return _with_scripts(base, scripts.get("_"), scripts.get("^"), limits)

    def script_mark(self) -> str | None:
        """The mark that says that a script follows, passed with the white space before it; None when none does."""
        start = self.at
        self.skip_space()
        if self.next in {"^", "_", "'", r"\limits", r"\nolimits"}:
            return self.take()
        self.at = start
        return None

    def argument(self) -> Node:
        """A group, or one thing without its scripts."""
        self.deepen()
        self.skip_space()
        if not self.next or self.next in _ENDS or self.next in {"^", "_", "'"}:
            raise FormulaError("something is missing " + (f"before {self.next}" if self.next else "at its end"))
        node = self.atom()
        self.depth -= 1
        return node

    def optional(self) -> Node | None:
        """An argument in square brackets, where there is one."""
        self.skip_space()
        if self.next != "[":
            return None
        self.take()
        body = self.row("]")
        self.expect("]")
        return body

    def atom(self) -> Node:
        """One thing."""
        mark = self.take()
        if mark == "{":
            body = self.row()
            self.expect("}")
            return body if isinstance(body, Row) else Row((body,))
        if mark[0] == "\\":
            return self.command(self, mark[1:])
        if mark in {"$", "#"}:
            raise FormulaError(f"{mark} does not belong in a formula")
        return (
            Space(symbols.SPACES["~"])
            if mark == "~"
            else Sign(symbols.PLAIN.get(mark, mark), symbols.ROLES.get(mark, ""))
        )

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

    def delimiter(self) -> str:
        r"""The delimiter after \left and its kin; "" for the invisible one."""
        self.skip_space()
        mark = self.take()
        sign = symbols.SIGNS.get(mark[1:], "") if mark[:1] == "\\" else {"<": "⟨", ">": "⟩"}.get(mark, mark)
        if mark == ".":
            return ""
        if sign not in symbols.DELIMITERS:
            raise FormulaError(f"{mark} is no delimiter" if mark else "a delimiter is missing at its end")
        return sign


def _with_scripts(base: Node, below: Node | None, above: Node | None, limits: bool | None) -> Node:
    if isinstance(base, Stretched) and base.kind in symbols.BRACES:  # what stands at a brace is a note to it
        over = base.kind.startswith("over")
        base = base._replace(note=above if over else below)
        below, above = (below, None) if over else (None, above)
    return base if below is None and above is None else Script(base, below, above, limits)
