"""What arXiv says of preprints, into the library. The bibliography's own facts stay; abstracts are filled in."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from papertrail import renaming, schema
from papertrail.catalogue.adding import free_key
from papertrail.identifiers import citation_key, folded, title_key
from papertrail.records import byline, full_name
from papertrail.sources.records import ArxivRecord

BEFORE = "SELECT version, title, names, comment, journal_ref, doi, withdrawn, source FROM preprint WHERE arxiv = :arxiv"
# An abstract of the reader's own or of a bibliography stays; one of arXiv's follows arXiv.
ABSTRACT = """
UPDATE work SET abstract = :abstract WHERE arxiv = :arxiv AND abstract IS NOT :abstract AND (abstract IS NULL
    OR abstract = (SELECT abstract FROM preprint WHERE preprint.arxiv = :arxiv))
"""
_COLUMNS = (
    "arxiv", "version", "title", "names", "abstract", "categories", "primary_category", "first_posted", "last_posted",
    "comment", "journal_ref", "doi", "withdrawn", "source", "fetched_at",
)  # fmt: skip
KEEP = (
    f"INSERT INTO preprint ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
    f" ON CONFLICT (arxiv) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
    " WHERE excluded.source = 'arxiv' OR preprint.source <> 'arxiv' OR preprint.title IS NULL"
)
# What was known of a paper stays, should arXiv deny it once.
KEEP_UNKNOWN = (
    f"INSERT INTO preprint ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
    " ON CONFLICT (arxiv) DO UPDATE SET fetched_at = excluded.fetched_at"
)
STUB = "SELECT key FROM work WHERE arxiv = :arxiv AND title = :stub"
TWINS = "SELECT key, names FROM work WHERE title_key = :title_key AND arxiv IS NULL ORDER BY key"
GIVE_UP_ID = "UPDATE work SET arxiv = NULL WHERE key = :key"
TAKE_ID = "UPDATE work SET arxiv = :arxiv, link = 'https://arxiv.org/abs/' || :arxiv WHERE key = :key AND arxiv IS NULL"
COMPLETE = (
    "UPDATE work SET title = :title, folded = :folded, title_key = :title_key, names = :names, authors = :authors,"
    " byline = :byline, year = :year, confidence = 'certain', fields = :fields WHERE key = :key"
)


class Kept(NamedTuple):
    """How many records were new or changed, and which papers are withdrawn."""

    fetched: int = 0
    unchanged: int = 0
    withdrawn: tuple[str, ...] = ()


def stub_title(arxiv: str) -> str:
    """The title of a work of which only the arXiv id is known."""
    return f"arXiv:{arxiv}"


def keep(connection: sqlite3.Connection, records: Iterable[ArxivRecord], *, at: str) -> Kept:
    """Keep what arXiv says of some preprints, in one transaction; stubs become whole works.

    Args:
        connection: An open library.
        records: What was fetched.
        at: The present instant in UTC.
    """
    fetched = unchanged = 0
    withdrawn = []
    with schema.transaction(connection):
        for record in records:
            row = _row(record, at)
            before = connection.execute(BEFORE, row).fetchone()
            now = tuple(row[name] for name in ("version", "title", "names", "comment", "journal_ref", "doi"))
            if before == (*now, row["withdrawn"], row["source"]):
                unchanged += 1
            else:
                fetched += 1
            withdrawn += [record.id] if record.withdrawn else []
            connection.execute(ABSTRACT, row)
            connection.execute(KEEP, row)
            _complete(connection, record)
    return Kept(fetched, unchanged, tuple(withdrawn))


def keep_unknown(connection: sqlite3.Connection, ids: Iterable[str], *, at: str) -> None:
    """Remember ids that arXiv does not know, so that they are not asked for at every fetch."""
    empty = dict.fromkeys(_COLUMNS)
    rows = [
        empty | {"arxiv": id_, "names": "[]", "categories": "[]", "withdrawn": 0, "source": "arxiv", "fetched_at": at}
        for id_ in ids
    ]
    with schema.transaction(connection):
        connection.executemany(KEEP_UNKNOWN, rows)


def _row(record: ArxivRecord, at: str) -> dict[str, Any]:
    return {
        "arxiv": record.id,
        "version": record.version,
        "title": record.title,
        "names": json.dumps(record.names, ensure_ascii=False),
        "abstract": record.abstract or None,
        "categories": json.dumps(record.categories),
        "primary_category": record.primary_category,
        "first_posted": record.published or None,
        "last_posted": record.updated or None,
        "comment": record.comment,
        "journal_ref": record.journal_ref,
        "doi": record.doi,
        "withdrawn": int(record.withdrawn),
        "source": record.source,
        "fetched_at": at,
    }


def _complete(connection: sqlite3.Connection, record: ArxivRecord) -> None:
    """Make a whole work of a stub; its provisional key becomes another name of it."""
    found = connection.execute(STUB, {"arxiv": record.id, "stub": stub_title(record.id)}).fetchone()
    if found is None:
        return
    names = list(record.names)
    if twin := _twin(connection, record):
        connection.execute(GIVE_UP_ID, {"key": found[0]})
        connection.execute(TAKE_ID, {"key": twin, "arxiv": record.id})
        renaming.absorb(connection, found[0], twin)
        return
    first = names[0] if names else {}
    family = first.get("family") or next(iter(first.get("literal", "").split()), "")
    values = {
        "key": found[0],
        "title": record.title,
        "folded": folded(record.title),
        "title_key": title_key(record.title),
        "names": json.dumps(names, ensure_ascii=False),
        "authors": "; ".join(map(full_name, names)),
        "byline": byline(names),
        "year": record.year,
        "fields": json.dumps({"archiveprefix": "arXiv", "primaryclass": record.primary_category}),
    }
    connection.execute(COMPLETE, values)
    renaming.rename(connection, found[0], free_key(connection, citation_key(family, record.year, record.title)))


def _twin(connection: sqlite3.Connection, record: ArxivRecord) -> str | None:
    """The work that is this paper already, under its title and with an author in common, but without an arXiv id."""
    families = {folded(name.get("family") or name.get("literal", "")) for name in record.names}
    for key, names in connection.execute(TWINS, {"title_key": title_key(record.title)}):
        if families & {folded(name.get("family") or name.get("literal", "")) for name in json.loads(names)}:
            return str(key)
    return None
