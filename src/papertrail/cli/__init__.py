"""The command line: values in, one call, one render. Commands are imported when they are called, not before."""

import errno
import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from papertrail import __version__
from papertrail.cli.words import say
from papertrail.errors import OutputError, PapertrailError, UsageError

COMMANDS = {
    "week": "week",
    "next": "lists",
    "list": "lists",
    "show": "show",
    "queue": "marks",
    "start": "marks",
    "skim": "marks",
    "done": "marks",
    "skip": "marks",
    "unread": "marks",
    "undo": "marks",
    "open": "pdf",
    "pdf": "pdf",
    "add": "add",
    "edit": "add",
    "remove": "add",
    "fetch": "fetch",
    "search": "search",
    "export": "export",
    "cite": "cite",
    "key": "key",
    "note": "notes",
    "notes": "notes",
    "tag": "notes",
    "untag": "notes",
    "rate": "notes",
    "critique": "critique",
    "progress": "progress",
    "digest": "digest",
    "course": "course",
    "where": "where",
}
"""Every command and the module that holds it, in the order in which help lists them."""

_INTERRUPTED = 130
"""The exit code after Ctrl-C, at a prompt or anywhere else, as shells have it."""


class CommandGroup(TyperGroup):
    """The commands, each imported only when it is needed, and the one place where an expected failure ends."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override] # ctx is whatever click Typer uses
        """The names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override] # noqa: ANN401 - as above
        """The command of this name; None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        app = import_module(f"papertrail.cli.{COMMANDS[cmd_name]}").app
        group = typer.main.get_group(app)
        return group if cmd_name == group.name else group.commands[cmd_name]

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override] # noqa: ANN401
        """The command that is called; a near miss is suggested."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean papertrail {near[0]}?" if near else "papertrail --help lists the commands"
            raise UsageError(f"there is no command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override] # noqa: ANN401 - as above
        """Run a command; an expected failure becomes its sentence, its hint and its exit code."""
        try:
            return _written(lambda: super(CommandGroup, self).invoke(ctx))
        except PapertrailError as error:
            say(f"error: {error}")
            if error.hint:
                say(f"hint: {error.hint}")
            raise typer.Exit(error.exit_code) from error
        except (typer.Abort, KeyboardInterrupt):
            say("interrupted")
            raise typer.Exit(_INTERRUPTED) from None


def _written(command: Callable[[], Any]) -> Any:  # noqa: ANN401 - what a command returns
    """Run a command and see that all it prints is written; a pipe that was closed is no failure and stays Typer's."""
    try:
        result = command()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE or error.filename:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is tried at the exit
        raise OutputError(error.strerror or str(error)) from error
    return result


app = typer.Typer(
    cls=CommandGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Examples: papertrail week 5; papertrail course follow umd; papertrail done umd:5.1; papertrail next",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"papertrail {__version__}")
        raise typer.Exit


@app.callback()
def papertrail(
    ctx: typer.Context,
    database: Annotated[
        Path | None, typer.Option(help="The database file, instead of the one in your data folder.", dir_okay=False)
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Reading lists and papers of courses: what to read by when, and what is read."""
    from papertrail.cli.desk import Desk

    desk = Desk(database)
    ctx.obj = desk
    ctx.call_on_close(desk.close)


def main() -> None:
    """The `papertrail` command."""
    if sys.stdout is None or sys.stderr is None:  # closed by the caller
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it stays open as long as we run
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Unicode gets question marks, not a traceback
    app(prog_name="papertrail")
