"""Pieces made one clean line."""

from collections.abc import Iterable

from papertrail import cleaning
from papertrail.text.marked import Mark, Piece, Run, Text, joined, run


def folded(pieces: Iterable[Piece], *, longest: int) -> Text:
    """Pieces cleaned as `papertrail.cleaning.line` cleans a line: white space folded, cut at `longest`."""
    folding = _Folding(longest)
    return joined(_without_last_space(folding.pieces(pieces)))


class _Folding:
    """White space made one space each, across the borders of runs."""

    def __init__(self, longest: int) -> None:
        self.left = longest
        self.space = True
        """Whether white space that comes next is one too many."""

    def pieces(self, pieces: Iterable[Piece]) -> list[Piece]:
        found: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, str):
                found.append(self._text(piece))
            elif piece.mark is Mark.MATH:
                found += self._formula(piece)
            else:
                found += run(piece.mark, self.pieces(piece.pieces))
        return found

    def _text(self, text: str) -> str:
        # White space at the ends matters here, which `line` takes away.
        text = cleaning.line(f".{text}.", longest=len(text) + 2)[1:-1]
        if self.space:
            text = text.removeprefix(" ")
        text = text[: self.left]
        if text:
            self.left -= len(text)
            self.space = text[-1] == " "
        return text

    def _formula(self, piece: Run) -> tuple[Piece, ...]:
        size = len(piece.tex)
        if size > self.left:
            self.left = 0
            return ()
        self.left -= size
        self.space = False
        return (piece,)


def _without_last_space(pieces: list[Piece]) -> list[Piece]:
    while pieces:
        last = pieces.pop()
        if isinstance(last, str):
            if last := last.rstrip(" "):
                return [*pieces, last]
        elif last.mark is Mark.MATH:
            return [*pieces, last]
        elif kept := run(last.mark, _without_last_space(list(last.pieces))):
            return [*pieces, *kept]
    return pieces
