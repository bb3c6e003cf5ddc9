"""What a digest holds: words and numbers ready to be written, whatever the format. `docs/digest.md` lists the fields.

Templates and `--json` see these names: fields may be added, never renamed or removed.
"""

from typing import Any, NamedTuple

from papertrail.records import Level


class Item(NamedTuple):
    """A reading."""

    title: str
    authors: str
    """Up to three full names, else the first "et al."; empty where none is known."""
    year: int | None
    link: str | None
    """An address that begins with http or https."""
    kind: str
    level: str
    part: str | None
    """What of it is to be read."""
    note: str | None
    """How to read it, as the syllabus says."""
    group: str | None
    companion: str | None
    """The citation key of the reading that it accompanies."""
    pages: int | None
    unresolved: bool
    due: str | None
    """In words: "Thu 23 Feb 15:45"."""
    handle: str | None = None
    status: str | None = None
    """The status with its day, "read 3 Oct"; None for what is unread."""
    own_note: str | None = None
    """The reader's own note."""
    goes_with: str | None = None
    """The title of the reading that it accompanies, where that is of the same session."""

    @property
    def name(self) -> str:
        """The title, and what of it is to be read."""
        return f"{self.title}, {self.part}" if self.part else self.title

    @property
    def about(self) -> str:
        """All that is said beside the title, as one line."""
        words = (
            " ".join(filter(None, (self.authors, str(self.year or "")))),
            self.kind if self.kind not in {"paper", "survey"} else None,
            self.level if self.level not in {Level.REQUIRED, Level.OPTIONAL} else None,
            self.part,
            self.note,
            f"goes with {self.goes_with or self.companion}" if self.companion else None,
            f"{self.pages} page{'' if self.pages == 1 else 's'}" if self.pages else None,
            "unresolved" if self.unresolved else None,
            self.status,
        )
        return " · ".join(filter(None, words))


class Meeting(NamedTuple):
    """A session and what is read for it; without `when` and `topic`, readings that belong to no session."""

    when: str
    topic: str
    speakers: str
    place: str | None
    note: str | None
    no_class: bool
    rule: str | None
    """What is to be written before it: "a critique of a required reading is due before class"."""
    required: tuple[Item, ...]
    further: tuple[Item, ...]
    """All that is not required: optional, additional, reference."""


class Due(NamedTuple):
    """Something that is handed out or due."""

    when: str
    """ "out Tue 14 Sep, due Tue 21 Sep 13:00"."""
    name: str
    note: str | None


class CritiqueDue(NamedTuple):
    """A critique that the reader owes."""

    course: str
    """The course's key."""
    title: str
    """The paper's."""
    due: str
    """In words: "Mon 22 Feb before class"."""
    state: str
    """In words: "not begun", "draft"."""


class Overdue(NamedTuple):
    """Required readings that were due and are not finished, the longest overdue first."""

    shown: tuple[Item, ...]
    more: int
    """How many are left out."""


class Coming(NamedTuple):
    """The week after."""

    heading: str
    """ "Week 6 · 1–7 Mar 2027"."""
    meetings: tuple[str, ...]
    """Each in one line."""
    readings: int
    required: tuple[str, ...]
    """What is required, as `Item.name` says it."""
    deadlines: tuple[Due, ...]
    later: str | None
    """The next meeting, where that week has none."""


class Share(NamedTuple):
    """How much is finished of what there is."""

    name: str
    finished: int
    total: int


class Progress(NamedTuple):
    """Where the reader stands, in the numbers of `papertrail progress`."""

    finished: int
    """Read, skimmed or skipped."""
    total: int
    begun: int
    overdue: int
    shares: tuple[Share, ...]
    """By level, then this week, then the critiques that are handed in."""


class CourseWeek(NamedTuple):
    """One course in a digest."""

    key: str
    title: str
    about: str
    """Institution and term."""
    unit: str
    """`week` or `module`."""
    number: int | None
    """None while the course is not on, and where it has no dates."""
    heading: str
    """ "Week 5 of 16 · 22–28 Feb 2027 · Vision and language"; empty without a week."""
    topics: str
    words: str | None
    """What is to be said where there is no meeting: a holiday, a course that begins in three weeks or has ended."""
    zone: str | None
    """In whose time the times are, where that needs saying."""
    meetings: tuple[Meeting, ...]
    length: str | None
    """ "212 pages in the 3 readings whose length is known"."""
    deadlines: tuple[Due, ...]
    critiques: tuple[CritiqueDue, ...]
    overdue: Overdue
    finished: tuple[Item, ...]
    """What was finished in the seven days before."""
    coming: Coming | None
    progress: Progress | None


class Digest(NamedTuple):
    """A week of some courses."""

    title: str
    as_of: str
    """The day it was made: "Mon 22 Feb 2027"."""
    personal: bool
    """False for one that goes to a group: nothing in it is of the reader's own."""
    courses: tuple[CourseWeek, ...]
    elsewhere: tuple[Item, ...]
    """What was finished in the seven days before, and belongs to none of these courses."""


def digest_shape(value: Any) -> Any:  # noqa: ANN401 - a digest, or any part of one
    """A digest, or a part of one, as JSON can hold it."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: digest_shape(part) for name, part in value._asdict().items()}
    return [digest_shape(part) for part in value] if isinstance(value, tuple) else value
