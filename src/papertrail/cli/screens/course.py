"""Courses on a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from papertrail.cli.course_facts import course_facts
from papertrail.cli.wording import session_day, span
from papertrail.library import Counts
from papertrail.records import Course, Deadline, Session, Week


def courses_screen(courses: Sequence[Course], counts: Sequence[Counts]) -> RenderableType:
    """The shelf: a course a row."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "course", "title"):
        table.add_column(heading, no_wrap=heading == "course")
    table.add_column("dates", no_wrap=True)
    table.add_column("readings", justify="right")
    for course, count in zip(courses, counts, strict=True):
        dates = span(course.starts, course.ends) if course.starts and course.ends else f"no dates ({course.term})"
        mark = Text("●", style="green") if course.followed else Text("○")
        table.add_row(mark, Text(course.key, style="cyan"), Text(course.title), Text(dates), str(count.readings))
    return table


def course_screen(
    course: Course, counts: Counts, weeks: Sequence[Week], sessions: Sequence[Session], deadlines: Sequence[Deadline]
) -> RenderableType:
    """A course: its facts, then its weeks with their sessions."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="cyan", justify="right", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in course_facts(course, counts, deadlines):
        facts.add_row(name, Text(value))
    plan = Table.grid(padding=(0, 2))
    plan.add_column(style="cyan", justify="right", no_wrap=True)
    plan.add_column(no_wrap=True)
    plan.add_column()
    for week in weeks:
        inside = [session for session in sessions if session.week == week.number]
        if week.title or not inside:
            plan.add_row(
                f"{course.unit} {week.number}",
                "",
                Text(week.title or "no session", style="bold" if week.title else "dim"),
            )
        for number, session in enumerate(inside):
            name = "" if number or week.title else f"{course.unit} {week.number}"
            topic = session.topics or session.note or ""
            text = f"no class{f': {topic}' if topic else ''}" if session.kind == "no-class" else topic
            plan.add_row(name, Text(session_day(session)), Text(text))
    return Group(Text(course.title, style="bold"), facts, "", plan)
