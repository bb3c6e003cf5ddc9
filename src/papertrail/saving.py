"""Files that papertrail writes for the reader: whole or not at all, and untouched where nothing changed."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from papertrail.errors import PapertrailError


class UnwritableFileError(PapertrailError):
    """A file that the reader asked for cannot be written."""

    exit_code = 2

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}", hint="nothing was changed; -o PATH names another place")


def save(path: Path, data: bytes) -> bool:
    """Write a file through a temporary one beside it.

    Returns:
        False where the file held these bytes already and was left alone.

    Raises:
        UnwritableFileError: the folder or the disk refuses.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or str(error)) from error
    return True


def _replace(path: Path, data: bytes) -> None:
    """The file keeps the rights it had; a new one gets those that any new file of the reader's gets."""
    target = path.resolve() if path.is_symlink() else path
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".papertrail-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
