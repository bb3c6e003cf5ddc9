"""Foreign text made harmless, once, at the border: whatever comes in from a file or a server passes through here.

What a terminal, a screen reader or a text field could obey instead of show is dropped: control characters, the
bidirectional overrides, zero-width characters, line and paragraph separators, tag characters.
Escaping for a format (Rich, HTML, LaTeX, CSV) is the job of whoever writes that format.
"""

import re

LONGEST_LINE = 2_000
"""Characters kept of a text that is shown on one line; no real title or name comes near."""

LONGEST_TEXT = 20_000
"""Characters kept of a text of several lines, such as an abstract or a note."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_BREAK = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")


def line(text: str, *, longest: int = LONGEST_LINE) -> str:
    """One line of plain text: unsafe characters dropped, white space folded, cut at `longest`."""
    if text.isprintable():  # then there is nothing unsafe, nor white space other than spaces
        return " ".join(text.split())[:longest]
    return _SPACE.sub(" ", _UNSAFE.sub("", _BREAK.sub(" ", text))).strip()[:longest]


def piece(text: str) -> str:
    """A piece of a line, made harmless as `line` does; a space at its beginning or end stays."""
    if text.isprintable():
        return text
    return _SPACE.sub(" ", _UNSAFE.sub("", _BREAK.sub(" ", text)))


def text(text: str) -> str:
    """Text of several lines: unsafe characters dropped, line ends made alike, no blank lines at either end."""
    lines = re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text)
    return "\n".join(_UNSAFE.sub("", line).replace("\t", "    ").rstrip() for line in lines).strip("\n")


def web_link(text: str) -> str | None:
    """An address that is safe to open or to make a hyperlink of: ``http`` or ``https``; None for anything else."""
    address = _UNSAFE.sub("", text).strip()
    if not re.match(r"https?://[^\s/]", address, re.IGNORECASE) or re.search(r"[\s\"<>\\^`{}|]", address):
        return None
    return address[:LONGEST_LINE]
