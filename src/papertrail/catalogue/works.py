"""Works from a bibliography into the library: the same paper is recognised under any key, and keeps the one it has."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, bindparam, func, insert, or_, select, text, update
from sqlmodel import Session, col

from papertrail.bibliography import Entry
from papertrail.bibliography.latex import paragraphs
from papertrail.catalogue.tables import AliasRow, WorkRow
from papertrail.identifiers import doi_link, folded, title_key
from papertrail.records import byline, full_name

_BATCH = 400
"""Values of one query; SQLite allows many more, other databases fewer."""

BUNDLED = "bundled"
"""The origin of what papertrail ships."""


def store(session: Session, entries: Sequence[Entry], *, origin: str, at: str) -> dict[str, str]:
    """Add works that are new, and bring those of the same origin up to date.

    A work is the same when its arXiv id, its DOI, or its key and title agree. Records of another origin are left as
    they are: whoever brought a work first describes it.

    Args:
        session: An open session, inside the load's transaction.
        entries: What the bibliography says.
        origin: `BUNDLED`, or the key of the course whose bibliography it is.
        at: The present instant in UTC.

    Returns:
        The library's citation key for the key of each entry.
    """
    aliases = _aliases(session, entries)
    known = _Known(_matching(session, entries, aliases), aliases)
    filled_up = _filled_up(session)
    keys: dict[str, str] = {}
    new, changed = [], []
    for entry, same in known.paired(entries):
        row = values(entry, origin=origin, at=at)
        if same is None:
            row["key"] = known.free_key(entry.key)
            known.add(row)
            new.append(row)
        elif same["origin"] == origin:
            kept = filled_up.get(same["key"])
            changed.append({**(_merged(kept, row) if kept else row), "key": same["key"], "wanted": same["key"]})
        keys[entry.key] = same["key"] if same else row["key"]
    _write(session, new, changed)
    _remember_aliases(session, keys, known)
    return keys


class _Known:
    """The works that an entry may turn out to be."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], aliases: Mapping[str, str]) -> None:
        self._by: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._aliases = aliases
        for row in rows:
            self.add(row)

    def add(self, row: Mapping[str, Any]) -> None:
        """Know one more."""
        for name in ("arxiv", "doi"):
            if row[name]:
                self._by[name, row[name]] = row
        self._by["key", row["key"].lower()] = row

    def paired(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Mapping[str, Any] | None]]:
        """Each entry with the known work that it describes, if there is one.

        A work that has an entry's key is that entry's, whatever its identifiers were: they may have been wrong until
        now. An identifier finds only what no entry has a claim on by its key.
        """
        called = {entry.key: self._called(entry) for entry in entries}
        claimed = {row["key"] for row in called.values() if row}
        for entry in entries:
            yield entry, self._identified(entry, claimed) or called[entry.key]

    def _called(self, entry: Entry) -> Mapping[str, Any] | None:
        name = entry.key.lower()
        row = self._by.get(("key", name)) or self._by.get(("key", self._aliases.get(name, name).lower()))
        return row if row and (row["folded"] == folded(entry.title) or _compatible(row, entry)) else None

    def _identified(self, entry: Entry, claimed: set[str]) -> Mapping[str, Any] | None:
        for name, value in (("arxiv", entry.arxiv), ("doi", entry.doi)):
            row = self._by.get((name, value)) if value else None
            if row and row["key"] not in claimed:
                return row
        return None

    def free_key(self, key: str) -> str:
        """The key, or where another work has it, the key with the first free letter."""
        suffixes = ["", *"bcdefghijklmnopqrstuvwxyz", *(f"{number}" for number in range(2, 10_000))]
        return next(f"{key}{suffix}" for suffix in suffixes if ("key", f"{key}{suffix}".lower()) not in self._by)

    def is_key(self, name: str) -> bool:
        """True when some work has this key."""
        return ("key", name.lower()) in self._by


def _compatible(known: Mapping[str, Any], entry: Entry) -> bool:
    """Under one key, a corrected title is still the same work, unless an identifier says otherwise."""
    differ = [
        known[name] and value and known[name] != value for name, value in (("arxiv", entry.arxiv), ("doi", entry.doi))
    ]
    return known["byline"] == _byline(entry) and not any(differ)


def _filled_up(session: Session) -> dict[str, dict[str, Any]]:
    """The records to which the reader's own imports have added something, by key."""
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    changed = text("SELECT subject FROM change WHERE field = 'work' AND undone_at IS NULL")
    keys = [row[0] for row in session.execute(changed)]
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(keys), _BATCH):
        query = select(table).where(table.c.key.in_(keys[start : start + _BATCH]), table.c.origin != "own")
        found |= {row["key"]: dict(row) for row in session.execute(query).mappings()}
    return found


