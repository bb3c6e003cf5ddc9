"""Where preprints were published, into the library: never over what a bibliography says, and never downwards."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from papertrail import schema
from papertrail.sources.records import PublishedVersion

WORK_OF = "SELECT key FROM work WHERE arxiv = :arxiv"
_COLUMNS = ("work", "title", "names", "year", "venue", "entry", "doi", "url", "fields", "source", "found_at")
KEEP = (
    f"INSERT INTO published ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
    " ON CONFLICT (work) DO NOTHING"
)
ASKED = (
    "INSERT INTO asked (work, service, at) SELECT key, :service, :at FROM work WHERE arxiv = :arxiv"
    " ON CONFLICT (work, service) DO UPDATE SET at = excluded.at"
)


def keep(connection: sqlite3.Connection, versions: Iterable[PublishedVersion], *, at: str) -> int:
    """Keep where some preprints were published, with who said so; what is known already stays.

    Returns:
        How many were new.
    """
    new = 0
    with schema.transaction(connection):
        for version in versions:
            for (work,) in connection.execute(WORK_OF, {"arxiv": version.arxiv}).fetchall():
                new += connection.execute(KEEP, _row(work, version, at)).rowcount
    return new


def keep_asked(connection: sqlite3.Connection, ids: Iterable[str], *, service: str, at: str) -> None:
    """Remember that a service was asked about some preprints, and answered."""
    with schema.transaction(connection):
        connection.executemany(ASKED, [{"arxiv": id_, "service": service, "at": at} for id_ in ids])


def _row(work: str, version: PublishedVersion, at: str) -> dict[str, Any]:
    fields = {name: getattr(version, name) for name in ("volume", "number", "pages") if getattr(version, name)}
    return {
        "work": work,
        "title": version.title,
        "names": json.dumps(version.names, ensure_ascii=False),
        "year": version.year,
        "venue": version.venue,
        "entry": version.entry,
        "doi": version.doi,
        "url": version.url,
        "fields": json.dumps(fields, ensure_ascii=False),
        "source": version.source,
        "found_at": at,
    }
