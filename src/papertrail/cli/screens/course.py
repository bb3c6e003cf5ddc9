"""Courses on a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from papertrail.cli.course_facts import course_facts
from papertrail.cli.words import counted
from papertrail.library import Counts
from papertrail.records import Course, Deadline, Session, Week
from papertrail.wording import session_day, span


def courses_screen(courses: Sequence[Course], counts: Sequence[Counts]) -> RenderableType:
    """The shelf: a course a row."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for course, count in zip(courses, counts, strict=True):
        dates = span(course.starts, course.ends) if course.starts and course.ends else f"no dates ({course.term})"
        about = Text(f"{course.institution or ''} · {dates} · {counted(count.readings, 'reading')}", style="dim")
        mark = Text("●" if course.followed else "○", style="green" if course.followed else "")
        table.add_row(mark, course.key, Text.assemble(course.title, "\n", about))
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
    plan.add_column(max_width=40)
    plan.add_column()
    for week in weeks:
        for row in _plan(course, week, [session for session in sessions if session.week == week.number]):
            plan.add_row(*row)
    return Group(Text(course.title, style="bold"), facts, "", plan)


def _plan(course: Course, week: Week, sessions: Sequence[Session]) -> Iterator[tuple[str, Text, Text]]:
    """The lines of one week: its title if it has one, then its sessions."""
    name = f"{course.unit} {week.number}"
    if week.title:
        yield name, Text(), Text(week.title, style="bold")
    elif not sessions:
        yield name, Text(), Text("no session" if week.number else "readings for the course as a whole", style="dim")
    for number, session in enumerate(sessions):
        topic = session.topics or session.note or ""
        text = f"no class{f': {topic}' if topic else ''}" if session.kind == "no-class" else topic
        yield ("" if number or week.title else name), Text(session_day(session)), Text(text)
