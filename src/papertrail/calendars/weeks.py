"""A week of a course as an entry for others to read: its sessions, readings and deadlines as HTML. Pure."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from papertrail import cleaning
from papertrail.agenda import WeekAgenda
from papertrail.calendars import wording
from papertrail.records import Course, Deadline, Reading, Session
from papertrail.wording import day_and_year

_RUNS_IT = ("instructor", "organizer")


class WeekEntry(NamedTuple):
    """One week, as it is told."""

    course: str
    number: int
    monday: str
    title: str
    html: str
    authors: tuple[str, ...]
    link: str | None


def week_entry(agenda: WeekAgenda, *, without: Iterable[str] = ()) -> WeekEntry | None:
    """The entry of a week; None for one without a date.

    Args:
        agenda: What the week holds.
        without: Handles of readings that are nobody else's business.
    """
    if agenda.week is None or agenda.week.monday is None:
        return None
    return WeekEntry(
        course=agenda.course.key,
        number=agenda.number,
        monday=agenda.week.monday,
        title=plain(_title(agenda)),
        html="\n".join(_parts(agenda, frozenset(without))),
        authors=authors(agenda.course),
        link=wording.link(agenda.course.url),
    )


def authors(course: Course) -> tuple[str, ...]:
    """Who stands for a course: those who run it, else its institution, else itself."""
    people = tuple(plain(person["name"]) for person in course.facts.get("people", ()) if person["role"] in _RUNS_IT)
    return tuple(filter(None, people)) or (plain(course.institution or "") or plain(course.title) or course.key,)


def plain(text: str) -> str:
    """Foreign text on one line, with nothing that XML has no place for."""
    return wording.NO_CHARACTERS.sub("", cleaning.line(text))


def _title(agenda: WeekAgenda) -> str:
    name = f"{agenda.course.title}, {agenda.course.unit} {agenda.number}"
    about = agenda.week.title if agenda.week and agenda.week.title else _topics(agenda)
    return f"{name}: {about}" if about else name


def _topics(agenda: WeekAgenda) -> str:
    return "; ".join(session.topics for session, _ in agenda.sessions if session.topics and session.kind != "no-class")


def _parts(agenda: WeekAgenda, without: frozenset[str]) -> Iterator[str]:
    week = agenda.week
    if week and week.topics:
        yield _tagged("p", ", ".join(week.topics))
    if week and week.note:
        yield _tagged("p", week.note)
    for session, readings in agenda.sessions:
        yield _tagged("h3", _heading(session))
        for line in (wording.doubt(session), ", ".join(session.speakers), session.note):
            if line:
                yield _tagged("p", line)
        yield from _list(reading for reading in readings if reading.handle not in without)
    unscheduled = [reading for reading in agenda.unscheduled if reading.handle not in without]
    if unscheduled:
        yield _tagged("h3", f"For {agenda.course.unit} {agenda.number}")
        yield from _list(unscheduled)
    if agenda.deadlines:
        yield _tagged("h3", "Deadlines")
        yield f"<ul>\n{''.join(map(_deadline, agenda.deadlines))}</ul>"


def _heading(session: Session) -> str:
    last = f" – {day_and_year(session.until)}" if session.until else ""
    when = f"{day_and_year(session.date)}{last}" if session.date else session.when
    return ", ".join(filter(None, (when, wording.times(session), wording.topic(session), session.place)))


def _list(readings: Iterable[Reading]) -> Iterator[str]:
    items = "".join(map(_reading, wording.by_level(readings)))
    if items:
        yield f"<ul>\n{items}</ul>"


def _reading(reading: Reading) -> str:
    title, address = escape(plain(wording.title(reading))), wording.link(reading.link)
    if address:
        title = f'<a href="{escape(address)}">{title}</a>'
    details = escape(plain(wording.details(reading)))
    return f"<li>{title}{f' ({details})' if details else ''}</li>\n"


def _deadline(deadline: Deadline) -> str:
    note = f" ({deadline.note})" if deadline.note else ""
    return f"{_tagged('li', f'{deadline.name}: {wording.dates(deadline)}{note}')}\n"


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(plain(text))}</{tag}>"