def _merged(kept: Mapping[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """A record brought up to date, with what the reader added where it says nothing itself."""
    fields = json.loads(kept["fields"]) | json.loads(row["fields"])
    filled = {name: row[name] or kept[name] for name in ("year", "venue", "arxiv", "doi", "url", "link", "abstract")}
    return row | filled | {"fields": json.dumps(fields, ensure_ascii=False)}


def _aliases(session: Session, entries: Sequence[Entry]) -> dict[str, str]:
    """The works that answer to the key of an entry and have another key themselves, by that name in small letters."""
    found: dict[str, str] = {}
    for start in range(0, len(entries), _BATCH):
        names = [entry.key for entry in entries[start : start + _BATCH]]
        query = select(col(AliasRow.name), col(AliasRow.work)).where(col(AliasRow.name).in_(names))
        found |= {name.lower(): work for name, work in session.execute(query)}
    return found


def _matching(session: Session, entries: Sequence[Entry], aliases: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    columns = (WorkRow.key, WorkRow.folded, WorkRow.arxiv, WorkRow.doi, WorkRow.byline, WorkRow.origin)
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        query = select(*map(col, columns)).where(
            or_(
                col(WorkRow.key).in_([entry.key for entry in batch]),
                col(WorkRow.key).in_([aliases[name] for name in (e.key.lower() for e in batch) if name in aliases]),
                col(WorkRow.arxiv).in_([entry.arxiv for entry in batch if entry.arxiv]),
                col(WorkRow.doi).in_([entry.doi for entry in batch if entry.doi]),
            )
        )
        yield from (dict(row) for row in session.execute(query).mappings())


def values(entry: Entry, *, origin: str, at: str) -> dict[str, Any]:
    """An entry as a row of the table of works."""
    link = f"https://arxiv.org/abs/{entry.arxiv}" if entry.arxiv else entry.url
    return {
        "key": entry.key,
        "title": entry.title,
        "folded": folded(entry.title),
        "names": json.dumps(entry.names, ensure_ascii=False),
        "complete": int(entry.complete),
        "byline": _byline(entry),
        "year": entry.year,
        "venue": entry.venue,
        "kind": entry.kind,
        "arxiv": entry.arxiv,
        "doi": entry.doi,
        "url": entry.url,
        "link": link or (doi_link(entry.doi) if entry.doi else None),
        "entry": entry.entry_type,
        "fields": json.dumps({k: v for k, v in entry.fields.items() if k != "abstract"}, ensure_ascii=False),
        "confidence": entry.confidence,
        "origin": origin,
        "added_at": at,
        "authors": "; ".join(map(full_name, entry.names)),
        "abstract": plain_abstract(entry),
        "title_key": title_key(entry.title),
    }


def plain_abstract(entry: Entry) -> str | None:
    """The abstract that a bibliography brings, if it does."""
    return paragraphs(entry.fields.get("abstract", "")) or None


def _byline(entry: Entry) -> str:
    return byline(list(entry.names), complete=entry.complete)


def _write(session: Session, new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    """Update, then insert: an identifier may go from one work of the load to another, so all are given up first."""
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    connection = session.connection()
    if changed:
        here = table.c.key == bindparam("wanted")
        fixed = {"key", "added_at", "origin", "wanted"}
        columns: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name not in fixed}
        columns["abstract"] = func.coalesce(bindparam("abstract"), table.c.abstract)  # one that was fetched stays
        parameters = [{name: row[name] for name in (*columns, "wanted")} for row in changed]
        keys = [{"wanted": row["wanted"]} for row in changed]
        connection.execute(update(table).where(here).values(arxiv=None, doi=None), keys)
        connection.execute(update(table).where(here).values(columns), parameters)
    insert_works(session, new)


def insert_works(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to the table of works, all in one statement.

    The index of the search writes what it has gathered before each statement: row by row that takes twice as long.
    """
    if not rows:
        return
    table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
    columns = [Column(column.name, column.type) for column in table.columns]
    arriving = Table("arriving", MetaData(), *columns, prefixes=["TEMPORARY"])
    connection = session.connection()
    arriving.create(connection)
    connection.execute(insert(arriving), rows)
    connection.execute(insert(table).from_select(arriving.columns.keys(), select(arriving)))
    arriving.drop(connection)


def _remember_aliases(session: Session, keys: Mapping[str, str], known: _Known) -> None:
    """A key under which a syllabus cites a work that has another key already finds it too."""
    wanted = {name: work for name, work in keys.items() if name.lower() != work.lower() and not known.is_key(name)}
    for name, work in wanted.items():
        session.merge(AliasRow(name=name, work=work))
