"""What the documents say is true: the README's examples print what they show, and nothing generated is stale."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = re.findall(
    r"^```console\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


def on_a_terminal(command: str, environment: dict[str, str]) -> str:
    """What a shell command prints on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(["sh", "-c", command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not chunk:
            break
        printed += chunk
    os.close(ours)
    assert process.wait() == 0, printed.decode()
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_readme_s_examples_print_what_they_show(tmp_path: Path) -> None:
    launcher = tmp_path / "papertrail"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m papertrail "$@"\n')
    launcher.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PAPERTRAIL_DB": str(tmp_path / "papertrail.db"),
        "PAPERTRAIL_CONFIG": str(tmp_path / "config.toml"),
        "PAPERTRAIL_TODAY": "2027-02-24",
        "TERM": "dumb",
        "COLUMNS": "100",
    }
    on_a_terminal("papertrail where && papertrail course list", environment)  # the first use has words of its own
    for example in EXAMPLES:
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", example, re.MULTILINE):
            printed = on_a_terminal(command, environment)
            assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines(), command
    assert len(EXAMPLES) >= 5


def test_the_generated_documents_are_current() -> None:
    check = subprocess.run(
        [sys.executable, ROOT / "scripts" / "docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stderr


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_readme_s_test_command_is_the_one_that_ci_runs() -> None:
    commands = [
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.endswith("/pytest")
    ]
    assert len(commands) == 1
    assert "grep -m 1 '/pytest$' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
