"""A work gets another citation key. Everything that hangs on it goes along, and the old key still finds it."""

import sqlite3

RENAME_WORK = "UPDATE work SET key = :new WHERE key = :old"
TARGETS = "SELECT key, part FROM target WHERE work = :new"
RENAME_TARGET = "UPDATE target SET key = :new WHERE key = :old"
RENAME_CHANGES = "UPDATE change SET subject = :new WHERE subject = :old"
KEEP_OLD = "INSERT INTO alias (name, work) VALUES (:old, :new) ON CONFLICT (name) DO UPDATE SET work = excluded.work"
DROP_NEW = "DELETE FROM alias WHERE name = :new"
SUBJECTS = tuple(
    f"UPDATE {table} SET {column} = :new WHERE {column} = :old"
    for table, column in (
        ("note", "subject"), ("tag", "subject"), ("rating", "subject"), ("pdf", "work"), ("published", "work"),
        ("asked", "work"),
    )
)  # fmt: skip
"""The tables without a foreign key."""


def rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a work another key. Called inside a transaction; `new` must be free.

    Marks, readings and own lists follow their targets by foreign key.
    """
    names = {"old": old, "new": new}
    connection.execute(DROP_NEW, names)
    connection.execute(RENAME_WORK, names)
    for statement in (*SUBJECTS, RENAME_CHANGES):
        connection.execute(statement, names)
    for target, _ in connection.execute(TARGETS, names).fetchall():
        part = target.partition("#")[2]
        renamed = {"old": target, "new": f"{new}#{part}" if part else new}
        connection.execute(RENAME_TARGET, renamed)
        connection.execute(RENAME_CHANGES, renamed)
    connection.execute(KEEP_OLD, names)
