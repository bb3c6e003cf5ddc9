"""What an import brings: the entries that could be read, and what happened to the others."""

from dataclasses import dataclass, field
from pathlib import Path

from papertrail.bibliography import Entry
from papertrail.mistakes import Mistake


@dataclass
class Import:
    """What a file of references holds, in its order; the same work may be there twice, for the library to merge."""

    entries: list[Entry] = field(default_factory=list)
    """An entry without a usable key has the key ""."""
    mistakes: tuple[Mistake, ...] = ()
    """What was left out or changed on the way in, by line."""
    skipped: int = 0
    """References in the file that are not among the entries."""


class Reader:
    """Collects entries and mistakes while a file is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self.mistakes: list[Mistake] = []
        self.skipped = 0

    def mistake(self, line: int, sentence: str, remedy: str | None = None) -> None:
        """Remember something that is wrong or was changed."""
        self.mistakes.append(Mistake(self.path, line, sentence, remedy))

    def skip(self, line: int, sentence: str, remedy: str | None = None) -> None:
        """Remember a reference that cannot be taken."""
        self.skipped += 1
        self.mistake(line, sentence, remedy)

    def outcome(self) -> Import:
        """Everything that was read, the mistakes in the order of the file."""
        mistakes = tuple(sorted(self.mistakes, key=lambda mistake: mistake.line))
        return Import(self.entries, mistakes, self.skipped)
