"""Whole processes and the CPU time they take."""

import fcntl
import os
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from build import environment

COLUMNS, LINES = 120, 40


class Run(NamedTuple):
    """One finished process."""

    cpu: float
    """User and system seconds; waiting does not count."""
    lines: int
    """What it printed."""


class Bench:
    """What runs processes, in one way, for one library."""

    def __init__(self, python: str, database: Path, *, terminal: bool) -> None:
        self.terminal = terminal
        self._python = python
        here = Path(__file__).parent
        path = os.pathsep.join(filter(None, (str(here), os.environ.get("PYTHONPATH"))))
        self._environment = environment(database) | {"PYTHONPATH": path, "TERM": "xterm-256color"}

    def run(self, *words: str) -> Run:
        """Run Python with these words, to the end."""
        reader, writer = self._stdout()
        with tempfile.TemporaryFile("w+") as errors:
            command = [self._python, *words]
            child = subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=writer,
                stderr=errors,
            )
            os.close(writer)
            output = b"".join(_chunks(reader))
            os.close(reader)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                errors.seek(0)
                sys.exit(f"{' '.join(command)} failed:\n{errors.read()}")
        return Run(usage.ru_utime + usage.ru_stime, output.count(b"\n"))

    def _stdout(self) -> tuple[int, int]:
        """The end to read from and the end to write to."""
        if not self.terminal:
            return os.pipe()
        reader, writer = os.openpty()
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        return reader, writer


def _chunks(descriptor: int) -> Iterator[bytes]:
    """What is written until the other end is closed, which a pseudo-terminal reports as an error."""
    try:
        while chunk := os.read(descriptor, 1 << 16):
            yield chunk
    except OSError:
        return
