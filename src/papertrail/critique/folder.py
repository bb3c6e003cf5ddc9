"""The folder of critiques: how files are named, made without ever replacing one, and found again when moved."""

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from papertrail.critique import draft
from papertrail.errors import PapertrailError
from papertrail.identifiers import slug
from papertrail.records import Critique
from papertrail.saving import usual_mode

HANDED_IN = "handed-in"
"""The folder of what was handed in, inside the folder of critiques; nothing in it is ever changed."""
REMOVED = "removed"
"""The folder to which the drafts of removed critiques go."""

_LONGEST_NAME = 120


class UnwritableFolderError(PapertrailError):
    """A file cannot be written into the folder of critiques."""

    exit_code = 2

    def __init__(self, path: Path, reason: str) -> None:
        hint = "critiques = PATH in the settings file, or PAPERTRAIL_CRITIQUES, puts them somewhere else"
        super().__init__(f"cannot write {path}: {reason}", hint=hint)


class MissingDraftError(PapertrailError):
    """The file of a critique is not where it was, nor anywhere else in the folder."""

    exit_code = 4

    def __init__(self, critique: Critique, path: Path) -> None:
        name = f"{critique.course}:{critique.number}" if critique.course else str(critique.number)
        super().__init__(
            f"the draft {path} is gone",
            hint=f"put it back anywhere in the folder, or forget it with papertrail critique remove {name}",
        )


class KeptFileError(PapertrailError):
    """A page would take the place of a draft, or of what was handed in."""

    exit_code = 2

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is a draft or was handed in, and stays as it is", hint="write to another place")


def name(course: str, number: int, target: str) -> str:
    """Where a new draft goes in the folder: ``umd-mlscale-2024/03-radford2021learning.md``."""
    return f"{course or 'own'}/{number:02}-{slug(target)[:_LONGEST_NAME] or 'paper'}.md"


def create(folder: Path, wanted: str, data: bytes) -> str:
    """Write a new file whole, or not at all; a file that is there is never replaced.

    Returns:
        The name that was free: `wanted`, or with a number behind it.

    Raises:
        UnwritableFolderError: the folder or the disk refuses.
    """
    path = folder / wanted
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".papertrail-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(usual_mode())
            return _placed(Path(temporary), folder, wanted)
        finally:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
    except OSError as error:
        raise UnwritableFolderError(path, error.strerror or str(error)) from error


def move(folder: Path, file: str, wanted: str) -> str:
    """Move a file of the folder to a free name in it; where it went."""
    try:
        (folder / wanted).parent.mkdir(parents=True, exist_ok=True)
        return _placed(folder / file, folder, wanted)
    except OSError as error:
        raise UnwritableFolderError(folder / wanted, error.strerror or str(error)) from error


def is_file(path: Path) -> bool:
    """True where a file lies; a path that no file could have, because it is too long, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def spare(folder: Path, path: Path, known: Iterable[str]) -> None:
    """Let nobody write where a draft lies, or what was handed in.

    Args:
        folder: The folder of critiques.
        path: Where something is to be written.
        known: The files of all critiques, some of which may have lost their front matter.

    Raises:
        KeptFileError: there is a draft, or a copy.
    """
    if not is_file(path):
        return
    drafted = any((folder / file).is_file() and (folder / file).samefile(path) for file in known)
    if drafted or path.resolve().is_relative_to((folder / HANDED_IN).resolve()) or draft.head_of(path):
        raise KeptFileError(path)


def drafts(folder: Path) -> Iterator[tuple[str, draft.Head]]:
    """Every file of the folder with a front matter, by its path in it; copies of what was handed in are left out."""
    for path in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
        file = path.relative_to(folder).as_posix()
        if not file.startswith(f"{HANDED_IN}/") and path.is_file() and (head := draft.head_of(path)):
            yield file, head


def found(folder: Path, critique: Critique, names: frozenset[str], taken: Collection[str]) -> str | None:
    """Where the draft of a critique is in the folder that is not at its place: where its front matter is found.

    A draft that was taken up from another machine may have another number in its front matter than the critique has;
    then its course and paper tell.

    Args:
        folder: The folder of critiques.
        critique: The critique.
        names: Every name that its reading has had.
        taken: The files of other critiques.
    """
    files = [(file, head) for file, head in drafts(folder) if file not in taken]
    renumbered = ((file, head._replace(number=critique.number)) for file, head in files)
    return next(iter(fitting(files, critique, names) or fitting(renumbered, critique, names)), None)


def fitting(files: Iterable[tuple[str, draft.Head]], critique: Critique, names: frozenset[str]) -> list[str]:
    """The files whose front matter names a critique; those that were put away come last."""
    fits = [
        file
        for file, head in files
        if (head.course, head.number) == (critique.course, critique.number) and head.paper in names
    ]
    return sorted(fits, key=lambda file: (file.startswith(f"{REMOVED}/"), file))


def _placed(path: Path, folder: Path, wanted: str) -> str:
    """Give a file the first free name. A hard link fails where the name is taken, which a rename would not."""
    name = PurePosixPath(wanted)
    for number in range(1, 1_000):
        free = wanted if number == 1 else name.with_stem(f"{name.stem}-{number}").as_posix()
        try:
            os.link(path, folder / free)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            if (folder / free).exists():
                continue
            path.rename(folder / free)
            return free
        path.unlink()
        return free
    raise FileExistsError(f"a thousand files are called {wanted}")
