"""The register of what calendars were told: names that stay, and sequences that only rise."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.errors import DatabaseError
from papertrail.register import Entry, Item, Register
from papertrail.schema import connect

AT, LATER = "2024-09-01T12:00:00Z", "2024-10-01T12:00:00Z"


class Opened(NamedTuple):
    """A library of nothing but a register."""

    connection: sqlite3.Connection
    register: Register


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    connection = connect(tmp_path / "x.db")
    yield Opened(connection, Register(connection, tmp_path / "x.db", "ics", lambda *names: "/".join(names)))
    connection.close()


def test_what_is_told_twice_changes_nothing_even_where_nothing_can_be_written(opened: Opened) -> None:
    items = [Item("rl", "session-1", "Values"), Item("rl", "session-2", "Policies")]
    first = opened.register.enter(["rl"], items, at=AT)
    opened.connection.execute("PRAGMA query_only = ON")
    assert opened.register.enter(["rl"], items, at=LATER) == first
    with pytest.raises(DatabaseError, match="readonly"):
        opened.register.enter(["rl"], items[:1], at=LATER)


def test_two_kinds_of_calendar_know_nothing_of_each_other(opened: Opened, tmp_path: Path) -> None:
    feed = Register(opened.connection, tmp_path / "x.db", "atom", lambda *names: "tag:" + "/".join(names))
    opened.register.enter(["rl"], [Item("rl", "session-1", "Values")], at=AT)
    assert feed.enter(["rl"], [], at=AT) == []
    assert feed.enter(["rl"], [Item("rl", "week-1", "Values")], at=LATER)[0].changed_at == LATER


def test_a_topic_that_several_have_recognises_none_of_them(opened: Opened) -> None:
    items = [Item("rl", f"session-{day}", "Guest", "guest") for day in (1, 2)]
    opened.register.enter(["rl"], items, at=AT)
    moved = [Item("rl", f"session-{day}", "Guest", "guest") for day in (3, 4)]
    entries = opened.register.enter(["rl"], moved, at=LATER)
    assert [(entry.uid, entry.cancelled) for entry in entries] == [
        ("rl/session-3", False),
        ("rl/session-4", False),
        ("rl/session-1", True),
        ("rl/session-2", True),
    ]


SESSIONS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from("abc"), st.sampled_from(["x", "y", None])),
    unique_by=lambda session: session[0],
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(SESSIONS, max_size=5))
def test_names_are_never_shared_and_sequences_only_rise(
    opened: Opened, versions: list[list[tuple[int, str, str]]]
) -> None:
    opened.connection.execute("DELETE FROM published_event")
    before: dict[str, Entry] = {}
    for number, version in enumerate(versions):
        items = [Item("rl", f"session-{day}", text, trait) for day, text, trait in version]
        entries = opened.register.enter(["rl"], items, at=f"2024-09-{number + 1:02}T12:00:00Z")
        after = {entry.uid: entry for entry in entries}
        assert len(after) == len(entries)
        assert [entry.content for entry in entries if not entry.cancelled] == [item.content for item in items]
        assert before.keys() <= after.keys()
        for uid, old in before.items():
            new = after[uid]
            changed = (new.content, new.cancelled) != (old.content, old.cancelled)
            assert new.sequence == old.sequence + changed
            assert (new.changed_at > old.changed_at) == changed
        before = after
