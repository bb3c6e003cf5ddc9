"""The works that readings name: cited from a bibliography, or written out in place and given a key here."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from string import ascii_lowercase

from papertrail import identifiers
from papertrail.bibliography import Entry
from papertrail.bibliography.names import MOST_COMMAS, parted
from papertrail.syllabus.model import Document, Reading, ReadingList, Session
from papertrail.syllabus.positions import Path

_LATEX = re.compile(r"[\\{}]")
_SPECIAL = re.compile(r"([&%$#_])")
_ENTRY_TYPES = {"book": ("book", "publisher")}


def readings(document: Document) -> Iterator[tuple[Path, Reading]]:
    """Every reading of the course with its path, in the order of the file's tables."""
    places: list[tuple[Path, Session | ReadingList]] = [
        *((("session", place), session) for place, session in enumerate(document.sessions)),
        *((("list", place), entry) for place, entry in enumerate(document.lists)),
    ]
    for path, holder in places:
        for row, reading in enumerate(holder.readings):
            yield (*path, "readings", row), reading


class Works:
    """The works of one syllabus, by citation key."""

    def __init__(self, entries: Mapping[str, Entry], known: Collection[str]) -> None:
        self._entries = {key.lower(): entry for key, entry in entries.items()}
        self._known = {key.lower(): key for key in known}
        self._titles = {key.lower(): title for key, title in known.items()} if isinstance(known, Mapping) else {}
        self._same = {mark: entry.key for entry in entries.values() for mark in _marks(entry)}

    def keys(self) -> list[str]:
        """Every key that may be cited."""
        return [entry.key for entry in self._entries.values()] + list(self._known.values())

    def key(self, cite: str) -> str | None:
        """The key as it is spelled where it is defined; case does not count."""
        entry = self._entries.get(cite.lower())
        return entry.key if entry else self._known.get(cite.lower())

    def name(self, document: Document) -> dict[str, Entry]:
        """Give every resolved reading its citation key, and return the entries that the course cites."""
        cited: dict[str, Entry] = {}
        for _, reading in readings(document):
            if reading.cite:
                reading.cite = self.key(reading.cite) or reading.cite
            elif reading.title and not reading.unresolved:
                reading.cite = self._written_out(reading)
            if reading.cite and (entry := self._entries.get(reading.cite.lower())):
                cited[entry.key] = entry
        return cited

    def _written_out(self, reading: Reading) -> str:
        entry = _entry(reading)
        marks = _marks(entry)
        same = next((self._same[mark] for mark in marks if mark in self._same), None)
        if same:
            return same
        key = self._free(entry)
        named = Entry(**{**vars(entry), "key": key})
        self._entries[key.lower()] = named
        self._same.update(dict.fromkeys(marks, key))
        return key

    def _free(self, entry: Entry) -> str:
        """The coined key, with a letter where another work has it already."""
        for letters in count():
            key = entry.key + _letters(letters)
            title = self._titles.get(key)
            mine = title is not None and identifiers.folded(title) == identifiers.folded(entry.title)
            if key not in self._entries and (key not in self._known or mine):
                return key
        raise AssertionError


def _letters(number: int) -> str:
    """Nothing, b, c … z, then ba, bb: the work that came first keeps the plain key."""
    if not number:
        return ""
    rest, last = divmod(number, len(ascii_lowercase))
    return _letters(rest) + ascii_lowercase[last]


def _marks(entry: Entry) -> list[tuple[str, str]]:
    """What tells that two entries are one work."""
    described = "|".join([identifiers.folded(entry.title), str(entry.year), *map(str, entry.names[:1])])
    marks = [("arxiv", entry.arxiv), ("doi", entry.doi), ("described", described)]
    return [(what, value) for what, value in marks if value]


def _entry(reading: Reading) -> Entry:
    title = reading.title or ""
    names = tuple(map(_name, reading.authors))
    first = names[0] if names else {}
    family = first.get("family") or first.get("literal", "").split(" ")[0]
    entry_type, venue_field = _ENTRY_TYPES.get(reading.kind or "", ("misc", "howpublished"))
    return Entry(
        key=identifiers.citation_key(family, reading.year, title),
        entry_type=entry_type,
        title=title,
        names=names,
        year=reading.year,
        venue=reading.venue,
        kind=reading.kind or "paper",
        arxiv=reading.arxiv,
        doi=reading.doi,
        url=reading.url,
        fields={venue_field: _SPECIAL.sub(r"\\\1", reading.venue)} if reading.venue else {},
    )


def _name(author: str) -> dict[str, str]:
    if _LATEX.search(author) or author.count(",") > MOST_COMMAS:
        return {"literal": author}
    return parted(author) or {"literal": author}
