"""Works from a bibliography into the library: the same paper is recognised under any key, and keeps the one it has."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlmodel import Session, col

from papertrail.bibliography import Entry
from papertrail.catalogue.tables import AliasRow, WorkRow
from papertrail.identifiers import folded
from papertrail.records import byline

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
    known = _Known(_matching(session, entries))
    keys: dict[str, str] = {}
    new, changed = [], []
    for entry in entries:
        row = _values(entry, origin=origin, at=at)
        same = known.same(entry, row["folded"])
        if same is None:
            row["key"] = known.free_key(entry.key)
            known.add(row)
            new.append(row)
        elif same["origin"] == origin:
            changed.append({**row, "key": same["key"], "wanted": same["key"]})
        keys[entry.key] = same["key"] if same else row["key"]
    _write(session, new, changed)
    _remember_aliases(session, keys, known)
    return keys


class _Known:
    """The works that an entry may turn out to be."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._by: dict[tuple[str, str], Mapping[str, Any]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Mapping[str, Any]) -> None:
        """Know one more."""
        for name in ("arxiv", "doi"):
            if row[name]:
                self._by[name, row[name]] = row
        self._by["key", row["key"].lower()] = row

    def same(self, entry: Entry, title: str) -> Mapping[str, Any] | None:
        """The known work that this entry describes."""
        for name, value in (("arxiv", entry.arxiv), ("doi", entry.doi)):
            if value and (name, value) in self._by:
                return self._by[name, value]
        called = self._by.get(("key", entry.key.lower()))
        return called if called and (called["folded"] == title or _compatible(called, entry)) else None

    def free_key(self, key: str) -> str:
        """The key, or where another work has it, the key with the first free letter."""
        suffixes = ["", *"abcdefghijklmnopqrstuvwxyz", *(f"{number}" for number in range(2, 10_000))]
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


def _matching(session: Session, entries: Sequence[Entry]) -> Iterator[Mapping[str, Any]]:
    columns = (WorkRow.key, WorkRow.folded, WorkRow.arxiv, WorkRow.doi, WorkRow.byline, WorkRow.origin)
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        query = select(*map(col, columns)).where(
            or_(
                col(WorkRow.key).in_([entry.key for entry in batch]),
                col(WorkRow.arxiv).in_([entry.arxiv for entry in batch if entry.arxiv]),
                col(WorkRow.doi).in_([entry.doi for entry in batch if entry.doi]),
            )
        )
        yield from (dict(row) for row in session.execute(query).mappings())


def _values(entry: Entry, *, origin: str, at: str) -> dict[str, Any]:
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
        "link": link or (f"https://doi.org/{entry.doi}" if entry.doi else None),
        "entry": entry.entry_type,
        "fields": json.dumps(entry.fields, ensure_ascii=False),
        "confidence": entry.confidence,
        "origin": origin,
        "added_at": at,
    }


def _byline(entry: Entry) -> str:
    return byline(list(entry.names), complete=entry.complete)


def _write(session: Session, new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    if new:
        session.execute(insert(WorkRow), new)
    if changed:
        fixed = {"key", "added_at", "origin", "wanted"}
        columns: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name not in fixed}
        table = WorkRow.__table__  # type: ignore[attr-defined] # SQLModel gives it to every table class
        statement = update(table).where(table.c.key == bindparam("wanted")).values(columns)
        session.connection().execute(
            statement, [{k: v for k, v in row.items() if k not in fixed - {"wanted"}} for row in changed]
        )


def _remember_aliases(session: Session, keys: Mapping[str, str], known: _Known) -> None:
    """A key under which a syllabus cites a work that has another key already finds it too."""
    wanted = {name: work for name, work in keys.items() if name.lower() != work.lower() and not known.is_key(name)}
    for name, work in wanted.items():
        session.merge(AliasRow(name=name, work=work))
