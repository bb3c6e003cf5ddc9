"""Formulae on a line of their own that stand inside a paragraph: they part it, as the page shows them."""

from collections.abc import Iterator, Sequence
from copy import copy

from markdown_it.token import Token

GOES_ON = "goes on"
"""In the `meta` of a paragraph's opening: its words go on with those before the formula."""

_DISPLAY = "math_inline_double"
_BREAKS = {"softbreak", "hardbreak"}


def parted(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with each paragraph cut where it has such a formula.

    One inside an emphasis, a link or a footnote stays among its words.
    """
    in_note = False
    for at, token in enumerate(tokens):
        in_note = (in_note or token.type == "footnote_open") and token.type != "footnote_close"
        opening = tokens[at - 1] if at else token
        if in_note:
            yield token
        elif token.type == "inline" and opening.type == "paragraph_open" and _cuts(token):
            yield from _pieces(token, opening, tokens[at + 1])
        elif not (token.type == "paragraph_open" and _cuts(tokens[at + 1])) and not (
            token.type == "paragraph_close" and _cuts(tokens[at - 1])
        ):
            yield token


def _cuts(token: Token) -> list[int]:
    """Where in the children of a paragraph the formulae stand that part it."""
    depth, cuts = 0, []
    for at, child in enumerate(token.children or ()):
        depth += child.nesting
        if child.type == _DISPLAY and depth == 0:
            cuts.append(at)
    return cuts


def _pieces(inline: Token, opening: Token, closing: Token) -> Iterator[Token]:
    children, cuts = inline.children or [], _cuts(inline)
    row = inline.map[0] if inline.map else 0
    end = inline.map[1] if inline.map else row + 1
    for begin, cut in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(children)], strict=True):
        words = children[begin:cut]
        lines = sum(child.type in _BREAKS for child in words)
        while words and words[0].type in _BREAKS:
            words, row, lines = words[1:], row + 1, lines - 1
        kept = _trimmed(words[:-1] if words and words[-1].type in _BREAKS else words)
        if kept:
            first, piece, last = copy(opening), copy(inline), copy(closing)
            first.map = piece.map = [row, end]
            first.meta = {GOES_ON: begin > 0}
            piece.children, piece.content = kept, "".join(child.content for child in kept)
            yield from (first, piece, last)
        row += lines
        if cut < len(children):
            formula = children[cut]
            yield Token("math_block", "math", 0, map=[row, end], content=formula.content, markup="$$", block=True)
            row += formula.content.count("\n")


def _trimmed(words: Sequence[Token]) -> list[Token]:
    """Words without the spaces that stood before and behind a formula; nothing where there are no others."""
    kept = list(words)
    for end, trim in ((0, str.lstrip), (-1, str.rstrip)):
        if kept and kept[end].type == "text":
            kept[end] = copy(kept[end])
            kept[end].content = trim(kept[end].content)
    return kept if any(child.type != "text" or child.content for child in kept) else []
