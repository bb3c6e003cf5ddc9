"""Downloaded PDFs: where they are, and how long."""

import sqlite3

from papertrail import schema

KEEP = (
    "INSERT INTO pdf (work, file, bytes, pages, fetched_at) VALUES (:work, :file, :bytes, :pages, :at)"
    " ON CONFLICT (work) DO UPDATE SET file = excluded.file, bytes = excluded.bytes, pages = excluded.pages,"
    " fetched_at = excluded.fetched_at"
)
LENGTH = "UPDATE work SET pages = :pages WHERE key = :work AND :pages IS NOT NULL"


def keep(connection: sqlite3.Connection, work: str, file: str, *, size: int, pages: int | None, at: str) -> None:
    """Remember a PDF, and take its length for the work's.

    Args:
        connection: An open library.
        work: The citation key.
        file: Its name in the folder of PDFs.
        size: Bytes.
        pages: How many it has, if that can be told.
        at: The present instant in UTC.
    """
    row = {"work": work, "file": file, "bytes": size, "pages": pages, "at": at}
    with schema.transaction(connection):
        connection.execute(KEEP, row)
        connection.execute(LENGTH, row)
