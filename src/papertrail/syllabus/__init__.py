"""A syllabus file to a course: every mistake named with its line, or the whole of it understood."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from papertrail.bibliography.reading.course_bibliography import read as read_bibliography
from papertrail.bibliography.record import Record
from papertrail.errors import UnreadableFileError
from papertrail.mistakes import MalformedFileError, Mistake, quoted
from papertrail.syllabus import checks
from papertrail.syllabus.findings import Finding
from papertrail.syllabus.model import Course, Critique, Deadline, Document, Reading, ReadingList, Session, Week
from papertrail.syllabus.shape import shape
from papertrail.syllabus.source import Source
from papertrail.syllabus.works import Works

__all__ = ["Course", "Critique", "Deadline", "Reading", "ReadingList", "Session", "Syllabus", "Week", "read"]


@dataclass(frozen=True)
class Syllabus:
    """A course as its file describes it."""

    course: Course
    critique: Critique | None
    weeks: list[Week]
    sessions: list[Session]
    lists: list[ReadingList]
    deadlines: list[Deadline]
    records: dict[str, Record]
    """The works that the readings cite, by citation key; without those that only the library knows."""
    path: Path
    bibliographies: tuple[Path, ...]
    """The bibliographies that were named beside the file."""
    digest: str
    """SHA-256 over the file and its bibliographies, in hexadecimal."""

    @property
    def readings(self) -> list[Reading]:
        """Every reading: those of the sessions, then those of the lists."""
        sessions = [reading for session in self.sessions for reading in session.readings]
        return sessions + [reading for entry in self.lists for reading in entry.readings]


def read(path: Path, *, bibliographies: Sequence[Path] = (), known: Collection[str] = ()) -> Syllabus:
    """Read a syllabus with the bibliographies it names.

    Args:
        path: The TOML file.
        bibliographies: BibTeX files besides those that the file names.
        known: Citation keys of the library, which may be cited too. With titles (a mapping), a work that is written
            out in the file gets the key it has in the library under the same title, and never that of another.

    Raises:
        MalformedFileError: something is wrong in the file or its bibliographies; it has all the mistakes.
        UnreadableFileError: the file, or one of `bibliographies`, cannot be opened.
    """
    source = Source(path)
    found = shape(source.values(), lambda: source.positions)
    shelf = _Shelf()
    for extra in bibliographies:
        shelf.add(extra)
    if found.document is None:
        raise MalformedFileError([*source.placed(found.findings), *shelf.mistakes])
    document = found.document
    missing = _named_bibliographies(path, document, shelf)
    trusted = not missing and not any(out[:2] == ("course", "bibliography") for out in found.left_out)
    works = Works(shelf.records, known)
    later = [*missing, *checks.ways(document, found.damaged)]
    if trusted:
        later += checks.citations(document, works, shelf.broken)
    records = works.name(document)
    later += checks.course(document, found.damaged)
    findings = [*found.findings, *(finding._replace(path=found.original(finding.path)) for finding in later)]
    if findings or shelf.mistakes:
        raise MalformedFileError([*source.placed(findings), *shelf.mistakes])
    digest = hashlib.sha256(source.data + "".join(shelf.digests).encode()).hexdigest()
    return _syllabus(document, records, path, tuple(bibliographies), digest)


def _syllabus(
    document: Document, records: dict[str, Record], path: Path, bibliographies: tuple[Path, ...], digest: str
) -> Syllabus:
    parts = {name: part for name, part in document if name != "version"}
    return Syllabus(**parts, records=records, path=path, bibliographies=bibliographies, digest=digest)


@dataclass
class _Shelf:
    """The bibliographies of one syllabus, read once each; the first record of a key counts."""

    records: dict[str, Record] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    digests: list[str] = field(default_factory=list)
    _paths: set[Path] = field(default_factory=set)
    _keys: dict[str, Record] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Read one file, unless it was read before."""
        if path.resolve() in self._paths:
            return
        self._paths.add(path.resolve())
        read = read_bibliography(path)
        self.digests.append(read.digest)
        self.mistakes += read.mistakes
        self.broken |= {key.lower() for key in read.broken}
        for record in read.records.values():
            self._add(path, record)

    def _add(self, path: Path, record: Record) -> None:
        first = self._keys.setdefault(record.key.lower(), record)
        if first is record:
            self.records[record.key] = record
        elif first.title != record.title:
            sentence = f"entry {quoted(record.key)} is another work than in the bibliography before"
            self.mistakes.append(Mistake(path, record.line, sentence, "give one of them another key"))


def _named_bibliographies(path: Path, document: Document, shelf: _Shelf) -> list[Finding]:
    findings = []
    for place, name in enumerate(document.course.bibliography):
        where = ("course", "bibliography", place)
        try:
            target = path.parent / name
            if target.exists() and not target.is_file():
                findings.append(Finding(where, f"the bibliography {quoted(name)} is no file"))
                continue
            shelf.add(target)
        except (UnreadableFileError, OSError, ValueError, RuntimeError) as error:
            reason = str(error).rpartition(": ")[2]
            sentence = f"cannot read the bibliography {quoted(name)}: {reason}"
            findings.append(Finding(where, sentence, "its path is relative to this file"))
    return findings
