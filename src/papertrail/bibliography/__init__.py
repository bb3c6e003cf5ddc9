"""BibTeX files read into entries: tolerant of every mistake, silent about none."""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from papertrail.bibliography.entry import CONFIDENCES, Entry, EntryReader
from papertrail.bibliography.source import Source
from papertrail.mistakes import Mistake
from papertrail.opening import contents

__all__ = ["CONFIDENCES", "LARGEST_FILE", "Bibliography", "Entry", "read"]

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a BibTeX file; beyond it a file is something else."""


@dataclass(frozen=True)
class Bibliography:
    """What a BibTeX file holds. No two entries have the same key (whatever the case), arXiv id or DOI."""

    entries: dict[str, Entry] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    digest: str = ""
    """SHA-256 of the file's bytes, in hexadecimal."""
    broken: frozenset[str] = frozenset()
    """Keys of the entries that were left out because of a mistake."""


def read(path: Path) -> Bibliography:
    """Read a BibTeX file; what is wrong with an entry is among the mistakes and costs no other entry.

    Raises:
        UnreadableFileError: the file cannot be opened, or is larger than `LARGEST_FILE`.
    """
    return _read(path, contents(path, largest=LARGEST_FILE))


@lru_cache(maxsize=2)
def _read(path: Path, data: bytes) -> Bibliography:
    """Several courses cite one bibliography: it is understood once."""
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:2]:
        mistake = Mistake(path, 1, "the file is not UTF-8 text", "save it as UTF-8")
        return Bibliography(mistakes=(mistake,), digest=digest)
    source = Source(data.decode("utf-8-sig", errors="surrogateescape"))
    reader = EntryReader(path)
    for raw in source.entries():
        reader.add(raw)
    for line in source.stray_braces():
        reader.mistake(line, "a closing brace has no opening one", "remove it, or open the brace before")
    mistakes = tuple(sorted(reader.mistakes, key=lambda mistake: mistake.line))
    return Bibliography(reader.entries, mistakes, digest, frozenset(reader.broken))
