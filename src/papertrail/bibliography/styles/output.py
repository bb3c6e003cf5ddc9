"""Formatted references on their way out: text with marks for italics and the like, which each format writes its way.

The citation processor puts strings together, so a mark is a character of the private use area in the string.
"""

import html
import re
from collections.abc import Callable

from papertrail.text.latex import BIBLATEX
from papertrail.text.markdown import escaped_within, write
from papertrail.text.marked import Mark, Run, Text

ITALIC, BOLD, SMALL_CAPS, SUPERSCRIPT, SUBSCRIPT, UNDERLINE = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
END = "\ue000"
"""Marks are characters of no meaning; what is foreign must have none of them."""

FORMULA, TEX = "\ue007", "\ue008"
"""Before a formula in Unicode, and before the same as TeX."""

MARKS = {
    Mark.ITALIC: ITALIC, Mark.BOLD: BOLD, Mark.SMALL_CAPS: SMALL_CAPS, Mark.SUPERSCRIPT: SUPERSCRIPT,
    Mark.SUBSCRIPT: SUBSCRIPT, Mark.UNDERLINE: UNDERLINE,
}  # fmt: skip
"""The marks of a text as marks of a formatted reference."""

_FAR = 0x100000
"""How far the characters of TeX are moved: into a private use area too, so that formats without formulae drop them."""

FOREIGN = re.compile("[\ue000-\ue0ff\U00100000-\U0010ffff]")
_PIECE = re.compile(
    rf"(?P<mark>[{END}-{UNDERLINE}])"
    rf"|{FORMULA}(?P<formula>[^{FORMULA}{TEX}]*){TEX}(?P<tex>[\U00100000-\U0010ffff]*){END}"
    rf"|(?P<address>https?://[^\s{END}-{TEX}]+)"
)
_ANSI = {ITALIC: "\x1b[3m", BOLD: "\x1b[1m", UNDERLINE: "\x1b[4m"}
_ANSI_END = {ITALIC: "\x1b[23m", BOLD: "\x1b[22m", UNDERLINE: "\x1b[24m"}
_TAGS = {ITALIC: "i", BOLD: "b", SUPERSCRIPT: "sup", SUBSCRIPT: "sub", UNDERLINE: "u"}
_STARS = {ITALIC: "*", BOLD: "**"}
_COMMANDS = {
    ITALIC: "emph", BOLD: "textbf", SMALL_CAPS: "textsc", SUPERSCRIPT: "textsuperscript", SUBSCRIPT: "textsubscript",
    UNDERLINE: "underline",
}  # fmt: skip


def formula(text: str, tex: str) -> str:
    """A formula as marked text; ``text`` is what it is where nothing knows TeX."""
    if not all(ord(char) < 0xFFFE for char in tex):  # noqa: PLR2004 - the end of the area
        return text
    return f"{FORMULA}{text}{TEX}{''.join(chr(ord(char) + _FAR) for char in tex)}{END}"


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

    def address(url: str) -> str:
        return f"<{url.replace('<', '%3C').replace('>', '%3E')}>"

    written = _put(text, marks, escaped_within, address, write)
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
        BIBLATEX.text,
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
    formula: Callable[[Text], str] | None = None,
) -> str:
    """Put a marked text together, its marks, words, addresses and formulae as a format writes them."""
    written, open_marks, ends, last = list[str](), list[str](), list[str](), 0
    for match in _PIECE.finditer(text):
        written.append(words(text[last : match.start()]) if match.start() > last else "")
        last = match.end()
        if found := match["address"]:
            bare = _without_stop(found)
            last -= len(found) - len(bare)
            written.append(address(bare))
        elif match["tex"] is not None:
            written.append(formula(_formula(match["tex"])) if formula else words(match["formula"]))
        elif match["mark"] == END:
            written.append(ends.pop() if ends else "")
            open_marks[-1:] = []
        else:
            mark = match["mark"]
            begin, end = ("", "") if mark in open_marks else marks(mark)  # italics in italics are none
            written.append(begin)
            ends.append(end)
            open_marks.append(mark)
    if last < len(text):
        written.append(words(text[last:]))
    return "".join((*written, *reversed(ends)))


def _formula(tex: str) -> Text:
    return (Run(Mark.MATH, ("".join(chr(ord(char) - _FAR) for char in tex),)),)
