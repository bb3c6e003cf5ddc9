"""Loading syllabi: the bundled ones at first use and after an upgrade, the reader's own on request."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from papertrail import __version__, catalogue, schema, syllabus
from papertrail.cli.words import counted
from papertrail.library import Library
from papertrail.schedule import instant
from papertrail.settings import Settings

KNOWN_WORKS = "SELECT key, title FROM work UNION SELECT a.name, w.title FROM alias a JOIN work w ON w.key = a.work"
SOURCES = "SELECT key, source, bibliographies, digest, bundled, removed_at FROM course"


def load_bundled(library: Library, settings: Settings, *, say: Callable[[str], None]) -> None:
    """Load the courses that this version of papertrail ships, and say so in one line."""
    digests = {key: digest for key, _, _, digest, *_ in library.rows(SOURCES)}
    read = [syllabus.read(path) for path in sorted(settings.syllabi.glob("*.toml"))]
    changed = [one for one in read if digests.get(one.course.key) != catalogue.digest(one)]
    store(library, settings, changed, bundled=True, meta={"loaded_by": __version__})
    readings = sum(len(one.readings) for one in changed)
    if not digests:
        say(f"made {library.path} with {counted(len(changed), 'course')} and {counted(readings, 'reading')}")
    elif changed:
        say(f"updated {counted(len(changed), 'course')}: {', '.join(one.course.key for one in changed)}")


def store(
    library: Library,
    settings: Settings,
    syllabi: Sequence[syllabus.Syllabus],
    *,
    bundled: bool,
    meta: dict[str, str] | None = None,
    dry_run: bool = False,
) -> list[catalogue.Difference]:
    """Load syllabi into the library; what SQLite refuses becomes our own error."""
    at = instant(settings.now)
    try:
        return catalogue.load(library.connection, syllabi, bundled=bundled, at=at, meta=meta, dry_run=dry_run)
    except DBAPIError as error:
        raise schema.failure(library.path, error.orig if isinstance(error.orig, Exception) else error) from error


def read(library: Library, path: Path, bibliographies: Sequence[Path] = ()) -> syllabus.Syllabus:
    """Read a syllabus of the reader's own; it may cite what the library has already."""
    return syllabus.read(path, bibliographies=bibliographies, known=dict(library.rows(KNOWN_WORKS)))
