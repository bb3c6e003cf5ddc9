"""What arXiv says of preprints, into the library. The bibliography's own facts stay; abstracts are filled in."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from papertrail import renaming, schema
from papertrail.bibliography.keys import coined_key
from papertrail.bibliography.record import Record, dumps, loads
from papertrail.bibliography.sameness import shares_author
from papertrail.catalogue.adding import free_key
from papertrail.identifiers import title_key
from papertrail.schema.columns import PREPRINT_COLUMNS, RECORD_COLUMNS
from papertrail.schema.works import row_of
from papertrail.sources.records import Preprint

_FACTS = ("version", "record", "comment", "journal_ref", "doi", "withdrawn", "source")
BEFORE = f"SELECT {', '.join(_FACTS)} FROM preprint WHERE arxiv = :arxiv"
# An abstract of the reader's own or of a bibliography stays; one of arXiv's follows arXiv.
ABSTRACT = """
UPDATE work SET abstract = :abstract WHERE arxiv = :arxiv AND abstract IS NOT :abstract AND (abstract IS NULL
    OR abstract = (SELECT abstract FROM preprint WHERE preprint.arxiv = :arxiv))
"""
_VALUES = ", ".join(f":{name}" for name in PREPRINT_COLUMNS)
_INSERT = f"INSERT INTO preprint ({', '.join(PREPRINT_COLUMNS)}) VALUES ({_VALUES})"
KEEP = (
    f"{_INSERT} ON CONFLICT (arxiv) DO UPDATE"
    f" SET {', '.join(f'{name} = excluded.{name}' for name in PREPRINT_COLUMNS[1:])}"
    " WHERE excluded.source = 'arxiv' OR preprint.source <> 'arxiv' OR preprint.record IS NULL"
)
# What was known of a paper stays, should arXiv deny it once.
KEEP_UNKNOWN = f"{_INSERT} ON CONFLICT (arxiv) DO UPDATE SET fetched_at = excluded.fetched_at"
STUB = "SELECT key FROM work WHERE arxiv = :arxiv AND title = :stub"
TWINS = f"SELECT {', '.join(RECORD_COLUMNS)} FROM work WHERE title_key = :title_key AND arxiv IS NULL ORDER BY key"
GIVE_UP_ID = "UPDATE work SET arxiv = NULL WHERE key = :key"
TAKE_ID = "UPDATE work SET arxiv = :arxiv, link = :link, record = :record WHERE key = :key"
_COMPLETED = ("title", "folded", "title_key", "authors", "byline", "year", "doi", "confidence", "record")
COMPLETE = f"UPDATE work SET {', '.join(f'{name} = :{name}' for name in _COMPLETED)} WHERE key = :key"
DOI_TAKEN = "SELECT 1 FROM work WHERE doi = :doi AND key <> :key"


class Kept(NamedTuple):
    """How many records were new or changed, and which papers are withdrawn."""

    fetched: int = 0
    unchanged: int = 0
    withdrawn: tuple[str, ...] = ()


def stub_title(arxiv: str) -> str:
    """The title of a work of which only the arXiv id is known."""
    return f"arXiv:{arxiv}"


def stub(arxiv: str) -> Record:
    """A preprint of which only the id is known; the next fetch completes it."""
    return Record(
        key=f"arxiv{''.join(char for char in arxiv if char.isalnum())}",
        type="article",
        texts={"title": stub_title(arxiv)},
        arxiv=arxiv,
        confidence="unresolved",
    )


def keep(connection: sqlite3.Connection, preprints: Iterable[Preprint], *, at: str) -> Kept:
    """Keep what arXiv says of some preprints, in one transaction; stubs become whole works.

    Args:
        connection: An open library.
        preprints: What was fetched.
        at: The present instant in UTC.
    """
    fetched = unchanged = 0
    withdrawn = []
    with schema.transaction(connection):
        for preprint in preprints:
            row = _row(preprint, at)
            if connection.execute(BEFORE, row).fetchone() == tuple(row[name] for name in _FACTS):
                unchanged += 1
            else:
                fetched += 1
            withdrawn += [row["arxiv"]] if preprint.withdrawn else []
            connection.execute(ABSTRACT, row)
            connection.execute(KEEP, row)
            _complete(connection, preprint.record)
    return Kept(fetched, unchanged, tuple(withdrawn))


def keep_unknown(connection: sqlite3.Connection, ids: Iterable[str], *, at: str) -> None:
    """Remember ids that arXiv does not know, so that they are not asked for at every fetch."""
    empty = dict.fromkeys(PREPRINT_COLUMNS)
    rows = [
        empty | {"arxiv": id_, "categories": "[]", "withdrawn": 0, "source": "arxiv", "fetched_at": at} for id_ in ids
    ]
    with schema.transaction(connection):
        connection.executemany(KEEP_UNKNOWN, rows)


def _row(preprint: Preprint, at: str) -> dict[str, Any]:
    return {
        "arxiv": preprint.record.arxiv,
        "version": preprint.version,
        "record": dumps(preprint.record),
        "abstract": preprint.record.abstract,
        "categories": json.dumps(preprint.categories),
        "primary_category": preprint.primary_category,
        "first_posted": preprint.first_posted,
        "last_posted": preprint.last_posted,
        "comment": preprint.comment,
        "journal_ref": preprint.journal_ref,
        "doi": preprint.doi,
        "withdrawn": int(preprint.withdrawn),
        "source": preprint.source,
        "fetched_at": at,
    }


def _complete(connection: sqlite3.Connection, record: Record) -> None:
    """Make a whole work of a stub; its provisional key becomes another name of it."""
    arxiv = record.arxiv or ""
    found = connection.execute(STUB, {"arxiv": arxiv, "stub": stub_title(arxiv)}).fetchone()
    if found is None:
        return
    if twin := _twin(connection, record):
        connection.execute(GIVE_UP_ID, {"key": found[0]})
        connection.execute(TAKE_ID, row_of(_with_id(twin, arxiv)))
        renaming.absorb(connection, found[0], twin.key)
        return
    row = row_of(replace(record, key=found[0], confidence="certain"))
    if connection.execute(DOI_TAKEN, row).fetchone():
        texts = {name: text for name, text in record.texts.items() if name != "DOI"}
        row |= {"doi": None, "record": dumps(replace(record, texts=texts))}
    connection.execute(COMPLETE, row)
    renaming.rename(connection, found[0], free_key(connection, coined_key(record)))


def _with_id(work: Record, arxiv: str) -> Record:
    """A work that turned out to be at arXiv; where nothing is known of its place, it is a preprint."""
    is_bare = work.type == "document" and work.venue is None
    return replace(work, arxiv=arxiv, type="article" if is_bare else work.type)


def _twin(connection: sqlite3.Connection, record: Record) -> Record | None:
    """The work that is this paper already, under its title and with an author in common, but without an arXiv id."""
    rows = connection.execute(TWINS, {"title_key": title_key(record.text("title"))})
    works = (loads(*row) for row in rows)
    return next((work for work in works if shares_author(work, record)), None)
