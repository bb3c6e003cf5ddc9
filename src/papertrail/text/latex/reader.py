r"""LaTeX on its way to pieces of text, command by command."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from papertrail import cleaning
from papertrail.text import braces, formulas, symbols
from papertrail.text.marked import Mark, Piece, Run, run

_DEEPEST = 40
"""How far groups and arguments may lie within each other; braces that lie deeper are no groups."""

_ORDINARY = re.compile(r"(?:[^\\{}$~`'!?-]+|-(?!-)|'(?!')|[!?](?!`))+")
_LIGATURE = re.compile(r"---|--|``|''|[?!]`|[~`]")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)(\s*)|(.))", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
_BLANK = re.compile(r"\s*")
_BRANCHES = re.compile(r".{0,200}?\\else(?![A-Za-z])\s*(.{0,200}?)\\fi(?![A-Za-z])\s*", re.DOTALL)
_BRANCHES_IN_FORMULA = re.compile(r"\\ifmmode(?![A-Za-z])\s*(.*?)\\else(?![A-Za-z]).*?\\fi(?![A-Za-z])", re.DOTALL)

_DOLLARS = re.compile(r"(\$\$?)((?:[^$\\]|\\.){1,1000})\1(?=(\d?))", re.DOTALL)
_BRACKETS = {
    "(": re.compile(r"((?:[^\\]|\\[^)]){0,1000}?)\\\)", re.DOTALL),
    "[": re.compile(r"((?:[^\\]|\\[^\]]){0,1000}?)\\\]", re.DOTALL),
}
_SURELY_FORMULA = re.compile(r"[\\_^{]")
_WORDS_OF_DIGITS = re.compile(r"\{\\mbox\{(\d+)\}\}")
_NO_NUCLEUS = re.compile(r"\{\}(?=[_^])")
_FORMULA_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MEANT_AS_TEXT = {
    "<": "<", ">": ">", "|": "|", r"\less": "<", r"\greater": ">", r"\lt": "<", r"\gt": ">", r"\mathsemicolon": ";",
    r"\mathcolon": ":", r"\mathplus": "+", r"\backslash": "\\", r"\vert": "|",
}  # fmt: skip
"""Formulae with which programs write signs of text."""

_MARKS = symbols.FONTS | dict.fromkeys(("mbox", "hbox", "NoCaseChange"), Mark.CASE)
_SWITCHES = {
    "em": Mark.ITALIC, "it": Mark.ITALIC, "itshape": Mark.ITALIC, "sl": Mark.ITALIC, "slshape": Mark.ITALIC,
    "bf": Mark.BOLD, "bfseries": Mark.BOLD, "sc": Mark.SMALL_CAPS, "scshape": Mark.SMALL_CAPS, "tt": Mark.MONOSPACE,
    "ttfamily": Mark.MONOSPACE, "sf": Mark.SANS, "sffamily": Mark.SANS,
}  # fmt: skip
"""What holds to the end of its group."""

_NOTHING = frozenset(
    (
        "rm", "rmfamily", "upshape", "mdseries", "normalfont", "protect", "relax", "textrm", "textup", "textmd",
        "textnormal", "text", "fi", "allowbreak", "nobreak", "newblock", "leavevmode", "boldmath", "unboldmath", "tiny",
        "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge",
    )
)  # fmt: skip
"""Commands that only what stands behind them speaks for."""

_SPACES = {
    "-": "", "/": "", "!": "", "@": "", "*": "", ",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "\\": " ",
    "\n": " ", "\t": " ", "\r": " ",
}  # fmt: skip
_NAMED_SPACES = frozenset(
    ("space", "quad", "qquad", "enspace", "enskip", "thinspace", "medspace", "thickspace", "newline", "linebreak",
     "nobreakspace", "par", "hfill", "xspace")
)  # fmt: skip

Unknown = Callable[[str], None]


class Reader:
    """A source on its way to pieces."""

    def __init__(self, source: str, on_unknown: Unknown | None = None, level: int = 0) -> None:
        self.source = source
        self.on_unknown = on_unknown
        self.at = 0
        self.level = level
        """How many groups, arguments and switches lie around what is read."""
        self.cased = False
        """Whether a group around it keeps the case already."""
        self.quotations = 0
        """How many quotations lie around what is read."""

    def all(self) -> list[Piece]:
        """All of it; a brace without a partner is nothing."""
        found = self.pieces()
        while self.at < len(self.source):
            self.at += 1
            found += self.pieces()
        return found

    def pieces(self) -> list[Piece]:
        """What stands up to the end of the group, or of all."""
        found: list[Piece] = []
        while self.at < len(self.source):
            if match := _ORDINARY.match(self.source, self.at):
                found.append(match[0])
                self.at = match.end()
                continue
            char = self.source[self.at]
            if char == "}":
                break
            found += self.special(char)
        return found

    def special(self, char: str) -> Iterable[Piece]:
        """A group, a command, a formula, or a ligature."""
        if char == "{":
            return self.group()
        if char == "\\":
            return self.command()
        if char == "$":
            return self.dollars()
        match = _LIGATURE.match(self.source, self.at)
        self.at += len(match[0]) if match else 1
        return (symbols.LIGATURES[match[0]] if match else char,)

    def group(self, mark: Mark | None = Mark.CASE) -> Iterable[Piece]:
        """A group in braces, which keeps the case of its letters; the argument of a command does not."""
        self.at += 1
        if self.level >= _DEEPEST:
            return ()
        if self.cased or self.source.startswith("\\", self.at):
            mark = None if mark is Mark.CASE else mark
        was_cased, self.cased = self.cased, self.cased or mark is Mark.CASE
        self.level += 1
        found = self.pieces()
        self.level -= 1
        self.cased = was_cased
        if self.at >= len(self.source):  # it does not end
            return found
        self.at += 1
        return run(mark, found) if mark else found

    def argument(self, mark: Mark | None = None) -> Iterable[Piece]:
        """What a command takes: a group, a command, or one character."""
        if blank := _BLANK.match(self.source, self.at):
            self.at = blank.end()
        if self.source.startswith("{", self.at):
            return self.group(mark)
        if self.at >= len(self.source) or self.source[self.at] in "}$" or self.level >= _DEEPEST:
            return ()
        if self.source[self.at] == "\\":
            self.level += 1
            found = self.command()
            self.level -= 1
        else:
            found = (self.source[self.at],)
            self.at += 1
        return run(mark, found) if mark else found

    def raw(self) -> str:
        """The source of a group, without its braces; empty where there is none."""
        if not self.source.startswith("{", self.at):
            return ""
        start, end = self.at + 1, braces.closing(self.source, self.at, escapes=True)
        self.at = len(self.source) if end is None else end + 1
        return self.source[start:end]

    def command(self) -> Iterable[Piece]:
        """What a command stands for, with what it takes."""
        match = _COMMAND.match(self.source, self.at)
        if not match:  # a backslash at the end of all
            self.at += 1
            return ("\\",)
        self.at = match.end()
        if sign := match[3]:
            return self.sign(sign)
        if (meant := symbols.TEXT.get(match[1])) is not None:
            return (meant, " ") if match[2] and match[1] == "fg" else (meant,)
        return self.word(match[1]) if match[1] in _WORDS else self.rare(match)

    def word(self, word: str) -> Iterable[Piece]:
        """A command that says something of what it takes, or of what follows."""
        if mark := _MARKS.get(word):
            return self.argument(None if mark is Mark.CASE and self.cased else mark)
        if word in _SWITCHES:
            return self.switch(_SWITCHES[word])
        if word in _CONSTRUCTS:
            return _CONSTRUCTS[word](self)
        return (" ",) if word in _NAMED_SPACES else ()

    def rare(self, match: re.Match[str]) -> Iterable[Piece]:
        """An accent, a rare letter, or a command that is not known."""
        word: str = match[1]
        if word in symbols.ACCENTS or word in symbols.RARE_ACCENTS:
            return self.accent(word, match[0])
        meant = symbols.rare(word)
        return (meant,) if meant else self.unknown(match)

    def sign(self, sign: str) -> Iterable[Piece]:
        """A command of one sign: an accent, a formula, a space, or a sign that is meant as it is."""
        if sign in symbols.ACCENTS:
            return self.accent(sign, sign)
        if sign in _BRACKETS and (match := _BRACKETS[sign].match(self.source, self.at)):
            self.at = match.end()
            return self.formula(match[1], rf"\{sign}{match[1]}\{')' if sign == '(' else ']'}")
        return (_SPACES.get(sign, sign),)

    def switch(self, mark: Mark) -> Iterable[Piece]:
        """The rest of the group, in another font."""
        if self.level >= _DEEPEST:
            return ()
        self.level += 1
        found = self.pieces()
        self.level -= 1
        return run(mark, found)

    def accent(self, name: str, written: str) -> Iterable[Piece]:
        """A letter with its accent; where no letter follows, the accent as it is written before what follows."""
        was_cased, self.cased = self.cased, True
        found = list(self.argument())
        self.cased = was_cased
        letters = _bare(found)
        if not _LETTER.match(letters):
            return (written, *found)
        accent = symbols.ACCENTS.get(name) or symbols.RARE_ACCENTS[name]
        first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
        return (unicodedata.normalize("NFC", first + accent + letters[1:]),)

    def unknown(self, match: re.Match[str]) -> Iterable[Piece]:
        r"""A command that is not known, exactly as it is written, with its arguments: ``\decay{\Bs}{\epem}``."""
        if self.on_unknown:
            self.on_unknown(f"\\{match[1]}")
        self.at = match.end(1)
        while self.source.startswith("{", self.at):
            self.raw()
        return (self.source[match.start() : self.at],)

    def dollars(self) -> Iterable[Piece]:
        """A formula between dollar signs, or a dollar sign."""
        match = _DOLLARS.match(self.source, self.at)
        if not match or not _is_formula(match[2], match[3]):
            self.at += 1
            return ("$",)
        self.at = match.end()
        return self.formula(match[2], match[0])

    def formula(self, tex: str, written: str) -> Iterable[Piece]:
        """A formula; as it is written where TeX would stop at it."""
        tex = cleaning.line(_BRANCHES_IN_FORMULA.sub(r"\1", tex), longest=formulas.LONGEST + 1)
        tex = _NO_NUCLEUS.sub("", _WORDS_OF_DIGITS.sub(r"{\1}", tex), count=1) if "{" in tex else tex
        if not tex:
            return ()
        if tex[-1] == "\\" and not tex.endswith("\\\\"):  # a command for a space has lost it
            tex += " "
        if (meant := _MEANT_AS_TEXT.get(tex)) is not None:
            return (meant,)
        if not formulas.is_sound(tex):
            return (written,)
        if self.on_unknown:
            for name in _FORMULA_COMMAND.findall(tex):
                if name not in symbols.MATHEMATICS and name not in symbols.IN_MATHEMATICS:
                    self.on_unknown(f"\\{name}")
        return (Run(Mark.MATH, (tex,)),)

    def ensured(self) -> Iterable[Piece]:
        r"""What ``\ensuremath`` holds: a sign of text, or a formula."""
        start = self.at
        tex = self.raw().strip()
        if (meant := symbols.ENSURED.get(tex)) is not None:
            return (meant,)
        return self.formula(tex, rf"\ensuremath{self.source[start : self.at]}")

    def branches(self) -> Iterable[Piece]:
        r"""The text of ``\ifmmode … \else … \fi``, which the American Physical Society writes."""
        match = _BRANCHES.match(self.source, self.at)
        if not match or self.level >= _DEEPEST:
            return ()
        self.at = match.end()
        inner = Reader(match[1], self.on_unknown, self.level + 1)
        inner.cased = self.cased
        return inner.all()

    def link(self) -> Iterable[Piece]:
        r"""The words of ``\href``; its address where it has none."""
        target = self.raw()
        return self.argument() or (address(target),)

    def target(self) -> Iterable[Piece]:
        r"""The address of ``\url``."""
        return (address(self.raw()),)

    def unseen(self) -> Iterable[Piece]:
        r"""Nothing: what ``\label`` and ``\hspace`` take is not printed."""
        self.raw()
        return ()

    def second(self) -> Iterable[Piece]:
        r"""What stands behind the first argument of ``\foreignlanguage`` or ``\textcolor``."""
        self.raw()
        return self.argument()

    def quotation(self) -> Iterable[Piece]:
        r"""What ``\enquote`` takes, between quotation marks: single ones within double ones."""
        self.quotations += 1
        begin, end = "“”" if self.quotations % 2 else "‘’"
        found = self.argument()
        self.quotations -= 1
        return (begin, *found, end)

    def capitals(self) -> Iterable[Piece]:
        r"""What ``\uppercase`` takes."""
        return (_bare(self.argument()).upper(),)

    def small_letters(self) -> Iterable[Piece]:
        r"""What ``\lowercase`` takes."""
        return (_bare(self.argument()).lower(),)


_CONSTRUCTS: dict[str, Callable[[Reader], Iterable[Piece]]] = {
    "label": Reader.unseen, "index": Reader.unseen, "hspace": Reader.unseen, "vspace": Reader.unseen,
    "phantom": Reader.unseen, "noopsort": Reader.unseen, "selectlanguage": Reader.unseen,
    "foreignlanguage": Reader.second, "textcolor": Reader.second, "enquote": Reader.quotation,
    "mkbibquote": Reader.quotation,
    "ensuremath": Reader.ensured, "ifmmode": Reader.branches, "href": Reader.link, "url": Reader.target,
    "path": Reader.target, "nolinkurl": Reader.target, "uppercase": Reader.capitals,
    "MakeUppercase": Reader.capitals, "lowercase": Reader.small_letters, "MakeLowercase": Reader.small_letters,
}  # fmt: skip
_WORDS = frozenset((*_MARKS, *_SWITCHES, *_CONSTRUCTS, *_NAMED_SPACES, *_NOTHING))


def _is_formula(tex: str, digit: str) -> bool:
    """True for a formula, not for sums of money: as in pandoc, nothing blank inside it, and no digit after it."""
    if tex in _MEANT_AS_TEXT or _SURELY_FORMULA.search(tex):
        return True
    return not (digit or tex[0].isspace() or tex[-1].isspace())


def _bare(pieces: Iterable[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else _bare(piece.pieces) for piece in pieces)


def address(source: str) -> str:
    """An address without the escapes that LaTeX asks for; nothing else in it is markup."""
    if "\\" in source:
        source = re.sub(r"^\s*\\(?:url|path|nolinkurl)\s*\{(.*)\}\s*$", r"\1", source)
        source = re.sub(r"\$\\sim\$|\\(?:text(?:ascii)?tilde|sim)(?![A-Za-z])\s?|\\~(?:\{\})?", "~", source)
        source = re.sub(r"\\textunderscore(?![A-Za-z])\s?", "_", source)
        source = re.sub(r"\\([_%&#~$])", r"\1", source)
    return source.replace("{", "").replace("}", "")
