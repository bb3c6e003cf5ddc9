"""What a document cites, looked up in the library: the keys that are known, and the others with their places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from papertrail import cleaning
from papertrail.bibliography.keys import OWN_KEYS, renamed
from papertrail.bibliography.record import Record
from papertrail.citing import Citation, Citations, cited
from papertrail.cli.desk import Desk
from papertrail.cli.words import counted, say
from papertrail.errors import PapertrailError
from papertrail.grammar import all_of
from papertrail.identifiers import folded
from papertrail.library import reference_list
from papertrail.library.citation_keys import CITABLE, works_of
from papertrail.mistakes import quoted
from papertrail.people import byline

_MOST_SUGGESTED = 25
"""Unknown keys for which the library is searched; whoever has more cites another library."""

_MOST_SHOWN = 100
_BEGINNING = re.compile(r"[^\W\d]+\d{2,4}")


class UnknownKeysError(PapertrailError):
    """Documents cite keys that no work of the library has."""

    exit_code = 3

    def __init__(self, unknown: Sequence[Citation], suggestions: Mapping[str, Sequence[str]]) -> None:
        lines = [_told(citation, suggestions.get(citation.key, ())) for citation in unknown[:_MOST_SHOWN]]
        if len(unknown) > _MOST_SHOWN:
            lines.append(f"… and {len(unknown) - _MOST_SHOWN} more")
        are = "is" if len(unknown) == 1 else "are"
        sentence = "\n".join((f"{counted(len(unknown), 'cited key')} {are} not in the library:", *lines))
        super().__init__(sentence, hint="papertrail add takes arXiv ids, DOIs, titles and .bib files")


class CitedWorks(NamedTuple):
    """What documents cite, as far as the library has it."""

    everything: bool
    written: Mapping[str, Record]
    """The works by the keys under which they are to be written."""
    unknown: Sequence[Citation]
    pattern: str
    """Whose citation keys the documents use."""

    @property
    def keys(self) -> frozenset[str] | None:
        """The keys that the works have in the library; None where the documents cite all works."""
        return None if self.everything else frozenset(record.key for record in self.written.values())

    def named(self, records: Sequence[Record], renamed: Sequence[Record]) -> Iterator[tuple[str, Record]]:
        """Records as they are to be written, each with the key that it has in the library.

        A work that is cited by several keys comes once for each.

        Args:
            records: Works that are cited.
            renamed: The same with the keys that they get where no document names them.
        """
        cited_as: dict[str, list[str]] = {}
        for key, record in self.written.items():
            cited_as.setdefault(record.key, []).append(key)
        for own, other in zip(records, renamed, strict=True):
            for key in cited_as.get(own.key, [other.key]):
                yield own.key, replace(other, key=key)

    def complain(self, desk: Desk) -> None:
        """Name the keys that the library does not have, with what comes near each.

        Raises:
            UnknownKeysError: there are any.
        """
        if not self.unknown:
            return
        names, renamed_keys = _names(desk, self.pattern)
        near = {
            citation.key: renamed_keys.get(citation.key.lower()) or _near(citation.key, names)
            for citation in self.unknown[:_MOST_SUGGESTED]
        }
        raise UnknownKeysError(self.unknown, near)


def cited_works(desk: Desk, files: Sequence[Path], *, pattern: str) -> CitedWorks:
    """Look up what documents cite; what cannot be told for certain is said.

    Args:
        desk: The library.
        files: The documents.
        pattern: Whose citation keys the documents use, of `bibliography.keys.PATTERNS`.
    """
    found = cited(files)
    for mistake in found.unclear:
        say(f"warning: {mistake}")
    if not found.citations and not found.everything:
        say(f"{all_of([str(file) for file in files])}: nothing is cited")
    known = _in_library(desk, found) if pattern == OWN_KEYS else _by_pattern(desk, found, pattern)
    written: dict[str, Record] = {}
    unknown = []
    for citation in found.citations:
        if citation.key in known:
            key, record = known[citation.key]
            _say_spelling(citation, key)
            written[key] = record
        else:
            unknown.append(citation)
    return CitedWorks(found.everything, written, unknown, pattern)


def _in_library(desk: Desk, found: Citations) -> dict[str, tuple[str, Record]]:
    """The works that have the keys or had them once, with the keys to write: a former one as it is cited."""
    works = works_of(desk.library, found.keys)
    records = reference_list.of_works(desk.library, list(dict.fromkeys(works.values())))
    return {
        key: (work if work.lower() == key.lower() else key, records[work])
        for key, work in works.items()
        if work in records
    }


def _by_pattern(desk: Desk, found: Citations, pattern: str) -> dict[str, tuple[str, Record]]:
    """The works that get the keys by a pattern."""
    records = list(reference_list.listed(desk.library))
    by_key = {one.key.lower(): (one.key, own) for own, one in zip(records, renamed(records, pattern), strict=True)}
    return {key: by_key[key.lower()] for key in found.keys if key.lower() in by_key}


def _names(desk: Desk, pattern: str) -> tuple[list[tuple[str, str, str]], dict[str, list[str]]]:
    """Key, folded title and first authors of every work that could be cited; what a pattern makes of our own keys."""
    if pattern == OWN_KEYS:
        return list(desk.library.rows(CITABLE)), {}
    records = list(reference_list.listed(desk.library))
    named = renamed(records, pattern)
    names = [(one.key, folded(one.text("title")), byline(one.authors)) for one in named]
    return names, {own.key.lower(): [one.key] for own, one in zip(records, named, strict=True)}


def _near(key: str, names: Sequence[tuple[str, str, str]]) -> list[str]:
    """The keys that come near one: as a whole, or in their beginning, which is most often an author and a year."""
    from papertrail.suggesting import similar, similar_papers

    if found := similar_papers(key, names):
        return found
    beginnings: dict[str, str] = {}
    for known, _, _ in names:
        if match := _BEGINNING.match(known):
            beginnings.setdefault(match[0], known)
    return [beginnings[beginning] for beginning in similar(key, beginnings)]


def _say_spelling(citation: Citation, key: str) -> None:
    if citation.key != key:
        place = f"{citation.file}:{citation.line}"
        say(f"warning: {place}: {quoted(citation.key)} is spelled {key} here; biber, Typst and pandoc mind capitals")


def _told(citation: Citation, near: Sequence[str]) -> str:
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"  {cleaning.line(f'{citation.file}:{citation.line}: {quoted(citation.key)}{meant}')}"
