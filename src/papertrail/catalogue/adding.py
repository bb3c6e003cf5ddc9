"""Works of the reader's own into the library: new ones are kept, known ones filled up, nothing is overwritten."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import insert, select
from sqlmodel import Session, col

from papertrail.bibliography import Entry
from papertrail.bibliography.latex import plain
from papertrail.catalogue.engine import engine
from papertrail.catalogue.tables import AliasRow, TargetRow, WorkRow
from papertrail.catalogue.works import insert_works, values
from papertrail.identifiers import citation_key, folded, title_key
from papertrail.journal import NEXT_BATCH, NOTE_CHANGE
from papertrail.journal.fields import work_snapshot

OWN = "own"
"""The origin of what the reader brought."""

_BATCH = 400
_FILLED = ("year", "venue", "arxiv", "doi", "url", "link", "abstract")
_YEARS_APART = 3
_ON_THE_WEB = frozenset({"blog", "news", "video", "website"})
_PLACES = frozenset({"journal", "journaltitle", "booktitle", "howpublished", "publisher", "institution", "school"})
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
_SUFFIXES = ("", *"bcdefghijklmnopqrstuvwxyz", *(f"{number}" for number in range(2, 100_000)))


class Added(NamedTuple):
    """What became of one entry."""

    key: str
    title: str
    outcome: Literal["new", "filled up", "known"]
    filled: tuple[str, ...] = ()
    """The fields that a known work had not, and has now."""
    line: int = 0
    """The line of the entry in its file."""


def add(
    connection: sqlite3.Connection,
    entries: Sequence[Entry],
    *,
    at: str,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Added]:
    """Add works to the library, in one transaction.

    A work is known when its arXiv id or DOI is, or its title with an author in common and a year near enough. A page on
    the web is not the paper of its title, unless it has the paper's key or address.
    Then only what its record lacks is taken over, and the entry's key becomes another name of it.

    Args:
        connection: An open library.
        entries: The works; a key may be empty, and is coined then.
        at: The present instant in UTC.
        dry_run: Tell what would happen, and change nothing.
        on_progress: Called with the number of entries done and of all.

    Returns:
        What became of each entry, in order.
    """
    with Session(engine(connection)) as session:
        session.connection()
        batch = connection.execute(NEXT_BATCH).fetchone()[0]
        done: list[Added] = []
        for start in range(0, len(entries), _BATCH):
            part = _Part(session, connection, entries[start : start + _BATCH], at=at, batch=batch)
            done += part.added()
            if on_progress:
                on_progress(len(done), len(entries))
        if dry_run:
            session.rollback()
        else:
            session.commit()
    return done


class _Part:
    """Some of the entries, with the works of the library that they may turn out to be."""

    def __init__(
        self, session: Session, connection: sqlite3.Connection, entries: Sequence[Entry], *, at: str, batch: int
    ) -> None:
        self._session = session
        self._connection = connection
        self._entries = entries
        self._at = at
        self._batch = batch
        self._rows = [values(entry, origin=OWN, at=at) for entry in entries]
        self._by: dict[tuple[str, str], dict[str, Any]] = {}
        self._titles: dict[str, list[dict[str, Any]]] = {}
        self._taken: set[str] = set()
        self._aliases: list[dict[str, str]] = []
        for known in self._known():
            self._remember(known)

    def added(self) -> list[Added]:
        """Store them, and say what became of each."""
        outcomes, new = [], []
        for entry, row in zip(self._entries, self._rows, strict=True):
            known = self._same(row)
            if known is None:
                row["key"] = self._free_key(entry)
                self._remember(row)
                new.append(row)
                outcomes.append(Added(row["key"], entry.title, "new", line=entry.line))
            else:
                outcomes.append(self._fill(known, row, entry, fresh=any(known is other for other in new)))
        self._insert(new)
        if self._aliases:
            self._session.connection().execute(insert(AliasRow.__table__), self._aliases)  # type: ignore[attr-defined]
        return outcomes

    def _known(self) -> Iterator[dict[str, Any]]:
        """Works of the library that have an id, a title or a key in common with an entry."""
        for column, wanted in (
            (WorkRow.arxiv, {row["arxiv"] for row in self._rows if row["arxiv"]}),
            (WorkRow.doi, {row["doi"] for row in self._rows if row["doi"]}),
            (WorkRow.title_key, {row["title_key"] for row in self._rows if row["title_key"]}),
        ):
            query = select(WorkRow.__table__).where(col(column).in_(sorted(wanted)))  # type: ignore[attr-defined]
            yield from (dict(row) for row in self._session.execute(query).mappings())
        for beginning in {entry.key or _coined(entry) for entry in self._entries}:
            self._taken |= _taken(self._connection, beginning)

    def _remember(self, row: dict[str, Any]) -> None:
        for name in ("arxiv", "doi"):
            if row[name]:
                self._by[name, row[name]] = row
        others = self._titles.setdefault(row["title_key"], [])
        if not any(other["key"] == row["key"] for other in others):
            others.append(row)
        self._taken.add(row["key"].lower())

    def _same(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        for name in ("arxiv", "doi"):
            if row[name] and (name, row[name]) in self._by:
                return self._by[name, row[name]]
        if not row["title_key"]:
            return None
        # A paper and the post about it may share title and authors: which of them is meant, the key tells.
        called = sorted(self._titles.get(row["title_key"], ()), key=lambda known: not _same_key(known, row))
        return next((known for known in called if _same_paper(known, row)), None)

    def _free_key(self, entry: Entry) -> str:
        wanted = entry.key or _coined(entry)
        if self._came_back(wanted, entry):
            return wanted
        return next(f"{wanted}{suffix}" for suffix in _SUFFIXES if f"{wanted}{suffix}".lower() not in self._taken)

    def _came_back(self, key: str, entry: Entry) -> bool:
        """True for a paper that was removed: its key is free for it alone, and its notes wait for it."""
        names = {"key": key}
        if self._connection.execute(IN_USE, names).fetchone():
            return False
        removed = self._connection.execute(REMOVED, names).fetchone()
        return bool(removed) and json.loads(removed[0])["row"]["title_key"] == title_key(entry.title)

    def _fill(self, known: dict[str, Any], row: Mapping[str, Any], entry: Entry, *, fresh: bool) -> Added:
        """Take over what a known work lacks. One that is new itself in this part is only changed in memory."""
        filled = {
            name: row[name] for name in _FILLED if row[name] and not known[name] and (name, row[name]) not in self._by
        }
        fields = json.loads(known["fields"])
        missing = {
            name: value for name, value in _besides(known, json.loads(row["fields"])).items() if name not in fields
        }
        if missing:
            filled["fields"] = json.dumps(fields | missing, ensure_ascii=False)
        alias = entry.key if entry.key and entry.key.lower() not in self._taken else None
        if (filled or alias) and not fresh:
            self._note(known["key"], work_snapshot(self._connection, known["key"]))
        if filled and not fresh:
            self._update(known["key"], filled)
        if alias:
            self._aliases.append({"name": alias, "work": known["key"]})
            self._taken.add(alias.lower())
        known.update(filled)
        self._remember(known)
        names = (*sorted({*(filled.keys() - {"fields", "link"}), *missing}), *([f"the name {alias}"] if alias else []))
        return Added(known["key"], known["title"], "filled up" if names else "known", names, entry.line)

    def _update(self, key: str, filled: Mapping[str, Any]) -> None:
        table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
        self._session.execute(table.update().where(table.c.key == key).values(**filled))

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        insert_works(self._session, rows)
        there = set(
            self._session.scalars(select(col(TargetRow.key)).where(col(TargetRow.key).in_([r["key"] for r in rows])))
        )
        targets = [{"key": row["key"], "work": row["key"]} for row in rows if row["key"] not in there]
        if targets:
            self._session.connection().execute(insert(TargetRow.__table__), targets)  # type: ignore[attr-defined]
        self._connection.executemany(NOTE_CHANGE, [self._change(row["key"], None) for row in rows])

    def _note(self, key: str, before: str | None) -> None:
        """Keep a change in the history, so that an undo can take it back."""
        self._connection.execute(NOTE_CHANGE, self._change(key, before))

    def _change(self, key: str, before: str | None) -> dict[str, Any]:
        kept = {"field": "work", "subject": key, "before": before, "after": "added"}
        return {"batch": self._batch, "at": self._at, **kept}


def free_key(connection: sqlite3.Connection, wanted: str) -> str:
    """A citation key that no work answers to yet: the one wanted, or that with a letter behind it."""
    taken = _taken(connection, wanted)
    return next(f"{wanted}{suffix}" for suffix in _SUFFIXES if f"{wanted}{suffix}".lower() not in taken)


def _taken(connection: sqlite3.Connection, beginning: str) -> set[str]:
    """The names in use that begin like this, in lower case."""
    parameters = {"beginning": beginning, "end": f"{beginning}\U0010ffff"}
    return {name.lower() for (name,) in connection.execute(KEYS_LIKE, parameters)}


def _besides(known: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    """Fields of another entry as they may stand in a known record.

    A record that names its place keeps that one; another place is kept beside it, where no export takes it for its own.
    """
    if not known["venue"]:
        return dict(fields)
    own = json.loads(known["fields"])
    kept = {}
    for name, value in fields.items():
        if name not in _PLACES:
            kept[name] = value
        elif own.get(name) != value and plain(value) != known["venue"]:
            kept[f"also-{name}"] = value
    return kept


def _same_paper(known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Same title; then the same key or an author in common, and a year near enough, and no identifier against it."""
    if any(known[name] and row[name] and known[name] != row[name] for name in ("arxiv", "doi")):
        return False
    if known["year"] and row["year"] and abs(known["year"] - row["year"]) > _YEARS_APART:
        return False
    if _same_key(known, row):
        return True
    if _is_post_about(known, row) or _is_post_about(row, known):
        return False
    ours, theirs = _families(known), _families(row)
    return bool(ours & theirs) or (not ours and not theirs)


def _is_post_about(one: Mapping[str, Any], paper: Mapping[str, Any]) -> bool:
    """True for a web page that has the title of a paper which appeared elsewhere; a bare misc entry may be either."""
    appeared = paper["kind"] not in _ON_THE_WEB and (paper["entry"] != "misc" or paper["arxiv"] or paper["doi"])
    return one["kind"] in _ON_THE_WEB and bool(appeared) and not (one["url"] and one["url"] == paper["url"])


def _same_key(known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return bool(known["key"].lower() == row["key"].lower())


def _families(row: Mapping[str, Any]) -> set[str]:
    return {folded(name.get("family") or name.get("literal", "")) for name in json.loads(row["names"])}


def _coined(entry: Entry) -> str:
    first = entry.names[0] if entry.names else {}
    family = first.get("family") or next(iter(first.get("literal", "").split()), "")
    return citation_key(family, entry.year, entry.title)
