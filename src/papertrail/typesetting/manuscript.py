"""A Markdown body read: CommonMark with tables, strikethrough, footnotes and formulae; HTML is text like any other."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from papertrail.typesetting.characters import printable
from papertrail.typesetting.comments import uncommented
from papertrail.typesetting.displays import parted
from papertrail.typesetting.sheet import Complaint

DEEPEST = 20
"""Levels of lists and quotations within each other; what lies deeper is set as plain text."""

_SCHEMES = re.compile(r"(?:https?://|mailto:|doi:)\S", re.IGNORECASE)
_LONGEST_ADDRESS = 2_000
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Manuscript(NamedTuple):
    """The tokens of a body, and the line of the file for each line that they count."""

    tokens: list[Token]
    lines: tuple[int, ...]
    complaints: tuple[Complaint, ...]
    text: str
    """The body without comments."""

    def line(self, token: Token, otherwise: int = 0) -> int:
        """The line of the file at which a block begins."""
        if token.map is None:
            return otherwise or self.lines[0]
        return self.lines[min(token.map[0], len(self.lines) - 1)]


def manuscript(body: str, first_line: int = 1) -> Manuscript:
    """Read a body; `first_line` is its first line's number in its file."""
    clean, complaints = printable(body, first_line)
    source = uncommented(clean, first_line)
    if source.unclosed is not None:
        complaints.append(
            Complaint(source.unclosed, "the comment that begins here is never closed with -->, so it prints")
        )
    environment: dict[str, Any] = {}
    tokens = list(parted(parser().parse(source.text, environment)))
    for row in environment.get("too_deep", ()):
        complaints.append(
            Complaint(
                source.lines[row],
                f"more than {DEEPEST} levels within each other; the deeper ones are set as plain text",
            )
        )
    complaints += _unused_footnotes(environment, source.text, source.lines)
    return Manuscript(tokens, source.lines, tuple(complaints), source.text)


def parser() -> MarkdownIt:
    """What reads Markdown here; HTML in it is text."""
    # The limit of markdown-it itself drops what is too deep without a word; ours comes first.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * DEEPEST + 20}).enable(
        ["table", "strikethrough"]
    )
    parser.disable(["html_block", "html_inline"])
    parser.use(footnote_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    parser.use(amsmath_plugin)
    parser.block.ruler.before("table", "too_deep", _too_deep)
    parser.validateLink = _any_link  # type: ignore[method-assign] # as its documentation has it
    return parser


def _any_link(url: str) -> bool:  # noqa: ARG001 - the parser gives it
    """Every link is one to the parser, which would leave a bad one's source in the text; `address` decides."""
    return True


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.level < DEEPEST:
        return False
    state.env.setdefault("too_deep", []).append(start)
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [start, end]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, end, state.blkIndent, keepLastLF=False).strip()
    inline.map = [start, end]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = end
    return True


def _unused_footnotes(environment: dict[str, Any], text: str, lines: tuple[int, ...]) -> Iterator[Complaint]:
    for label, number in environment.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            at = text.find(f"[^{label[1:]}]:")
            yield Complaint(
                lines[text.count("\n", 0, max(at, 0))],
                f"nothing refers to the footnote {label[1:]}, so it does not print",
            )


def address(target: str) -> str | None:
    """An address that a page may link to; None for anything that could do more than open a page or a letter."""
    if not _SCHEMES.match(target) or len(target) > _LONGEST_ADDRESS or re.search(r"[\s\"<>\\^`{}|]", target):
        return None
    return "https://doi.org/" + target[4:] if target[:4].lower() == "doi:" else target


def with_addresses(text: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces; those that are web addresses come with the address."""
    at = 0
    for found in _URL.finditer(text):
        url = found[0].rstrip(".,;:!?'*_~")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?'*_~")
        if address(url):
            yield text[at : found.start()], None
            yield url, address(url)
            at = found.start() + len(url)
    yield text[at:], None


def is_wide(character: str) -> bool:
    """Whether a character is set without spaces between words, as Chinese and Japanese are."""
    return unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"


def direction(text: str) -> str:
    """The direction of the first letter of a text, "rtl" or "ltr"; "" where it has none."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return ""


def right_to_left(text: str) -> int:
    """How many letters of a text are read from right to left."""
    return sum(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
