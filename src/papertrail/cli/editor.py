"""The reader's own editor, on a temporary file or on one of theirs. What was written is never lost."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from papertrail.errors import PapertrailError, UsageError

_USUAL = ("nano", "vim", "vi", "notepad")


class EditorError(PapertrailError):
    """The editor could not be run, or failed."""

    exit_code = 2

    def __init__(self, command: str, reason: str, kept: Path) -> None:
        super().__init__(f"the editor {command!r} {reason}", hint=f"what you wrote is in {kept}")


def edited(text: str, *, name: str) -> str:
    """Let the reader edit a text, and return it.

    Args:
        text: What the editor opens.
        name: Decides the end of the file's name, by which editors know the language.

    Raises:
        UsageError: there is no editor.
        EditorError: the editor cannot be started, fails, or leaves something that is not UTF-8.
    """
    command = _command()
    suffix = Path(name).suffix
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", suffix=suffix, prefix="papertrail-", delete=False, newline="\n"
    ) as file:
        file.write(text)
    path = Path(file.name)
    try:
        _run(command, path)
    except UsageError:
        path.unlink()
        raise
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EditorError(command[0], "left a file that is not UTF-8 text", path) from error
    path.unlink()
    return written


def open_file(path: Path) -> None:
    """Let the reader edit a file of theirs where it is.

    Raises:
        UsageError: there is no editor, or it cannot be started.
        EditorError: the editor fails.
    """
    _run(_command(), path)


def _run(command: list[str], path: Path) -> None:
    try:
        finished = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the reader's own editor
    except OSError as error:
        raise UsageError(f"the editor {command[0]!r} cannot be started: {error.strerror}") from error
    if finished.returncode:
        raise EditorError(command[0], f"ended with status {finished.returncode}", path)


def _command() -> list[str]:
    from shutil import which

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named and named.strip():
        try:
            return shlex.split(named, posix=os.name == "posix")
        except ValueError as error:
            raise UsageError(f"EDITOR or VISUAL is {named!r}, which is no command: {error}") from error
    found = next((editor for editor in _USUAL if which(editor)), None)
    if found is None:
        raise UsageError("no editor found", hint="name yours in EDITOR, or give the text on the command line")
    if not sys.stdin.isatty():
        raise UsageError("no terminal for an editor", hint="give the text on the command line, or - to read stdin")
    return [found]
