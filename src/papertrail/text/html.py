"""HTML, JATS and the tags of CSL-JSON, read as text, and text written as HTML and for CSL-JSON.

Only tags of a known list are tags: ``A < B and C > D`` stays as it is.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from papertrail import cleaning
from papertrail.text.folding import folded
from papertrail.text.marked import Mark, Piece, Run, Text, as_pieces, joined, run, without_outer_case
from papertrail.text.plain import plain

_TAG_NAMES = (
    "a|abstract|alternatives|annotation(?:-xml)?|b|bold|br|code|disp-formula|div|em|fixed-case|font|i|img|"
    "inline-formula|inline-graphic|italic|li|math|m(?:frac|i|n|o|over|root|row|space|sqrt|style|sub|subsup|sup|text|"
    "under)|monospace|nocase|ol|p|pre|roman|sans-serif|sc|scp|script|sec|semantics|small|span|strong|style|sub|sup|"
    "tex-math|title|tt|u|ul|underline"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?:jats|mml|m|xhtml):[a-z][\w-]*|{_TAG_NAMES})(?P<rest>[\s/][^<>]{{0,2000}})?>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(rf"&lt;(/?(?:jats:)?(?:{_TAG_NAMES})(?:[\s/][^<>&]{{0,200}})?)&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.ASCII)
_BLOCKS = frozenset(("abstract", "br", "div", "li", "ol", "p", "sec", "title", "ul"))
_ALONE = frozenset(("br", "img", "inline-graphic", "mspace", "p"))
"""Tags that need no partner."""

_DEEPEST = 40
"""How far elements may lie within each other; tags that lie deeper are nothing."""

_MARKS = {
    "i": Mark.ITALIC, "em": Mark.ITALIC, "italic": Mark.ITALIC, "b": Mark.BOLD, "strong": Mark.BOLD,
    "bold": Mark.BOLD, "sup": Mark.SUPERSCRIPT, "sub": Mark.SUBSCRIPT, "sc": Mark.SMALL_CAPS,
    "scp": Mark.SMALL_CAPS, "nocase": Mark.CASE, "fixed-case": Mark.CASE, "tt": Mark.MONOSPACE,
    "code": Mark.MONOSPACE, "monospace": Mark.MONOSPACE, "sans-serif": Mark.SANS, "u": Mark.UNDERLINE,
    "underline": Mark.UNDERLINE, "tex-math": Mark.MATH,
}  # fmt: skip
_SCRIPTS = {
    ("msup", 2): Mark.SUPERSCRIPT, ("msub", 2): Mark.SUBSCRIPT, ("msubsup", 2): Mark.SUBSCRIPT,
    ("msubsup", 3): Mark.SUPERSCRIPT,
}  # fmt: skip
"""The children of MathML's elements that are small."""

_HEADING = re.compile(r"\s*(?:abstract|summary)\s*(?:\n|[:.]\s|—)\s*", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=\s{2,})")

_WRITTEN = {
    Mark.ITALIC: ("<i>", "</i>"), Mark.BOLD: ("<b>", "</b>"), Mark.SUPERSCRIPT: ("<sup>", "</sup>"),
    Mark.SUBSCRIPT: ("<sub>", "</sub>"), Mark.UNDERLINE: ("<u>", "</u>"), Mark.MONOSPACE: ("<code>", "</code>"),
    Mark.SMALL_CAPS: ('<span style="font-variant: small-caps">', "</span>"),
}  # fmt: skip
_WRITTEN_FOR_CSL = {
    Mark.ITALIC: ("<i>", "</i>"), Mark.BOLD: ("<b>", "</b>"), Mark.SUPERSCRIPT: ("<sup>", "</sup>"),
    Mark.SUBSCRIPT: ("<sub>", "</sub>"), Mark.SMALL_CAPS: ('<span style="font-variant:small-caps;">', "</span>"),
    Mark.CASE: ('<span class="nocase">', "</span>"),
}  # fmt: skip
_MARKUP_FOR_CSL = re.compile(r"<(?=[/A-Za-z]|$)")
_ENTITY_FOR_CSL = re.compile(r"&(?=[#A-Za-z])")
_APART = "\N{WORD JOINER}"
"""Unseen and dropped by those who read: what stands around it is no markup."""


