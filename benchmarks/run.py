"""CPU time of whole commands, beside a floor and beside an interpreter that does nothing. See README.md."""

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import NamedTuple

from build import build, environment, run

HERE = Path(__file__).parent
SIZES = (350, 20_000, 100_000)
COMMANDS = ("week", "next", "done", "list", "show", "first")
ON_TERMINAL = ("week", "next", "list", "show")
WORKS = "papertrail list --year 1000.. holds every work; readings without one have no year"
COLUMNS, LINES = 120, 40
FIRST_USES = 5
"""First use takes a second, so it is measured less often."""


class Run(NamedTuple):
    """One finished process."""

    cpu: float
    """User and system seconds of the process, waiting not included."""
    lines: int
    """Lines on stdout."""


class Round(NamedTuple):
    """One command, and what it is compared with, one right after the other."""

    ours: Run
    floor: Run
    table: Run
    nothing: Run


Start = Callable[[Sequence[str], dict[str, str]], Run]


def piped(command: Sequence[str], env: dict[str, str]) -> Run:
    """Run a command with its stdout on a pipe."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        assert child.stdout
        output = child.stdout.read()
        return _finished(child, output, errors)


def on_terminal(command: Sequence[str], env: dict[str, str]) -> Run:
    """Run a command with its stdout on a terminal of `COLUMNS` by `LINES`."""


def main() -> None: ...
