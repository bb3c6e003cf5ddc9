"""The register of what calendars and feeds were told: the name that an event keeps, and when it last changed."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from papertrail import schema

REMEMBERED = (
    "SELECT uid, course, identity, trait, content, sequence, changed_at, cancelled FROM published_event"
    " WHERE calendar = :calendar AND course = :course ORDER BY uid"
)
REMEMBER = (
    "INSERT INTO published_event"
    " (uid, calendar, course, identity, trait, content, sequence, changed_at, cancelled)"
    " VALUES (:uid, :calendar, :course, :identity, :trait, :content, :sequence, :changed_at, :cancelled)"
    " ON CONFLICT (uid) DO UPDATE SET identity = excluded.identity, trait = excluded.trait,"
    " content = excluded.content, sequence = excluded.sequence, changed_at = excluded.changed_at,"
    " cancelled = excluded.cancelled"
)


class Item(NamedTuple):
    """Something to tell."""

    course: str
    identity: str
    """What it is known by within its course."""
    content: str
    """All that is told of it: it has changed when this has."""
    trait: str | None = None
    """What it can be recognised by when its identity has changed."""
    since: str | None = None
    """When it came into being, an instant in UTC, if that was before it is first told."""


class Entry(NamedTuple):
    """Something that was told."""

    uid: str
    course: str
    identity: str
    trait: str | None
    content: str
    sequence: int
    """How often it has changed."""
    changed_at: str
    cancelled: bool
    """True when it is there no more."""


Traited = TypeVar("Traited", Item, Entry)


class Register:
    """What one kind of calendar was told."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, calendar: str, uid: Callable[[str, str], str]
    ) -> None:
        """Open the register.

        Args:
            connection: An open library.
            path: Where it is, for what is said when it cannot be written.
            calendar: ``ics`` or ``atom``.
            uid: Makes the name of an event from its course and identity.
        """
        self._connection = connection
        self._path = path
        self._calendar = calendar
        self._uid = uid

    def enter(self, courses: Iterable[str], items: Sequence[Item], *, at: str) -> list[Entry]:
        """Tell the events of some courses.

        Args:
            courses: The courses: what was told of them before and is not among the items is cancelled.
            items: All that there is to tell of them.
            at: The present instant in UTC.

        Returns:
            An entry for each item, in order, then what is cancelled. What has not changed keeps its moment.
        """
        known = tuple(courses)
        with schema.reported(self._path):
            entries, changed = self._entries(known, items, at)
            if changed:  # a library that cannot be written can tell again what it has told
                with schema.transaction(self._connection):
                    entries, changed = self._entries(known, items, at)
                    values = [entry._asdict() | {"calendar": self._calendar} for entry in changed]
                    self._connection.executemany(REMEMBER, values)
        return entries

    def _entries(self, courses: Sequence[str], items: Sequence[Item], at: str) -> tuple[list[Entry], list[Entry]]:
        """The entries as they are to be, and those of them that are not so yet."""
        old = {entry.uid: entry for course in courses for entry in self._remembered(course)}
        uids = self._uids(items, list(old.values()))
        told = [_entry(uid, item, old.get(uid), at) for uid, item in zip(uids, items, strict=True)]
        gone = [_cancelled(entry, at) for uid, entry in old.items() if uid not in set(uids)]
        entries = told + gone
        return entries, [entry for entry in entries if entry != old.get(entry.uid)]

    def _remembered(self, course: str) -> list[Entry]:
        rows = self._connection.execute(REMEMBERED, {"calendar": self._calendar, "course": course})
        return [Entry._make((*row[:7], bool(row[7]))) for row in rows]

    def _uids(self, items: Sequence[Item], old: Sequence[Entry]) -> list[str]:
        """The name of each item: that of the entry with its identity, else with its trait, else a new one."""
        by_identity = {(entry.course, entry.identity): entry.uid for entry in old}
        kept = {item[:2]: by_identity[item[:2]] for item in items if item[:2] in by_identity}
        taken = set(kept.values())
        new = [item for item in items if item[:2] not in kept]
        by_trait = _once_each(entry for entry in old if entry.uid not in taken and not entry.cancelled)
        for trait, item in _once_each(new).items():
            if trait in by_trait:
                kept[item[:2]] = by_trait[trait].uid
        taken |= {entry.uid for entry in old}
        for item in new:
            if item[:2] not in kept:
                kept[item[:2]] = self._new_uid(item, taken)
                taken.add(kept[item[:2]])
        return [kept[item[:2]] for item in items]

    def _new_uid(self, item: Item, taken: set[str]) -> str:
        """A name that nothing had before: one whose identity went over to another leaves its name there."""
        identity, count = item.identity, 1
        while (uid := self._uid(item.course, identity)) in taken:
            count += 1
            identity = f"{item.identity}.{count}"
        return uid


def _once_each(things: Iterable[Traited]) -> dict[tuple[str, str], Traited]:
    """Things by course and trait, less the traits that several have."""
    traited = [(thing.course, thing.trait, thing) for thing in things if thing.trait]
    counts = Counter((course, trait) for course, trait, _ in traited)
    return {(course, trait): thing for course, trait, thing in traited if counts[course, trait] == 1}


def _entry(uid: str, item: Item, old: Entry | None, at: str) -> Entry:
    if old is None:
        first = min(item.since, at) if item.since else at
        return Entry(uid, item.course, item.identity, item.trait, item.content, 0, first, cancelled=False)
    known = old._replace(identity=item.identity, trait=item.trait)
    if old.content == item.content and not old.cancelled:
        return known
    return known._replace(content=item.content, sequence=old.sequence + 1, changed_at=at, cancelled=False)


def _cancelled(old: Entry, at: str) -> Entry:
    return old if old.cancelled else old._replace(sequence=old.sequence + 1, changed_at=at, cancelled=True)
