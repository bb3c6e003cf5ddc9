"""`papertrail where`: every path in use."""

from pathlib import Path

import typer

from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, on_terminal, print_json
from papertrail.cli.words import say
from papertrail.settings import cloud_folder

app = typer.Typer(name="paths", rich_markup_mode=None)


@app.command()
def where(ctx: typer.Context, as_json: Json = False) -> None:
    """Print every path in use."""
    desk: Desk = ctx.obj
    paths = {
        "database": desk.settings.database,
        "settings": desk.settings.config,
        "bundled courses": desk.settings.syllabi,
        "pdfs": desk.settings.pdfs,
        "critiques": desk.settings.critiques,
        "cache": desk.settings.cache,
    }
    if as_json:
        print_json({name: str(path.absolute()) for name, path in paths.items()})
    else:
        for name, path in paths.items():
            print(f"{name}\t{path.absolute()}{_state(path) if on_terminal() else ''}")
    if cloud := cloud_folder(desk.settings.database):
        say(f"warning: the database lies in {cloud!r}: a cloud client can damage a database that is in use")
        say("hint: keep it elsewhere with --database, PAPERTRAIL_DB or the settings file, and share files instead")


def _state(path: Path) -> str:
    try:
        return "" if path.exists() else "  (not there yet)"
    except OSError as error:
        return f"  ({error.strerror})"
