"""References of many works, in one query: the published version of each before the preprint."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from papertrail.bibliography.record import Record, loads
from papertrail.bibliography.supplement import as_published
from papertrail.library import BATCH, Library
from papertrail.library.conditions import conditions_of
from papertrail.library.questions import LISTED_TARGETS, WORK_COLUMNS

COLUMNS = f"""
    {WORK_COLUMNS},
    w.key IN (SELECT t.work FROM reading r JOIN target t ON t.key = r.target WHERE r.confidence = 'likely'),
    p.primary_category, p.first_posted, b.record
"""
_WORKS = """
FROM work w LEFT JOIN preprint p ON p.arxiv = w.arxiv AND p.record IS NOT NULL LEFT JOIN published b ON b.work = w.key
WHERE w.confidence <> 'unresolved'
"""
REFERENCES = f"SELECT {COLUMNS} {_WORKS} AND {{works}} ORDER BY w.key"
LISTED = f"w.key IN (SELECT t.work {LISTED_TARGETS} AND coalesce(r.confidence, '') <> 'unresolved' AND {{conditions}})"
# Where no filter narrows, no list is made: each work is asked whether it is the reader's own, or has a place or marks.
ALL = """(
    w.origin = 'own'
    OR EXISTS (SELECT 1 FROM note WHERE subject = w.key)
    OR EXISTS (SELECT 1 FROM tag WHERE subject = w.key)
    OR EXISTS (SELECT 1 FROM rating WHERE subject = w.key)
    OR EXISTS (
        SELECT 1 FROM target t WHERE t.work = w.key AND (
            EXISTS (SELECT 1 FROM status WHERE target = t.key)
            OR EXISTS (SELECT 1 FROM critique WHERE target = t.key)
            OR EXISTS (
                SELECT 1 FROM reading r WHERE r.target = t.key AND r.confidence <> 'unresolved'
                AND r.course NOT IN (SELECT key FROM course WHERE removed_at IS NOT NULL)
            )
        )
    )
)"""
MARKS = """
SELECT w.key, s.status,
    (SELECT min(r.level_rank) FROM reading r JOIN target t ON t.key = r.target WHERE t.work = w.key),
    (SELECT stars FROM rating WHERE subject = w.key)
FROM work w LEFT JOIN status s ON s.target = w.key
"""
RATINGS = "SELECT subject, stars FROM rating"
_LEAST_LEVEL = 2
"""JabRef has three priorities."""

_TOGETHER = 50
"""Records that are made at a time."""


def listed(library: Library, **filters: object) -> Iterator[Record]:
    """The references of all that `Library.listed` has a work for, by citation key.

    Args:
        library: The library.
        filters: Names of `questions.CONDITIONS`, and `course`, with their values; None means any.
    """
    conditions, values = conditions_of(filters)
    works = LISTED.format(conditions=conditions) if values else ALL
    sql = REFERENCES.format(works=works)
    return _references(library.rows(sql, **values))


def of_works(library: Library, keys: Sequence[str]) -> dict[str, Record]:
    """The references of some works, by citation key; a key that is none, or whose work is unresolved, is absent.

    Args:
        library: The library.
        keys: Citation keys as the library has them; their order is kept.
    """
    found = {one.key: one for one in chain.from_iterable(_batches(library, keys))}
    return {key: found[key] for key in keys if key in found}


def _batches(library: Library, keys: Sequence[str]) -> Iterator[Iterator[Record]]:
    for start in range(0, len(keys), BATCH):
        values: dict[str, object] = {f"k{number}": key for number, key in enumerate(keys[start : start + BATCH])}
        marks = ", ".join(f":{name}" for name in values)
        yield _references(library.rows(REFERENCES.format(works=f"w.key IN ({marks})"), **values))


def _references(rows: Iterator[tuple[Any, ...]]) -> Iterator[Record]:
    """The record of each row. Some are made at a time: while SQLite, JSON and a writer take turns, each is slower."""
    while some := list(islice(rows, _TOGETHER)):
        yield from [_reference(row) for row in some]


def _reference(row: tuple[Any, ...]) -> Record:
    """A work as others would cite it.

    What a bibliography says of a publication stands as it is. Where it knows a preprint only, the publication that a
    service found takes its place. A record is likely only where it is so itself, or where a course means it likely.
    """
    stored, key, kind, confidence, arxiv, abstract, likely, category, first_posted, published = row
    record = loads(stored, key, kind, "likely" if likely else confidence, arxiv, abstract)
    if not (category or first_posted or published):
        return record  # as most are
    is_unpublished = record.venue is None
    first_year = (
        int(first_posted[:4]) if first_posted else record.first_year or (record.year if is_unpublished else None)
    )
    if published and is_unpublished:
        record = as_published(record, loads(published))
    record.arxiv_class = record.arxiv_class or category
    record.first_year = first_year if first_year != record.year else None
    return record


def marks(library: Library) -> dict[str, dict[str, str]]:
    """JabRef's fields for what the reader thinks of a work, by citation key: ``readstatus``, ``priority``, ``ranking``.

    The priority is how much a course insists on it; of several courses, the one that does most.
    """
    found = {}
    for key, status, level, stars in library.rows(MARKS):
        told = {
            "readstatus": status if status in {"read", "skimmed"} else None,
            "priority": f"prio{min(level, _LEAST_LEVEL) + 1}" if level is not None else None,
            "ranking": f"rank{stars}" if stars else None,
        }
        found[key] = {name: value for name, value in told.items() if value}
    return found


def ratings(library: Library) -> dict[str, int]:
    """The stars of all papers that have any."""
    return dict(library.rows(RATINGS))
