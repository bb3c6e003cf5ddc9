"""`papertrail critique`: the pieces that courses want written about their readings."""

from pathlib import Path
from typing import Annotated

import typer

from papertrail.cli.completion import complete_course, complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json
from papertrail.cli.words import say
from papertrail.errors import UsageError

app = typer.Typer(
    name="critique",
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Write, check, print and hand in critiques.",
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="CRITIQUE",
        help="Its number (umd:3), its file, or any name of its paper.",
        autocompletion=complete_paper,
    ),
]
CourseOption = Annotated[
    str | None, typer.Option("--course", "-c", help="Of this course.", autocompletion=complete_course)
]


@app.command(epilog="Examples: papertrail critique new; papertrail critique new umd:5.1; papertrail critique new clip")
def new(
    ctx: typer.Context,
    paper: Annotated[
        str | None,
        typer.Argument(
            help="Any name of a paper; without it, what is due next is offered.", autocompletion=complete_paper
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Begin a critique and open it in your editor.

    The draft has the course's sections as headings; what you write is yours. A draft that exists is opened again.
    """
    from papertrail.cli.beginning import begin_in_editor, offered

    desk: Desk = ctx.obj
    chosen = paper or offered(desk, course)
    begin_in_editor(desk, chosen, course)


@app.command()
def edit(ctx: typer.Context, critique: Name, course: CourseOption = None) -> None:
    """Open a draft in your editor."""
    from papertrail.cli.beginning import edit_in_editor
    from papertrail.cli.drafts import piece_named

    desk: Desk = ctx.obj
    edit_in_editor(desk, piece_named(desk, critique, course))


@app.command(name="list", epilog="Examples: papertrail critique list; papertrail critique list --course umd --json")
def list_(ctx: typer.Context, course: CourseOption = None, as_json: Json = False) -> None:
    """Show what is handed in, drafted and still possible, and when."""
    from papertrail.cli import critique_list

    desk: Desk = ctx.obj
    groups = critique_list.groups(desk, desk.course(course) if course else None)
    if as_json:
        print_json([critique_list.shape(desk, group) for group in groups])
    elif on_terminal():
        from papertrail.cli.screens.critique import critiques_screen

        for group in groups:
            console().print(critiques_screen(group, today=desk.today))
    else:
        critique_list.print_lines(groups)
        critique_list.say_sentences(groups)
    critique_list.say_warnings(groups)
    if not groups:
        say("no critique is begun, and no course is followed that wants any")
        say("hint: papertrail critique new PAPER begins one")


@app.command(epilog="Examples: papertrail critique show umd:3; papertrail critique show umd:3 --head")
def show(
    ctx: typer.Context,
    critique: Name,
    course: CourseOption = None,
    head: Annotated[bool, typer.Option("--head", help="Only the front matter, as it should be.")] = False,
) -> None:
    """Show a critique as it stands."""
    from papertrail.cli import critique_list
    from papertrail.cli.drafts import piece_named

    desk: Desk = ctx.obj
    piece = piece_named(desk, critique, course)
    print(critique_list.front_matter_of(desk, piece) if head else critique_list.text_of(desk, piece))


@app.command()
def path(ctx: typer.Context, critique: Name, course: CourseOption = None) -> None:
    """Print where a draft is."""
    from papertrail.cli.drafts import file_of, piece_named

    desk: Desk = ctx.obj
    print(file_of(desk, piece_named(desk, critique, course).critique))


@app.command()
def remove(ctx: typer.Context, critique: Name, course: CourseOption = None) -> None:
    """Put a critique away; undo brings it back.

    Its file goes to the folder `removed`.
    """
    from papertrail.cli.beginning import put_away
    from papertrail.cli.drafts import piece_named

    desk: Desk = ctx.obj
    put_away(desk, piece_named(desk, critique, course))


@app.command(epilog="Examples: papertrail critique check umd:3; papertrail critique check --all --json")
def check(
    ctx: typer.Context,
    critique: Annotated[
        str | None,
        typer.Argument(help="Its number (umd:3), its file, or any name of its paper.", autocompletion=complete_paper),
    ] = None,
    course: CourseOption = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Every draft that is not handed in.")] = False,
    as_json: Json = False,
) -> None:
    """Check drafts against the rules of the course and the printed page.

    Ends with status 4 when a rule is broken.
    """
    from papertrail.cli import checking
    from papertrail.cli.drafts import piece_named

    desk: Desk = ctx.obj
    if critique and every:
        raise UsageError("give a critique or --all, not both")
    pieces = [] if critique else checking.waiting(desk, course)
    found = (
        [checking.checked(desk, piece_named(desk, critique, course))]
        if critique
        else [*checking.readable(desk, pieces)]
    )
    if as_json:
        print_json([checking.shape(one) for one in found])
    else:
        checking.print_checked(found)
    if not critique and not pieces:
        say("no draft is waiting")
    if len(found) < len(pieces) or any(one.report.broken for one in found):
        raise typer.Exit(4)


@app.command(
    name="print", epilog="Examples: papertrail critique print umd:3; papertrail critique print clip -o clip.pdf"
)
def print_(
    ctx: typer.Context,
    critique: Name,
    course: CourseOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file; a PDF goes beside the draft.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", "-f", help="pdf, html, md or txt.")] = None,
    paper: Annotated[str | None, typer.Option("--paper", help="a4 or us-letter.")] = None,
) -> None:
    """Set a critique as a clean page, to be printed."""
    from papertrail.cli.drafts import piece_named
    from papertrail.cli.handing_in import FORMATS, print_
    from papertrail.settings import PAPERS

    for name, value, known in (("--format", form, FORMATS), ("--paper", paper, PAPERS)):
        if value is not None and value not in known:
            raise UsageError(f"{name} {value!r} is not known", hint=f"there are {', '.join(known)}")
    desk: Desk = ctx.obj
    print(print_(desk, piece_named(desk, critique, course), output, form, paper))


@app.command(epilog="Examples: papertrail critique submit umd:3; papertrail critique submit clip --at 2024-09-23T10:45")
def submit(
    ctx: typer.Context,
    critique: Name,
    course: CourseOption = None,
    at: Annotated[str | None, typer.Option("--at", help="When it was handed in, if not now: 2024-09-23T10:45.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Hand it in although it was due before.")] = False,
) -> None:
    """Record that a critique is handed in, and when.

    A copy and its page are kept as they are now.
    """
    from papertrail.cli import critique_list
    from papertrail.cli.drafts import piece_named
    from papertrail.cli.handing_in import moment_given, submit

    desk: Desk = ctx.obj
    piece = piece_named(desk, critique, course)
    handed_in = submit(desk, piece, moment_given(desk, at), late=late)
    print(critique_list.handed_in_sentence(desk, piece, handed_in))


@app.command(epilog="Examples: papertrail critique export --course umd -o critiques.pdf; … -o folder --drafts")
def export(
    ctx: typer.Context,
    course: Annotated[str, typer.Option("--course", "-c", help="Of this course.", autocompletion=complete_course)],
    output: Annotated[Path, typer.Option("-o", "--output", help="A PDF, or a folder.")],
    drafts: Annotated[bool, typer.Option("--drafts", help="With what is not handed in.")] = False,
) -> None:
    """Bind all critiques of a course together.

    As one PDF with a contents page, or as a folder of files.
    """
    from papertrail.cli.handing_in import bind
    from papertrail.critique.tally import tally

    desk: Desk = ctx.obj
    chosen = desk.course(course)
    count = bind(desk, chosen, tally(desk.library, chosen, desk.settings.now), output, drafts=drafts)
    print(f"{output}  ({count})")
