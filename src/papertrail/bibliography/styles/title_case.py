"""The titles of references in the case that a style wants.

A word is put in small letters only if it is sure to be no name: the record marks the names (`Mark.CASE`, BibTeX's
braces), or a list of common words has it. A title with a capital of which neither knows keeps its own case.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from papertrail.text.marked import Mark, Piece, Run, Text, as_pieces, joined

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_FORMULA = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a formula while words are looked at."""

_ENDS = (":", "?", "!", ".", "—", "–")
_OPENING = "\"“‘'(«["
_CLOSING = "\"”’'»)]"
_STOPS = ("?", "!", ".")
_SMALL = frozenset(
    (
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "off", "on", "onto", "or",
        "per", "than", "the", "to", "up", "via", "vs", "with", "without",
    )
)  # fmt: skip


def sentence_case(title: Text, *, subtitle: bool = True) -> Text:
    """A title with small letters but at its beginning, after a colon, and in names.

    Args:
        title: The title; the case of what is marked as `Mark.CASE` is kept.
        subtitle: Whether the word after a colon keeps its capital.
    """
    plain, kept = _flat(title)
    protected = frozenset(
        match[0] for match in _WORD.finditer(plain) if all(place in kept for place in range(*match.span()))
    )
    begins = True
    changes = dict[int, str]()
    for token in _TOKEN.finditer(plain):
        lowered = _lowered(token, kept, protected, begins=begins)
        if lowered is None:
            return title
        changes |= lowered
        begins = token[0].rstrip(_CLOSING).endswith(_ENDS if subtitle else _STOPS)
    return _changed(title, changes)


def headline_case(title: Text) -> Text:
    """A title with capitals at all words but small ones; capitals that are there stay."""
    plain, kept = _flat(title)
    if len(kept) == len(plain):  # braces around everything protect no word
        kept = frozenset()
    tokens = list(_TOKEN.finditer(plain))
    changes = dict[int, str]()
    for number, token in enumerate(tokens):
        before = tokens[number - 1][0] if number else ":"
        first_or_last = before.endswith(_ENDS) or number == len(tokens) - 1
        place = _raised(token[0], always=first_or_last)
        if place is not None and token.start() + place not in kept:
            changes[token.start() + place] = token[0][place].upper()
    return _changed(title, changes)


def _flat(text: Text) -> tuple[str, frozenset[int]]:
    """The characters of a text, a formula being one, and the places of those whose case is kept."""
    characters, kept = list[str](), set[int]()

    def walk(pieces: Iterable[Piece], *, is_kept: bool) -> None:
        for piece in pieces:
            begin = len(characters)
            if isinstance(piece, str):
                characters.extend(piece)
                if is_kept:
                    kept.update(range(begin, len(characters)))
            elif piece.mark is Mark.MATH:
                characters.append(_FORMULA)
            else:
                walk(piece.pieces, is_kept=is_kept or piece.mark is Mark.CASE)

    walk(as_pieces(text), is_kept=False)
    return "".join(characters), frozenset(kept)


def _changed(text: Text, changes: Mapping[int, str]) -> Text:
    """A text with other characters at some of its places, which are counted as `_flat` does."""
    if not changes:
        return text
    place = 0

    def walk(piece: Piece) -> Piece:
        nonlocal place
        if isinstance(piece, str):
            begin, place = place, place + len(piece)
            return "".join(changes.get(at, char) for at, char in enumerate(piece, begin))
        if piece.mark is Mark.MATH:
            place += 1
            return piece
        return Run(piece.mark, tuple(map(walk, piece.pieces)))

    return joined(map(walk, as_pieces(text)))


def _lowered(
    token: re.Match[str], kept: frozenset[int], protected: frozenset[str], *, begins: bool
) -> dict[int, str] | None:
    """The characters of a token that change, by their places; None where it cannot be told whether it is a name."""
    changes = dict[int, str]()
    if _FORMULA in token[0]:
        return changes
    for match in _WORD.finditer(token[0]):
        word, first = match[0], token.start() + match.start()
        is_kept = (
            first in kept
            or not _is_plain_capital(word)
            or word in protected
            or _holds_digit(token[0], match)
            or _is_letter(token[0], word)
        )
        if begins and not token[0][: match.start()].strip(_OPENING):
            if first not in kept and (not is_kept or _is_raisable(token[0], match)):
                changes[first] = word[0].upper()
        elif is_kept:
            continue
        elif kept or word.lower().replace("’", "'") in _common():
            changes[first] = word[0].lower()
        else:
            return None
    return changes


def _is_plain_capital(word: str) -> bool:
    """True for "Attention" and for the article "A"; "BERT", "PyTorch" and "Q" have capitals of their own."""
    return word == "A" or (len(word) > 1 and word[0].isupper() and word[1:].islower())


def _is_letter(token: str, word: str) -> bool:
    """True for an A that is no article: of "A/B", "A*" and "Q&A"."""
    return word == "A" and token.strip(_OPENING + _CLOSING) != word


def _holds_digit(token: str, match: re.Match[str]) -> bool:
    return any(char.isdigit() for char in token[max(match.start() - 1, 0) : match.end() + 1])


def _raised(token: str, *, always: bool) -> int | None:
    """The place of the letter of a token that becomes a capital."""
    match = _WORD.search(token)
    if not match or token[: match.start()].strip(_OPENING) or _FORMULA in token or "://" in token:
        return None
    if (match[0] in _SMALL and not always) or not _is_raisable(token, match):
        return None
    return match.start()


def _is_raisable(token: str, match: re.Match[str]) -> bool:
    """True for a small word; "arXiv", "k-means" and "lil.log" are written small on purpose."""
    alone = len(match[0]) == 1 and token[match.end() : match.end() + 1] == "-"
    return match[0].islower() and not alone and not _holds_digit(token, match) and "." not in token[:-1]


@cache
def _common() -> frozenset[str]:
    text = files("papertrail.bibliography.styles").joinpath("common-words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
