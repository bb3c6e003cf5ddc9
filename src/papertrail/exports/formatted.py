"""Formatted references by the citation processor citeproc-py, in styles of our own or of any CSL file.

Its work is prepared and gone over, because it makes full stops double, takes letters without capitals for particles,
and knows nothing of lists of authors that go on. Foreign text is never markup on the way: marks are characters of the
private use area, which are taken out of all that goes in.
"""

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from lxml import etree

from papertrail.errors import PapertrailError, UnreadableFileError
from papertrail.exports import csl, editions, marked
from papertrail.exports.title_case import headline_case, sentence_case
from papertrail.records import full_name
from papertrail.references import Reference

LARGEST_STYLE = 4 * 1024 * 1024
"""Bytes of a CSL file."""

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_OTHERS = "\ue010"
"""Stands for the authors that a list does not name."""

_LEFT_OUT = frozenset(("abstract", "custom", "id", "keyword", "language"))
_INITIAL = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_][^-‐‑]*")
_ITALIC_ET_AL = f"{marked.ITALIC}et al.{marked.END}"
_MARKS = f"[{marked.END}-{marked.UNDERLINE}]"
_MORE = re.compile(rf"(?P<comma>[,;]?)\s*(?:(?:and|&|…|und|et|y),?\s+)*{_OTHERS}(?:,?\s*et al\.)?")
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
        name: (lambda text, mark=mark: f"{mark}{text}{marked.END}" if mark else str(text))
        for name, mark in {
            "Italic": marked.ITALIC, "Oblique": marked.ITALIC, "Bold": marked.BOLD, "Light": "",
            "Underline": marked.UNDERLINE, "Superscript": marked.SUPERSCRIPT, "Subscript": marked.SUBSCRIPT,
            "SmallCaps": marked.SMALL_CAPS,
        }.items()
    },
)  # fmt: skip


class Way(NamedTuple):
    """What a style of ours wants beside what its CSL file says."""

    title: Callable[[Reference], str]
    initials: Callable[[str], str] | None = None
    quoted: bool = False
    """Whether titles stand in quotation marks."""
    dotted: bool = False
    """Whether three full stops stand for authors left out, before the last."""
    et_al: str = "et al."


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


def _as_sentence(reference: Reference) -> str:
    return sentence_case(reference.title, reference.fields.get("title"))


def _as_bare_sentence(reference: Reference) -> str:
    return sentence_case(reference.title, reference.fields.get("title"), subtitle=False)


def _as_headline(reference: Reference) -> str:
    return headline_case(reference.title)


def _as_is(reference: Reference) -> str:
    return reference.title


def _bare_initials(given: str) -> str:
    return initials(given, dot="", between="", hyphen="")


STYLES: Mapping[str, Way] = {
    "apa": Way(_as_sentence, initials, dotted=True),
    "ieee": Way(_as_sentence, initials, quoted=True, et_al=_ITALIC_ET_AL),
    "chicago": Way(_as_headline, quoted=True),
    "acm": Way(_as_is),
    "mla": Way(_as_headline, quoted=True),
    "vancouver": Way(_as_bare_sentence, _bare_initials),
    "nature": Way(_as_sentence, initials, et_al=_ITALIC_ET_AL),
}
"""The styles that come along."""


def reference_text(reference: Reference, style: str = "apa") -> str:
    """One reference as plain text, in a style of ours or that of a CSL file.

    Raises:
        UnknownStyleError: there is no style of this name.
    """
    return marked.plain(reference_list([reference], style)[0])


def reference_list(references: Sequence[Reference], style: str) -> list[str]:
    """References as text with the marks of `marked`, in their order.

    Args:
        references: What to format.
        style: A name of `STYLES`, or the path of a CSL file.

    Raises:
        UnknownStyleError: there is no style of this name.
        UnreadableFileError: the file cannot be opened.
        StyleError: the file is no CSL style, or one without references.
    """
    if style in STYLES:
        return _formatted(references, _own(style), STYLES[style], Path(style))
    if not style.lower().endswith((".csl", ".xml")) and not Path(style).exists():
        raise UnknownStyleError(style)
    path = Path(style)
    return _formatted(references, _foreign(path), Way(_as_is, _kept), path)


def _kept(given: str) -> str:
    return given


@cache
def _own(name: str) -> CitationStylesStyle:
    with files("papertrail.exports").joinpath(f"styles/{name}.csl").open("rb") as file:
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


def _formatted(references: Sequence[Reference], style: CitationStylesStyle, way: Way, path: Path) -> list[str]:
    items = [{**_item(reference, way), "id": f"r{number}"} for number, reference in enumerate(references)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the processor does not know; it is left out
        try:
            bibliography = CitationStylesBibliography(style, CiteProcJSON(items), _FORMATTER)
            bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
            written = [str(entry) for entry in bibliography.bibliography()]
        except Exception as error:
            if way in STYLES.values():
                raise
            raise StyleError(path, f"{type(error).__name__}: {error}") from error
    repaired = [_repaired(entry, way.et_al) for entry in written]
    return [entry.replace(", … ", ", . . . ", 1) for entry in repaired] if way.dotted else repaired


def _item(reference: Reference, way: Way) -> dict[str, Any]:
    """A reference as the processor takes it."""
    title = re.sub(r"(?<=[^\s.])\.$", "", way.title(reference))
    found = csl.item(reference._replace(title=title, names=_people(reference.names, way), complete=True))
    item = {name: _bare(value) for name, value in found.items() if name not in _LEFT_OUT}
    if reference.names and not reference.complete:
        item["author"] = [*item["author"], {"literal": _OTHERS}]
    if "editor" in item:
        item["editor"] = list(_people(item["editor"], way))
    if way.quoted and "title" in item and item["type"] not in {"book", "report", "thesis"}:
        item["title"] = _requoted(item["title"])
    if edition := item.get("edition"):
        item["edition"] = editions.shown(edition)
    return item


def _people(names: Sequence[dict[str, str]], way: Way) -> tuple[dict[str, str], ...]:
    """Names with the initials that a style wants; one whose parts the processor would spoil is left whole."""
    people = []
    for name in names:
        given = name.get("given", "")
        if not given or way.initials is None:
            people.append(name)
        elif way.initials is _kept:  # the processor makes its own initials, of capitals only
            whole = all(word[0].isupper() for word in given.replace("-", " ").replace(".", " ").split())
            people.append(name if whole else {"literal": full_name(name)})
        else:
            people.append({**name, "given": way.initials(given)})
    return tuple(people)


def _bare(value: Any) -> Any:  # noqa: ANN401 - a part of a JSON object
    """The same without the characters that are marks here."""
    if isinstance(value, str):
        return marked.FOREIGN.sub("", value)
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return {name: _bare(part) for name, part in value.items()} if isinstance(value, dict) else value


def _requoted(title: str) -> str:
    """A title for quotation marks: those inside it become single."""
    tags = re.split(r'(<span class="nocase">)', title)
    plain = (re.sub(r"[“\"]([^“”\"]*)[”\"]", r"‘\1’", piece) for piece in tags[::2])
    return "".join(piece for pair in zip(plain, [*tags[1::2], ""], strict=True) for piece in pair)


def _repaired(entry: str, et_al: str) -> str:
    entry = _MORE.sub(rf"\g<comma> {et_al}", entry.replace("\u2060", "").strip())
    for pattern, written in _REPAIRS:
        entry = pattern.sub(written, entry)
    return entry
