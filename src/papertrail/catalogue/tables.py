"""The tables that hold what comes from outside, as SQLModel classes.

The rules live in the schema, and a test holds both equal.
"""

from sqlmodel import Field, SQLModel


class CourseRow(SQLModel, table=True):
    """A course on the shelf."""

    __tablename__ = "course"

    key: str = Field(primary_key=True)
    title: str
    number: str | None = None
    institution: str | None = None
    term: str | None = None
    url: str | None = None
    timezone: str
    unit: str
    starts: str | None = None
    ends: str | None = None
    facts: str
    critique: str | None = None
    source: str
    digest: str
    bundled: int
    removed_at: str | None = None
    bibliographies: str = "[]"


class WeekRow(SQLModel, table=True):
    """A week or module."""

    __tablename__ = "week"

    course: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    title: str | None = None
    printed_monday: str | None = None
    monday: str | None = None
    facts: str


class SessionRow(SQLModel, table=True):
    """A meeting."""

    __tablename__ = "session"

    id: int | None = Field(default=None, primary_key=True)
    course: str
    position: int
    week: int
    number: int | None = None
    kind: str
    printed_date: str | None = None
    printed_until: str | None = None
    date: str | None = None
    until: str | None = None
    starts: str | None = None
    ends: str | None = None
    printed_when: str | None = None
    unsure: int
    place: str | None = None
    topic: str | None = None
    speakers: str
    note: str | None = None
    facts: str


class DeadlineRow(SQLModel, table=True):
    """Something handed out or due."""

    __tablename__ = "deadline"

    course: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    kind: str
    printed_released: str | None = None
    printed_due: str | None = None
    released: str | None = None
    due: str | None = None
    time: str | None = None
    note: str | None = None


class WorkRow(SQLModel, table=True):
    """A bibliographic record."""

    __tablename__ = "work"

    key: str = Field(primary_key=True)
    title: str
    folded: str
    byline: str
    authors: str
    year: int | None = None
    venue: str | None = None
    kind: str
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    link: str | None = None
    record: str
    confidence: str
    origin: str
    added_at: str
    abstract: str | None = None
    title_key: str
    pages: int | None = None


class AliasRow(SQLModel, table=True):
    """Another name of a work."""

    __tablename__ = "alias"

    name: str = Field(primary_key=True)
    work: str


class TargetRow(SQLModel, table=True):
    """What a reader can be done with."""

    __tablename__ = "target"

    key: str = Field(primary_key=True)
    work: str | None = None
    part: str | None = None
    label: str | None = None
    folded: str | None = None


class ReadingRow(SQLModel, table=True):
    """An assignment of a target by a course."""

    __tablename__ = "reading"

    course: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    session: int | None = None
    list: str | None = None
    target: str
    level: str
    level_rank: int
    level_inferred: int
    label: str | None = None
    kind: str | None = None
    note: str | None = None
    heading: str | None = None
    companion_of: str | None = None
    confidence: str
    candidates: str
    printed_venue: str | None = None
    pages: int | None = None
    due: str | None = None
    due_utc: str | None = None


class MetaRow(SQLModel, table=True):
    """A value that papertrail keeps about the library itself."""

    __tablename__ = "meta"

    name: str = Field(primary_key=True)
    value: str
