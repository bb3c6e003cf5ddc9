"""What an export is of: papers by name, or all that filters and a search let through."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from papertrail.bibliography.record import Record
from papertrail.bibliography.writing.reading_list import Line, Section
from papertrail.cli.desk import Desk
from papertrail.cli.words import counted, say
from papertrail.errors import UsageError
from papertrail.library import reference_list
from papertrail.records import Reading

if TYPE_CHECKING:
    from papertrail.cli.citing import CitedWorks

_SHOWN = 12
"""How many papers a warning names."""

_ALL = 1_000_000


class Selection:
    """What the reader chose, looked up once."""

    def __init__(
        self,
        desk: Desk,
        names: Sequence[str],
        filters: Mapping[str, object],
        *,
        search: str | None = None,
        cited: "CitedWorks | None" = None,
    ) -> None:
        self.filters = {name: value for name, value in filters.items() if value not in {None, False}}
        if names and (self.filters or search or cited):
            raise UsageError("papers by name leave nothing to filter", hint="leave out the names or the filters")
        self.is_by_name = bool(names)
        self.cited = cited
        self._desk = desk
        self._names = list(names)
        self._search = search

    @property
    def is_placed(self) -> bool:
        """True where readings stand in the order of their courses."""
        if self.is_by_name or (self.cited and not self.filters):
            return False
        return not self.filters.keys() - {"course", "week", "level", "kind"}

    @cached_property
    def subjects(self) -> frozenset[str] | None:
        """The papers that the search found; None where nothing was searched."""
        if self._search is None:
            return None
        from papertrail import searching

        asked = searching.query(self._search)
        if "course" in asked.filters:
            asked.filters["course"] = self._desk.course(str(asked.filters["course"])).key
        return frozenset(one.subject for one in searching.readings(self._desk.library, asked, limit=_ALL))

    @property
    def only(self) -> frozenset[str] | None:
        """The works that are cited; None where all may be chosen."""
        return self.cited.keys if self.cited else None

    @cached_property
    def named(self) -> list[Reading]:
        """The papers that were named."""
        return self._desk.papers(self._names, whole=True)

    def readings(self, **more: object) -> Iterator[Reading]:
        """The readings chosen, those of a course once for each place; further filters choose among them."""
        library, only = self._desk.library, self.only
        if self.is_by_name:
            found: Iterable[Reading] = self.named
        elif only is not None and not self.filters:
            found = _works(library.papers(sorted(only)))
        elif course := self.filters.get("course"):
            rest = {name: value for name, value in self.filters.items() if name != "course"}
            found = library.assigned(str(course), **rest, **more)
        elif self.is_placed and not more:  # what is only counted or named needs no order
            found = self._of_every_course(**self.filters)
        else:
            found = library.listed(**self.filters, **more)
        subjects = self.subjects
        return (
            reading
            for reading in found
            if (subjects is None or reading.subject in subjects) and (only is None or reading.work in only)
        )

    def _of_every_course(self, **filters: object) -> Iterator[Reading]:
        """Course by course, then what none assigns; no course goes without what it shares with others."""
        library = self._desk.library
        for course in library.courses():
            yield from library.assigned(course.key, **filters)
        yield from library.listed(unassigned=True, **filters)

    def unresolved(self) -> list[Reading]:
        """Those of the readings chosen whose work nobody has identified; a document cannot cite them."""
        if self.only is not None:
            return []
        found = self.readings() if self.is_by_name else self.readings(unresolved=True)
        return [reading for reading in found if reading.unresolved]


def records(desk: Desk, selection: Selection) -> Iterator[Record]:
    """The records of all works chosen: named papers in the order of their names, others by citation key."""
    if selection.is_by_name:
        keys = dict.fromkeys(reading.work for reading in selection.named if reading.work)
        return iter(reference_list.of_works(desk.library, list(keys)).values())
    only, subjects = selection.only, selection.subjects
    if only is not None and not selection.filters:
        found = iter(reference_list.of_works(desk.library, sorted(only)).values())
    else:
        found = reference_list.listed(desk.library, **selection.filters)
    return (
        record
        for record in found
        if (subjects is None or record.key in subjects) and (only is None or record.key in only)
    )


def sections(
    desk: Desk, selection: Selection, by_work: Mapping[str, Record], *, with_status: bool
) -> Iterator[Section]:
    """The readings chosen, by course and week where they were chosen so, and otherwise in one section.

    Args:
        desk: The library.
        selection: What was chosen.
        by_work: The records by citation key.
        with_status: Whether the reader's status and rating are to be told.
    """
    stars = reference_list.ratings(desk.library) if with_status else {}
    placed, empty = selection.is_placed, True
    courses = {course.key: course for course in desk.library.courses()}
    titles = cache(lambda course: {week.number: week.title for week in desk.library.weeks(course)})
    for (course, week), readings in groupby(
        selection.readings(), lambda reading: (reading.course, reading.week) if placed else (None, None)
    ):
        empty = False
        lines = tuple(_line(reading, by_work, stars, with_status=with_status) for reading in readings)
        name = _week(courses[course].unit, week, titles(course).get(week)) if course and week is not None else None
        yield Section(courses[course].title if course else None, name, lines)
    if empty and selection.only != frozenset():  # that nothing is cited was said
        say("nothing fits")


def warn_of_omissions(selection: Selection, found: Iterable[Record]) -> Iterator[Record]:
    """Yield the records; when they are exhausted, warn about readings left out and records that are only likely."""
    likely, empty = [], True
    for record in found:
        empty = False
        if record.confidence == "likely":
            likely.append(record.key)
        yield record
    left_out = [reading.handle or reading.target for reading in selection.unresolved()]
    if left_out:
        say(f"left out {counted(len(left_out), 'reading')} that nobody has identified: {_some(left_out)}")
    if likely:
        say(f"warning: likely, but not certain: {_some(likely)}")
    if empty and not left_out and selection.only != frozenset():  # that nothing is cited was said
        say("nothing fits")


def _works(readings: Iterable[Reading]) -> list[Reading]:
    """Each work once, by citation key; as a whole where it can be had so."""
    from papertrail import finding

    return sorted(finding.wholes(readings), key=lambda reading: reading.subject)


def _line(reading: Reading, by_work: Mapping[str, Record], stars: Mapping[str, int], *, with_status: bool) -> Line:
    record = by_work.get(reading.work) if reading.work else None
    if not with_status:
        return Line(reading, record)
    return Line(reading, record, str(reading.status), stars.get(reading.subject))


def _week(unit: str, number: int, title: str | None) -> str:
    """What a week or module is called: "Week 5: Vision and language"."""
    if number == 0:
        return "The course as a whole"
    name = f"{unit.capitalize()} {number}"
    return f"{name}: {title}" if title else name


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
