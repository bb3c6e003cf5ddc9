"""`papertrail week`: the readings of a week."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from papertrail import agenda
from papertrail.cli.completion import complete_course
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json, print_lines, reading_records
from papertrail.cli.words import say
from papertrail.records import Course
from papertrail.schedule import WEEK, monday

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(name="weeks", rich_markup_mode=None)


@app.command(epilog="Examples: papertrail week; papertrail week 5 --course umd; papertrail week 5 --json")
def week(
    ctx: typer.Context,
    number: Annotated[int | None, typer.Argument(min=0, max=999, help="The week; this week if left out.")] = None,
    course: Annotated[
        str | None,
        typer.Option("--course", "-c", help="A course, by the beginning of its key.", autocompletion=complete_course),
    ] = None,
    all_courses: Annotated[bool, typer.Option("--all", "-a", help="Every course, not only the followed ones.")] = False,
    as_json: Json = False,
) -> None:
    """Show the sessions and readings of a week.

    With what is due in it. Week 0 holds what belongs to a course as a whole.
    """
    desk: Desk = ctx.obj
    courses = _courses(desk, course, all_courses=all_courses)
    agendas = [found for chosen in courses if (found := _agenda(desk, chosen, number))]
    readings = [reading for found in agendas for reading in found.readings]
    if as_json:
        print_json(reading_records(desk.library, readings))
    elif on_terminal():
        draw(desk, agendas, console())
    else:
        print_lines(readings)
        for found in agendas:
            if not found.readings:
                say(_nothing(found))
    if not desk.library.followed():
        start = monday(desk.today) + WEEK
        say(f"hint: papertrail course follow umd --start {start} makes a course yours, from a start of your own")


def _courses(desk: Desk, name: str | None, *, all_courses: bool) -> list[Course]:
    if name:
        return [desk.course(name)]
    every = desk.library.courses()
    return [course for course in every if course.followed and not all_courses] or every


def _agenda(desk: Desk, course: Course, number: int | None) -> agenda.WeekAgenda | None:
    """The week asked for; for today's week of a course that is not on today, a sentence instead."""
    wanted = agenda.current_week(desk.library, course, desk.today) if number is None else number
    if wanted is None:
        say(_not_now(course, desk.today.isoformat()))
        return None
    return agenda.week_agenda(desk.library, course, wanted)


def _nothing(found: agenda.WeekAgenda) -> str:
    unit = found.course.unit
    return f"{found.course.short}: nothing to read in {unit} {found.number}"


def _not_now(course: Course, today: str) -> str:
    from papertrail.wording import day_and_year

    if course.starts is None or course.ends is None:
        return (
            f"{course.short}: {course.title} has no dates; papertrail week 0 and week 1 --course {course.short} show it"
        )
    if today < course.starts:
        return f"{course.short}: {course.title} begins on {day_and_year(course.starts)}"
    return f"{course.short}: {course.title} ended on {day_and_year(course.ends)}"


def draw(desk: Desk, agendas: Iterable[agenda.WeekAgenda], screen: "Console") -> None:
    """Weeks on a terminal, one course below the other."""
    from papertrail.cli.screens.week import week_screen

    followed = desk.library.followed()
    only = followed[0] if len(followed) == 1 else None
    for number, found in enumerate(agendas):
        if number:
            screen.print()
        screen.print(week_screen(found, width=screen.width, now=desk.settings.now, only_course=only))
