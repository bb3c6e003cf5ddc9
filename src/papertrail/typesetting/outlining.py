"""The outline of a critique: its sections, what is in them, and how many words."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from papertrail.typesetting.displays import GOES_ON
from papertrail.typesetting.manuscript import Manuscript, manuscript

_KINDS = {
    "paragraph_open": "paragraph", "bullet_list_open": "list", "ordered_list_open": "list", "blockquote_open": "quote",
    "table_open": "table", "fence": "code", "code_block": "code", "math_block": "math", "amsmath": "math",
}  # fmt: skip
_CJK = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_CJK}]|https?://\S+|[^\s{_CJK}—…]+")
"""A Chinese or Japanese character, an address, or a run of other characters."""
_FORMULA = "\ufffc"


class Block(NamedTuple):
    """A paragraph, or what stands in the place of one."""

    kind: str
    """"paragraph", "list", "quote", "code", "math", "table" or "footnote"."""
    line: int
    text: str
    """Plain text, formulae as LaTeX."""
    words: int
    """A formula is one word, as is an address, and each Chinese or Japanese character."""
    goes_on: bool = False
    """It is the rest of a paragraph that a formula on its own line has parted."""


class Section(NamedTuple):
    """A heading and what follows it, up to the next one."""

    title: str
    """"" for what stands before the first heading."""
    level: int
    """1 to 6; 0 for what stands before the first heading."""
    line: int
    paragraphs: tuple[Block, ...]


def outline(body: str, first_line: int = 1) -> tuple[Section, ...]:
    """The sections of a body in their order; a footnote belongs to the section that first refers to it."""
    script = manuscript(body, first_line)
    sections: list[Section] = []
    blocks: list[Block] = []
    notes = _notes(script)
    heading = Section("", 0, first_line, ())
    for group in _groups(script.tokens):
        if group[0].type == "heading_open":
            sections.append(heading._replace(paragraphs=tuple(blocks)))
            heading = Section(_plain(group[1])[0], int(group[0].tag[1]), script.line(group[0]), ())
            blocks = []
        else:
            blocks += _blocks(script, group)
        blocks += [notes.pop(note) for note in _references(group) if note in notes]
    sections.append(heading._replace(paragraphs=(*blocks, *notes.values())))
    return tuple(section for section in sections if section.level or section.paragraphs)


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block that is not within another, up to the footnotes."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _references(group: Sequence[Token]) -> Iterator[int]:
    for token in group:
        yield from (child.meta["id"] for child in token.children or () if child.type == "footnote_ref")


def _blocks(script: Manuscript, group: Sequence[Token], kind: str = "") -> list[Block]:
    """The block that tokens make; none where there are no words in it."""
    pieces = [_plain(token) for token in group if token.type == "inline" or token.content]
    text = "\n".join(text for text, _ in pieces).strip()
    words = sum(words for _, words in pieces)
    kind = kind or _KINDS.get(group[0].type, "")
    goes_on = bool(group[0].meta.get(GOES_ON)) if group else False
    return [Block(kind, script.line(group[0]), text, words, goes_on)] if text and kind else []


def _notes(script: Manuscript) -> dict[int, Block]:
    """The footnotes, by their number in the tokens."""
    notes: dict[int, Block] = {}
    note, group = 0, list[Token]()
    for token in script.tokens:
        if token.type == "footnote_open":
            note, group = token.meta["id"], []
        elif token.type == "footnote_close":
            notes.update((note, block) for block in _blocks(script, group, "footnote"))
        else:
            group.append(token)
    return notes


def _plain(token: Token) -> tuple[str, int]:
    """The text of a token, and its words."""
    if token.type in {"math_block", "amsmath"}:
        return token.content.strip(), 1
    if token.type != "inline":
        return token.content.rstrip("\n"), word_count(token.content)
    text = "".join(_piece(child, child.content) for child in token.children or ())
    counted = "".join(
        _piece(child, _FORMULA if child.type.startswith("math_inline") else child.content)
        for child in token.children or ()
    )
    return text, word_count(counted)


def _piece(child: Token, content: str) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    return f"${content}$" if child.type.startswith("math_inline") else content


def word_count(text: str) -> int:
    """The words of plain text: what has a letter or a digit, and formulae."""
    return sum(any(c.isalnum() or c == _FORMULA for c in found) for found in _WORD.findall(text))
