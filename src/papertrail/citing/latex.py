r"""Citations in LaTeX: ``\cite`` and its family in LaTeX, natbib, biblatex and others, and the files that are read."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from papertrail.citing.dead_text import NOTHING, Sieve
from papertrail.citing.documents import Cited, End, Everything, Inclusion, Piece, Reader, Unclear
from papertrail.citing.lines import Lines
from papertrail.mistakes import quoted
from papertrail.text import braces

_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)\*?|.)", re.DOTALL)
_CITES = re.compile(
    r"[Cc]ite[A-Za-z]*|[A-Za-z]*cites?|(?:foot|full|mask|masked|no|poss|possessive|short)cite[A-Za-z]*"
    r"|(?:no)?bibentry|defcitealias|entrydata"
)
# Commands that are called as if they cited, and take something else.
_OTHERS = frozenset(
    (
        "bstctlcite", "citecolor", "citeindexfalse", "citeindextrue", "citeleft", "citemid", "citeneeded", "citepunct",
        "citereset", "citeright", "citesetup", "citestyle", "citetext", "citetrackerfalse", "citetrackertrue",
        "newcites",
    )
)  # fmt: skip
_READS = {
    "input": "input", "@input": "input", "@@input": "input", "include": "include", "subfile": "subfile",
    "subfileinclude": "subfile", "includestandalone": "include", "InputIfFileExists": "optional",
    "IfFileExists": "question", "import": "import", "inputfrom": "import", "includefrom": "import",
    "subimport": "subimport", "subinputfrom": "subimport", "subincludefrom": "subimport",
}  # fmt: skip
_RELATIVE = ("subfile", "subimport")
_DISTRIBUTED = frozenset(
    ("epsf", "glyphtounicode", "insbox", "pictex", "pdftexcmds", "xy", "xypic", "ifpdf", "iftex", "tikz", "pgfplots")
)
"""Files of TeX itself that documents read by this command."""

_SPACE = re.compile(rf"[\s{NOTHING}]*")
_OVERLAY = re.compile(r"<[^<>{}\\]*>")
_ROUND = re.compile(r"\([^(){}\\]*\)")
_KEYS = re.compile(r"\{([^{}\\#]*)\}")
_KEY = re.compile(r"[^,]+")
_NAMED = re.compile(rf'[\s{NOTHING}]*\{{([^{{}}]*)\}}|[ \t]+"?([^\s{{}}\\"%]+)"?|"([^"\n]*)"')
_GROUP = re.compile(r"\{([^{}]*)\}")
_DEFINES = frozenset(("DeclareRobustCommand", "newcommand", "providecommand", "renewcommand"))
_DEFINITION = re.compile(
    r"\s*(?:\{\s*\\(?P<name>[A-Za-z@]+)\s*\}|\\(?P<bare>[A-Za-z@]+))\s*\[\d\]\s*(?P<default>\[[^\[\]{}\\]*\])?\s*\{"
)
_PASSED = re.compile(r"\\([A-Za-z@]+)\*?\s*(?:\[[^\[\]{}\\]*\]\s*){0,2}\{#(\d)\}")
_LONGEST_DEFINITION = 400
_BRACKET = re.compile(r"\\.|[{}\[\]]|\n[ \t]*\n", re.DOTALL)


@lru_cache(1024)
def _cites(name: str) -> bool:
    return name not in _OTHERS and bool(_CITES.fullmatch(name))


def reader() -> Reader:
    """What reads one document, whose files share the commands that it defines."""
    return Latex()


class Latex:
    """The reader of one document: what a file of it defines counts in the next."""

    def __init__(self) -> None:
        self._sieve = Sieve()
        self._optional: set[str] = set()
        self._own: dict[str, int] = {}

    def __call__(self, text: str, path: Path) -> Iterator[Piece]:
        """Everything of interest in the text of a file, in order."""
        del path
        living = self._sieve.living(text)
        lines = Lines(text)
        yield from (
            self._known(piece) if isinstance(piece, Inclusion) else piece
            for piece in pieces(living.text, lines, self._own)
        )
        if living.ended:
            yield End()

    def _known(self, wanted: Inclusion) -> Inclusion:
        """An inclusion; one that the document has asked about may be missing."""
        names = {name.removesuffix(".tex") for name in wanted.names}
        if not wanted.needed:
            self._optional |= names
        return wanted._replace(needed=wanted.needed and not names & (self._optional | _DISTRIBUTED))


def pieces(text: str, lines: Lines, own: dict[str, int] | None = None) -> Iterator[Piece]:
    """Everything of interest in a text without dead parts.

    Args:
        text: The text.
        lines: Those of the text as it was.
        own: The document's own commands that cite an argument, with its number; those defined here are added.
    """
    arguments, own = Arguments(text), {} if own is None else own
    for match in _COMMAND.finditer(text):
        name = match[1]
        if not name:
            continue
        if name in _READS:
            yield from _inclusion(arguments, match.end(), _READS[name], lines)
        elif name in _DEFINES:
            own.update(_defined(text, match.end()))
        elif name in own:
            yield from _keys(arguments.nth(match.end(), own[name]), name, lines)
        elif _cites(name):
            yield from _keys(arguments.keys(match.end(), name), name, lines)


class Arguments:
    """The arguments behind the commands of a text without dead parts."""

    def __init__(self, text: str) -> None:
        self.text = text

    def keys(self, place: int, name: str) -> Iterator[tuple[int, str]]:
        """The lists of keys that a citing command is given, with their places."""
        several, volume = name.endswith("cites"), name.lower().endswith(("volcite", "volcites"))
        place = self.after_space(place)
        for _ in range(2 if several else 0):
            place = self.after_space(self.after(_ROUND, place))
        count = 0
        while found := _KEYS.match(self.text, self.noteless(place)):
            place = self.after_space(found.end())
            count += 1
            if not volume or not count % 2:
                yield found.start(1), found[1]
                if not several:
                    return

    def nth(self, place: int, number: int) -> Iterator[tuple[int, str]]:
        """The argument of this number, without optional ones, if it can be a list of keys; with its place."""
        for _ in range(number - 1):
            place = self.after(_GROUP, self.noteless(self.after_space(place)))
        if found := _KEYS.match(self.text, self.noteless(self.after_space(place))):
            yield found.start(1), found[1]

    def noteless(self, place: int) -> int:
        """The place behind the notes: optional arguments, and what beamer and apacite put between angles."""
        while self.text[place : place + 1] in {"[", "<"}:
            end = self.bracket_ends.get(place, place) if self.text[place] == "[" else self.after(_OVERLAY, place)
            if end == place:
                break
            place = self.after_space(end)
        return place

    def after(self, pattern: re.Pattern[str], place: int) -> int:
        """The place behind what fits, or the same place."""
        found = pattern.match(self.text, place)
        return found.end() if found else place

    def after_space(self, place: int) -> int:
        """The place behind white space."""
        return self.after(_SPACE, place)

    @cached_property
    def bracket_ends(self) -> dict[int, int]:
        """Where the optional argument ends that may begin at a bracket: at the next one in the same braces."""
        ends: dict[int, int] = {}
        groups: list[list[int]] = [[]]
        for match in _BRACKET.finditer(self.text):
            sign = match[0]
            if sign == "{":
                groups.append([])
            elif sign == "}":
                groups.pop()
                groups = groups or [[]]
            elif sign == "[":
                groups[-1].append(match.start())
            elif sign == "]":
                ends.update(dict.fromkeys(groups[-1], match.end()))
                groups[-1].clear()
            elif sign.startswith("\n"):
                groups[-1].clear()
        return ends


def _defined(text: str, place: int) -> Iterator[tuple[str, int]]:
    """The command that is defined here, if it cites what it is given, with the number of the argument in braces."""
    head = _DEFINITION.match(text, place)
    if not head:
        return
    until = min(head.end() + _LONGEST_DEFINITION, len(text))
    end = braces.closing(text, head.end() - 1, escapes=True, until=until)
    for match in _PASSED.finditer(text, head.end(), until if end is None else end):
        number = int(match[2]) - (1 if head["default"] else 0)
        if _cites(match[1]) and number > 0:
            yield head["name"] or head["bare"], number


def _keys(found: Iterable[tuple[int, str]], name: str, lines: Lines) -> Iterator[Piece]:
    for start, keys in found:
        for match in _KEY.finditer(keys):
            written = match[0].replace(NOTHING, "")
            key = " ".join(written.split())
            if key == "*" and name == "nocite":
                yield Everything()
            elif key:
                shift = len(match[0]) - len(match[0].lstrip(f"{NOTHING} \t\n"))
                yield Cited(key, lines.at(start + match.start() + shift))


def _inclusion(arguments: Arguments, place: int, sort: str, lines: Lines) -> Iterator[Piece]:
    folder, text = None, arguments.text
    place = place if sort == "input" else arguments.after_space(place)
    if sort in {"import", "subimport"}:
        found = _GROUP.match(text, place)
        if not found:
            return
        folder, place = _name(found[1]), arguments.after_space(found.end())
    elif sort == "include":
        place = arguments.noteless(place)
    found = _NAMED.match(text, place) if sort == "input" else _GROUP.match(text, place)
    if not found:
        return
    written = _name(next(filter(None, found.groups()), ""))
    if re.search(r"[\\#|]", f"{folder}{written}"):
        yield Unclear(f"which file {quoted(written)} is cannot be told here", lines.at(place))
    elif written:
        if sort == "subfile":  # what it reads itself is in its own folder
            folder, _, written = written.rpartition("/")
        names = (written,) if written.endswith(".tex") else (f"{written}.tex", written)
        yield Inclusion(
            names, lines.at(place), written, folder, sort not in _RELATIVE, sort not in {"optional", "question"}
        )


def _name(written: str) -> str:
    return written.replace(NOTHING, "").strip().strip('"')
