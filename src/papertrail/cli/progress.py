"""`papertrail progress`: what is read of each course, against today's place in its schedule."""

from typing import Annotated, Any

import typer

from papertrail import standing
from papertrail.cli.completion import complete_course
from papertrail.cli.critique_words import sentence
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json
from papertrail.cli.words import say
from papertrail.critique.tally import Tally, tally
from papertrail.grammar import plural
from papertrail.records import Course

app = typer.Typer(name="standings", rich_markup_mode=None)


@app.command()
def progress(
    ctx: typer.Context,
    course: Annotated[
        str | None,
        typer.Option("--course", "-c", help="A course, by the beginning of its key.", autocompletion=complete_course),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show how far you are with your courses.

    What is read of each, by level and week, against today's place in the schedule.
    """
    desk: Desk = ctx.obj
    every = desk.library.courses()
    courses: list[Course] = [desk.course(course)] if course else [one for one in every if one.followed]
    reports = [standing.report(desk.library, one, desk.today, desk.now) for one in courses]
    tallies = {one.key: tally(desk.library, one, desk.settings.now) for one in courses if one.critique}
    if as_json:
        print_json([_shape(report, tallies.get(report.course.key)) for report in reports])
    elif on_terminal():
        from papertrail.cli.screens.progress import progress_screen

        for report in reports:
            found = tallies.get(report.course.key)
            console().print(progress_screen(report, f"{plural(found.rules.name)}: {sentence(found)}" if found else ""))
    else:
        for report in reports:
            _print_lines(report, tallies.get(report.course.key))
    if not courses:
        say("no course is followed")
        say("hint: papertrail course follow umd makes a course yours; --course KEY shows any")


def _shape(report: standing.Report, critiques: Tally | None) -> dict[str, Any]:
    return {
        "course": report.course.key,
        "week": report.week,
        "weeks": report.last_week,
        "overdue": report.overdue,
        "levels": {name: vars(done) for name, done in report.levels.items()},
        "by_week": [{"week": number, **vars(done)} for number, done in report.weeks.items()],
        "critiques": {
            "name": critiques.rules.name,
            "wanted": critiques.rules.wanted,
            "handed_in": critiques.handed_in,
            "late": critiques.late,
            "drafts": len(critiques.drafts),
            "classes_left": critiques.classes_left,
        }
        if critiques
        else None,
    }


def _print_lines(report: standing.Report, critiques: Tally | None) -> None:
    rows = [("level", name, tally) for name, tally in report.levels.items()]
    rows += [("week", str(number), tally) for number, tally in report.weeks.items()]
    for what, name, done in rows:
        print(f"{report.course.key}\t{what}\t{name}\t{done.finished}\t{done.total}\t{done.due}")
    if critiques:
        figures = (critiques.handed_in, critiques.rules.wanted or 0, len(critiques.missed))
        print(report.course.key, "critique", critiques.rules.name, *figures, sep="\t")
