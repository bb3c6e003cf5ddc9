"""Formatted references by the citation processor citeproc-py, in styles of our own or of any CSL file.

What the processor prints is gone over, because it doubles full stops and does not know lists of authors that go on.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from lxml import etree

from papertrail.bibliography.record import Record
from papertrail.bibliography.styles import output
from papertrail.bibliography.styles.item import APART, FOREIGN, OTHERS, Way, as_is, item
from papertrail.bibliography.styles.title_case import headline_case, sentence_case
from papertrail.errors import PapertrailError, UnreadableFileError
from papertrail.text.marked import Text

LARGEST_STYLE = 4 * 1024 * 1024
"""Bytes of a CSL file."""

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_INITIAL = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_][^-‐‑]*")
_ITALIC_ET_AL = f"{output.ITALIC}et al.{output.END}"
_MARKS = f"[{output.END}-{output.UNDERLINE}]"
_MORE = re.compile(rf"(?P<comma>[,;]?)\s*(?:(?:and|&|…|und|et|y),?\s+)*{OTHERS}(?:,?\s*et al\.)?")
_REPAIRS = (
    (re.compile(rf"([?!…]{_MARKS}*[”’]?{_MARKS}*)\."), r"\1"),
    (re.compile(rf"([?!]){_MARKS}*,”"), r"\1”"),
    (re.compile(rf",”({_MARKS}*)\."), r".”\1"),
    (re.compile(rf"([?!.])([”’]{_MARKS}*|{_MARKS}+)\."), r"\1\2"),
    (re.compile(r"(?<![.])\.\.(?![.])"), "."),
    (re.compile(rf"([?!])({_MARKS}*),(?= )"), r"\1\2"),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(rf" ({_MARKS}*)(?=[,;.](?:\s|$))"), r"\1"),
)
_FORMATTER = SimpleNamespace(
    preformat=str,
    **{
        name: (lambda text, mark=mark: f"{mark}{text}{output.END}" if mark else str(text))
        for name, mark in {
            "Italic": output.ITALIC, "Oblique": output.ITALIC, "Bold": output.BOLD, "Light": "",
            "Underline": output.UNDERLINE, "Superscript": output.SUPERSCRIPT, "Subscript": output.SUBSCRIPT,
            "SmallCaps": output.SMALL_CAPS,
        }.items()
    },
)  # fmt: skip


class StyleError(PapertrailError):
    """A file is no style with which references can be formatted."""

    exit_code = 4

    def __init__(self, path: Path, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{path} is no style for references: {reason}", hint=hint)


class UnknownStyleError(PapertrailError):
    """There is no style of this name."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no style {name!r}", hint=f"there are {', '.join(STYLES)}, and any .csl file")


def initials(given: str, *, dot: str = ".", between: str = " ", hyphen: str = "-") -> str:
    """The first letters of given names: "Jean-Baptiste Q." is "J.-B. Q."; names without capitals stay whole."""
    words = given.replace(".", ". ").split()
    if not all((found := _INITIAL.search(word)) and found[0].lower() != found[0].upper() for word in words):
        return given
    short = (
        word if word.islower() else hyphen.join(f"{letters[0]}{dot}" for letters in _LETTERS.findall(word))
        for word in words
    )
    return between.join(short)


def _as_bare_sentence(title: Text) -> Text:
    return sentence_case(title, subtitle=False)


def _bare_initials(given: str) -> str:
    return initials(given, dot="", between="", hyphen="")


STYLES: Mapping[str, Way] = {
    "apa": Way(sentence_case, initials, dotted=True),
    "ieee": Way(sentence_case, initials, quoted=True, et_al=_ITALIC_ET_AL),
    "chicago": Way(headline_case, quoted=True),
    "acm": Way(as_is),
    "mla": Way(headline_case, quoted=True),
    "vancouver": Way(_as_bare_sentence, _bare_initials),
    "nature": Way(sentence_case, initials, et_al=_ITALIC_ET_AL),
}
"""The styles that come along."""


def reference_text(record: Record, style: str = "apa") -> str:
    """One reference as plain text, in a style of ours or that of a CSL file.

    Raises:
        UnknownStyleError: there is no style of this name.
    """
    return output.plain(reference_list([record], style)[0])


def reference_list(records: Sequence[Record], style: str) -> list[str]:
    """References as text with the marks of `output`, in the order of their records.

    Args:
        records: What to format.
        style: A name of `STYLES`, or the path of a CSL file.

    Raises:
        UnknownStyleError: there is no style of this name.
        UnreadableFileError: the file cannot be opened.
        StyleError: the file is no CSL style, or one without references.
    """
    if style in STYLES:
        return _formatted(records, _own(style), STYLES[style], Path(style))
    if not style.lower().endswith((".csl", ".xml")) and not Path(style).exists():
        raise UnknownStyleError(style)
    path = Path(style)
    return _formatted(records, _foreign(path), FOREIGN, path)


@cache
def _own(name: str) -> CitationStylesStyle:
    with files(__name__).joinpath(f"{name}.csl").open("rb") as file:
        return CitationStylesStyle(file, locale="en-US", validate=False)


def _foreign(path: Path) -> CitationStylesStyle:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFileError(path, getattr(error, "strerror", None) or str(error)) from None
    if len(data) > LARGEST_STYLE or b"<!DOCTYPE" in data:
        raise StyleError(path, "it is too large" if len(data) > LARGEST_STYLE else "no style defines entities")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise StyleError(path, f"it is no XML ({error.msg})") from None
    if root.tag != f"{_NAMESPACE}style":
        raise StyleError(path, "it is no CSL file")
    if root.find(f"{_NAMESPACE}bibliography") is None:
        parents = [
            link.get("href") for link in root.iter(f"{_NAMESPACE}link") if link.get("rel") == "independent-parent"
        ]
        hint = f"it refers to {parents[0]}: name that style's file" if parents else None
        raise StyleError(path, "it has no references of its own", hint=hint)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return CitationStylesStyle(str(path), validate=False)
        except Exception as error:
            raise StyleError(path, f"{type(error).__name__}: {error}") from error


def _formatted(records: Sequence[Record], style: CitationStylesStyle, way: Way, path: Path) -> list[str]:
    items = [{**item(record, way), "id": f"r{number}"} for number, record in enumerate(records)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the processor does not know; it is left out
        try:
            bibliography = CitationStylesBibliography(style, CiteProcJSON(items), _FORMATTER)
            bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
            written = [str(entry) for entry in bibliography.bibliography()]
        except Exception as error:
            if way is not FOREIGN:
                raise
            raise StyleError(path, f"{type(error).__name__}: {error}") from error
    repaired = [_repaired(entry, way.et_al) for entry in written]
    return [entry.replace(", … ", ", . . . ", 1) for entry in repaired] if way.dotted else repaired


def _repaired(entry: str, et_al: str) -> str:
    entry = _MORE.sub(rf"\g<comma> {et_al}", entry.replace(APART, "").strip())
    for pattern, written in _REPAIRS:
        entry = pattern.sub(written, entry)
    return entry
