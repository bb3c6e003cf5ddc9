"""An answer of arXiv's, an Atom feed: read once, strictly, so that a broken one is never taken for an empty one.

The `arxiv` package has a reader of its own, which mends what it can and leaves out what it cannot.
Source: https://info.arxiv.org/help/api/user-manual.html, section 3.3.
"""

import re
from collections import defaultdict
from typing import NamedTuple
from xml.parsers import expat

from papertrail.sources.retrying import TroubleError

DEEPEST = 32
"""Elements within elements; a real answer has five."""

_ATOM = "http://www.w3.org/2005/Atom"
_ARXIV = "http://arxiv.org/schemas/atom"
_FEED = f"{_ATOM} feed"
_ENTRY = (_FEED, f"{_ATOM} entry")
_TOTAL = (_FEED, "http://a9.com/-/spec/opensearch/1.1/ totalResults")
_TEXTS: dict[tuple[str, ...], str] = {
    **{(*_ENTRY, f"{_ATOM} {name}"): name for name in ("id", "title", "summary", "published", "updated")},
    **{(*_ENTRY, f"{_ARXIV} {name}"): name for name in ("comment", "journal_ref", "doi")},
    (*_ENTRY, f"{_ATOM} author", f"{_ATOM} name"): "author",
    _TOTAL: "",
}  # fmt: skip
"""The elements whose text is wanted, by their place."""
_TERMS: dict[tuple[str, ...], str] = {
    (*_ENTRY, f"{_ATOM} category"): "category",
    (*_ENTRY, f"{_ARXIV} primary_category"): "primary_category",
}
"""The elements whose attribute ``term`` is wanted."""

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,12})|([0-9]{1,12}));")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_UTF8 = {b"", b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class Entry(NamedTuple):
    """What arXiv says of one paper. Every text is as it came; what is not there is empty."""

    id: str
    """The address of its page, with the version: ``http://arxiv.org/abs/1706.03762v7``."""
    title: str
    summary: str
    published: str
    """The moment of the first version, and of this one."""
    updated: str
    comment: str
    journal_ref: str
    doi: str
    primary_category: str
    categories: tuple[str, ...]
    authors: tuple[str, ...]


class Feed(NamedTuple):
    """An answer."""

    entries: tuple[Entry, ...] = ()
    total: int = 0
    """How many results arXiv says there are; those of one batch, if all went well."""
    error: str | None = None
    """Why arXiv refuses the question: the sentence of the entry that stands for an error."""


def read(content: bytes) -> Feed:
    """Read an answer.

    Raises:
        TroubleError: it is not well-formed, no Atom feed, or has declarations that could blow up.
    """
    reader = _Reader()
    try:
        reader.read(_legal(content))
    except expat.ExpatError:
        raise TroubleError("its answer breaks off or is no valid XML", answered=True) from None
    return Feed(tuple(reader.entries), reader.total, reader.error)


def _legal(content: bytes) -> bytes:
    """The answer without the characters that XML forbids, which authors do put into abstracts."""
    encoding = _ENCODING.match(content)
    if encoding and encoding[1].lower() not in _UTF8:
        raise TroubleError("its answer is not UTF-8", answered=True)
    legal = _CONTROL.sub(b"", _REFERENCE.sub(_allowed, content))
    return legal.decode("utf-8", errors="replace").encode()


def _allowed(reference: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where it stands for what XML forbids."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    legal = code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000  # noqa: PLR2004 - the characters of XML 1.0
    return reference[0] if legal else b""


class _Reader:
    """Walks through the XML once."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.total = 0
        self.error: str | None = None
        self._path: list[str] = []
        self._values: dict[str, list[str]] = defaultdict(list)
        self._text: list[str] = []

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(content, True)  # noqa: FBT003 - its arguments have no names

    def _refuse(self, *_declaration: object) -> None:
        raise TroubleError("its answer has declarations that no feed needs", answered=True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST or self._path[0] != _FEED:
            raise TroubleError("its answer is no feed", answered=True)
        path = tuple(self._path)
        if path == _ENTRY:
            self._values.clear()
        elif path in _TEXTS:
            self._text.clear()
        elif path in _TERMS and "term" in attributes:
            self._values[_TERMS[path]].append(attributes["term"])

    def _data(self, data: str) -> None:
        self._text.append(data)

    def _end(self, _name: str) -> None:
        path = tuple(self._path)
        if path == _TOTAL:
            self.total = _count("".join(self._text))
        elif path in _TEXTS:
            self._values[_TEXTS[path]].append("".join(self._text))
        elif path == _ENTRY:
            self._close_entry()
        self._path.pop()

    def _close_entry(self) -> None:
        one = {name: values[0] for name, values in self._values.items()}
        lists = {"categories": tuple(self._values["category"]), "authors": tuple(self._values["author"])}
        entry = Entry(**{name: one.get(name, "") for name in Entry._fields} | lists)  # type: ignore[arg-type] # each by its name
        if "/api/errors" in entry.id:
            self.error = entry.summary.strip() or "unknown error"
        else:
            self.entries.append(entry._replace(id=entry.id.strip()))


def _count(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < len("1234567890") else 0