def read(markup: str, *, longest: int = cleaning.LONGEST_LINE) -> Text:
    """HTML, JATS or CSL's tags as a text on one line; entities are decoded once."""
    if "<" not in markup and "&" not in markup:
        return cleaning.line(markup, longest=longest)
    return folded(_built(list(_tokens((markup,)))), longest=longest)


def within(text: Text, *, longest: int = cleaning.LONGEST_LINE) -> Text:
    """A text in which HTML stands as text, with the HTML read, as programs write it into BibTeX.

    A tag without its partner stays as it is: it may be what the text is about.
    """
    if isinstance(text, str) and "&" not in text and ">" not in text:
        return text
    return folded(_within(as_pieces(text)), longest=longest)


def to_text(markup: str, *, longest: int = cleaning.LONGEST_LINE) -> str:
    """HTML, JATS or CSL's tags as plain text on one line."""
    return plain(read(markup, longest=longest))


def paragraphs(markup: str, *, longest: int = cleaning.LONGEST_TEXT) -> str:
    """An abstract or a note as plain text, an empty line between its paragraphs, without its heading."""
    if "<" in markup or "&" in markup:
        markup = _ENTITY.sub(_decoded, _TAG.sub(_break, markup))
    text = cleaning.text(markup)
    text = _HEADING.sub("", text, count=1) if text.strip()[:1] in "AaSs" else text
    found = (" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split(text))
    return "\n\n".join(filter(None, found))[:longest].rstrip()


def write(text: Text) -> str:
    """A text as HTML, formulae in Unicode."""
    if isinstance(text, str):
        return html.escape(text)
    return "".join(html.escape(piece) if isinstance(piece, str) else _html(piece) for piece in text)


def write_csl(text: Text) -> str:
    """A text with CSL-JSON's tags, formulae in Unicode; nothing else in it is markup."""
    if isinstance(text, str):
        return _apart(text)
    return _csl(without_outer_case(text))


@dataclass(slots=True)
class _Element:
    """An element while what it holds is read."""

    name: str = ""
    mark: Mark | None = None
    pieces: list[Piece] = field(default_factory=list)
    children: int = 0

    def add(self, child: "_Element") -> None:
        """Take what a child holds, under the child's mark."""
        self.children += 1
        if child.name.startswith("annotation") or (self.name == "alternatives" and any(map(_is_visible, self.pieces))):
            return  # the same again in another language
        mark = _SCRIPTS.get((self.name, self.children)) or child.mark
        if mark is Mark.MATH:
            self.pieces += _formula(child.pieces)
        else:
            self.pieces += run(mark, child.pieces) if mark else child.pieces


def _tokens(pieces: Iterable[Piece]) -> Iterator[str | re.Match[str] | Run]:
    """Text, tags and runs, in turn."""
    for piece in pieces:
        if not isinstance(piece, str):
            yield piece
            continue
        begin = 0
        for tag in _TAG.finditer(piece):
            yield piece[begin : tag.start()]
            yield tag
            begin = tag.end()
        yield piece[begin:]


def _built(tokens: list[str | re.Match[str] | Run]) -> list[Piece]:
    """Pieces from tokens; a tag without a partner is nothing, or white space."""
    paired = _paired(tokens)
    open_elements = [_Element()]
    for index, token in enumerate(tokens):
        if isinstance(token, str):
            open_elements[-1].pieces.append(_ENTITY.sub(_decoded, token))
        elif isinstance(token, Run):
            open_elements[-1].pieces.append(token)
        elif index not in paired:
            open_elements[-1].pieces.append(_space(token))
        elif token["end"]:
            closed = open_elements.pop()
            open_elements[-1].add(closed)
            open_elements[-1].pieces.append(_space(token))
        else:
            open_elements[-1].pieces.append(_space(token))
            open_elements.append(_Element(_name(token), _mark(token)))
    return open_elements[0].pieces


def _within(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces with the HTML in them read; tags may lie around runs, and within them."""
    unescaped = (_ESCAPED_TAG.sub(r"<\1>", piece) if isinstance(piece, str) else piece for piece in pieces)
    tokens = list(_tokens(unescaped))
    paired = _paired(tokens)
    shown: list[str | re.Match[str] | Run] = []
    for index, token in enumerate(tokens):
        if isinstance(token, Run):
            shown.append(token if token.mark is Mark.MATH else Run(token.mark, tuple(_within(token.pieces))))
        elif isinstance(token, str) or index in paired or _name(token) in _ALONE:
            shown.append(token)
        else:
            shown.append(token[0])
    return _built(shown)


def _paired(tokens: list[str | re.Match[str] | Run]) -> set[int]:
    """Where the tags stand that have a partner, none of them across the border of another."""
    found, open_tags = set[int](), list[tuple[str, int]]()
    for index, token in enumerate(tokens):
        if not isinstance(token, re.Match) or _is_alone(token):
            continue
        name = _name(token)
        if not token["end"] and len(open_tags) < _DEEPEST:
            open_tags.append((name, index))
        elif token["end"] and any(name == other for other, _ in open_tags):
            while open_tags[-1][0] != name:
                open_tags.pop()
            found |= {open_tags.pop()[1], index}
    return found


def _is_alone(tag: re.Match[str]) -> bool:
    return (tag["rest"] or "").endswith("/")


def _name(tag: re.Match[str]) -> str:
    return tag["name"].lower().rpartition(":")[2]


def _mark(tag: re.Match[str]) -> Mark | None:
    name = _name(tag)
    if name != "span":
        return _MARKS.get(name)
    about = (tag["rest"] or "").lower()
    if "nocase" in about:
        return Mark.CASE
    return Mark.SMALL_CAPS if "small-caps" in about else None


def _formula(pieces: list[Piece]) -> tuple[Piece, ...]:
    from papertrail.text.latex.reading import formulas_in  # noqa: PLC0415 - few texts have formulae

    tex = "".join(piece for piece in pieces if isinstance(piece, str)).strip().strip("$").strip()
    return as_pieces(formulas_in(f"${tex}$"))


def _is_visible(piece: Piece) -> bool:
    return not isinstance(piece, str) or bool(piece.strip())


def _decoded(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _space(tag: re.Match[str]) -> str:
    return " " if _name(tag) in _BLOCKS else ""


def _break(tag: re.Match[str]) -> str:
    return "\n\n" if _name(tag) in _BLOCKS else ""


def _html(piece: Run) -> str:
    if piece.mark is Mark.MATH:
        return html.escape(plain((piece,)))
    begin, end = _WRITTEN.get(piece.mark, ("", ""))
    return f"{begin}{write(piece.pieces)}{end}"


def _csl(text: Text) -> str:
    pieces = joined(_as_csl_has_it(as_pieces(text)))
    return "".join(
        _apart(piece) if isinstance(piece, str) else _csl(piece.pieces).join(_WRITTEN_FOR_CSL[piece.mark])
        for piece in as_pieces(pieces)
    )


def _as_csl_has_it(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces without the marks that CSL has no tag for."""
    for piece in pieces:
        if isinstance(piece, str) or piece.mark in _WRITTEN_FOR_CSL:
            yield piece
        elif piece.mark is Mark.MATH:
            yield plain((piece,))
        else:
            yield from _as_csl_has_it(piece.pieces)


def _apart(text: str) -> str:
    """Text in which nothing is markup."""
    if "<" in text:
        text = _MARKUP_FOR_CSL.sub(f"<{_APART}", text)
    return _ENTITY_FOR_CSL.sub(f"&{_APART}", text) if "&" in text and html.unescape(text) != text else text
