"""`papertrail edit`: the record of a work as a small TOML file in the reader's editor, checked on save."""

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from papertrail import cleaning, finding, identifiers
from papertrail.bibliography.names import parted
from papertrail.cli.desk import Desk
from papertrail.cli.editor import edited
from papertrail.errors import PapertrailError, UsageError
from papertrail.records import Work, byline, full_name
from papertrail.syllabus.model import Table
from papertrail.syllabus.values import Arxiv, Doi, Kind, Text, WebLink, Year

_TEXTS = ("title", "venue", "kind", "arxiv", "doi", "url", "abstract")


class Record(Table):
    """What the reader may correct; an empty text is the same as none."""

    title: Text
    authors: Annotated[list[Text], Field(default_factory=list)]
    more_authors: bool = False
    year: Year | None = None
    venue: Text | None = None
    kind: Kind | None = None
    arxiv: Arxiv | None = None
    doi: Doi | None = None
    url: WebLink | None = None
    abstract: Annotated[str, AfterValidator(cleaning.text)] | None = None


class MalformedRecordError(PapertrailError):
    """What came back from the editor is no record."""

    exit_code = 4

    def __init__(self, reason: str, kept: Path) -> None:
        super().__init__(f"the record was not changed: {reason}", hint=f"what you wrote is in {kept}")


def edit(desk: Desk, name: str) -> None:
    """Let the reader correct a record; a mistake is named, and what was written is kept."""
    reading = desk.paper(name, whole=True)
    work = desk.library.work(reading.work) if reading.work else None
    if work is None:
        raise UsageError(
            f"{reading.title!r} is unresolved and has no record", hint="papertrail add adds the paper it means"
        )
    before = _written(work)
    after = edited(before, name="record.toml")
    if after == before:
        print(f"unchanged: {work.title}")
        return
    try:
        values = _checked(after)
    except (ValueError, RecursionError) as error:
        raise MalformedRecordError(str(error), _keep(after)) from error
    _refuse_taken(desk, work, values, after)
    desk.journal().edit_work(work.key, _row(work, values))
    print(f"changed {work.key}: {values.title}")


def _written(work: Work) -> str:
    """A record as TOML. JSON's strings and numbers are TOML's too."""
    lines = [f"# The record of {work.key}. Leave out what is not known. Save and close the editor to keep it."]
    values = {name: getattr(work, name) for name in _TEXTS}
    lines.append(f"title = {_text(values.pop('title'))}")
    lines += ["authors = [", *(f"  {_text(name)}," for name in work.authors), "]"]
    lines.append(f"more_authors = {'false' if work.complete else 'true'}  # the list goes on (and others)")
    lines.append(f"year = {work.year}" if work.year else "# year = 2017")
    for name, value in values.items():
        lines.append(f"{name} = {_text(value)}" if value else f'# {name} = ""')
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(text: str) -> Record:
    """The record that was written.

    Raises:
        ValueError: it is no TOML, or not a record; the message says what is wrong where.
    """
    try:
        return Record.model_validate(tomllib.loads(text))
    except ValidationError as error:
        sentences = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ValueError("; ".join(sentences)) from error


def _row(work: Work, values: Record) -> dict[str, Any]:
    """The columns of the table of works. A name that was not touched keeps its parts."""
    parts = {full_name(name): name for name in work.names}
    names = [parts.get(name) or parted(name) for name in values.authors]
    link = f"https://arxiv.org/abs/{values.arxiv}" if values.arxiv else values.url
    return {
        "title": values.title,
        "folded": identifiers.folded(values.title),
        "title_key": identifiers.title_key(values.title),
        "names": json.dumps(names, ensure_ascii=False),
        "authors": "; ".join(map(full_name, names)),
        "byline": byline(names, complete=not values.more_authors),
        "complete": int(not values.more_authors),
        "year": values.year,
        "venue": values.venue,
        "kind": values.kind or "paper",
        "arxiv": values.arxiv,
        "doi": values.doi,
        "url": values.url,
        "link": link or (identifiers.doi_link(values.doi) if values.doi else None),
        "abstract": values.abstract,
    }


def _refuse_taken(desk: Desk, work: Work, values: Record, text: str) -> None:
    for name, question in (("arxiv", finding.BY_ARXIV), ("doi", finding.BY_DOI)):
        for (other,) in desk.library.rows(question, name=getattr(values, name)) if getattr(values, name) else ():
            if other != work.key:
                raise MalformedRecordError(f"{other} has the {name} {getattr(values, name)} already", _keep(text))


def _keep(text: str) -> Path:
    """What the reader wrote, in a file that stays."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".toml", prefix="papertrail-", delete=False) as file:
        file.write(text)
    return Path(file.name)
