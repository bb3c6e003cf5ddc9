"""Text and foreign LaTeX as LaTeX that shows what is meant and does nothing else."""

import re
import unicodedata
from collections.abc import Mapping

from papertrail import cleaning, letters
from papertrail.exports import commands

# A dollar sign begins mathematics as in pandoc: nothing blank inside it, and no digit after it.
_MATH = re.compile(r"(?<!\\)(\$(?![\s$])[^$]{1,500}(?<![\s\\])\$(?!\d))")
_SPECIAL = re.compile(r"[^A-Za-z0-9 .,:;()/+*=@\[\]?!'\"`-]|--|''|``|[?!]`")
# What TeX would join: also what is written with these signs, “ as `` and – as --.
_LIGATURE = re.compile(r"(?<=[-–—])(?=[-–—])|(?<=['’”])(?=['’”])|(?<=[`‘“])(?=[`‘“])|(?<=[?!])(?=[`‘“])")
_JOINED = re.compile(r"[-–—'’”`‘“?!]{2}")
# A title in which nothing is special and no word needs braces, as most are.
_ORDINARY = re.compile(r"(?:[A-Z]?[a-z]++(?:[ :,()/]++|['-](?![`'-])|$)|A )*+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪĹŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_PROTECTED = re.compile(
    rf"((?<![^\W_])(?:[^\W_]+[{CAPITALS}][^\W_]*|\d+[^\W\d_][^\W_]*|[^\W\d_]+\d[^\W_]*"
    r"|[B-Z]|(?<=[/&*+-])A|A(?=[^\s\w]|$))(?![^\W_])"
    rf"|(?<=[.?!] )[{CAPITALS}])"
)
# Mathematics at which TeX would stop: an index of nothing or twice, a command without what it takes.
_BAD_MATH = re.compile(
    r"[_^]\s*(?:[_^}&']|$)|\^\s*(?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{])\s*\^|_\s*(?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{])\s*_"
    r"|\\(?:math[a-z]+|[dt]?frac|sqrt|binom|overset|underset|stackrel|text[a-z]*|operatorname|over\w+|underline|wide\w+"
    r"|hat|tilde|bar|vec|d?dot|acute|grave|breve|check|left|right|[bB]ig+[lr]?|boldsymbol|mbox|ensuremath|substack)"
    r"\s*(?:[_^}&]|$)"
)
_MATH_TOKEN = re.compile(r"\\([A-Za-z]+)(\s?)|\\(.)|([%#&])|\^{2,}|([^\x00-\x7f])", re.DOTALL)
_MATH_SIGNS = frozenset(",;:!|{}%#&_$ ")
_TOKEN = re.compile(
    r"""\\(?P<accent>[`'^"~=.])(?=\s*(?:\{\s*)*(?:\\[ij](?![A-Za-z])|[^\W\d_]))
      | \\(?P<word>[A-Za-z]+)(?P<space>\s*)(?=(?P<follows>.?))
      | \\(?P<sign>.)
      | (?P<special>[%#&_^$\\<>|])
      | (?P<other>[^\x00-\x7f]+)""",
    re.VERBOSE | re.DOTALL,
)
_MARKED = re.compile(
    r"""[^\x00-"'-;=?-\[\]`a-z~\x7f]"""
)  # any but harmless ASCII: a class up to U+10FFFF is slow to build
_KEPT_SIGNS = {sign: f"\\{sign}" for sign in "&%#_$-/, "} | {"\\": " ", "\n": " ", "@": "", "!": "", ";": " ", ":": " "}


