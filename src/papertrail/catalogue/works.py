"""Works into the library: the same paper is recognised under any key, and keeps the one it has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, MetaData, Table, bindparam, func, insert, or_, select, text, update
from sqlmodel import Session, col

from papertrail.bibliography.record import Record
from papertrail.bibliography.sameness import is_corrected
from papertrail.bibliography.supplement import supplemented
from papertrail.catalogue.tables import AliasRow, WorkRow
from papertrail.schema.columns import RECORD_COLUMNS
from papertrail.schema.works import record_of, row_of

_BATCH = 400
"""Values of one query; SQLite allows many more, other databases fewer."""

BUNDLED = "bundled"
"""The origin of what papertrail ships."""

OWN = "own"
"""The origin of what the reader brought."""

SUFFIXES = ("", *"bcdefghijklmnopqrstuvwxyz", *map(str, range(2, 100_000)))
"""What stands behind a key, so that no two works have the same."""

_COLUMNS = (*RECORD_COLUMNS, "origin")


@dataclass(slots=True)
class Known:
    """A work that the library has, or is about to have."""

    record: Record
    origin: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Known":
        """The work of a row with `_COLUMNS` at least."""
        return cls(record_of(row), row["origin"])

    @property
    def key(self) -> str:
        """The citation key."""
        return self.record.key


def store(session: Session, records: Sequence[Record], *, origin: str, at: str) -> dict[str, str]:
    """Add works that are new, and bring those of the same origin up to date.

    A work is the same when its arXiv id, its DOI, or its key and title agree. Records of another origin are left as
    they are: whoever brought a work first describes it.

    Args:
        session: An open session, inside the load's transaction.
        records: What the bibliography says.
        origin: `BUNDLED`, or the key of the course whose bibliography it is.
        at: The present instant in UTC.

    Returns:
        The library's citation key for the key of each record.
    """
    aliases = _aliases(session, records)
    known = _Shelf(_matching(session, records, aliases), aliases)
    filled_up = _filled_up(session)
    keys: dict[str, str] = {}
    new, changed = [], []
    for record, same in known.paired(records):
        named = replace(record, key=same.key if same else known.free_key(record.key))
        if same is None:
            known.add(Known(named, origin))
            new.append(named)
        elif same.origin == origin:
            kept = filled_up.get(same.key)
            changed.append(supplemented(named, kept) if kept else named)
        keys[record.key] = named.key
    update_works(session, changed)
    insert_works(session, new, origin=origin, at=at)
    _remember_aliases(session, keys, known)
    return keys


class _Shelf:
    """The works that a record may turn out to be."""

    def __init__(self, works: Iterable[Known], aliases: Mapping[str, str]) -> None:
        self._by: dict[tuple[str, str], Known] = {}
        self._aliases = aliases
        for work in works:
            self.add(work)

    def add(self, work: Known) -> None:
        """Know one more."""
        for name, value in (("arxiv", work.record.arxiv), ("doi", work.record.doi)):
            if value:
                self._by[name, value] = work
        self._by["key", work.key.lower()] = work

    def paired(self, records: Sequence[Record]) -> Iterator[tuple[Record, Known | None]]:
        """Each record with the known work that it describes, if there is one.

        A work that has a record's key is that record's, whatever its identifiers were: they may have been wrong until
        now. An identifier finds only what no record has a claim on by its key.
        """
        called = {record.key: self._called(record) for record in records}
        claimed = {work.key for work in called.values() if work}
        for record in records:
            yield record, self._identified(record, claimed) or called[record.key]

    def _called(self, record: Record) -> Known | None:
        name = record.key.lower()
        work = self._by.get(("key", name)) or self._by.get(("key", self._aliases.get(name, name).lower()))
        return work if work and is_corrected(work.record, record) else None

    def _identified(self, record: Record, claimed: set[str]) -> Known | None:
        for name, value in (("arxiv", record.arxiv), ("doi", record.doi)):
            work = self._by.get((name, value)) if value else None
            if work and work.key not in claimed:
                return work
        return None

    def free_key(self, key: str) -> str:
        """The key, or where another work has it, the key with the first free letter."""
        return next(f"{key}{suffix}" for suffix in SUFFIXES if not self.is_key(f"{key}{suffix}"))

    def is_key(self, name: str) -> bool:
        """True when some work has this key."""
        return ("key", name.lower()) in self._by


def _filled_up(session: Session) -> dict[str, Record]:
    """The records to which the reader's own imports have added something, by key."""
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    changed = text("SELECT subject FROM change WHERE field = 'work' AND undone_at IS NULL")
    keys = [row[0] for row in session.execute(changed)]
    found: dict[str, Record] = {}
    for start in range(0, len(keys), _BATCH):
        query = select(table).where(table.c.key.in_(keys[start : start + _BATCH]), table.c.origin != OWN)
        found |= {row["key"]: record_of(dict(row)) for row in session.execute(query).mappings()}
    return found


