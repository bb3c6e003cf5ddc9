"""Text with italics and the like, on its way into a format: each character is meant as it is, but for the marks."""

import html
import re
from collections.abc import Callable

from papertrail.exports.latex import BIBLATEX
from papertrail.markdown import escaped_within

ITALIC, BOLD, SMALL_CAPS, SUPERSCRIPT, SUBSCRIPT, UNDERLINE = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
END = "\ue000"
"""Marks are characters of no meaning; what is foreign must have none of them."""

FOREIGN = re.compile("[\ue000-\ue0ff]")
_PIECE = re.compile(f"(?P<mark>[{END}-{UNDERLINE}])|(?P<address>https?://[^\\s{END}-{UNDERLINE}]+)")
_ANSI = {ITALIC: "\x1b[3m", BOLD: "\x1b[1m", UNDERLINE: "\x1b[4m"}
_ANSI_END = {ITALIC: "\x1b[23m", BOLD: "\x1b[22m", UNDERLINE: "\x1b[24m"}
_TAGS = {ITALIC: "i", BOLD: "b", SUPERSCRIPT: "sup", SUBSCRIPT: "sub", UNDERLINE: "u"}
_STARS = {ITALIC: "*", BOLD: "**"}
_COMMANDS = {
    ITALIC: "emph", BOLD: "textbf", SMALL_CAPS: "textsc", SUPERSCRIPT: "textsuperscript", SUBSCRIPT: "textsubscript",
    UNDERLINE: "underline",
}  # fmt: skip


def plain(text: str) -> str:
    """The text without marks."""
    return FOREIGN.sub("", text)


def ansi(text: str) -> str:
    """Text for a terminal."""
    return _put(text, lambda mark: (_ANSI.get(mark, ""), _ANSI_END.get(mark, "")), plain, plain)


def markdown(text: str) -> str:
    """Text as Markdown."""

    def marks(mark: str) -> tuple[str, str]:
        return _STARS.get(mark, ""), _STARS.get(mark, "")

    written = _put(text, marks, escaped_within, lambda address: f"<{address.replace('<', '%3C').replace('>', '%3E')}>")
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([+-])", r"\\\1", written))


def web(text: str) -> str:
    """Text as HTML."""

    def marks(mark: str) -> tuple[str, str]:
        if mark == SMALL_CAPS:
            return '<span style="font-variant: small-caps">', "</span>"
        return f"<{_TAGS[mark]}>", f"</{_TAGS[mark]}>"

    return _put(
        text, marks, html.escape, lambda address: f'<a href="{html.escape(address)}">{html.escape(address)}</a>'
    )


def latex(text: str) -> str:
    """Text as LaTeX, with letters as they are."""
    return _put(
        text,
        lambda mark: (f"\\{_COMMANDS[mark]}{{", "}"),
        BIBLATEX.text,
        lambda address: f"\\url{{{address}}}",
    )


FORMATS: dict[str, Callable[[str], str]] = {"text": plain, "markdown": markdown, "html": web, "latex": latex}
"""What a marked text can be made into."""


def _without_stop(address: str) -> str:
    """An address without the punctuation that follows it; a bracket that is opened in it is its own."""
    bare = address.rstrip(".,;:")
    return _without_stop(bare[:-1]) if bare.endswith(")") and bare.count("(") < bare.count(")") else bare


def _put(
    text: str,
    marks: Callable[[str], tuple[str, str]],
    words: Callable[[str], str],
    address: Callable[[str], str],
) -> str:
    """Put a marked text together, its marks, words and addresses as a format writes them."""
    written, ends, last = list[str](), list[str](), 0
    for match in _PIECE.finditer(text):
        written.append(words(text[last : match.start()]) if match.start() > last else "")
        last = match.end()
        if found := match["address"]:
            bare = _without_stop(found)
            last -= len(found) - len(bare)
            written.append(address(bare))
        elif match["mark"] == END:
            written.append(ends.pop() if ends else "")
        else:
            begin, end = marks(match["mark"])
            written.append(begin)
            ends.append(end)
    if last < len(text):
        written.append(words(text[last:]))
    return "".join((*written, *reversed(ends)))
