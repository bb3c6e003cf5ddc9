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
        ("asked", "work"), ("draft_text", "subject"),
    )
)  # fmt: skip
"""The tables without a foreign key."""

# Foreign keys follow by themselves, except where only the case of letters changes: to SQLite the key is the same then.
OF_WORK = (
    "UPDATE target SET work = :new WHERE work = :old",
    "UPDATE alias SET work = :new WHERE work = :old",
    "UPDATE reading SET companion_of = :new WHERE companion_of = :old",
)
OF_TARGET = tuple(
    f"UPDATE {table} SET target = :new WHERE target = :old"
    for table in ("reading", "status", "own_reading", "critique")
)

_KEPT = (("note", "subject"), ("tag", "subject"), ("rating", "subject"), ("pdf", "work"), ("published", "work"))
# A critique keeps the number it has; two of one paper may stand side by side.
ABSORB = (
    *(f"UPDATE OR IGNORE {table} SET {column} = :new WHERE {column} = :old" for table, column in _KEPT),
    *(f"DELETE FROM {table} WHERE {column} = :old" for table, column in _KEPT),
    "UPDATE OR IGNORE status SET target = :new WHERE target = :old",
    "DELETE FROM status WHERE target = :old",
    "UPDATE critique SET target = :new WHERE target = :old",
    "UPDATE draft_text SET subject = :new WHERE subject = :old",
    "UPDATE OR IGNORE own_reading SET target = :new WHERE target = :old",
    "DELETE FROM own_reading WHERE target = :old",
    "UPDATE reading SET target = :new WHERE target = :old",
    # To take back that `old` was added would now take `new` away.
    "UPDATE change SET undone_at = at WHERE field = 'work' AND subject = :old AND undone_at IS NULL",
    "UPDATE change SET subject = :new WHERE subject = :old",
    "UPDATE alias SET work = :new WHERE work = :old",
    "DELETE FROM target WHERE key = :old",
    "DELETE FROM work WHERE key = :old",
)
WHOLE = "INSERT INTO target (key, work) VALUES (:new, :new) ON CONFLICT (key) DO NOTHING"
JOIN_NOTES = (
    "UPDATE note SET text = text || char(10, 10) || (SELECT text FROM note WHERE subject = :old)"
    " WHERE subject = :new AND EXISTS (SELECT 1 FROM note WHERE subject = :old)"
)


def absorb(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Make one work of two: all that hangs on `old` goes to `new`, which keeps what it has itself.

    Called inside a transaction. `old` has no parts of its own.
    """
    names = {"old": old, "new": new}
    for statement in (WHOLE, JOIN_NOTES, *ABSORB, KEEP_OLD):
        connection.execute(statement, names)


def rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a work another key. Called inside a transaction; `new` must be free.

    Marks, readings and own lists follow their targets by foreign key.
    """
    names = {"old": old, "new": new}
    connection.execute(DROP_NEW, names)
    connection.execute(RENAME_WORK, names)
    for statement in (*OF_WORK, *SUBJECTS, RENAME_CHANGES):
        connection.execute(statement, names)
    for target, _ in connection.execute(TARGETS, names).fetchall():
        part = target.partition("#")[2]
        renamed = {"old": target, "new": f"{new}#{part}" if part else new}
        for statement in (RENAME_TARGET, *OF_TARGET, RENAME_CHANGES):
            connection.execute(statement, renamed)
    connection.execute(KEEP_OLD, names)
