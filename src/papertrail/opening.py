"""Files that the reader names: read whole, up to a size beyond which they must be something else."""

from pathlib import Path

from papertrail.errors import UnreadableFileError


def contents(path: Path, *, largest: int) -> bytes:
    """The bytes of a file.

    Args:
        path: The file; a pipe will do.
        largest: How many bytes it may have.

    Raises:
        UnreadableFileError: it cannot be opened, or is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise UnreadableFileError(path, getattr(error, "strerror", None) or str(error)) from None
    if len(data) > largest:
        raise UnreadableFileError(path, f"it is larger than {largest // 1024**2} MiB")
    return data
