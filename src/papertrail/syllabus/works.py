"""The works that readings name: cited from a bibliography, or written out in place and given a key here."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import count
from string import ascii_lowercase

from papertrail import identifiers
from papertrail.bibliography.keys import coined_key
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People, from_inverted, from_spoken
from papertrail.syllabus.model import Document, Reading, ReadingList, Session
from papertrail.syllabus.positions import Path

_TYPES = {
    "blog": "post-weblog", "book": "book", "code": "software", "course": "webpage", "news": "article-newspaper",
    "slides": "speech", "video": "motion_picture", "website": "webpage",
}  # fmt: skip
_PUBLISHED = frozenset(("book", "code"))
"""The kinds of which a syllabus names the publisher."""


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

    def __init__(self, records: Mapping[str, Record], known: Collection[str]) -> None:
        self._records = {key.lower(): record for key, record in records.items()}
        self._known = {key.lower(): key for key in known}
        self._titles = {key.lower(): title for key, title in known.items()} if isinstance(known, Mapping) else {}
        self._same = {mark: record.key for record in records.values() for mark in _marks(record)}

    def keys(self) -> list[str]:
        """Every key that may be cited."""
        return [record.key for record in self._records.values()] + list(self._known.values())

    def key(self, cite: str) -> str | None:
        """The key as it is spelled where it is defined; case does not count."""
        record = self._records.get(cite.lower())
        return record.key if record else self._known.get(cite.lower())

    def name(self, document: Document) -> dict[str, Record]:
        """Give every resolved reading its citation key, and return the records that the course cites."""
        cited: dict[str, Record] = {}
        for _, reading in readings(document):
            if reading.cite:
                reading.cite = self.key(reading.cite) or reading.cite
            elif reading.title and not reading.unresolved:
                reading.cite = self._written_out(reading)
            if reading.cite and (record := self._records.get(reading.cite.lower())):
                cited[record.key] = record
        return cited

    def _written_out(self, reading: Reading) -> str:
        record = _record(reading)
        marks = _marks(record)
        same = next((self._same[mark] for mark in marks if mark in self._same), None)
        if same:
            return same
        key = self._free(record)
        self._records[key.lower()] = replace(record, key=key)
        self._same.update(dict.fromkeys(marks, key))
        return key

    def _free(self, record: Record) -> str:
        """The coined key, with a letter where another work has it already."""
        coined, ours = coined_key(record), identifiers.folded(record.text("title"))
        for letters in count():
            key = coined + _letters(letters)
            title = self._titles.get(key)
            mine = title is not None and identifiers.folded(title) == ours
            if key not in self._records and (key not in self._known or mine):
                return key
        raise AssertionError


def _letters(number: int) -> str:
    """Nothing, b, c … z, then ba, bb: the work that came first keeps the plain key."""
    if not number:
        return ""
    rest, last = divmod(number, len(ascii_lowercase))
    return _letters(rest) + ascii_lowercase[last]


def _marks(record: Record) -> list[tuple[str, str]]:
    """What tells that two records are one work."""
    first = "".join(name.full for name in record.authors.names[:1])
    described = "|".join([identifiers.folded(record.text("title")), str(record.year), first])
    marks = [("arxiv", record.arxiv), ("doi", record.doi), ("described", described)]
    return [(what, value) for what, value in marks if value]


def _record(reading: Reading) -> Record:
    place = "publisher" if reading.kind in _PUBLISHED else "container-title"
    texts = {"title": reading.title, place: reading.venue, "DOI": reading.doi, "URL": reading.url}
    return Record(
        type=_type(reading),
        kind=reading.kind or "paper",
        texts={name: text for name, text in texts.items() if text},
        names={"author": People(tuple(map(_name, reading.authors)))} if reading.authors else {},
        dates={"issued": Date((reading.year,))} if reading.year else {},
        arxiv=reading.arxiv,
    )


def _type(reading: Reading) -> str:
    """A CSL type that claims no more than a syllabus tells."""
    found = _TYPES.get(reading.kind or "", "document")
    return "article" if found == "document" and reading.arxiv and not reading.venue else found


def _name(author: str) -> Name:
    return from_inverted(author) if "," in author else from_spoken(author)
