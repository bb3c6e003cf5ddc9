"""An arXiv answer looked over before the `arxiv` package reads it, which takes anything for an empty one."""

import re
from typing import NamedTuple
from xml.parsers import expat

from papertrail.sources.retrying import TroubleError

DEEPEST = 32
"""Elements within elements; a real answer has five."""

_ATOM = "http://www.w3.org/2005/Atom"
_FEED = f"{_ATOM} feed"
_ENTRY = (_FEED, f"{_ATOM} entry")
_TOTAL = (_FEED, "http://a9.com/-/spec/opensearch/1.1/ totalResults")
_WATCHED = {
    (*_ENTRY, f"{_ATOM} {name}"): name for name in ("id", "title", "summary", "published", "updated")
}  # fmt: skip

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,12})|([0-9]{1,12}));")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_UTF8 = {b"", b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class Survey(NamedTuple):
    """What an answer holds, as far as has to be known before it is read."""

    content: bytes
    """The answer without the characters that XML forbids."""
    total: int
    """How many results arXiv says there are; those of one batch, if all went well."""
    found: tuple[str, ...]
    """The addresses of its entries, in order."""
    error: str | None
    """The sentence of the entry that stands for an error."""


def survey(content: bytes) -> Survey:
    """Look an answer over.

    Raises:
        TroubleError: it is not well-formed, no Atom feed, or has declarations that could blow up.
    """
    encoding = _ENCODING.match(content)
    if encoding and encoding[1].lower() not in _UTF8:
        raise TroubleError("its answer is not UTF-8", answered=True)
    legal = _CONTROL.sub(b"", _REFERENCE.sub(_allowed, content))
    legal = legal.decode("utf-8", errors="replace").encode()
    reader = _Reader()
    try:
        reader.read(legal)
    except expat.ExpatError:
        raise TroubleError("its answer breaks off or is no valid XML", answered=True) from None
    return Survey(legal, reader.total, tuple(reader.found), reader.error)


def _allowed(reference: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where it stands for what XML forbids."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    legal = code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000  # noqa: PLR2004
    return reference[0] if legal else b""


class _Reader:
    """Walks through the XML once."""

    def __init__(self) -> None:
        self.total = 0
        self.found: list[str] = []
        self.error: str | None = None
        self._path: list[str] = []
        self._entry: dict[str, str] = {}
        self._text: list[str] | None = None

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

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST or self._path[0] != _FEED:
            raise TroubleError("its answer is no feed", answered=True)
        path = tuple(self._path)
        if path == _ENTRY:
            self._entry = {}
        self._text = [] if path in _WATCHED or path == _TOTAL else None

    def _data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end(self, _name: str) -> None:
        path = tuple(self._path)
        text = "".join(self._text or ())
        if path == _TOTAL:
            self.total = int(text) if text.strip().isdecimal() and len(text) < len("1234567890") else 0
        elif path in _WATCHED:
            self._entry.setdefault(_WATCHED[path], text.strip())
        elif path == _ENTRY:
            self._close_entry()
        self._path.pop()
        self._text = None

    def _close_entry(self) -> None:
        identity = self._entry.get("id", "")
        if "/api/errors" in identity:
            self.error = self._entry.get("summary") or "unknown error"
        else:
            self.found.append(identity)
