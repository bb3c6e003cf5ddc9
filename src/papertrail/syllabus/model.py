"""The tables of a syllabus file as pydantic models; docs/syllabus-format.md explains every key."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from papertrail.syllabus.values import (
    NAMED,
    Amount,
    Arxiv,
    Confidence,
    CourseKey,
    Day,
    Doi,
    Kind,
    Level,
    Number,
    Paths,
    Percent,
    Text,
    TextOrTexts,
    Time,
    TimeZone,
    WebLink,
    Weekday,
    Year,
    one_of,
)

VERSION = 1

_ROLES = ("instructor", "organizer", "teaching fellow", "teaching assistant", "guest")
_SESSION_KINDS = ("lecture", "guest", "discussion", "seminar", "lab", "exam", "project", "no-class")
_MATERIALS = ("slides", "notes", "video", "code", "page")
_DEADLINES = ("homework", "project", "application", "exam", "other")


class Table(BaseModel):
    """A table of the file: unknown keys are mistakes, and no value is converted to another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Person(Table):
    """Somebody who runs or helps with the course."""

    name: Text
    role: Annotated[str, AfterValidator(one_of("role", _ROLES))]
    also: Text | None = None
    url: WebLink | None = None
    office_hours: Text | None = None
    affiliation: Text | None = None


class Grading(Table):
    """A part of the grade."""

    item: Text
    percent: Percent | None = None
    note: Text | None = None


class Policy(Table):
    """What the course says about one matter."""

    topic: Text
    facts: list[Text]


class Related(Table):
    """A related course."""

    title: Text | None = None
    number: Text | None = None
    institution: Text | None = None
    instructor: Text | None = None
    relation: Text | None = None
    url: WebLink | None = None


class Link(Table):
    """A page of the course."""

    label: Text
    url: WebLink
    access: Text | None = None


class Meeting(Table):
    """When and where the course usually meets."""

    days: list[Weekday] = []
    starts: Time | None = None
    ends: Time | None = None
    place: Text | None = None
    printed: Text | None = None


class Course(Table):
    """What the course is."""

    key: CourseKey
    title: Text
    alt_title: Text | None = None
    number: Text | None = None
    institution: Text | None = None
    term: Text | None = None
    level: Text | None = None
    units: Text | None = None
    url: WebLink | None = None
    timezone: TimeZone | None = None
    bibliography: Paths = []
    unit: Annotated[str, AfterValidator(one_of("unit", ("week", "module")))] = "week"
    meeting: Meeting | None = None
    delivery: list[Text] = []
    tools: list[Text] = []
    topics: list[Text] = []
    mentions: list[Text] = []
    notes: list[Text] = []
    prerequisites: list[TextOrTexts] = []
    """Every entry is a list of which any one will do."""
    subject_to_change: bool = False
    people: list[Person] = []
    grading: list[Grading] = []
    policies: list[Policy] = []
    related: list[Related] = []
    links: list[Link] = []


class Section(Table):
    """A part of a critique."""

    title: Text
    purpose: Text
    paragraphs: Number | None = None
    min_words: Number | None = None
    max_words: Number | None = None


class Critique(Table):
    """The rules of the piece that students write about the readings."""

    name: Text = "critique"
    count: Number | None = None
    levels: list[Level] = ["required"]
    pages: Amount | None = None
    paragraphs: Number | None = None
    due: Annotated[str, AfterValidator(one_of("due", ("before-session", "after-session", "weekly")))] | None = None
    late: Annotated[str, AfterValidator(one_of("late", ("not-accepted", "accepted")))] | None = None
    handed_in: Text | None = None
    forbidden: list[Text] = []
    percent: Percent | None = None
    notes: list[Text] = []
    sections: list[Section] = []


class Week(Table):
    """A week or module with a title or a number of its own."""

    number: Number
    title: Text | None = None
    topics: list[Text] = []
    sessions: Number | None = None
    note: Text | None = None


class Speaker(Table):
    """Somebody who speaks at a session; text alone is the name."""

    name: Text
    affiliation: Text | None = None


class Material(Table):
    """Slides, notes or the like of a session."""

    label: Text
    kind: Annotated[str, AfterValidator(one_of("kind", _MATERIALS))] | None = None
    url: WebLink | None = None


class Candidate(Table):
    """What a reading may be."""

    title: Text
    authors: list[Text] = []
    year: Year | None = None
    venue: Text | None = None
    arxiv: Arxiv | None = None
    doi: Doi | None = None
    url: WebLink | None = None
    why: Text | None = None


class Reading(Table):
    """A line of a reading list; once read, one that is resolved always has `cite`."""

    cite: Text | None = None
    title: Text | None = None
    authors: list[Text] = []
    year: Year | None = None
    venue: Text | None = None
    arxiv: Arxiv | None = None
    doi: Doi | None = None
    url: WebLink | None = None
    unresolved: bool = False
    label: Text | None = None
    level: Level = "required"
    level_basis: Annotated[str, AfterValidator(one_of("level_basis", ("inferred",)))] | None = None
    part: Text | None = None
    note: Text | None = None
    group: Text | None = None
    kind: Kind | None = None
    companion_of: Text | None = None
    confidence: Confidence | None = None
    candidates: list[Candidate] = []
    printed_venue: Text | None = None
    pages: Number | None = None


class Session(Table):
    """A meeting of the course."""

    number: Number | None = None
    week: Number | None = None
    date: Day | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    when: Text | None = None
    weekday: Weekday | None = None
    unsure: bool = False
    alternatives: list[Day] = []
    starts: Time | None = None
    ends: Time | None = None
    place: Text | None = None
    topic: Text | None = None
    topics: list[Text] = []
    note: Text | None = None
    speakers: list[Annotated[Speaker, NAMED]] = []
    kind: Annotated[str, AfterValidator(one_of("kind", _SESSION_KINDS))] = "lecture"
    continues: Number | None = None
    materials: list[Material] = []
    readings: list[Reading] = []


class ReadingList(Table):
    """Readings that belong to no session."""

    title: Text
    week: Number | None = None
    note: Text | None = None
    readings: list[Reading] = []


class Deadline(Table):
    """Something that is handed out or due on a date."""

    name: Text
    kind: Annotated[str, AfterValidator(one_of("kind", _DEADLINES))] = "other"
    released: Day | None = None
    due: Day | None = None
    time: Time | None = None
    note: Text | None = None


class Document(Table):
    """A whole syllabus file."""

    version: Literal[1] = Field(alias="schema")
    course: Course
    critique: Critique | None = None
    weeks: list[Week] = Field([], alias="week")
    sessions: list[Session] = Field([], alias="session")
    lists: list[ReadingList] = Field([], alias="list")
    deadlines: list[Deadline] = Field([], alias="deadline")
