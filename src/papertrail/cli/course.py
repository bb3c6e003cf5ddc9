"""`papertrail course`: the courses on the shelf, and those one follows."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from papertrail.cli.completion import complete_course
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json, reading_records
from papertrail.cli.words import say
from papertrail.errors import UsageError
from papertrail.records import Course
from papertrail.schedule import EARLIEST, LATEST

app = typer.Typer(
    name="course",
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at courses, follow them, add your own.",
)

Key = Annotated[str, typer.Argument(help="A course, by the beginning of its key.", autocompletion=complete_course)]


def _start(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--start {text!r} is no date", hint="write it as 2027-01-25") from None
    if not EARLIEST <= day <= LATEST:
        raise UsageError(f"--start {text!r} is too far away", hint=f"between {EARLIEST} and {LATEST}")
    return day


@app.command(name="list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List the courses on the shelf, followed ones first."""
    desk: Desk = ctx.obj
    courses = desk.library.courses()
    counts = [desk.library.counts(course.key) for course in courses]
    if as_json:
        from papertrail.shapes import course_shape

        print_json([course_shape(course, count) for course, count in zip(courses, counts, strict=True)])
    elif on_terminal():
        from papertrail.cli.screens.course import courses_screen

        console().print(courses_screen(courses, counts))
    else:
        for course, count in zip(courses, counts, strict=True):
            state = "followed" if course.followed else ""
            print(course.key, state, course.starts or "", course.ends or "", count.readings, course.title, sep="\t")


@app.command()
def show(ctx: typer.Context, course: Key, as_json: Json = False) -> None:
    """Show a course with its rules and sessions."""
    desk: Desk = ctx.obj
    found = desk.course(course)
    library = desk.library
    counts = library.counts(found.key)
    sessions, deadlines = library.sessions(found.key), library.deadlines(found.key)
    if as_json:
        from papertrail.shapes import course_shape, deadline_shape, session_shape

        print_json(
            course_shape(found, counts)
            | {
                "weeks": [{"number": w.number, "title": w.title, "monday": w.monday} for w in library.weeks(found.key)],
                "sessions": [session_shape(session) for session in sessions],
                "deadlines": [deadline_shape(deadline) for deadline in deadlines],
                "readings": reading_records(library, library.assigned(found.key)),
            }
        )
        return
    if on_terminal():
        from papertrail.cli.screens.course import course_screen

        console().print(course_screen(found, counts, library.weeks(found.key), sessions, deadlines))
    else:
        from papertrail.cli.course_facts import course_facts

        for name, value in course_facts(found, counts, deadlines):
            print(f"{name}\t{value}")


@app.command(epilog="Examples: papertrail course follow umd; papertrail course follow cs229br --start 2027-01-25")
def follow(
    ctx: typer.Context,
    course: Key,
    start: Annotated[
        str | None, typer.Option(help="Move the whole course to begin in the week of this date, weekdays kept.")
    ] = None,
) -> None:
    """Make a course yours.

    Its weeks and handles are then the ones meant. With --start it begins when you do.
    """
    desk: Desk = ctx.obj
    chosen = desk.course(course)
    changes = desk.journal().follow(chosen.key, _start(start))
    now = desk.course(chosen.key)
    print(f"{'following' if changes else 'already following'} {now.key}: {_when(now, desk.today)}")
    if now.ends and now.ends < desk.today.isoformat():
        say(
            f"hint: it is over; papertrail course follow {now.short} --start {desk.today.isoformat()} moves it to today"
        )


def _when(course: Course, today: date) -> str:
    from papertrail.wording import day_and_year

    if course.starts is None or course.ends is None:
        return f"it has no dates; --start gives its {course.unit}s one week each"
    pace = ", one module a week" if course.printed_start is None else ""
    begin = "began" if course.starts < today.isoformat() else "begins"
    end = "ended" if course.ends < today.isoformat() else "ends"
    return f"it {begin} on {day_and_year(course.starts)} and {end} on {day_and_year(course.ends)}{pace}"


@app.command()
def unfollow(
    ctx: typer.Context, courses: Annotated[list[str], typer.Argument(help="Courses.", autocompletion=complete_course)]
) -> None:
    """Stop following courses.

    What you marked stays marked.
    """
    desk: Desk = ctx.obj
    keys = [desk.course(name).key for name in courses]
    changed = {change.subject for change in desk.journal().unfollow(keys)}
    for key in keys:
        print(f"{'no longer following' if key in changed else 'not following'} {key}")


@app.command(epilog="Example: papertrail course add rl-2027.toml --bib references.bib")
def add(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A syllabus file.", dir_okay=False)],
    bib: Annotated[list[Path] | None, typer.Option(help="A BibTeX file that it cites.", dir_okay=False)] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Even if a course of this key came from another file.")
    ] = False,
) -> None:
    """Put a course of your own on the shelf.

    Again brings it up to date. A bundled course that was removed comes back by its key.
    """
    from papertrail.cli import shelf

    shelf.add(ctx.obj, file, bib or [], replace=replace)


@app.command()
def remove(ctx: typer.Context, course: Key) -> None:
    """Take a course off the shelf.

    Your marks stay, and `papertrail undo` brings it back.
    """
    desk: Desk = ctx.obj
    key = desk.course(course).key
    desk.journal().remove_course(key)
    print(f"removed {key}; papertrail undo brings it back")


@app.command(epilog="Example: papertrail course check rl-2027.toml")
def check(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Syllabus files.", dir_okay=False)],
    bib: Annotated[list[Path] | None, typer.Option(help="A BibTeX file that they cite.", dir_okay=False)] = None,
) -> None:
    """Check syllabus files.

    Every mistake is named with its file, its line, and what to write instead.
    """
    from papertrail.cli import shelf

    shelf.check(ctx.obj, files, bib or [])


@app.command()
def reload(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would change, and change nothing.")
    ] = False,
) -> None:
    """Read all syllabi again.

    Tells what is new, moved, re-dated and dropped. No mark of yours is lost.
    """
    from papertrail.cli import shelf

    shelf.reload(ctx.obj, dry_run=dry_run)