def _aliases(session: Session, records: Sequence[Record]) -> dict[str, str]:
    """The works that answer to the key of a record and have another key themselves, by that name in small letters."""
    found: dict[str, str] = {}
    for start in range(0, len(records), _BATCH):
        names = [record.key for record in records[start : start + _BATCH]]
        query = select(col(AliasRow.name), col(AliasRow.work)).where(col(AliasRow.name).in_(names))
        found |= {name.lower(): work for name, work in session.execute(query)}
    return found


def _matching(session: Session, records: Sequence[Record], aliases: Mapping[str, str]) -> Iterator[Known]:
    columns = [getattr(WorkRow, name) for name in _COLUMNS]
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        query = select(*map(col, columns)).where(
            or_(
                col(WorkRow.key).in_([record.key for record in batch]),
                col(WorkRow.key).in_([aliases[name] for name in (r.key.lower() for r in batch) if name in aliases]),
                col(WorkRow.arxiv).in_([record.arxiv for record in batch if record.arxiv]),
                col(WorkRow.doi).in_([record.doi for record in batch if record.doi]),
            )
        )
        yield from (Known.of(dict(row)) for row in session.execute(query).mappings())


def update_works(session: Session, records: Sequence[Record]) -> None:
    """Write records in the place of those that their works have, by key.

    An identifier may go from one work to another, so all are given up first. An abstract that was fetched stays where
    the record has none.
    """
    if not records:
        return
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    here = table.c.key == bindparam("wanted")
    rows = [row_of(record) for record in records]
    columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
    columns["abstract"] = func.coalesce(bindparam("abstract"), table.c.abstract)
    parameters = [{**{name: row[name] for name in columns}, "wanted": row["key"]} for row in rows]
    connection = session.connection()
    keys = [{"wanted": row["key"]} for row in rows]
    connection.execute(update(table).where(here).values(arxiv=None, doi=None), keys)
    connection.execute(update(table).where(here).values(columns), parameters)


def insert_works(session: Session, records: Sequence[Record], *, origin: str, at: str) -> None:
    """Add works to the table, all in one statement.

    The index of the search writes what it has gathered before each statement: row by row that takes twice as long.

    Args:
        session: An open session.
        records: Records with keys that no work has.
        origin: Who brought them.
        at: The present instant in UTC.
    """
    if not records:
        return
    rows = [{**row_of(record), "origin": origin, "added_at": at} for record in records]
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    columns = [Column(column.name, column.type) for column in table.columns]
    arriving = Table("arriving", MetaData(), *columns, prefixes=["TEMPORARY"])
    connection = session.connection()
    arriving.create(connection)
    connection.execute(insert(arriving), rows)
    connection.execute(insert(table).from_select(arriving.columns.keys(), select(arriving)))
    arriving.drop(connection)


def _remember_aliases(session: Session, keys: Mapping[str, str], known: _Shelf) -> None:
    """A key under which a syllabus cites a work that has another key already finds it too."""
    wanted = {name: work for name, work in keys.items() if name.lower() != work.lower() and not known.is_key(name)}
    for name, work in wanted.items():
        session.merge(AliasRow(name=name, work=work))
