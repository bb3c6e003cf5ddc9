"""The BibTeX file of a course: the work of one careful hand, in which whatever is ambiguous is left out."""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from papertrail import cleaning
from papertrail.bibliography.reading.bibtex import Entries, tell_stray_braces
from papertrail.bibliography.reading.entries import RawEntry, Source
from papertrail.bibliography.reading.outcome import Reader
from papertrail.bibliography.record import Record
from papertrail.mistakes import Mistake, quoted
from papertrail.opening import contents

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a BibTeX file; beyond it a file is something else."""


@dataclass(frozen=True)
class Bibliography:
    """What a BibTeX file holds. No two records have the same key (whatever the case), arXiv id or DOI."""

    records: dict[str, Record] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    digest: str = ""
    """SHA-256 of the file's bytes, in hexadecimal."""
    broken: frozenset[str] = frozenset()
    """Keys of the entries that were left out because of a mistake."""


def read(path: Path) -> Bibliography:
    """Read the BibTeX file of a course; what is wrong with an entry is among the mistakes and costs no other entry.

    Raises:
        UnreadableFileError: the file cannot be opened, or is larger than `LARGEST_FILE`.
    """
    return _read_data(path, contents(path, largest=LARGEST_FILE))


@lru_cache(maxsize=2)
def _read_data(path: Path, data: bytes) -> Bibliography:
    """Several courses cite one bibliography: it is understood once."""
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:2]:
        mistake = Mistake(path, 1, "the file is not UTF-8 text", "save it as UTF-8")
        return Bibliography(mistakes=(mistake,), digest=digest)
    source = Source(data.decode("utf-8-sig", errors="surrogateescape"))
    shelf = _Shelf(Reader(path))
    for raw in source.entries():
        shelf.add(raw)
    tell_stray_braces(shelf.reader, source)
    return Bibliography(shelf.records, shelf.reader.outcome().mistakes, digest, frozenset(shelf.broken))


class _Shelf:
    """The records of a course's bibliography, of which no two are one work."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.records: dict[str, Record] = {}
        self.broken: set[str] = set()
        self._entries = Entries(reader, strict=True)
        self._seen: dict[tuple[str, str], str] = {}

    def add(self, raw: RawEntry) -> None:
        """Read one entry; it is left out when it is broken, has no title, or is there already."""
        raw.key = cleaning.line(raw.key)
        record = self._entries.record(raw)
        if record:
            self._keep(record)
        elif raw.key or raw.broken:
            self.broken.add(raw.key)

    def _keep(self, record: Record) -> None:
        marks = [("key", record.key.lower()), ("arXiv id", record.arxiv), ("DOI", record.doi)]
        for what, value in marks:
            first = self._seen.get((what, value)) if value else None
            if first:
                where = f"line {self.records[first].line}"
                sentence = f"entry {quoted(record.key)} has the same {what} as {quoted(first)} in {where}"
                self.reader.mistake(record.line, sentence, "drop one of the two")
                if what != "key":
                    self.broken.add(record.key)
                return
        self.records[record.key] = record
        self._seen.update({(what, value): record.key for what, value in marks if value})
