"""What a command makes goes to stdout, or whole into a file: never half of it, and not at all where nothing changes."""

import sys
from collections.abc import Iterable
from pathlib import Path

from papertrail.cli.words import say
from papertrail.saving import save


def file_named(path: Path | None) -> Path | None:
    """The file that `--output` names; none for `-`, which is stdout."""
    return None if path == Path("-") else path


def write(pieces: Iterable[str], path: Path | None) -> None:
    """Write text to stdout, or to a file, and say what became of the file.

    Raises:
        UnwritableFileError: the file or its folder cannot be written.
    """
    text = "".join(pieces)
    if path is None:
        sys.stdout.write(text)
    else:
        _save(path, text.encode("utf-8", errors="replace"))


def write_bytes(data: bytes, path: Path | None) -> None:
    """Write bytes, which have an encoding and line ends of their own, to stdout or to a file."""
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        _save(path, data)


def _save(path: Path, data: bytes) -> None:
    say(f"{'wrote' if save(path, data) else 'unchanged:'} {path}")
