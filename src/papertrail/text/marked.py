r"""Rich text: characters that are meant as they are, and runs of them that are marked.

A text is a ``str`` where nothing in it is marked, as nearly all are, and otherwise a tuple of pieces. No character of a
text is ever markup: a ``$`` is a dollar sign, a ``<`` a smaller-than sign, a ``\\`` a backslash.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeGuard, Union, cast


class Mark(StrEnum):
    """What a run of text is. The values are those of the stored JSON."""

    ITALIC = "i"
    BOLD = "b"
    SUPERSCRIPT = "sup"
    SUBSCRIPT = "sub"
    SMALL_CAPS = "sc"
    CASE = "nocase"
    """The case of these letters is kept, whatever a style does to titles: BibTeX's braces."""
    MATH = "math"
    """A formula; its only piece is the TeX that stands between two dollar signs."""
    MONOSPACE = "tt"
    SANS = "sf"
    UNDERLINE = "u"


class Run(NamedTuple):
    """Some pieces of text under one mark."""

    mark: Mark
    pieces: tuple["Piece", ...]

    @property
    def tex(self) -> str:
        """The TeX of a formula."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


Piece = Union[str, Run]  # noqa: UP007 - the two refer to each other
Text = Union[str, tuple[Piece, ...]]  # noqa: UP007 - as above


def is_plain(text: Text) -> TypeGuard[str]:
    """True where nothing is marked."""
    return isinstance(text, str)


def as_pieces(text: Text) -> tuple[Piece, ...]:
    """The pieces of a text; one without marks is a single piece."""
    return (text,) if isinstance(text, str) else text


def joined(pieces: Iterable[Piece]) -> Text:
    """Pieces as a text: neighbours without a mark are one, empty ones are gone, an only one is a ``str``."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            if not piece:
                continue
            if found and isinstance(found[-1], str):
                found[-1] += piece
                continue
        elif not piece.pieces:
            continue
        found.append(piece)
    if not found:
        return ""
    return found[0] if len(found) == 1 and isinstance(found[0], str) else tuple(found)


def to_json(text: Text) -> object:
    """A text as it is stored: a string, or a list of strings and of objects ``{mark: [pieces]}``."""
    if isinstance(text, str):
        return text
    return [piece if isinstance(piece, str) else {piece.mark.value: to_json(piece.pieces)} for piece in text]


def from_json(stored: object) -> Text:
    """A text from what `to_json` made of it."""
    if isinstance(stored, str):
        return stored
    return tuple(map(_piece, cast("list[object]", stored)))


def _piece(stored: object) -> Piece:
    if isinstance(stored, str):
        return stored
    ((mark, pieces),) = cast("dict[str, list[object]]", stored).items()
    return Run(Mark(mark), tuple(map(_piece, pieces)))


def run(mark: Mark, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces under a mark; without it where it would say nothing, as of the case of what has none."""
    found = joined(pieces)
    inner = as_pieces(found)
    if not found or (mark is Mark.CASE and not has_case(inner)):
        return inner if found else ()
    return (Run(mark, inner),)


def has_case(pieces: Iterable[Piece]) -> bool:
    """True where there is a letter, outside of formulae, of which there are small and capital ones."""
    return any(
        piece.lower() != piece.upper()
        if isinstance(piece, str)
        else piece.mark is not Mark.MATH and has_case(piece.pieces)
        for piece in pieces
    )


def without_outer_case(text: Text) -> Text:
    """A text without the `Mark.CASE` that holds all of it, which programs write around every title."""
    while not isinstance(text, str) and len(text) == 1 and isinstance(text[0], Run) and text[0].mark is Mark.CASE:
        text = joined(text[0].pieces)
    return text


def keeps_case(text: Text) -> bool:
    """True where the case of some letters is marked to be kept."""
    return not isinstance(text, str) and any(
        isinstance(piece, Run) and (piece.mark is Mark.CASE or keeps_case(piece.pieces)) for piece in text
    )
