"""`papertrail where`: every path in use."""

import typer

from papertrail.cli.desk import Desk, say
from papertrail.cli.output import Json, print_json
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
    }
    if as_json:
        print_json({name: str(path.absolute()) for name, path in paths.items()})
    else:
        for name, path in paths.items():
            print(f"{name}\t{path.absolute()}{'' if path.exists() else '  (not there yet)'}")
    if cloud := cloud_folder(desk.settings.database):
        say(f"warning: the database lies in {cloud!r}: a cloud client can damage a database that is in use")
        say("hint: keep it elsewhere with --database, PAPERTRAIL_DB or the settings file, and share files instead")
