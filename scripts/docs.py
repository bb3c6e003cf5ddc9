"""Write docs/commands.md from --help, and the screen in the README, or say with --check that they are out of date."""

import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
SCREEN = ROOT / "docs" / "week-5.svg"
WIDTH = 104


def main() -> int:
    """Write both files, or with --check compare them and return 1 when one differs."""
    wanted = {COMMANDS: commands(), SCREEN: screen()}
    if "--check" not in sys.argv:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    if stale:
        print(f"out of date: {', '.join(stale)}; run python scripts/docs.py", file=sys.stderr)
    return int(bool(stale))


def commands() -> str:
    """Every command's help as Markdown."""
    from papertrail import cli
    from papertrail.cli.course import app as courses

    subcommands = [info.name or info.callback.__name__ for info in courses.registered_commands if info.callback]
    parts = ["# Commands\n\nWritten by `python scripts/docs.py` from `--help`.\n"]
    for name in ["", *cli.COMMANDS]:
        parts.append(section(name))
        if name == "course":
            parts += [section(f"course {subcommand}") for subcommand in subcommands]
    return "\n".join(parts)


def section(name: str) -> str:
    """One command's help."""
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    run = [sys.executable, "-m", "papertrail", *name.split(), "--help"]
    text = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout
    title = f"papertrail {name}".strip()
    return f"## `{title}`\n\n```text\n{text.strip()}\n```\n"


def screen() -> str:
    """What `papertrail week 5` shows on a terminal, as an SVG."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PAPERTRAIL_DB": f"{folder}/papertrail.db", "PAPERTRAIL_CONFIG": f"{folder}/config.toml"}
        os.environ["PAPERTRAIL_TODAY"] = "2024-09-24"
        return _recorded()


def _recorded() -> str:
    from rich.console import Console

    from papertrail.agenda import week_agenda
    from papertrail.cli.desk import Desk
    from papertrail.cli.week import draw

    with closing(Desk(None)) as desk, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        agendas = [week_agenda(desk.library, course, 5) for course in desk.library.courses()]
        console = Console(
            record=True, width=WIDTH, markup=False, emoji=False, highlight=False, file=nowhere, force_terminal=True
        )
        draw(desk, agendas, console)
    return console.export_svg(title="papertrail week 5", unique_id="week5")


if __name__ == "__main__":
    sys.exit(main())
