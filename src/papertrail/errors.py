"""Every failure papertrail expects: its exit code, its sentence, and the next step.

Exit codes are part of the interface: 0 done, 1 a bug, 2 usage, 3 unknown or ambiguous paper or course,
4 malformed input, 5 source unavailable, 6 database.
"""

from collections.abc import Sequence
from pathlib import Path

from papertrail.grammar import all_of, one_of


class PapertrailError(Exception):
    """A failure with a sentence for the reader; subclasses take facts and write the sentence."""

    exit_code = 1

    def __init__(self, sentence: str, *, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = hint


class UsageError(PapertrailError):
    """The command line asks for something that cannot be done that way."""

    exit_code = 2


class OutputError(PapertrailError):
    """What a command prints cannot be written."""

    exit_code = 2

    def __init__(self, reason: str) -> None:
        super().__init__(f"cannot write the output: {reason}")


class UnwritableFileError(PapertrailError):
    """A file that was to be written cannot be."""

    exit_code = 2

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}", hint="-o names another file")


class TakenKeyError(PapertrailError):
    """A citation key is another work's."""

    exit_code = 4

    def __init__(self, key: str, *, work: str, title: str) -> None:
        whose = "has it" if key.lower() == work.lower() else f"({work}) had it before, and still answers to it"
        super().__init__(f"the key {key!r} is taken: {title!r} {whose}", hint="choose another")


class UnusableKeyError(PapertrailError):
    """A text cannot be a citation key."""

    exit_code = 4

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(
            f"{key!r} cannot be a citation key: {reason}",
            hint="keys are made of letters, digits, and : _ - . + inside, such as vaswani2017attention",
        )


class UnknownPaperError(PapertrailError):
    """No paper in the library answers to this name."""

    exit_code = 3

    def __init__(self, name: str, *, similar: Sequence[str] = (), hint: str | None = None) -> None:
        near = f"did you mean {one_of(similar)}?" if similar else "papertrail list shows what is there"
        super().__init__(f"no paper called {name!r} in the library", hint=hint or near)


class AmbiguousPaperError(PapertrailError):
    """A name fits more than one paper."""

    exit_code = 3

    def __init__(self, name: str, candidates: Sequence[str], *, more: int = 0) -> None:
        lines = [f"  {candidate}" for candidate in candidates]
        if more:
            lines.append(f"  … and {more} more")
        sentence = "\n".join([f"{name!r} fits {len(candidates) + more} papers:", *lines])
        super().__init__(sentence, hint="use the name in the first column")


class UnknownCourseError(PapertrailError):
    """No course answers to this name."""

    exit_code = 3

    def __init__(self, name: str, courses: Sequence[str], *, similar: Sequence[str] = ()) -> None:
        hint = f"did you mean {one_of(similar)}?" if similar else f"there are {all_of(courses)}"
        super().__init__(f"no course called {name!r}", hint=hint if courses else "papertrail course add FILE adds one")


class AmbiguousCourseError(PapertrailError):
    """A course name is the beginning of several."""

    exit_code = 3

    def __init__(self, name: str, courses: Sequence[str], shorts: Sequence[str]) -> None:
        super().__init__(f"{name!r} fits several courses: {all_of(courses)}", hint=f"write {one_of(shorts)}")


class UnreadableFileError(PapertrailError):
    """A file named by the reader cannot be read."""

    exit_code = 4

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")


class TypesetterMissingError(PapertrailError):
    """A PDF is asked for, which this installation cannot make: a matter of usage, as for a command it does not have."""

    exit_code = 2

    def __init__(self) -> None:
        hint = "install it with: pip install 'papertrail-reading[pdf]'; HTML, Markdown and plain text need nothing more"
        super().__init__("typst, which typesets PDFs, is not installed", hint=hint)


class TypesettingError(PapertrailError):
    """A text cannot be typeset."""

    exit_code = 4

    def __init__(self, reason: str) -> None:
        super().__init__(f"the text cannot be typeset: {reason}")


class BrokenTemplateError(PapertrailError):
    """A template of the reader's own does not work."""

    exit_code = 4

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {reason}", hint="docs/digest.md lists what a template can use")


class MailError(PapertrailError):
    """A message was not sent."""

    exit_code = 5


class UncertainMailError(MailError):
    """The connection broke while a message was handed over."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"the connection to {host} broke while it took the message: it may have been sent or not",
            hint="see whether it arrived; --again sends it once more",
        )


class AlreadySentError(PapertrailError):
    """The digest of this week went out before."""

    exit_code = 2

    def __init__(self, course: str, week: int | None, recipients: Sequence[str], at: str, *, ended: bool) -> None:
        what = f"the digest of {course}, week {week}," if week is not None else f"this week's digest of {course}"
        to = f"to {all_of(recipients)} on {at}"
        if ended:
            super().__init__(f"{what} was sent {to}", hint="--again sends it once more")
        else:
            sentence = f"{what} was about to be sent {to}, and nobody saw the end of it"
            super().__init__(sentence, hint="see whether it arrived; --again sends it once more")


class DatabaseError(PapertrailError):
    """The database cannot be opened, read or written."""

    exit_code = 6

    def __init__(self, path: Path, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"database {path}: {reason}", hint=hint)


class ForeignDatabaseError(DatabaseError):
    """The file is a database, but of another program."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "it belongs to another program", hint="--database PATH names another file")


class NewerDatabaseError(DatabaseError):
    """The database was written by a later papertrail."""

    def __init__(self, path: Path, *, found: int, known: int) -> None:
        super().__init__(
            path,
            f"it has schema version {found}, and this papertrail knows versions up to {known}",
            hint="install the newer papertrail again, or give --database another path",
        )


class OlderDatabaseError(DatabaseError):
    """The database was written by a papertrail so old that this one has no step from its schema."""

    def __init__(self, path: Path, *, found: int) -> None:
        super().__init__(
            path,
            f"it has schema version {found}, which this papertrail no longer upgrades",
            hint="open it once with papertrail 0.1.0, which upgrades it, and then with this one",
        )
