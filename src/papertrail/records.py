"""The records that everyone passes around: what is asked of the library comes back as these."""

from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """How far a reader is with a paper, or with a part of one."""

    UNREAD = "unread"
    QUEUED = "queued"
    READING = "reading"
    SKIMMED = "skimmed"
    READ = "read"
    SKIPPED = "skipped"


FINISHED = (Status.READ, Status.SKIMMED, Status.SKIPPED)
"""The statuses that ask nothing more of the reader."""


class Level(StrEnum):
    """How much a course insists on a reading, most first."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    ADDITIONAL = "additional"
    REFERENCE = "reference"


class Kind(StrEnum):
    """What sort of thing a work is."""

    PAPER = "paper"
    SURVEY = "survey"
    BOOK = "book"
    CHAPTER = "chapter"
    BLOG = "blog"
    WEBSITE = "website"
    NEWS = "news"
    VIDEO = "video"
    SLIDES = "slides"
    LECTURE_NOTES = "lecture-notes"
    CODE = "code"
    COURSE = "course"


LEVELS = tuple(map(str, Level))
KINDS = tuple(map(str, Kind))


class Pdf(NamedTuple):
    """A downloaded PDF."""

    file: str
    """Its name in the folder of PDFs."""
    bytes: int
    pages: int | None


class Critique(NamedTuple):
    """A piece that the reader writes about a reading. Its text lives in its file."""

    course: str
    """Empty where it belongs to no course."""
    number: int
    """Counted within the course."""
    target: str
    file: str
    """Its path in the folder of critiques."""
    begun_at: str
    submitted_at: str | None = None
    due: str | None = None
    """When it was due, as known when it was handed in."""
    late: bool = False
    counts: bool = False
    """Handed in, and it counts by the rules of the course."""
    digest: str | None = None
    """SHA-256 of the file as it was handed in."""
    frozen: str | None = None
    """The copy that was handed in, as a path in the folder of critiques."""

    @property
    def state(self) -> str:
        """``draft``, ``handed in`` or ``late``."""
        return "draft" if self.submitted_at is None else "late" if self.late else "handed in"


class Reading(NamedTuple):
    """One line of somebody's reading list: a work, a part of it, or a label that nobody has resolved."""

    target: str
    """What marks belong to: ``key``, ``key#part``, or ``course/label`` when unresolved."""
    status: Status
    title: str
    """The work's title; the printed label where the work is unknown."""
    byline: str
    """First authors: "Vaswani et al."; empty where none is known."""
    year: int | None
    kind: str
    link: str | None
    work: str | None
    """Citation key; None while unresolved."""
    part: str | None = None
    since: str | None = None
    """When the status was set, ISO 8601 in UTC."""
    course: str | None = None
    handle: str | None = None
    week: int | None = None
    session: int | None = None
    """Identity of the session in this database, not a number to show."""
    due: str | None = None
    """The date, or where the time is known the instant with its offset, at which it is to have been read."""
    level: str | None = None
    label: str | None = None
    note: str | None = None
    group: str | None = None
    pages: int | None = None
    companion_of: str | None = None
    confidence: str = "certain"
    unresolved: bool = False
    critique: str | None = None
    """How far the reader's critique of it is in this course: ``draft``, ``handed in`` or ``late``."""

    @property
    def subject(self) -> str:
        """The paper that notes, tags and ratings belong to: the work, or what nobody has identified."""
        return self.work or self.target


class Session(NamedTuple):
    """A meeting of a course, in the course's own time zone."""

    id: int
    course: str
    week: int
    number: int | None
    kind: str
    date: str | None
    until: str | None
    starts: str | None
    ends: str | None
    when: str | None
    """The printed date, where there is no date or it cannot be trusted."""
    unsure: bool
    place: str | None
    topic: str | None
    speakers: tuple[str, ...]
    note: str | None
    facts: dict[str, Any]
    """Materials, several topics, other dates it may mean."""

    @property
    def topics(self) -> str:
        """What it is about, as far as the syllabus says."""
        several = self.facts.get("topics")
        return self.topic or (", ".join(several) if isinstance(several, list) else "")


class Deadline(NamedTuple):
    """Something that is handed out or due on a date."""

    course: str
    name: str
    kind: str
    released: str | None
    due: str | None
    time: str | None
    note: str | None


class Week(NamedTuple):
    """A numbered stretch of a course: a calendar week, a week the syllabus names, or a module."""

    course: str
    number: int
    title: str | None
    monday: str | None
    """First day, where the course has dates."""
    note: str | None = None
    topics: tuple[str, ...] = ()


class Course(NamedTuple):
    """A course on the shelf."""

    key: str
    short: str
    """The shortest name that no other course answers to."""
    title: str
    number: str | None
    institution: str | None
    term: str | None
    url: str | None
    timezone: str
    unit: str
    starts: str | None
    ends: str | None
    """First and last day, moved along when the reader follows the course from a start of their own."""
    bundled: bool
    followed: bool
    start: str | None
    """The start the reader follows it from, if they gave one."""
    printed_start: str | None
    """The day of its first session as printed."""
    facts: dict[str, Any]
    critique: dict[str, Any] | None


class Change(NamedTuple):
    """One thing the reader changed, as the history keeps it."""

    batch: int
    at: str
    field: str
    subject: str
    before: str | None
    after: str | None
