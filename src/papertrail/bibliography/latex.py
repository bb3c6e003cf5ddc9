"""LaTeX as people write it in BibTeX, turned into plain text: accents decoded, braces gone, mathematics left alone."""

import codecs
import re
import unicodedata
from functools import lru_cache

import latexcodec  # noqa: F401 - registers the codec "ulatex"

from papertrail import cleaning
from papertrail.letters import MEANINGS

# One set of characters is searched for three times as quickly as a choice of words, such as two hyphens, is.
_MARKUP = re.compile(r"[\\{}$~`'-]")
_MATH = re.compile(r"(?<!\\)(\$[^$]+(?<!\\)\$)")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_COMMAND = re.compile(
    r"""\\(?:
        (?:(?P<sign>[`'^"~=.])\s* | (?P<letter>[uvHckrdb])(?:\s+|(?=[{\\])))
        (?:\{\s*(?P<braced>\\[ij]|[^\W\d_])\s*\} | (?P<dotless>\\[ij])(?![A-Za-z])\s? | (?P<bare>[^\W\d_]))
      | (?P<word>[A-Za-z]+)\s*(?P<argument>\{(?!\s*\}))?
      | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
# The inner one of two accents on a letter: the letter in braces is then one that `_COMMAND` can read.
_INNER = re.compile(r"""(?<=\{)\\(?:([`'^"~=.])([^\W\d_])|([uvHckrdb])\{([^\W\d_])\})(?=\})""")
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_WORDS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…", "textasciicircum": "^", "textasciitilde": "~",
    "textbackslash": "\\", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textdollar": "$",
    "textgreater": ">", "textless": "<", "textquotedbl": '"', "textquotesingle": "'", "textunderscore": "_",
}  # fmt: skip
_SWITCHES = frozenset(
    (
        "bf", "bfseries", "em", "it", "itshape", "mdseries", "normalfont", "protect", "relax", "rm", "rmfamily", "sc",
        "scshape", "sf", "sffamily", "sl", "slshape", "tt", "ttfamily", "upshape",
    )
)  # fmt: skip
_SPACING = {"-": "", "/": "", "!": "", ",": " ", ";": " ", ":": " ", " ": " ", "\\": " ", "\n": " "}

# A character that looks like markup, and is meant as itself, waits in the private use area until the markup is gone.
_MEANT = {char: chr(0xE000 + ord(char)) for char in "\\{}~-`'"}
_AGAIN = str.maketrans({waiting: char for char, waiting in _MEANT.items()})


LONGEST_ABSTRACT = 20_000
"""Characters kept of an abstract."""


def plain(text: str, *, longest: int = cleaning.LONGEST_LINE) -> str:
    """The text without LaTeX, on one line; ``$…$`` stays as it is written."""
    if not text:
        return ""
    if not _MARKUP.search(text):
        return cleaning.line(text, longest=longest)
    pieces = _MATH.split(text) if "$" in text else [text]
    spoken = "".join(piece if index % 2 else _words(piece) for index, piece in enumerate(pieces))
    return cleaning.line(spoken, longest=longest)


def paragraphs(text: str) -> str:
    """An abstract without LaTeX, an empty line between its paragraphs, cut at `LONGEST_ABSTRACT`."""
    parts = [plain(part, longest=LONGEST_ABSTRACT) for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(filter(None, parts))[:LONGEST_ABSTRACT]


def address(text: str) -> str:
    """An address without the escapes that LaTeX asks for; nothing else in it is markup."""
    if "\\" in text:
        bare = re.sub(r"^\s*\\url\s*\{(.*)\}\s*$", r"\1", text)
        text = re.sub(r"\\([_%&#~$])", r"\1", bare)
    return text.replace("{", "").replace("}", "")


def _words(text: str) -> str:
    if "\\" in text:
        text = _COMMAND.sub(_meaning, _INNER.sub(_accented, text)) if "{\\" in text else _COMMAND.sub(_meaning, text)
    for written, meant in _LIGATURES:
        text = text.replace(written, meant)
    return text.replace("{", "").replace("}", "").translate(_AGAIN)


def _meaning(match: re.Match[str]) -> str:
    if accent := match["sign"] or match["letter"]:
        letter = match["braced"] or match["dotless"] or match["bare"]
        return unicodedata.normalize("NFC", letter.lstrip("\\") + _ACCENTS[accent])
    if word := match["word"]:
        return _word(word, argument=bool(match["argument"]))
    other: str = match["other"]
    return _SPACING.get(other, _MEANT.get(other, other))


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (match[2] or match[4]) + _ACCENTS[match[1] or match[3]])


def _word(word: str, *, argument: bool) -> str:
    """What a command stands for: a character, nothing (its argument speaks for it), or its own name."""
    if word in _SWITCHES:
        return ""
    known = _WORDS.get(word) or MEANINGS.get(word) or _symbol(word)
    if known:
        return _MEANT.get(known, known)
    return "" if argument else word


@lru_cache(maxsize=1000)
def _symbol(word: str) -> str | None:
    try:
        decoded, _ = codecs.getdecoder("ulatex")(f"\\{word}")  # type: ignore[arg-type] # it decodes text to text
    except (UnicodeError, ValueError):
        return None
    symbol = str(decoded).strip()
    return None if "\\" in symbol else symbol
