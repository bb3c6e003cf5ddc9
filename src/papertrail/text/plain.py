"""Text without its marks, its formulae in Unicode as far as it goes."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from papertrail import cleaning
from papertrail.text import formulas, symbols
from papertrail.text.folding import folded
from papertrail.text.marked import Mark, Piece, Run, Text

_SUPERSCRIPTS, _SUBSCRIPTS = str.maketrans(symbols.SUPERSCRIPTS), str.maketrans(symbols.SUBSCRIPTS)
_NUMBER = re.compile(r"[+−–-]?\d+")
_WORD = 3
"""Letters from which on a script is a word, which nobody can read when it is small."""

_DOUBLE = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", ">": " ", "quad": " ", "qquad": " ", "!": "", "\\": " "}
_SWITCHES = frozenset(
    (
        "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "rm", "bf", "it", "cal", "left", "right",
        "middle",
    )
)  # fmt: skip
_SIZES = re.compile(r"[bB]igg?[lrm]?")
_OVER = {"overset": "^", "stackrel": "^", "underset": "_"}


def plain(text: Text) -> str:
    """The text without marks, on one line."""
    return text if isinstance(text, str) else " ".join(_pieces(text).split())


@lru_cache(maxsize=10_000)
def formula(tex: str) -> str:
    """A formula in Unicode; what has no other form stays as TeX writes it."""
    return _Formula(formulas.tokens(tex)).row(0)


def _pieces(pieces: Iterable[Piece]) -> str:
    found = ""
    for piece in pieces:
        found += piece if isinstance(piece, str) else _run(piece, found)
    return found


def _run(run: Run, before: str) -> str:
    """What is under a mark. Of a number behind a number it matters that it is small: 10⁵ is not 105."""
    if run.mark is Mark.MATH:
        return formula(run.tex)
    inner = _pieces(run.pieces)
    if run.mark in {Mark.SUPERSCRIPT, Mark.SUBSCRIPT} and before[-1:].isdigit() and _NUMBER.fullmatch(inner):
        return inner.translate(_SUPERSCRIPTS if run.mark is Mark.SUPERSCRIPT else _SUBSCRIPTS)
    return inner


class _Formula:
    """A formula on its way from tokens to Unicode. Nothing is an error: what does not fit stays as it is."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def row(self, depth: int) -> str:
        """What stands up to the end of the group or of all."""
        found = ""
        while self.at < len(self.tokens) and (self.tokens[self.at] != "}" or not depth):
            found = self._joined(found, depth)
        return found

    def _joined(self, found: str, depth: int) -> str:
        part = self.tokens[self.at]
        if part in {"^", "_"}:
            self.at += 1
            return found + _script(part, self.argument(depth))
        if part[0] == "\\" and part[1:] in symbols.OPERATORS:  # the name of a function stands by itself
            self.at += 1
            before = " " if found[-1:].isalnum() or found[-1:] in {")", "]"} else ""
            after = " " if (following := self.tokens[self.at : self.at + 1]) and _begins_a_word(following[0]) else ""
            return found + before + part[1:] + after
        return found + self.atom(depth)

    def argument(self, depth: int) -> str:
        """A group, or one thing."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at] == "}":
            return ""
        return self.atom(depth)

    def atom(self, depth: int) -> str:
        """One thing, with the arguments that it takes."""
        part = self.tokens[self.at]
        self.at += 1
        if depth > formulas.DEEPEST:
            return part
        if part == "{":
            found = self.row(depth + 1)
            self.at += 1
            return found
        if part[0] != "\\":
            return {"'": "′", "~": " "}.get(part, " " if part.isspace() else part)
        return self.command(part[1:], depth + 1)

    def command(self, name: str, depth: int) -> str:
        """What a command stands for."""
        if (sign := symbols.IN_MATHEMATICS.get(name)) is not None:
            self._skip_space_after_letter(sign)
            return sign
        if name in _SPACES:
            return _SPACES[name]
        if name in _SWITCHES or _SIZES.fullmatch(name):
            return self._delimiter_or_nothing()
        if name in symbols.TEXT_IN_FORMULAE:
            return self._text()
        return self._letters(name, depth) or self._construct(name, depth)

    def _letters(self, name: str, depth: int) -> str:
        if name in symbols.FORMULA_ACCENTS:
            return _accented(self.argument(depth), symbols.FORMULA_ACCENTS[name])
        if name == "mathbb":
            return "".join(_DOUBLE.get(char, char) for char in self.argument(depth))
        return ""

    def _construct(self, name: str, depth: int) -> str:
        if name.endswith("frac"):
            top, bottom = self.argument(depth), self.argument(depth)
            return f"{_grouped(top)}/{_grouped(bottom)}"
        if name == "sqrt":
            degree, body = self._degree(), self.argument(depth)
            return f"{_ROOTS.get(degree) or degree.translate(_SUPERSCRIPTS) + '√'}{_grouped(body)}"
        if name == "binom":
            return f"({self.argument(depth)} over {self.argument(depth)})"
        if name in _OVER:
            note, base = self.argument(depth), self.argument(depth)
            return base + _script(_OVER[name], note)
        if name == "operatorname" and self.tokens[self.at : self.at + 1] == ["*"]:
            self.at += 1
        if name in symbols.ARGUMENTS:
            return self.argument(depth)
        return name if len(name) == 1 and not name.isalpha() else self._as_written(name)

    def _as_written(self, name: str) -> str:
        r"""A command that is not known, with its arguments: ``\decay{\Bs}{\epem}``."""
        start = self.at
        while self.tokens[self.at : self.at + 1] == ["{"]:
            try:
                self.at = formulas.closing(self.tokens, self.at) + 1
            except formulas.UnsoundError:
                break
        return f"\\{name}{''.join(self.tokens[start : self.at])}"

    def _text(self) -> str:
        """Words within a formula."""
        from papertrail.text.latex.reader import Reader  # noqa: PLC0415 - few formulae have words

        if self.tokens[self.at : self.at + 1] != ["{"]:
            return ""
        start = self.at + 1
        try:
            self.at = formulas.closing(self.tokens, self.at) + 1
        except formulas.UnsoundError:
            return ""
        source = "".join(self.tokens[start : self.at - 1])
        if not source.strip():
            return source
        edges = (" " if source[:1].isspace() else ""), (" " if source[-1:].isspace() else "")
        return plain(folded(Reader(source).all(), longest=cleaning.LONGEST_LINE)).join(edges)

    def _degree(self) -> str:
        if self.tokens[self.at : self.at + 1] != ["["] or "]" not in self.tokens[self.at :]:
            return ""
        end = self.tokens.index("]", self.at)
        found = "".join(self.tokens[self.at + 1 : end])
        self.at = end + 1
        return found

    def _delimiter_or_nothing(self) -> str:
        r"""Nothing; the point of ``\left.`` is none."""
        if self.tokens[self.at - 1] in {r"\left", r"\right"} and self.tokens[self.at : self.at + 1] == ["."]:
            self.at += 1
        return ""

    def _skip_space_after_letter(self, sign: str) -> None:
        """White space behind a command ends its name; of a sign between spaces it is kept, for the eye."""
        is_close = sign.isalpha() or sign in "∂∇√¬" or (self.at > 1 and not self.tokens[self.at - 2].isspace())
        if is_close and self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1


def _begins_a_word(part: str) -> bool:
    return part.isalnum() or (part[0] == "\\" and part[1:].isalpha())


def _script(sign: str, inner: str) -> str:
    """Something above or below the line, small where Unicode has it so."""
    inner = inner.strip()
    if not inner:
        return sign
    small = inner.translate(_SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS)
    letters = sum(char.isalpha() for char in inner)
    if letters < _WORD and all(new != old or old in "*′" for new, old in zip(small, inner, strict=True)):
        return small
    return f"{sign}{inner}" if len(inner) == 1 else f"{sign}{{{inner}}}"


def _grouped(inner: str) -> str:
    """Something in round brackets, unless it is one thing."""
    inner = inner.strip()
    return inner if inner.isalnum() or not inner[1:] else f"({inner})"


def _accented(inner: str, accent: str) -> str:
    """A letter with its accent; of more letters than one Unicode has none."""
    return unicodedata.normalize("NFC", inner + accent) if len(inner) == 1 else inner
