"""What must hold within a syllabus beyond the shape of its tables."""

from collections.abc import Callable, Container, Iterator
from datetime import date

from papertrail.bibliography.nearness import did_you_mean
from papertrail.identifiers import folded
from papertrail.mistakes import quoted
from papertrail.syllabus.findings import Finding
from papertrail.syllabus.model import Deadline, Document, Reading, Session
from papertrail.syllabus.positions import Path
from papertrail.syllabus.values import WEEKDAYS
from papertrail.syllabus.works import Works, readings

Damaged = Callable[[Path], bool]
"""Whether a part of a table was left out already, so that nothing may be said about what it lacks."""

_DESCRIPTION = ("title", "authors", "year", "venue", "arxiv", "doi", "url")


def ways(document: Document, damaged: Damaged) -> Iterator[Finding]:
    """Every reading names its work in one way."""
    for path, reading in readings(document):
        described = [key for key in _DESCRIPTION if getattr(reading, key)]
        if reading.unresolved and described:
            remedy = "drop unresolved = true, or put what it may be into candidates"
            yield Finding((*path, described[0]), f"the reading is unresolved and has '{described[0]}'", remedy)
        elif reading.cite and described:
            sentence = f"the reading names its work in two ways: cite and '{described[0]}'"
            yield Finding((*path, described[0]), sentence, "keep one of them")
        elif not damaged(path):
            yield from _nameless(path, reading, described)


def _nameless(path: Path, reading: Reading, described: list[str]) -> Iterator[Finding]:
    if reading.unresolved and not reading.label:
        yield Finding(path, "an unresolved reading has no 'label'", "add what the page prints")
    elif described and not reading.title:
        yield Finding(path, "a reading that is written out has no 'title'", "add title = …, or cite it")
    elif not (reading.unresolved or reading.cite or described):
        yield Finding(path, "the reading does not say what is to be read", "add cite, or title, or unresolved = true")


def citations(document: Document, works: Works, broken: Container[str]) -> Iterator[Finding]:
    """Every key that is cited is known."""
    keys: list[str] = []
    for path, reading in readings(document):
        cite = reading.cite
        if cite and not works.key(cite) and cite.lower() not in broken:
            keys = keys or works.keys()
            remedy = did_you_mean(cite, keys) if keys else "name a BibTeX file in bibliography of [course]"
            yield Finding((*path, "cite"), f"unknown citation key {quoted(cite)}", remedy)


def course(document: Document, damaged: Damaged) -> Iterator[Finding]:
    """What must hold within tables and between them, once every reading has its key."""
    yield from _tables(document, damaged)
    for place, session in enumerate(document.sessions):
        yield from _session(("session", place), session, damaged)
    yield from _repeated_readings(document)
    yield from _companions(document, damaged)
    yield from _weeks(document)
    yield from _numbers(document)
    yield from _order(document)
    for place, deadline in enumerate(document.deadlines):
        yield from _deadline(("deadline", place), deadline, damaged)


def _tables(document: Document, damaged: Damaged) -> Iterator[Finding]:
    for place, related in enumerate(document.course.related):
        path: Path = ("course", "related", place)
        if not (related.title or related.number or damaged(path)):
            yield Finding(path, "a related course has neither 'title' nor 'number'", "add one of them")
    if document.course.meeting:
        yield from _times(("course", "meeting"), document.course.meeting.starts, document.course.meeting.ends)


def _session(path: Path, session: Session, damaged: Damaged) -> Iterator[Finding]:
    said = session.topic or session.topics or session.note or session.readings or session.kind == "no-class"
    if not said and not damaged(path):
        yield Finding(path, "the session says nothing", 'add a topic, a note or readings, or kind = "no-class"')
    if session.unsure and not session.when and not damaged(path):
        yield Finding((*path, "unsure"), "unsure = true needs 'when'", "add when = the date as it is printed")
    yield from _times(path, session.starts, session.ends)
    yield from _dates(path, session, damaged)


def _times(path: Path, starts: str | None, ends: str | None) -> Iterator[Finding]:
    if starts and ends and ends <= starts:
        yield Finding((*path, "ends"), f"ends {ends} is before starts {starts}", "write times with 24 hours")


