"""Where preprints were published, into the library: never over what a bibliography says, and never downwards."""

import sqlite3
from collections.abc import Iterable

from papertrail import schema
from papertrail.bibliography.record import dumps
from papertrail.sources.records import PublishedVersion

WORK_OF = "SELECT key FROM work WHERE arxiv = :arxiv"
KEEP = (
    "INSERT INTO published (work, record, source, found_at) VALUES (:work, :record, :source, :at)"
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
                row = {"work": work, "record": dumps(version.record), "source": version.source, "at": at}
                new += connection.execute(KEEP, row).rowcount
    return new


def keep_asked(connection: sqlite3.Connection, ids: Iterable[str], *, service: str, at: str) -> None:
    """Remember that a service was asked about some preprints, and answered."""
    with schema.transaction(connection):
        connection.executemany(ASKED, [{"arxiv": id_, "service": service, "at": at} for id_ in ids])
