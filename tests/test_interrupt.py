"""A prompt that is left: a word and the exit code that shells expect, and nothing half done."""

import os
import pty
import signal
import subprocess
from typing import Any

import pytest


@pytest.mark.parametrize("by", ["signal", "end of input"])
def test_a_prompt_can_be_left(papertrail: Any, by: str) -> None:
    papertrail("course", "follow", "umd")
    papertrail.today("2024-09-17")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        papertrail.command("critique", "new"), stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        written = b""
        while b"[1]:" not in written:
            written += os.read(ours, 65536)
        if by == "signal":
            process.send_signal(signal.SIGINT)
        else:
            os.write(ours, b"\x04")
        _, said = process.communicate(timeout=30)
        assert process.returncode == 130
    os.close(theirs)
    os.close(ours)
    assert said.decode().strip().endswith("interrupted")
    assert b"Traceback" not in said
    assert not papertrail("critique", "list").rows
