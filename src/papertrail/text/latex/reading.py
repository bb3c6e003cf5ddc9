r"""LaTeX as people write it in BibTeX, read as text: accents, symbols, braces, fonts and formulae.

A command that is not known stays in the text exactly as it is written. A group protects the case of its letters unless
it begins with a command, which is BibTeX's own rule: ``{BERT}`` does, ``{\'E}cole`` and ``{\em so}`` do not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from papertrail import cleaning
from papertrail.text import symbols
from papertrail.text.folding import folded
from papertrail.text.latex.reader import Reader, Unknown
from papertrail.text.marked import Mark, Piece, Run, Text, as_pieces, joined
from papertrail.text.plain import plain

# One set of characters is searched for three times as quickly as a choice of words, such as two hyphens, is.
_MARKUP = re.compile(r"[\\{}$~`'-]")
_CERTAIN_MARKUP = re.compile(r"[\\{}$~`]|--|''")
_SINGLE_QUOTE = re.compile(r"‘|’(?!\w)|(?<=[^\s‘])'(?!\w)")
# Accented letters and single letters in their usual spellings, as most names have no other commands.
_USUAL_LETTER = re.compile(
    r"""(?<!\\)\{\\(?:([`'^"~=.])(?:([A-Za-z])|\{([A-Za-z])\})|([uvHckr])\{([A-Za-z])\}|([A-Za-z]{1,2}))\}"""
    r"""|(?<![\\{])\\([`'^"~=.])\{([A-Za-z])\}"""
)


def read(source: str, *, on_unknown: Unknown | None = None, longest: int = cleaning.LONGEST_LINE) -> Text:
    r"""LaTeX as a text on one line, cut at `longest` characters.

    Args:
        source: What stands in a field of BibTeX.
        on_unknown: Called with each command that is not known, ``\GEANTfour``.
        longest: Characters kept.
    """
    if not _MARKUP.search(source) or not _CERTAIN_MARKUP.search(source):
        return cleaning.line(source, longest=longest)
    if "$" not in source and "\\" not in (simple := _without_usual_letters(source)):
        if "{" not in simple:
            return cleaning.line(_without_braces(simple), longest=longest)
        source = simple
    found = Reader(source, on_unknown).all()
    if "`" in source or "quoteleft" in source:
        found = _with_quotes(found)
    return folded(found, longest=longest)


def to_text(source: str, *, longest: int = cleaning.LONGEST_LINE) -> str:
    """LaTeX as plain text on one line."""
    if not source:
        return ""
    if not _MARKUP.search(source) or not _CERTAIN_MARKUP.search(source):
        return cleaning.line(source, longest=longest)
    if "$" not in source and "\\" not in (simple := _without_usual_letters(source)):
        return cleaning.line(_without_braces(simple), longest=longest)
    return plain(read(source, longest=longest))


def formulas_in(text: Text) -> Text:
    """A text in which ``$…$`` is a formula, and nothing else is markup: as services and reference managers have it."""
    if isinstance(text, str):
        return joined(_formulas_in(text)) if "$" in text else text
    return joined(
        piece for part in text for piece in (_formulas_in(part) if isinstance(part, str) else (_within(part),))
    )


def _within(run: Run) -> Run:
    if run.mark is Mark.MATH:
        return run
    return Run(run.mark, as_pieces(formulas_in(run.pieces)))


def _formulas_in(text: str) -> Iterator[Piece]:
    begin = 0
    while (at := text.find("$", begin)) >= 0:
        reader = Reader(text)
        reader.at = at
        yield text[begin:at]
        yield from reader.dollars()
        begin = reader.at
    yield text[begin:]


def paragraphs(source: str) -> str:
    """An abstract as plain text, an empty line between its paragraphs, cut at `cleaning.LONGEST_TEXT` characters."""
    parts = [to_text(part, longest=cleaning.LONGEST_TEXT) for part in re.split(r"\n\s*\n", source)]
    return "\n\n".join(filter(None, parts))[: cleaning.LONGEST_TEXT]


def _without_usual_letters(source: str) -> str:
    """LaTeX with its letters read that are spelt as most are."""
    return _USUAL_LETTER.sub(_letter, source) if "\\" in source else source


def _letter(match: re.Match[str]) -> str:
    return _usual_letter(match[0]) or match[0]


@lru_cache(maxsize=1000)
def _usual_letter(source: str) -> str:
    match = _USUAL_LETTER.fullmatch(source)
    if not match:
        return ""
    sign, *letters, accent, accented, word, bare, inner = match.groups()
    if word:
        return symbols.TEXT.get(word, "")
    letter = accented or inner or "".join(filter(None, letters))
    return unicodedata.normalize("NFC", letter + symbols.ACCENTS[accent or bare or sign])


def _without_braces(source: str) -> str:
    """Text in which there is no markup but braces and ligatures."""
    for written, meant in symbols.LIGATURES.items():
        if written in source:
            source = source.replace(written, meant)
    return _paired(source.replace("{", "").replace("}", ""))


def _paired(text: str) -> str:
    """Text with a closing quotation mark for each single one that opens; an apostrophe stays as it is."""
    if "‘" not in text or "'" not in text:
        return text
    opened = 0

    def quote(match: re.Match[str]) -> str:
        nonlocal opened
        if match[0] == "‘":
            opened += 1
        elif opened:
            opened -= 1
            return "’"
        return match[0]

    return _SINGLE_QUOTE.sub(quote, text)


def _with_quotes(pieces: list[Piece]) -> list[Piece]:
    """Pieces in which single quotation marks are closed, across the borders of runs."""
    shown = "".join(_shown(pieces))
    closed = iter(_paired(shown))
    return list(_replaced(pieces, closed)) if "‘" in shown else pieces


def _shown(pieces: Iterable[Piece]) -> Iterator[str]:
    """The characters of pieces, one for each formula."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif piece.mark is Mark.MATH:
            yield "$"
        else:
            yield from _shown(piece.pieces)


def _replaced(pieces: Iterable[Piece], shown: Iterator[str]) -> Iterator[Piece]:
    """Pieces with other characters, as many as they have."""
    for piece in pieces:
        if isinstance(piece, str):
            yield "".join(islice(shown, len(piece)))
        elif piece.mark is Mark.MATH:
            next(shown)
            yield piece
        else:
            yield Run(piece.mark, tuple(_replaced(piece.pieces, shown)))
