"""What a command makes goes to stdout, or whole into a file: never half of it, and not at all where nothing changes."""

import sys
from collections.abc import Iterable
from pathlib import Path

from papertrail.cli.words import say
from papertrail.saving import save


def write(pieces: Iterable[str], path: Path | None) -> None:
    """Write text to stdout, or to a file, and say what became of the file.

    Raises:
        UnwritableFileError: the file or its folder cannot be written.
    """
    if path is None:
        sys.stdout.write("".join(pieces))
        return
    changed = save(path, "".join(pieces).encode("utf-8", errors="replace"))
    say(f"{'wrote' if changed else 'unchanged:'} {path}")
