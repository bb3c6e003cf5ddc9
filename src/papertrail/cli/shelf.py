"""Syllabus files onto the shelf: what `papertrail course add`, `check` and `reload` do. Imports the heavy libraries."""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from papertrail import catalogue, syllabus
from papertrail.cli import loading
from papertrail.cli.desk import Desk
from papertrail.cli.words import counted, say
from papertrail.errors import PapertrailError, UsageError
from papertrail.library import Library


def add(desk: Desk, file: Path, bibliographies: Sequence[Path], *, replace: bool = False) -> None:
    """Load one syllabus of the reader's own."""
    library = desk.library
    read = loading.read(library, _file_or_bundled(desk, file), bibliographies)
    key = read.course.key
    bundled = {path.stem: path for path in desk.settings.syllabi.glob("*.toml")}
    own = not (key in bundled and bundled[key].samefile(read.path))
    if own and key in bundled:
        raise UsageError(f"{key} is the key of a bundled course", hint=f"give yours another key in {file}")
    if own and not replace:
        _refuse_another(library, key, read.path)
    found = loading.store(library, desk.settings, [read], bundled=not own)
    desk.journal().restore_course(key)
    for line in _told(found):
        print(line)
    if key not in library.followed():
        say(f"hint: papertrail course follow {key} makes it yours")


def _refuse_another(library: Library, key: str, path: Path) -> None:
    """A course is only brought up to date from the file it came from, unless the reader says so."""
    for other, source, _, _, _, removed in library.rows(loading.SOURCES):
        if other == key and not removed and Path(source) != path.absolute():
            raise UsageError(
                f"there is a course {key} already, from {source}",
                hint="--replace takes this file in its place; or give this one another key",
            )


def check(desk: Desk, files: Iterable[Path], bibliographies: Sequence[Path]) -> None:
    """Say what is wrong with each file; all files are read before it fails."""
    failed: list[PapertrailError] = []
    for file in files:
        try:
            read = loading.read(desk.library, file, bibliographies)
        except PapertrailError as error:
            say(str(error))
            failed.append(error)
        else:
            held = f"{counted(len(read.sessions), 'session')} and {counted(len(read.readings), 'reading')}"
            print(f"{file}: no mistake in {held}")
    if failed:
        raise typer.Exit(max(error.exit_code for error in failed))


def reload(desk: Desk, *, dry_run: bool) -> None:
    """Read every syllabus again. One that cannot be read keeps the course as it is, and is named."""
    library = desk.library
    failures: list[PapertrailError] = []
    unchanged = 0
    for bundled in (True, False):
        changed = []
        for key, path, beside, digest in _sources(desk, bundled=bundled):
            try:
                read = syllabus.read(path) if bundled else loading.read(library, path, beside)
            except PapertrailError as error:
                failures.append(error)
                continue
            if key and read.course.key != key:
                say(f"{key}: its file now holds {read.course.key}; papertrail course remove {key}")
            if catalogue.digest(read) == digest:
                unchanged += 1
            else:
                changed.append(read)
        for line in _told(loading.store(library, desk.settings, changed, bundled=bundled, dry_run=dry_run)):
            print(line)
    if unchanged:
        say(f"{counted(unchanged, 'course')} unchanged")
    for failure in failures:
        say(f"error: {failure}")
    if failures:
        say("hint: courses whose files cannot be read stay as they were loaded")
        raise typer.Exit(max(failure.exit_code for failure in failures))


def _sources(desk: Desk, *, bundled: bool) -> list[tuple[str | None, Path, list[Path], str | None]]:
    """The syllabus files to read, each with its course, its bibliographies, and the digest of what is loaded."""
    rows = list(desk.library.rows(loading.SOURCES))
    if not bundled:
        return [
            (key, Path(source), [Path(path) for path in json.loads(beside)], digest)
            for key, source, beside, digest, ships, removed in rows
            if not ships and not removed
        ]
    digests = {key: digest for key, _, _, digest, ships, _ in rows if ships}
    removed = {key for key, *_, removed_at in rows if removed_at}
    paths = sorted(desk.settings.syllabi.glob("*.toml"))
    return [(None, path, [], digests.get(path.stem)) for path in paths if path.stem not in removed]


def _file_or_bundled(desk: Desk, file: Path) -> Path:
    """A file, or the bundled course of this key."""
    bundled = desk.settings.syllabi / f"{file}.toml"
    return bundled if len(file.parts) == 1 and bundled.is_file() and not os.path.lexists(file) else file


def _told(differences: Iterable[catalogue.Difference]) -> Iterable[str]:
    """What a load changed, a line each."""
    for found in differences:
        if found.is_new:
            yield f"{found.course}: new, {counted(found.readings, 'reading')}"
        elif found.nothing:
            yield f"{found.course}: the same readings in the same places"
        for word in ("added", "dropped", "renamed", "moved", "redated", "changed", "resolved", "plan"):
            name = {"redated": "re-dated: ", "plan": ""}.get(word, f"{word}: ")
            yield from (f"{found.course}: {name}{text}" for text in getattr(found, word) if not found.is_new)
