r"""The parts of a LaTeX text that TeX does not run: comments, verbatim text, ``\iffalse``, all after the end.

They are replaced by as many characters of nothing, so that every place stays where it was. One pass; nothing that is
left open is looked for twice.
"""

import re
from typing import NamedTuple

NOTHING = "\0"
"""Stands where TeX reads nothing at all: not even a space."""

_ENVIRONMENTS = (
    "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "SaveVerbatim", "VerbatimOut",
    "lstlisting", "lstlisting*", "minted", "minted*", "comment", "filecontents", "filecontents*", "tcblisting",
    "luacode", "luacode*", "pycode", "pyblock", "pyverbatim", "asy", "verbatimtab", "spverbatim", "rawhtml",
    "sagesilent",
)  # fmt: skip
_CONDITIONALS = (
    "if", "ifcase", "ifcat", "ifcsname", "ifdefined", "ifdim", "ifeof", "iffalse", "iffontchar", "ifhbox", "ifhmode",
    "ifincsname", "ifinner", "ifmmode", "ifnum", "ifodd", "iftrue", "ifvbox", "ifvmode", "ifvoid", "ifx", "ifpdf",
    "ifxetex", "ifluatex", "ifPDFTeX", "ifLuaTeX", "ifXeTeX", "iftutex", "ifpdftex",
)  # fmt: skip
_DEFINERS = ("lstnewenvironment", "DefineVerbatimEnvironment", "excludecomment", "newtcblisting", "newverbatim")
_ADDRESSES = ("url", "path", "nolinkurl", "href")
_RAW = (*_ADDRESSES, "verb", "Verb", "lstinline", "mintinline")
_SIGN = re.compile(
    r"(?P<comment>%[^\n]*(?:\n[ \t]*)?)|\\(?:(?P<name>begin|end|endinput|newif|else|fi|if[A-Za-z@]*|"
    + "|".join((*_RAW, *_DEFINERS))
    + r")(?![A-Za-z@])|[^A-Za-z@])",
    re.DOTALL,
)
_BRANCH = re.compile(r"%[^\n]*|\\(?:(?P<name>else|fi|if[A-Za-z@]*)(?![A-Za-z@])|[^A-Za-z@])", re.DOTALL)
_NAME = re.compile(r"\s*(?:\[[^\[\]\n]*\]\s*)?\{\s*([A-Za-z0-9@*_-]+)\s*\}")
_NEW_CONDITIONAL = re.compile(r"\s*\{?\\(if[A-Za-z@]+)\}?")
_OPTIONS = re.compile(r"\*?[ \t]*(?:\[[^\[\]\n]*\])?")
_LANGUAGE = re.compile(r"[ \t]*\{[^{}\n]*\}")
_BRACE = re.compile(r"\\.|[{}\n]", re.DOTALL)


class Living(NamedTuple):
    """A text without its dead parts."""

    text: str
    ended: bool
    r"""True when the document ends in it: ``\end{document}``."""


class Sieve:
    """Takes the dead parts out of the files of one document, and learns the names that these define."""

    def __init__(self) -> None:
        self.environments = set(_ENVIRONMENTS)
        self.conditionals = set(_CONDITIONALS)

    def is_conditional(self, name: str | None) -> bool:
        r"""True for a command that a ``\fi`` ends; most that begin with "if" take arguments instead."""
        return name is not None and (name in self.conditionals or name.startswith("ifCLASS"))

    def living(self, text: str) -> Living:
        """The text without its dead parts."""
        return _Pass(self, text).run()


class _Pass:
    """One text on its way through the sieve."""

    def __init__(self, sieve: Sieve, text: str) -> None:
        self.sieve = sieve
        self.text = text
        self.pieces: list[str] = []
        self.kept = 0
        self.open: list[bool] = []
        """The conditionals around: whether each is known to be true."""

    def run(self) -> Living:
        """Go through the text once."""
        place = 0
        while match := _SIGN.search(self.text, place):
            place = match.end()
            if match["comment"] is not None:
                self.drop(match.start(), place)
            elif name := match["name"]:
                if self.ends(name, place):
                    self.drop(match.start(), len(self.text))
                    return Living("".join(self.pieces), name == "end")
                place = self.after(name, match.start(), place)
        self.pieces.append(self.text[self.kept :])
        return Living("".join(self.pieces), ended=False)

    def ends(self, name: str, place: int) -> bool:
        """True where TeX stops reading the file."""
        if name == "end":
            found = _NAME.match(self.text, place)
            return found is not None and found[1] == "document"
        return name == "endinput" and not self.open

    def after(self, name: str, start: int, place: int) -> int:
        """Where to go on behind a command, what is dead being dropped."""
        if name == "begin":
            return self.environment(place)
        if name in _DEFINERS:
            if found := _NAME.match(self.text, place):
                self.sieve.environments.add(found[1])
        elif name == "newif":
            if found := _NEW_CONDITIONAL.match(self.text, place):
                self.sieve.conditionals.add(found[1])
                return found.end()
        elif name in _RAW:
            return self.drop(place, self.raw_end(name, place))
        elif name in {"else", "fi"} or self.sieve.is_conditional(name):
            return self.branch(name, start, place)
        return place

    def environment(self, place: int) -> int:
        found = _NAME.match(self.text, place)
        if not found or found[1] not in self.sieve.environments:
            return place
        end = self.text.find(f"\\end{{{found[1]}}}", found.end())
        return self.drop(found.end(), len(self.text) if end < 0 else end)

    def branch(self, name: str, start: int, place: int) -> int:
        r"""Leave out what ``\iffalse`` and the like leave out; both branches of an open question stay."""
        if name == "fi":
            if self.open:
                self.open.pop()
        elif name == "iffalse":
            end, sign = self.branch_end(place)
            if sign == "else":
                self.open.append(False)
            return self.drop(start, end)
        elif name != "else":
            self.open.append(name == "iftrue")
        elif self.open and self.open[-1]:
            self.open.pop()
            return self.drop(start, self.branch_end(place)[0])
        return place

    def branch_end(self, place: int) -> tuple[int, str]:
        """Where a branch that is not taken ends, and with what; at the end of the text, nothing."""
        depth = 0
        for match in _BRANCH.finditer(self.text, place):
            name = match["name"]
            if self.sieve.is_conditional(name):
                depth += 1
            elif name == "fi" and depth:
                depth -= 1
            elif name in {"fi", "else"} and not depth:
                return match.end(), str(name)
        return len(self.text), ""

    def raw_end(self, name: str, place: int) -> int:
        """The end of an argument in which nothing means anything; it ends on its line at the latest."""
        place = self.skipped(_OPTIONS, place)
        if name == "mintinline":
            place = self.skipped(_LANGUAGE, place)
        sign = self.text[place : place + 1]
        if sign == "{":
            return self.group_end(place)
        if not sign or sign.isspace() or sign.isalnum() or (name in _ADDRESSES and sign != "|"):
            return place
        end = re.compile(f"{re.escape(sign)}|\n").search(self.text, place + 1)
        return end.end() if end else len(self.text)

    def group_end(self, place: int) -> int:
        depth = 0
        for match in _BRACE.finditer(self.text, place):
            if match[0] == "\n":
                return match.start()
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if not depth:
                return match.end()
        return len(self.text)

    def skipped(self, pattern: re.Pattern[str], place: int) -> int:
        match = pattern.match(self.text, place)
        return match.end() if match else place

    def drop(self, start: int, end: int) -> int:
        """Put nothing in the place of this part; returns its end."""
        self.pieces += (self.text[self.kept : start], NOTHING * (end - start))
        self.kept = end
        return end
