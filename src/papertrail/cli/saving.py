"""Files that a command writes: whole or not at all, and left alone when nothing in them would change."""

import contextlib
import os
import tempfile
from pathlib import Path

from papertrail.errors import OutputError


def save(path: Path, content: bytes) -> bool:
    """Put content into a file by way of a temporary one beside it.

    Returns:
        False when the file held just that already and was not touched.

    Raises:
        OutputError: the file or its folder cannot be written.
    """
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        if path.exists() and not path.is_file():  # a device or a pipe takes it as it is; a folder says what it is
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return True


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
