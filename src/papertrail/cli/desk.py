"""The reader's desk: what every command works with. It opens the library, loads what is new, and knows the time."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from papertrail import __version__, schema
from papertrail.cli.words import say
from papertrail.errors import AmbiguousPaperError, UnknownCourseError, UnknownPaperError, UsageError
from papertrail.library import Library
from papertrail.records import Course, Reading
from papertrail.schedule import instant
from papertrail.settings import Settings, cloud_folder, settings

if TYPE_CHECKING:
    from papertrail.journal import Journal

__all__ = ["Desk", "instant", "moment"]

_SHOWN_CANDIDATES = 12


class Desk:
    """One run of one command."""

    def __init__(self, database: Path | None, *, say: Callable[[str], None] = say) -> None:
        self._database = database
        self._connection: Connection | None = None
        self.say = say

    def close(self) -> None:
        """Leave the library, if it was opened."""
        if self._connection is not None:
            self._connection.close()

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run."""
        return settings(database=self._database)

    @property
    def today(self) -> date:
        """The reader's calendar day."""
        return self.settings.today

    @property
    def now(self) -> str:
        """The present instant in UTC."""
        return instant(self.settings.now)

    @cached_property
    def library(self) -> Library:
        """The open library; made, upgraded and filled with the bundled courses first where that is needed."""
        path = self.settings.database
        with schema.reported(path):
            fresh = not path.exists()
        self._connection = schema.connect(path, on_upgrade=self._say_upgrade)
        library = Library(self._connection, path)
        if library.meta("loaded_by") != __version__:
            from papertrail.cli.loading import load_bundled

            load_bundled(library, self.settings, say=self.say)
        if fresh and (cloud := cloud_folder(path)):
            self.say(f"warning: the database lies in {cloud!r}: a cloud client can damage a database that is in use")
            self.say(
                "hint: keep it elsewhere with --database, PAPERTRAIL_DB or the settings file, and share files instead"
            )
        return library

    def journal(self) -> "Journal":
        """What the reader can change."""
        from papertrail.journal import Journal

        return Journal(self.library.connection, self.library.path, self.settings.now)

    def paper(self, name: str, *, whole: bool = False) -> Reading:
        """The one paper that a name means.

        Args:
            name: As the reader calls it.
            whole: Whether a work and its parts are one and the same, as in all that is of the work itself.

        Raises:
            UnknownPaperError: none does; the sentence says what comes near.
            AmbiguousPaperError: several do.
        """
        from papertrail import finding

        if name.strip().isdecimal():
            raise UnknownPaperError(name, hint=f"{name} is a week: papertrail week {name}; its papers are {name}.1, …")
        found = finding.readings(self.library, name)
        found = finding.wholes(found) if whole else found
        if len(found) == 1:
            return found[0]
        if found:
            shown = [_candidate(reading) for reading in found[:_SHOWN_CANDIDATES]]
            raise AmbiguousPaperError(name, shown, more=len(found) - len(shown))
        from papertrail.suggesting import similar_papers

        raise UnknownPaperError(name, similar=similar_papers(name, list(self.library.rows(finding.EVERY_NAME))))

    def papers(self, names: list[str], *, whole: bool = False) -> list[Reading]:
        """The papers that some names mean, each once; nothing is done when one of them is unclear."""
        return list({reading.target: reading for reading in (self.paper(name, whole=whole) for name in names)}.values())

    def _say_upgrade(self, backup: Path) -> None:
        self.say(f"upgrading the database; the old one is kept as {backup}")

    def course(self, name: str) -> Course:
        """The one course that a name means; a near miss is suggested."""
        try:
            return self.library.course(self.library.course_key(name))
        except UnknownCourseError as error:
            from papertrail.suggesting import similar

            keys = list(self.library.shorts)
            raise UnknownCourseError(name, keys, similar=similar(name, keys)) from error

    def courses(self, names: Sequence[str]) -> list[Course]:
        """The courses that some names mean, each once; without a name those that are followed.

        Raises:
            UsageError: none is followed.
        """
        if names:
            return list({one.key: one for one in map(self.course, names)}.values())
        followed = [one for one in self.library.courses() if one.followed]
        if not followed:
            hint = "papertrail course follow COURSE makes one yours; --course names one"
            raise UsageError("no course is followed", hint=hint)
        return followed


def moment(at: str) -> datetime:
    """An instant of the history in the reader's own time zone."""
    return datetime.fromisoformat(at).astimezone()


def _candidate(reading: Reading) -> str:
    who = f" ({reading.byline}{f' {reading.year}' if reading.year else ''})" if reading.byline else ""
    part = f", {reading.part}" if reading.part else ""
    return f"{reading.handle or reading.target}  {reading.title}{part}{who}"
