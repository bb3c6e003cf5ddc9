"""`papertrail digest`: the week as one would want to get it on Monday, on a screen, in a file or by mail."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from papertrail.cli.completion import complete_course
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal
from papertrail.cli.writing import file_named, write_bytes
from papertrail.digest.content import Digest, digest_shape
from papertrail.digest.course import Asked
from papertrail.digest.weekly import digest as digest_of
from papertrail.errors import UsageError

app = typer.Typer(name="digests", rich_markup_mode=None)


class Format(StrEnum):
    """How a digest is written."""

    TERMINAL = "terminal"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    EML = "eml"
    JSON = "json"


class Wishes(NamedTuple):
    """How a digest is to be mailed."""

    asked: Asked
    to: Sequence[str]
    sender: str | None
    template: Path | None
    yes: bool
    again: bool


_SUFFIXES = {".txt": Format.TEXT, ".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".html": Format.HTML,
             ".htm": Format.HTML, ".eml": Format.EML, ".json": Format.JSON}  # fmt: skip
_OF_TEMPLATE = {".txt": Format.TEXT, ".md": Format.MARKDOWN, ".html": Format.HTML}


@app.command(
    epilog="Examples: papertrail digest; papertrail digest 5 --course umd -o week-5.html;"
    " papertrail digest --course umd --for-list --to group@example.org --send"
)
def digest(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(min=0, max=999, help="The courses' own week; this week if left out.")
    ] = None,
    course: Annotated[
        list[str] | None,
        typer.Option("--course", "-c", help="Only of this course; again for more.", autocompletion=complete_course),
    ] = None,
    for_list: Annotated[
        bool, typer.Option("--for-list", help="For a group: nothing of yours in it, no status, no note, no progress.")
    ] = False,
    style: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By default what the file's name says; a screen on a terminal, else text."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it into this file.", callback=file_named)
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="A Jinja2 template of your own: NAME.html, NAME.md or NAME.txt.")
    ] = None,
    to: Annotated[list[str] | None, typer.Option(help="To whom, instead of the settings; again for more.")] = None,
    sender: Annotated[str | None, typer.Option("--from", help="From whom, instead of the settings.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it by mail, after a preview and a yes.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send it without asking.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send it though this week's went out already.")] = False,
    set_password: Annotated[
        bool, typer.Option("--set-password", help="Keep the mail password in the system's keyring, and stop.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Sum up a week, for yourself or for a group.

    What to read and hand in, what is overdue, what is done and what comes next. Of all followed courses, each in its
    own present week, or in week N. A pipe gets plain text, wrapped for a mail.
    """
    desk: Desk = ctx.obj
    if (yes or again) and not send:
        raise UsageError("--yes and --again go with --send")
    wanted = _format(_said(style, as_json=as_json), output, template, send=send)
    if set_password:
        from papertrail.cli.mailing import keep_password

        keep_password(desk)
        return
    courses = desk.courses(course or [])
    elsewhere = not (for_list or course or number is not None)
    asked = Asked(desk.settings.now, personal=not for_list, number=number, elsewhere=elsewhere)
    made = digest_of(desk.library, courses, asked)
    wishes = Wishes(asked, to or [], sender, template, yes=yes, again=again)
    if send:
        from papertrail.cli.mailing import send as send_by_mail

        send_by_mail(desk, made, courses, wishes)
    elif wanted is Format.TERMINAL and output is None:
        _draw(made)
    else:
        write_bytes(_written(desk, made, wanted, wishes), output)


def _said(style: Format | None, *, as_json: bool) -> Format | None:
    if as_json and style not in {None, Format.JSON}:
        raise UsageError(f"--json does not fit --format {style}", hint="leave one of them out")
    return Format.JSON if as_json else style


def _format(style: Format | None, output: Path | None, template: Path | None, *, send: bool) -> Format:
    """The format asked for: said, or by the name of the file or of the template, or by who is looking."""
    if send and (style or output):
        raise UsageError("--send sends a mail, and takes neither --format nor --output", hint="leave one of them out")
    of_template = template_format(template) if template else None
    of_file = _SUFFIXES.get(output.suffix.lower()) if output else None
    if output and not (style or of_file):
        raise UsageError(f"{output} says no format", hint=f"end it in {', '.join(_SUFFIXES)}, or say it with --format")
    found = style or of_file or (Format.EML if send else of_template)
    mail = found is Format.EML and of_template in {Format.HTML, Format.TEXT}
    if of_template and found is not of_template and not mail:
        raise UsageError(f"{template} is a template for {of_template}, not for {found}")
    return found or (Format.TERMINAL if on_terminal() else Format.TEXT)


def template_format(template: Path) -> Format:
    """The format that the name of a template says."""
    names = template.name.lower().removesuffix(".j2").removesuffix(".jinja")
    found = next((one for suffix, one in _OF_TEMPLATE.items() if names.endswith(suffix)), None)
    if found is None:
        raise UsageError(f"{template} says no format", hint="name it NAME.html, NAME.md or NAME.txt")
    return found


def _written(desk: Desk, made: Digest, wanted: Format, wishes: Wishes) -> bytes:
    if wanted is Format.JSON:
        import json

        return json.dumps(digest_shape(made), ensure_ascii=False, indent=2).encode() + b"\n"
    if wanted is Format.EML:
        from papertrail.cli.mailing import draft

        return draft(desk, made, wishes)
    from papertrail.digest.rendering import rendered

    return rendered(made, Format.TEXT if wanted is Format.TERMINAL else wanted, wishes.template).encode()


def _draw(made: Digest) -> None:
    from papertrail.cli.screens.digest import digest_screen

    console().print(digest_screen(made))
