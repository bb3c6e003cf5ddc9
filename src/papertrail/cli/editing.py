"""`papertrail edit`: the record of a work as a small TOML file in the reader's editor, checked on save."""

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from papertrail import cleaning, finding
from papertrail.bibliography.corrections import Shown, corrected, shown
from papertrail.bibliography.record import Record
from papertrail.cli.desk import Desk
from papertrail.cli.editor import edited
from papertrail.errors import PapertrailError, UsageError
from papertrail.syllabus.model import Table
from papertrail.syllabus.values import Arxiv, Doi, Kind, Text, WebLink, Year

_TEXTS = ("venue", "kind", "arxiv", "doi", "url", "abstract")


class Corrections(Table):
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
        print(f"unchanged: {work.text('title')}")
        return
    try:
        values = _checked(after)
    except (ValueError, RecursionError) as error:
        raise MalformedRecordError(str(error), _keep(after)) from error
    _refuse_taken(desk, work, values, after)
    desk.journal().edit_work(work.key, corrected(work, _corrections(values)))
    print(f"changed {work.key}: {values.title}")


def _written(record: Record) -> str:
    """A record as TOML. JSON's strings and numbers are TOML's too."""
    values = shown(record)
    lines = [f"# The record of {record.key}. Leave out what is not known. Save and close the editor to keep it."]
    lines.append(f"title = {_text(values.title)}")
    lines += ["authors = [", *(f"  {_text(name)}," for name in values.authors), "]"]
    lines.append(f"more_authors = {'true' if values.more_authors else 'false'}  # the list goes on (and others)")
    lines.append(f"year = {values.year}" if values.year else "# year = 2017")
    for name in _TEXTS:
        value = getattr(values, name)
        lines.append(f"{name} = {_text(value)}" if value else f'# {name} = ""')
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(text: str) -> Corrections:
    """The record that was written.

    Raises:
        ValueError: it is no TOML, or not a record; the message says what is wrong where.
    """
    try:
        return Corrections.model_validate(tomllib.loads(text))
    except ValidationError as error:
        sentences = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ValueError("; ".join(sentences)) from error


def _corrections(values: Corrections) -> Shown:
    return Shown(**values.model_dump() | {"authors": tuple(values.authors), "kind": values.kind or "paper"})


def _refuse_taken(desk: Desk, work: Record, values: Corrections, text: str) -> None:
    for name, question in (("arxiv", finding.BY_ARXIV), ("doi", finding.BY_DOI)):
        for (other,) in desk.library.rows(question, name=getattr(values, name)) if getattr(values, name) else ():
            if other != work.key:
                raise MalformedRecordError(f"{other} has the {name} {getattr(values, name)} already", _keep(text))


def _keep(text: str) -> Path:
    """What the reader wrote, in a file that stays."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".toml", prefix="papertrail-", delete=False) as file:
        file.write(text)
    return Path(file.name)
