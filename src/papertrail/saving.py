"""Files that papertrail writes for the reader: whole or not at all, and untouched where nothing changed."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from papertrail.errors import UnwritableFileError


def save(path: Path, data: bytes) -> bool:
    """Write a file through a temporary one beside it.

    Returns:
        False where the file held these bytes already and was left alone.

    Raises:
        UnwritableFileError: the file or its folder cannot be written.
    """
    try:
        with suppress(FileNotFoundError):
            path.stat()  # which refuses links in a circle
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        if path.exists() and not path.is_file():  # a device or a pipe takes it as it is; a folder says what it is
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except (OSError, ValueError) as error:
        raise UnwritableFileError(path, getattr(error, "strerror", None) or str(error)) from error
    return True


def make_folder(path: Path) -> None:
    """Make a folder, and those it lies in, where they are missing.

    Raises:
        UnwritableFileError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or str(error)) from error


def _replace(path: Path, data: bytes) -> None:
    """The file keeps the rights it had; a new one gets those that any new file of the reader's gets."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".papertrail-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else usual_mode())
        Path(temporary).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def usual_mode() -> int:
    """The rights that any new file of the reader's gets."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
