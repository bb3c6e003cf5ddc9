"""Works of the reader's own into the library: new ones are kept, known ones filled up, nothing is overwritten."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import insert, select
from sqlmodel import Session, col

from papertrail.bibliography.keys import coined_key
from papertrail.bibliography.mapping.bibtex import PLACES
from papertrail.bibliography.record import Record
from papertrail.bibliography.sameness import is_called_alike, is_same_paper
from papertrail.bibliography.supplement import supplemented
from papertrail.catalogue.engine import engine
from papertrail.catalogue.tables import AliasRow, TargetRow, WorkRow
from papertrail.catalogue.works import OWN, SUFFIXES, Known, insert_works, update_works
from papertrail.identifiers import title_key
from papertrail.journal import NEXT_BATCH, NOTE_CHANGE
from papertrail.journal.fields import work_snapshot
from papertrail.text import latex

_BATCH = 400
# Names that papers answer to, and those under which something is kept of a paper that may come back.
KEYS_LIKE = " UNION ".join(
    f"SELECT {column} FROM {table} WHERE {column} >= :beginning AND {column} < :end"
    for table, column in (
        ("work", "key"), ("alias", "name"), ("note", "subject"), ("tag", "subject"), ("rating", "subject"),
        ("pdf", "work"),
    )
)  # fmt: skip
IN_USE = "SELECT 1 FROM work WHERE key = :key UNION SELECT 1 FROM alias WHERE name = :key"
REMOVED = (
    "SELECT before FROM change WHERE field = 'work' AND subject = :key AND after IS NULL AND before IS NOT NULL"
    " AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
)


class Added(NamedTuple):
    """What became of one record."""

    key: str
    title: str
    outcome: Literal["new", "filled up", "known"]
    filled: tuple[str, ...] = ()
    """The fields that a known work had not, and has now."""
    line: int = 0
    """The line of the record in its file."""


def add(
    connection: sqlite3.Connection,
    records: Sequence[Record],
    *,
    at: str,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Added]:
    """Add works to the library, in one transaction.

    A work is known when its arXiv id or DOI is, or its title with an author in common and a year near enough. A page on
    the web is not the paper of its title, unless it has the paper's key or address.
    Then only what its record lacks is taken over, and the key it came with becomes another name of it.

    Args:
        connection: An open library.
        records: The works; a key may be empty, and is coined then.
        at: The present instant in UTC.
        dry_run: Tell what would happen, and change nothing.
        on_progress: Called with the number of records done and of all.

    Returns:
        What became of each record, in order.
    """
    with Session(engine(connection)) as session:
        session.connection()
        batch = connection.execute(NEXT_BATCH).fetchone()[0]
        done: list[Added] = []
        for start in range(0, len(records), _BATCH):
            part = _Part(session, connection, records[start : start + _BATCH], at=at, batch=batch)
            done += part.added()
            if on_progress:
                on_progress(len(done), len(records))
        if dry_run:
            session.rollback()
        else:
            session.commit()
    return done


class _Part:
    """Some of the records, with the works of the library that they may turn out to be."""

    def __init__(
        self, session: Session, connection: sqlite3.Connection, records: Sequence[Record], *, at: str, batch: int
    ) -> None:
        self._session = session
        self._connection = connection
        self._records = [(record, title_key(record.text("title"))) for record in records]
        self._at = at
        self._batch = batch
        self._by: dict[tuple[str, str], Known] = {}
        self._titles: dict[str, list[Known]] = {}
        self._taken: set[str] = set()
        self._aliases: list[dict[str, str]] = []
        for known, called in self._known():
            self._remember(known, called)

    def added(self) -> list[Added]:
        """Store them, and say what became of each."""
        outcomes, new = [], []
        for record, called in self._records:
            known = self._same(record, called)
            if known is None:
                made = Known(replace(record, key=self._free_key(record, called)), OWN)
                self._remember(made, called)
                new.append(made)
                outcomes.append(Added(made.key, record.text("title"), "new", line=record.line))
            else:
                outcomes.append(self._fill(known, record, called, fresh=any(known is other for other in new)))
        self._insert([made.record for made in new])
        if self._aliases:
            self._session.connection().execute(insert(AliasRow.__table__), self._aliases)  # type: ignore[attr-defined] # as in `works`
        return outcomes

    def _known(self) -> Iterator[tuple[Known, str]]:
        """Works of the library that have an id, a title or a key in common with a record, and their title keys."""
        records = [record for record, _ in self._records]
        for column, wanted in (
            (WorkRow.arxiv, {record.arxiv for record in records if record.arxiv}),
            (WorkRow.doi, {record.doi for record in records if record.doi}),
            (WorkRow.title_key, {called for _, called in self._records if called}),
        ):
            query = select(WorkRow.__table__).where(col(column).in_(sorted(wanted)))  # type: ignore[attr-defined] # as in `works`
            yield from ((Known.of(dict(row)), row["title_key"]) for row in self._session.execute(query).mappings())
        for beginning in {record.key or coined_key(record) for record in records}:
            self._taken |= _taken(self._connection, beginning)

    def _remember(self, work: Known, called: str) -> None:
        for name, value in (("arxiv", work.record.arxiv), ("doi", work.record.doi)):
            if value:
                self._by[name, value] = work
        others = self._titles.setdefault(called, [])
        if not any(other.key == work.key for other in others):
            others.append(work)
        self._taken.add(work.key.lower())

    def _same(self, record: Record, called: str) -> Known | None:
        for name, value in (("arxiv", record.arxiv), ("doi", record.doi)):
            if value and (name, value) in self._by:
                return self._by[name, value]
        if not called:
            return None
        # A paper and the post about it may share title and authors: which of them is meant, the key tells.
        works = sorted(self._titles.get(called, ()), key=lambda known: not is_called_alike(known.record, record))
        return next((known for known in works if is_same_paper(known.record, record)), None)

    def _free_key(self, record: Record, called: str) -> str:
        wanted = record.key or coined_key(record)
        if self._came_back(wanted, called):
            return wanted
        return _free(wanted, self._taken)

    def _came_back(self, key: str, called: str) -> bool:
        """True for a paper that was removed: its key is free for it alone, and its notes wait for it."""
        names = {"key": key}
        if self._connection.execute(IN_USE, names).fetchone():
            return False
        removed = self._connection.execute(REMOVED, names).fetchone()
        return bool(removed) and json.loads(removed[0])["row"]["title_key"] == called

    def _fill(self, known: Known, record: Record, called: str, *, fresh: bool) -> Added:
        """Take over what a known work lacks. One that is new itself in this part is only changed in memory."""
        before = known.record
        after = _supplemented(before, self._without_taken(record))
        alias = record.key if record.key and record.key.lower() not in self._taken else None
        if (after != before or alias) and not fresh:
            self._note(known.key, work_snapshot(self._connection, known.key))
        if after != before and not fresh:
            update_works(self._session, [after])
        if alias:
            self._aliases.append({"name": alias, "work": known.key})
            self._taken.add(alias.lower())
        known.record = after
        self._remember(known, called)
        names = (*(_filled(before, after) if after != before else ()), *([f"the name {alias}"] if alias else []))
        return Added(known.key, before.text("title"), "filled up" if names else "known", names, record.line)

    def _without_taken(self, record: Record) -> Record:
        """The record without an identifier that another work has."""
        arxiv = record.arxiv if ("arxiv", record.arxiv) not in self._by else None
        taken = ("doi", record.doi) in self._by
        texts = {name: text for name, text in record.texts.items() if name != "DOI"} if taken else record.texts
        return replace(record, arxiv=arxiv, texts=texts)

    def _insert(self, records: Sequence[Record]) -> None:
        if not records:
            return
        insert_works(self._session, records, origin=OWN, at=self._at)
        keys = [record.key for record in records]
        there = set(self._session.scalars(select(col(TargetRow.key)).where(col(TargetRow.key).in_(keys))))
        targets = [{"key": key, "work": key} for key in keys if key not in there]
        if targets:
            self._session.connection().execute(insert(TargetRow.__table__), targets)  # type: ignore[attr-defined] # as in `works`
        self._connection.executemany(NOTE_CHANGE, [self._change(key, None) for key in keys])

    def _note(self, key: str, before: str | None) -> None:
        """Keep a change in the history, so that an undo can take it back."""
        self._connection.execute(NOTE_CHANGE, self._change(key, before))

    def _change(self, key: str, before: str | None) -> dict[str, Any]:
        kept = {"field": "work", "subject": key, "before": before, "after": "added"}
        return {"batch": self._batch, "at": self._at, **kept}


def free_key(connection: sqlite3.Connection, wanted: str) -> str:
    """A citation key that no work answers to yet: the one wanted, or that with a letter behind it."""
    return _free(wanted, _taken(connection, wanted))


def _free(wanted: str, taken: AbstractSet[str]) -> str:
    return next(f"{wanted}{suffix}" for suffix in SUFFIXES if f"{wanted}{suffix}".lower() not in taken)


def _taken(connection: sqlite3.Connection, beginning: str) -> set[str]:
    """The names in use that begin like this, in lower case."""
    parameters = {"beginning": beginning, "end": f"{beginning}\U0010ffff"}
    return {name.lower() for (name,) in connection.execute(KEYS_LIKE, parameters)}


def _supplemented(known: Record, other: Record) -> Record:
    """The known record with what it lacks; another place is kept beside its own, where no export takes it for that."""
    found = supplemented(known, other)
    beside = _other_places(known, other) if known.venue and other.venue else {}
    own = found.kept.get("bibtex", {})
    if beside.keys() <= own.keys():
        return found
    return replace(found, kept={**found.kept, "bibtex": {**beside, **own}})


def _other_places(known: Record, other: Record) -> dict[str, str]:
    """Where another record says that a work appeared, as BibTeX's fields with ``also-`` before their names."""
    ours = _fields(known)
    return {
        f"also-{name}": value
        for name, value in _fields(other).items()
        if name in PLACES and ours.get(name) != value and latex.to_text(value) != known.venue
    }


def _filled(before: Record, after: Record) -> list[str]:
    """The names of what was taken over, in BibTeX's words."""
    old, new = _facts(before), _facts(after)
    return sorted(name for name, value in new.items() if value and not old.get(name))


def _facts(record: Record) -> Mapping[str, object]:
    """What a record says, in BibTeX's words."""
    own = {"year": record.year, "venue": record.venue, "arxiv": record.arxiv, "abstract": record.abstract}
    return {**_fields(record), **record.private, "doi": record.doi, "url": record.url, **own}


def _fields(record: Record) -> dict[str, str]:
    # Few records are filled up, and an import is to load no writer.
    from papertrail.bibliography.writing import bibtex  # noqa: PLC0415 - as said above

    return bibtex.fields(record)