class Encoder:
    """Writes text as LaTeX, for classic BibTeX or for biber."""

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = table

    def text(self, text: str) -> str:
        """Plain text with ``$…$`` as LaTeX."""
        if not text.isprintable():
            text = cleaning.line(text)
        if not _SPECIAL.search(text):
            return text
        return "".join(self._piece(piece) for piece in self._pieces(text))

    def words(self, text: str) -> str:
        """Plain text in which a dollar sign is one, as LaTeX."""
        if not text.isprintable():
            text = cleaning.line(text)
        return self._escaped(unicodedata.normalize("NFC", text)) if _SPECIAL.search(text) else text

    def letters(self, text: str) -> str:
        """Text of nothing but letters, stops and spaces, as LaTeX."""
        return _FOREIGN.sub(lambda match: self._table[ord(match[0])], text)

    def title(self, text: str) -> str:
        """A plain title with ``$…$`` as LaTeX, the words in braces that lose their sense in lower case."""
        if _ORDINARY.fullmatch(text):
            return text
        if not text.isprintable():
            text = cleaning.line(text)
        if not _SPECIAL.search(text):
            return _PROTECTED.sub(r"{\1}", text)
        return "".join(
            self._piece(piece) if _is_math(piece) else "".join(map(self._worded, enumerate(_PROTECTED.split(piece))))
            for piece in self._pieces(text)
        )

    def source(self, source: str) -> str:
        """Foreign LaTeX with what is known to be harmless; the rest of it as text."""
        if not source.isprintable():
            source = cleaning.line(source, longest=len(source))
        if not _MARKED.search(source):
            return source
        safe = self._safe(source)
        return safe if is_balanced(safe) else self._safe(source.replace("{", "").replace("}", ""))

    def _safe(self, source: str) -> str:
        pieces = _MATH.split(unicodedata.normalize("NFC", source)) if "$" in source else [source]
        return "".join(
            self._math(piece) if index % 2 and _is_sound(piece) else _TOKEN.sub(self._token, piece)
            for index, piece in enumerate(pieces)
        )

    def _pieces(self, text: str) -> list[str]:
        """Text and mathematics in turn; what cannot be mathematics is text."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return _MATH.split(text) if "$" in text else [text]

    def _piece(self, piece: str) -> str:
        return self._math(piece) if _is_math(piece) else self._escaped(piece)

    def _escaped(self, text: str) -> str:
        if _JOINED.search(text):
            text = _LIGATURE.sub(letters.BREAK, text)
        return text.translate(self._table)

    def _worded(self, numbered: tuple[int, str]) -> str:
        index, piece = numbered
        written = self._piece(piece) if index % 2 == 0 else piece.translate(self._table)
        return f"{{{written}}}" if index % 2 else written

    def _math(self, piece: str) -> str:
        """Mathematics with commands that are known; braces keep BibTeX from changing its case."""
        return f"{{{_MATH_TOKEN.sub(self._math_token, piece)}}}"

    def _math_token(self, match: re.Match[str]) -> str:
        word, space, sign, special, other = match.groups()
        if word:
            known = word in commands.MATHEMATICS or word in commands.SYMBOLS
            return f"\\{word}{space}" if known else f"\\mathrm{{{word}}}"
        if sign:
            return f"\\{sign}" if sign in _MATH_SIGNS else " "
        if special:
            return f"\\{special}"
        if other:
            return letters.mathematics_of(other) if self._table is letters.ASCII else other
        return "^"  # two of them are TeX's way to write any character, a backslash among them

    def _token(self, match: re.Match[str]) -> str:
        found = match[0]
        if match["accent"]:
            return found
        if match["word"]:
            return self._command(match["word"], " " if match["space"] else "", follows=match["follows"])
        if sign := match["sign"]:
            return _KEPT_SIGNS[sign] if sign in _KEPT_SIGNS else self._piece(sign)
        return "" if found == "\\" else found.translate(self._table)

    def _command(self, word: str, gap: str, *, follows: str) -> str:
        """A command of text, if it is known; of any other its argument is left, or its name."""
        known = commands.FONTS.get(word, word)
        if known in commands.TAKING:
            takes = follows == "{" or (len(word) == 1 and gap and follows.isalpha())
            return f"\\{known}{gap}" if takes else ""
        if known in commands.SYMBOLS:
            # BibTeX changes the case of what stands outside braces, names of commands included.
            return f"\\{known}{gap}" if known.islower() or follows == "{" else f"{{\\{known}}}{gap}"
        if follows == "{":
            return ""
        return f"{{\\ensuremath{{\\{word}}}}}{gap}" if word in commands.MATHEMATICS else f"{word}{gap}"


def is_balanced(text: str) -> bool:
    """True when every brace has its partner, escaped ones counted, as BibTeX counts."""
    if "{" not in text and "}" not in text:
        return True
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _is_math(piece: str) -> bool:
    return piece[:1] == "$" and bool(_MATH.fullmatch(piece)) and _is_sound(piece)


def _is_sound(piece: str) -> bool:
    """True for mathematics at which TeX does not stop, as far as can be told."""
    inside = piece[1:-1]
    fences = [len(re.findall(rf"\\{side}(?![a-z])", inside)) for side in ("left", "right")]
    return is_balanced(piece) and not _BAD_MATH.search(inside) and fences[0] == fences[1]


BIBTEX = Encoder(letters.ASCII)
BIBLATEX = Encoder(letters.UNICODE)
