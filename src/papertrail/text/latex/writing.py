"""Text as LaTeX that shows it and does nothing else: whatever it holds, no command leaves but those of our tables."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from papertrail import cleaning
from papertrail.text import formulas, symbols
from papertrail.text.marked import Mark, Piece, Run, Text, keeps_case, without_outer_case

CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪĹŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
"""The capital letters of European languages, for a class of a regular expression."""

_SPECIAL = re.compile(r"[^A-Za-z0-9 .,:;()/+*=@\[\]?!'\"-]|--|''")
# What TeX would join: also what is written with these signs, “ as `` and – as --.
_LIGATURE = re.compile(r"(?<=[-‐‑–—])(?=[-‐‑–—])|(?<=['’”])(?=['’”])|(?<=[`‘“])(?=[`‘“])|(?<=[?!])(?=[`‘“])")
_JOINED = re.compile(r"[-‐‑–—'’”`‘“?!]{2}")
# A title in which nothing is special and no word needs braces, as most are.
_ORDINARY = re.compile(r"(?:[A-Z]?[a-z]++(?:[ :,()/]++|['-](?![`'-])|$)|A )*+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_COMBINED = re.compile(r"([^\W\d_][\u0300-\u036f]+)")
_PROTECTED = re.compile(
    rf"((?<![^\W_])(?:[^\W_]+[{CAPITALS}][^\W_]*|\d+[^\W\d_][^\W_]*|[^\W\d_]+\d[^\W_]*"
    r"|[B-Z]|(?<=[/&*+-])A|A(?=[^\s\w]|$))(?![^\W_])"
    rf"|(?<=[.?!] )[{CAPITALS}])"
)
_COMMANDS = {mark: f"\\{name}" for name, mark in reversed(symbols.FONTS.items())} | {Mark.CASE: ""}
_FORMULA_SIGNS = frozenset(",;:!|{}%#&_ ")
_ESCAPED = frozenset("%#&")
_OTHER_NAMES = {"bm": "boldsymbol", "hbox": "mbox"}


class Encoding:
    """Writes text as LaTeX, for classic BibTeX or for biber."""

    def __init__(self, table: Mapping[int, str], *, is_ascii: bool) -> None:
        self._table = table
        self.is_ascii = is_ascii
        """Whether every letter that LaTeX has a name for is written by it."""

    def text(self, text: Text) -> str:
        """A text as LaTeX."""
        return self.words(text) if isinstance(text, str) else self._pieces(text)

    def words(self, text: str) -> str:
        """Plain text as LaTeX."""
        if not text.isprintable():
            text = cleaning.line(text, longest=len(text))
        return self._escaped(text) if _SPECIAL.search(text) else text

    def letters(self, text: str) -> str:
        """Text of nothing but letters, stops and spaces, as LaTeX."""
        return _FOREIGN.sub(lambda match: self._table[ord(match[0])], text) if self.is_ascii else text

    def title(self, text: Text) -> str:
        """A title as LaTeX; where no case is marked, the words in braces that lose their sense in lower case."""
        if not isinstance(text, str):
            text = without_outer_case(text)
        if not isinstance(text, str):
            return self._pieces(text) if keeps_case(text) else "".join(map(self._titled, text))
        if _ORDINARY.fullmatch(text):
            return text
        if not text.isprintable():
            text = cleaning.line(text, longest=len(text))
        return self._protected(text)

    def source(self, source: str) -> str:
        """Foreign LaTeX made harmless: what it means, in our own words."""
        if _SPECIAL.search(source) or not source.isprintable():
            from papertrail.text.latex.reading import read  # noqa: PLC0415 - little that is written has been LaTeX

            return self.text(read(source, longest=len(source)))
        return source

    def formula(self, tex: str) -> str:
        """A formula with commands that are known, without its dollar signs; any other command is shown."""
        found = formulas.tokens(tex)
        written, at = list[str](), 0
        while at < len(found):
            token = found[at]
            at += 1
            if token[1:] in symbols.TEXT_IN_FORMULAE and found[at : at + 1] == ["{"]:
                end = formulas.closing(found, at)
                inner = "".join(found[at + 1 : end])
                written.append(f"{self._formula_token(token)}{{{self._text_in_formula(inner)}}}")
                at = end + 1
            else:
                written.append(self._formula_token(token))
        return "".join(written)

    def _pieces(self, pieces: Iterable[Piece]) -> str:
        return "".join(self.words(piece) if isinstance(piece, str) else self._run(piece) for piece in pieces)

    def _titled(self, piece: Piece) -> str:
        return self._protected(piece) if isinstance(piece, str) else self._run(piece)

    def _run(self, run: Run) -> str:
        if run.mark is Mark.MATH:
            return _math("".join(piece for piece in run.pieces if isinstance(piece, str)), self)
        inner = self._pieces(run.pieces)
        if run.mark is Mark.CASE and inner[:1] == "\\":
            inner = f"{{}}{inner}"  # a group that begins with a command protects nothing
        return f"{_COMMANDS[run.mark]}{{{inner}}}"

    def _protected(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return _PROTECTED.sub(r"{\1}", text)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        words = _PROTECTED.split(text)
        return "".join(
            f"{{{self._escaped(word)}}}" if index % 2 else self.words(word) for index, word in enumerate(words)
        )

    def _escaped(self, text: str) -> str:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if _JOINED.search(text):
            text = _LIGATURE.sub(symbols.BREAK, text)
        if self.is_ascii and (parts := _COMBINED.split(text))[1:]:
            return "".join(
                symbols.accented(part) if index % 2 else part.translate(self._table) for index, part in enumerate(parts)
            )
        return text.translate(self._table)

    def _formula_token(self, token: str) -> str:
        name = token[1:]
        if token[0] == "\\":
            if name.isalpha() and name.isascii():
                name = _OTHER_NAMES.get(name, name)
                return rf"\{name}" if name in symbols.MATHEMATICS else rf"{{\backslash\mathrm{{{name}}}}}"
            return token if name in _FORMULA_SIGNS else "{}"
        if token in _ESCAPED:
            return rf"\{token}"
        return token if token.isascii() or not self.is_ascii else symbols.formula_of(token)

    def _text_in_formula(self, source: str) -> str:
        edges = (" " if source[:1].isspace() else ""), (" " if source[-1:].isspace() and len(source) > 1 else "")
        from papertrail.text.latex.reading import to_text  # noqa: PLC0415 - as above

        return self.words(to_text(source)).join(edges)


@lru_cache(maxsize=10_000)
def _math(tex: str, encoding: Encoding) -> str:
    """A formula; braces keep BibTeX from changing its case."""
    return f"{{${encoding.formula(tex)}$}}" if formulas.is_sound(tex) else encoding.words(f"${tex}$")


BIBTEX = Encoding(symbols.ASCII, is_ascii=True)
BIBLATEX = Encoding(symbols.UNICODE, is_ascii=False)
