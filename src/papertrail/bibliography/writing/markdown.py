"""Markdown (CommonMark): a list of readings, under headings for course and week where they were chosen so."""

import html
from collections.abc import Iterable, Iterator

from papertrail.bibliography.writing.reading_list import Line, Section
from papertrail.records import FINISHED
from papertrail.text.markdown import escaped
from papertrail.wording import stars


def markdown(sections: Iterable[Section]) -> Iterator[str]:
    """Readings as Markdown. With a status, the list is one of tasks."""
    course = None
    for number, section in enumerate(sections):
        yield "\n" if number else ""
        if section.course and section.course != course:
            yield f"# {escaped(section.course)}\n\n"
            course = section.course
        if section.week:
            yield f"## {escaped(section.week)}\n\n"
        yield from map(_item, section.lines)


def _item(line: Line) -> str:
    title = escaped(line.title)
    if line.link:
        title = f"[{title}]({_destination(line.link)})"
    about = " ".join(f"{text.removesuffix('.')}." for text in (escaped(line.authors), escaped(line.place)) if text)
    asides = [
        escaped(line.reading.part or ""),
        line.reading.level if line.reading.level and line.reading.level != "required" else "",
        "" if line.record else "not identified",
        stars(line.stars) if line.stars else "",
    ]
    aside = ", ".join(filter(None, asides))
    done = f"[{'x' if line.status in FINISHED else ' '}] " if line.status else ""
    return f"- {done}{title}{f', {aside}' if aside else ''}{f'. {about}' if about else ''}\n"


def _destination(link: str) -> str:
    return html.escape(link.replace("(", "%28").replace(")", "%29"), quote=True)
