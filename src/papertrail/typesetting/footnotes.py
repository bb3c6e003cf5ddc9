"""The footnotes of a text, gathered from its end."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token


def notes_of(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """The blocks of each footnote."""
    notes: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        elif token.type != "footnote_close":
            current.append(token)
    return notes


def _references(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        yield from (child.meta["id"] for child in token.children or () if child.type == "footnote_ref")


def numbers_of(tokens: Sequence[Token], notes: dict[int, list[Token]]) -> dict[int, int]:
    """The number of each footnote: those of the text in its order, then those that only footnotes refer to."""
    return {note: number for number, note in enumerate(dict.fromkeys((*_references(tokens), *notes)), 1)}
