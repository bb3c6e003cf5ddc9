"""What a file of references brings: the records that could be read, and what happened to the others."""

from dataclasses import dataclass, field
from pathlib import Path

from papertrail.bibliography.record import Record
from papertrail.mistakes import Mistake


@dataclass
class Import:
    """What a file of references holds, in its order; the same work may be there twice, for the library to merge."""

    records: list[Record] = field(default_factory=list)
    """A record without a usable key has the key ""."""
    mistakes: tuple[Mistake, ...] = ()
    """What was left out or changed on the way in, by line."""
    skipped: int = 0
    """References in the file that are not among the records."""
    unknown: frozenset[str] = frozenset()
    """The sentences of those mistakes that name a LaTeX command which nobody here knows; a run says each once."""


class Reader:
    """Collects records and mistakes while a file is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records: list[Record] = []
        self.mistakes: list[Mistake] = []
        self.skipped = 0
        self._unknown: dict[str, str] = {}

    def mistake(self, line: int, sentence: str, remedy: str | None = None) -> None:
        """Remember something that is wrong or was changed."""
        self.mistakes.append(Mistake(self.path, line, sentence, remedy))

    def unknown(self, line: int, command: str) -> None:
        """Remember a LaTeX command that nobody here knows; each is named once, where it comes first."""
        if command not in self._unknown:
            self._unknown[command] = f"the command {command} is not known here and stays as it is written"
            self.mistake(line, self._unknown[command])

    def skip(self, line: int, sentence: str, remedy: str | None = None) -> None:
        """Remember a reference that cannot be taken."""
        self.skipped += 1
        self.mistake(line, sentence, remedy)

    def outcome(self) -> Import:
        """Everything that was read, the mistakes in the order of the file."""
        mistakes = tuple(sorted(self.mistakes, key=lambda mistake: mistake.line))
        return Import(self.records, mistakes, self.skipped, frozenset(self._unknown.values()))
