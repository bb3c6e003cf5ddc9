"""The filters of a search: which papers have a year, a kind, a status, a course or a tag."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from papertrail.library import Library
from papertrail.records import Status

FEW = 5_000
"""So many papers are looked up before the words are; where a filter lets more through, the hits are tested."""

_WINDOW = 100
"""Hits that are tested together."""

_TARGETS = (
    "SELECT DISTINCT p.id FROM {source} JOIN target t ON t.key = {target}"
    " JOIN paper_text p ON p.subject = coalesce(t.work, t.key) WHERE {test}"
)
_BEYOND = "LIMIT 1 OFFSET :few"
_WORKS = "SELECT p.id FROM work w JOIN paper_text p ON p.subject = w.key WHERE {test}"
_A_WORK = "EXISTS (SELECT 1 FROM work w WHERE w.key = p.subject AND {test})"
_A_TARGET = (
    "EXISTS (SELECT 1 FROM target t JOIN {source} ON {target} = t.key"
    " WHERE (t.work = p.subject OR t.work IS NULL AND t.key = p.subject) AND {test})"
)


class Filter(NamedTuple):
    """A filter in two shapes that let the same papers through."""

    papers: str
    """The numbers of all of them, which takes the longer the more there are; empty where that is nearly all."""
    are_many: str
    """One row if there are more than a few, at no cost."""
    test: str
    """Whether it lets the paper `p` through."""


def _of_works(test: str) -> Filter:
    return Filter(_WORKS.format(test=test), f"SELECT 1 FROM work w WHERE {test} {_BEYOND}", _A_WORK.format(test=test))


def _of_targets(source: str, target: str, test: str) -> Filter:
    where = {"source": source, "target": target, "test": test}
    many = f"SELECT 1 FROM {source} WHERE {test} {_BEYOND}"
    return Filter(_TARGETS.format(**where), many, _A_TARGET.format(**where))


FILTERS = {
    "year": _of_works("w.year BETWEEN :year_from AND :year_to"),
    "kind": _of_works("w.kind = :kind"),
    "status": _of_targets("status s", "s.target", "s.status = :status"),
    "unread": Filter("", "SELECT 1", f"NOT {_A_TARGET.format(source='status s', target='s.target', test='1 = 1')}"),
    "course": _of_targets("reading r", "r.target", "r.course = :course"),
    "tag": Filter(
        "SELECT p.id FROM tag JOIN paper_text p ON p.subject = tag.subject WHERE tag.name = :tag",
        f"SELECT 1 FROM tag WHERE tag.name = :tag {_BEYOND}",
        "EXISTS (SELECT 1 FROM tag WHERE tag.subject = p.subject AND tag.name = :tag)",
    ),
}
"""The filters by name; their values are parameters of the same name, two for the years."""

TESTED = """
SELECT p.id FROM json_each(:window) one CROSS JOIN paper_text p ON p.id = one.value
WHERE {tests} ORDER BY one.key
"""


class Sieve:
    """Some filters together, on their way through a library."""

    def __init__(self, library: Library, values: Mapping[str, object]) -> None:
        self._library = library
        self._values = values
        self._tests: list[str] = []
        self.few: set[int] | None = None
        """The papers among which all must be that pass; None where there is no telling."""
        for name in _names(values):
            self._add(FILTERS[name])

    @property
    def is_open(self) -> bool:
        """True when all pass that are among the few."""
        return not self._tests

    def passed(self, papers: Iterable[int]) -> Iterator[int]:
        """Those of the papers that pass, in the order given; no more are taken at a time than are tested together."""
        left = iter(papers)
        if not self._tests:
            yield from left
        sql = TESTED.format(tests=" AND ".join(self._tests))
        while window := list(islice(left, _WINDOW)):
            yield from (row[0] for row in self._library.rows(sql, window=json.dumps(window), **self._values))

    def _add(self, one: Filter) -> None:
        if any(self._library.rows(one.are_many, few=FEW, **self._values)):
            self._tests.append(one.test)
            return
        papers = {row[0] for row in self._library.rows(one.papers, **self._values)}
        self.few = papers if self.few is None else self.few & papers


def _names(values: Mapping[str, object]) -> Iterator[str]:
    for name, value in values.items():
        if name in FILTERS:
            yield "unread" if value == Status.UNREAD else name
    if "year_from" in values:
        yield "year"
