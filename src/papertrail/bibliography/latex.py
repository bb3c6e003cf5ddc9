"""LaTeX as people write it in BibTeX, turned into plain text: accents decoded, braces gone, mathematics left alone."""

import codecs
import re
from functools import lru_cache

import latexcodec  # noqa: F401 - registers the codec "ulatex"

from papertrail import cleaning

_MARKUP = re.compile(r"[\\{}$~]|--|``|''")
_MATH = re.compile(r"(?<!\\)(\$[^$]+(?<!\\)\$)")
_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_PERCENT = re.compile(r"(?<!\\)%")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*(\{(?!\}))?")
_ESCAPED = re.compile(r"\\([^A-Za-z])")


def plain(text: str) -> str:
    """The text without LaTeX, on one line; ``$…$`` stays as it is written."""
    if not _MARKUP.search(text):
        return cleaning.line(text) if text else ""
    pieces = _MATH.split(text)
    return cleaning.line("".join(piece if index % 2 else _words(piece) for index, piece in enumerate(pieces)))


def address(text: str) -> str:
    """An address without the escapes that LaTeX asks for; nothing else in it is markup."""
    bare = re.sub(r"^\s*\\url\s*\{(.*)\}\s*$", r"\1", text)
    return re.sub(r"\\([_%&#~$])", r"\1", bare).replace("{", "").replace("}", "")


def _words(text: str) -> str:
    if "\\" in text:
        text = _decoded(text)
    for written, meant in _SIGNS:
        text = text.replace(written, meant)
    # A brace or backslash that is meant as a character waits in the private use area until the markup is gone.
    text = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])) if match[1] in "{}" else match[1], text)
    text = _COMMAND.sub(lambda match: "" if match[2] else match[1], text)
    return text.replace("{", "").replace("}", "").replace("\ue07b", "{").replace("\ue07d", "}")


@lru_cache(maxsize=10_000)  # the same names come back in every other entry
def _decoded(text: str) -> str:
    # An unescaped % would be taken for a comment, and white space at the ends is lost.
    protected = _PERCENT.sub(r"\\%", text)
    try:
        decoded, _ = codecs.getdecoder("ulatex")(protected)  # type: ignore[arg-type] # it decodes text to text
    except (UnicodeError, ValueError):
        return text
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{decoded}{' ' if after else ''}"
