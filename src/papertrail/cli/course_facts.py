"""The facts of a course as names and values; a name may come more than once."""

from collections.abc import Iterator, Sequence
from typing import Any

from papertrail.cli.words import counted
from papertrail.critique import policy as rules
from papertrail.library import Counts
from papertrail.records import Course, Deadline
from papertrail.wording import day_and_year, span

Fact = tuple[str, str]


def course_facts(course: Course, counts: Counts, deadlines: Sequence[Deadline]) -> Iterator[Fact]:
    """What a course is, how much it holds, who runs it, its rules and its deadlines."""
    yield "key", course.key
    for name in ("number", "institution", "term", "url"):
        if value := getattr(course, name):
            yield name, value
    if course.starts and course.ends:
        moved = f", moved from {day_and_year(course.printed_start)}" if course.start and course.printed_start else ""
        yield "dates", f"{span(course.starts, course.ends)}{moved}"
    yield "holds", _holds(counts)
    yield from _people(course.facts)
    yield from _plain(course.facts)
    yield from _rules(course.facts)
    yield from _elsewhere(course.facts)
    if course.critique:
        stated = rules.policy(course.critique)
        yield from ((stated.name, sentence) for sentence in rules.sentences(stated))
    for deadline in deadlines:
        dates = [f"out {day_and_year(deadline.released)}" if deadline.released else ""]
        dates.append(f"due {day_and_year(deadline.due)} {deadline.time or ''}".strip() if deadline.due else "")
        yield "deadline", f"{deadline.name}: {', '.join(filter(None, dates))}"


def _holds(counts: Counts) -> str:
    levels = ", ".join(f"{count} {level}" for level, count in counts.by_level.items() if count)
    unresolved = f", {counts.unresolved} unresolved" if counts.unresolved else ""
    sessions, readings, works = (
        counted(counts.sessions, "session"), counted(counts.readings, "reading"), counted(counts.works, "work"),
    )  # fmt: skip
    return f"{sessions}, {readings}{f' ({levels})' if levels else ''} of {works}{unresolved}"


def _people(facts: dict[str, Any]) -> Iterator[Fact]:
    for person in facts.get("people", ()):
        also = f" ({person['also']})" if person.get("also") else ""
        more = [f"office hours {person['office_hours']}" if person.get("office_hours") else "", person.get("url")]
        yield person["role"], ", ".join(filter(None, (f"{person['name']}{also}", *more)))
    if meeting := facts.get("meeting"):
        times = "–".join(filter(None, (meeting.get("starts"), meeting.get("ends"))))
        yield "meets", " ".join(filter(None, (", ".join(meeting.get("days", ())), times, meeting.get("place"))))


def _plain(facts: dict[str, Any]) -> Iterator[Fact]:
    for name in ("alt_title", "level", "units"):
        if name in facts:
            yield name.replace("_", " "), str(facts[name])
    for name in ("delivery", "tools", "topics", "mentions"):
        if facts.get(name):
            yield name, "; ".join(facts[name])
    for entry in facts.get("prerequisites", ()):
        yield "prerequisite", " or ".join(entry) if isinstance(entry, list) else str(entry)


def _rules(facts: dict[str, Any]) -> Iterator[Fact]:
    for item in facts.get("grading", ()):
        percent = f"{item['percent']:g} % " if item.get("percent") is not None else ""
        yield "grading", f"{percent}{item['item']}" + (f" ({item['note']})" if item.get("note") else "")
    for policy in facts.get("policies", ()):
        yield policy["topic"].lower(), " ".join(policy["facts"])


def _elsewhere(facts: dict[str, Any]) -> Iterator[Fact]:
    for related in facts.get("related", ()):
        names = ("number", "title", "institution", "instructor", "relation", "url")
        yield "related", ", ".join(related[name] for name in names if related.get(name))
    for link in facts.get("links", ()):
        yield "link", f"{link['label']}: {link['url']}" + (f" ({link['access']})" if link.get("access") else "")
    for note in facts.get("notes", ()):
        yield "note", note
    if facts.get("subject_to_change"):
        yield "note", "subject to change"