def _dates(path: Path, session: Session, damaged: Damaged) -> Iterator[Finding]:
    if session.date and (session.from_ or session.to):
        other = "from" if session.from_ else "to"
        yield Finding((*path, other), f"the session has both 'date' and '{other}'", "keep date, or from and to")
    elif bool(session.from_) != bool(session.to) and not damaged(path):
        given, lacking = ("from", "to") if session.from_ else ("to", "from")
        yield Finding((*path, given), f"the session has '{given}' without '{lacking}'", f"add {lacking}, or use date")
    elif session.from_ and session.to and session.to < session.from_:
        yield Finding((*path, "to"), f"to {session.to} is before from {session.from_}", "swap them")
    if session.date and session.weekday and not session.unsure:
        right = WEEKDAYS[session.date.weekday()]
        if right != session.weekday:
            remedy = f'write "{right}", correct the date, or add unsure = true and when'
            yield Finding((*path, "weekday"), f"{session.date} is a {right}, no {session.weekday}", remedy)


def _repeated_readings(document: Document) -> Iterator[Finding]:
    seen: set[tuple[str | int, ...]] = set()
    for path, reading in readings(document):
        name = reading.label if reading.unresolved else reading.cite
        mark = (*path[:2], str(reading.unresolved), folded(name or ""), folded(reading.part or ""))
        if name and mark in seen:
            sentence = f"{quoted(name)} is in this {path[0]} already"
            yield Finding(path, sentence, "drop one, or give each its part")
        seen.add(mark)


def _companions(document: Document, damaged: Damaged) -> Iterator[Finding]:
    groups: dict[Path, list[tuple[Path, Reading]]] = {}
    for path, reading in readings(document):
        groups.setdefault(path[:2], []).append((path, reading))
    for group, members in groups.items():
        for path, reading in members:
            if reading.companion_of and not damaged((*group, "readings")):
                yield from _companion(path, reading, [other for _, other in members if other is not reading])


def _companion(path: Path, reading: Reading, others: list[Reading]) -> Iterator[Finding]:
    names = [name for other in others if (name := other.label if other.unresolved else other.cite)]
    wanted = reading.companion_of or ""
    if wanted.lower() not in {name.lower() for name in names}:
        sentence = f"companion_of names no other reading of this {path[0]}: {quoted(wanted)}"
        yield Finding((*path, "companion_of"), sentence, did_you_mean(wanted, names))


def _weeks(document: Document) -> Iterator[Finding]:
    numbers: set[int] = set()
    for place, week in enumerate(document.weeks):
        if week.number in numbers:
            yield Finding(("week", place, "number"), f"there are two weeks {week.number}", "number each once")
        numbers.add(week.number)
    for place, session in enumerate(document.sessions):
        if numbers and session.week and session.week not in numbers:
            yield _unlisted(("session", place, "week"), session.week)
    for place, entry in enumerate(document.lists):
        if numbers and entry.week and entry.week not in numbers:
            yield _unlisted(("list", place, "week"), entry.week)
    if any(session.week is not None for session in document.sessions):
        for place, session in enumerate(document.sessions):
            if session.week is None and (session.date or session.from_):
                sentence = "this session has a date and no 'week', while others say theirs"
                yield Finding(("session", place), sentence, "give every dated session its week, or none")


def _unlisted(path: Path, week: int) -> Finding:
    return Finding(path, f"there is no [[week]] with number {week}", "add it, or correct the number")


def _numbers(document: Document) -> Iterator[Finding]:
    numbers: set[int] = set()
    for place, session in enumerate(document.sessions):
        if session.number in numbers:
            sentence = f"there are two sessions {session.number}"
            yield Finding(("session", place, "number"), sentence, "number each once, or leave the numbers out")
        if session.number is not None:
            numbers.add(session.number)
    for place, session in enumerate(document.sessions):
        if session.continues is not None and (session.continues not in numbers or session.continues == session.number):
            sentence = f"continues names no other session: {session.continues}"
            yield Finding(("session", place, "continues"), sentence, "give the number of the session it goes on with")


def _order(document: Document) -> Iterator[Finding]:
    before: date | None = None
    for place, session in enumerate(document.sessions):
        day = session.date or session.from_
        if day is None or session.unsure:
            continue
        if before and day < before:
            remedy = "put the sessions in order, correct the date, or add unsure = true and when"
            key = "date" if session.date else "from"
            yield Finding(("session", place, key), f"{day} is before the session above it, {before}", remedy)
        before = day


def _deadline(path: Path, deadline: Deadline, damaged: Damaged) -> Iterator[Finding]:
    if not (deadline.released or deadline.due or damaged(path)):
        yield Finding(path, "a deadline has no date", "add released or due")
    elif deadline.time and not deadline.due and not damaged(path):
        yield Finding((*path, "time"), "time has no 'due' that it belongs to", "add due")
    if deadline.released and deadline.due and deadline.due < deadline.released:
        sentence = f"due {deadline.due} is before released {deadline.released}"
        yield Finding((*path, "due"), sentence, "swap them")
