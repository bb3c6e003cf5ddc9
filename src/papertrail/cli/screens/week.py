"""The week of a course on a terminal."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from papertrail.agenda import WeekAgenda, critique_rule
from papertrail.cli.screens.readings import reading_table
from papertrail.records import Deadline, Reading, Session
from papertrail.wording import day_and_year, deadline_days, session_day, span


def week_screen(agenda: WeekAgenda, *, width: int, now: datetime, only_course: str | None) -> RenderableType:
    """One course's week: a heading, its sessions with their readings, what is due, and what comes next."""

    def table(readings: tuple[Reading, ...]) -> Table:
        return reading_table(readings, width=width, now=now, only_course=only_course, full=True)

    parts: list[RenderableType] = [_heading(agenda)]
    for session, readings in agenda.sessions:
        parts += ["", _session_line(session), *map(_indented, _session_notes(agenda, session, readings))]
        parts += [table(readings)] if readings else []
    if agenda.unscheduled:
        parts += ["", table(agenda.unscheduled)]
    parts += [Text(), *_deadlines(agenda.deadlines)] if agenda.deadlines else []
    parts += [_indented(Text(line, style="dim")) for line in _footer(agenda)]
    return Group(*parts)


def _heading(agenda: WeekAgenda) -> Text:
    course, week = agenda.course, agenda.week
    name = " · ".join(filter(None, (course.title, course.institution, course.term)))
    heading = Text.assemble(
        (name, "bold"), (", moved" if course.start else "", "bold"), "  ", (course.key, "dim"), "\n"
    )
    heading.append(f"{course.unit.capitalize()} {agenda.number}" if agenda.number else "The course as a whole", "bold")
    if week and week.monday:
        last = date.fromisoformat(week.monday) + timedelta(days=6)
        heading.append(f" · {span(week.monday, last.isoformat())}")
    if week and week.title:
        heading.append(f" · {week.title}")
    if week and week.topics:
        heading.append(f"\n{', '.join(week.topics)}", "dim")
    return heading


def _indented(text: Text) -> Padding:
    """A line that stays indented where it wraps."""
    return Padding(text, (0, 0, 0, 2))


def _session_line(session: Session) -> Text:
    line = Text.assemble((session_day(session), "bold magenta"))
    line.append("  " if line.plain else "")
    if session.kind == "no-class":
        return line.append(f"no class{f': {session.topic}' if session.topic else ''}", "dim")
    line.append(session.topics or "no topic given", "bold")
    if session.speakers:
        guest = " (guest)" if session.kind == "guest" else ""
        line.append(f"  {', '.join(session.speakers)}{guest}")
    if session.place:
        line.append(f"  {session.place}", "dim")
    return line


def _session_notes(agenda: WeekAgenda, session: Session, readings: tuple[Reading, ...]) -> Iterator[Text]:
    if session.note:
        yield Text(session.note, style="dim italic")
    if rule := critique_rule(agenda.course, readings):
        yield Text(rule, style="yellow")
    if session.kind != "no-class" and not readings:
        yield Text("no reading", style="dim")


def _deadlines(deadlines: tuple[Deadline, ...]) -> Iterator[Text]:
    for deadline in deadlines:
        yield Text.assemble(
            (f"  {deadline_days(deadline)}", "yellow"), "  ", deadline.name, (f"  {deadline.note or ''}", "dim")
        )


def _footer(agenda: WeekAgenda) -> Iterator[str]:
    course = agenda.course
    if lengths := [reading.pages for reading in agenda.readings if reading.pages]:
        known = f" in the {len(lengths)} readings whose length is known" if len(lengths) < len(agenda.readings) else ""
        yield f"{sum(lengths)} pages{known}"
    if not agenda.sessions and not agenda.unscheduled and agenda.number:
        over = f"; the course ended in {course.unit} {agenda.last_week}" if agenda.number > agenda.last_week else ""
        yield f"no session and no reading in this {course.unit}{over}"
    if agenda.next_session:
        following = agenda.next_session
        when = day_and_year(following.date) if following.date else following.when or ""
        topic = f", {following.topic}" if following.topic else ""
        yield f"next: {when}{topic} ({course.unit} {following.week})"
    if agenda.course_readings:
        yield f"{agenda.course_readings} more for the course as a whole: papertrail week 0 --course {course.short}"
