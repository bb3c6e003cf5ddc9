"""The fields of a bibliography, which are LaTeX, as plain text for formats that know none."""

import re
import unicodedata

from papertrail.exports.commands import FONTS
from papertrail.letters import COMBINING, MEANINGS

_MARKUP = re.compile(r"[\\{}$~]|--|``|''")
_MATH = re.compile(r"(?<!\\)(\$[^$]+(?<!\\)\$)")
_ACCENT = re.compile(
    r"""\\(?:(?P<sign>[`'^"~=.])\s* | (?P<word>[uvHckrdb])(?:\s+|(?=\{)))
        (?:\{\s*(?P<braced>\\[ij]|[^\W\d_])\s*\} | (?P<dotless>\\[ij])(?![A-Za-z])\s? | (?P<bare>[^\W\d_]))""",
    re.VERBOSE,
)
_STACKED = 3
"""Accents on one letter, at most."""
_TOKEN = re.compile(
    r"""\\(?P<word>[A-Za-z]+)\s*(?P<argument>\{(?!\s*\}))?
      | \\(?P<other>.)
      | (?P<ligature>---|--|``|''|~)
      | (?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
_WORDS = MEANINGS | {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
    "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_", "textdollar": "$", "dots": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textellipsis": "…", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
_SWITCHES = frozenset((*FONTS, *FONTS.values(), "upshape", "mdseries", "normalfont", "relax", "protect"))
_SPACES = frozenset(",;: \\\n/")


def spoken(source: str) -> str:
    """LaTeX as the text it shows: accents made letters, commands and braces gone, ``$…$`` left alone."""
    if not _MARKUP.search(source):
        return source
    pieces = _MATH.split(source) if "$" in source else [source]
    text = "".join(piece if index % 2 else _text(piece) for index, piece in enumerate(pieces))
    return " ".join(text.split())


def _text(piece: str) -> str:
    for _ in range(_STACKED if "\\" in piece else 0):
        piece = _ACCENT.sub(_letter, piece)
    return _TOKEN.sub(_meaning, piece)


def _letter(match: re.Match[str]) -> str:
    letter = (match["braced"] or match["dotless"] or match["bare"]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + COMBINING[match["sign"] or match["word"]])


def _meaning(match: re.Match[str]) -> str:
    if word := match["word"]:
        return _WORDS.get(word, "" if match["argument"] or word in _SWITCHES else word)
    if other := match["other"]:
        return (" " if other != "/" else "") if other in _SPACES else "" if other in "-!@" else other
    return _LIGATURES.get(match[0], "")
