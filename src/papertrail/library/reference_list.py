"""References of many works, in one query."""

from collections.abc import Iterator, Sequence
from itertools import chain

from papertrail.library import BATCH, Library
from papertrail.library.conditions import conditions_of
from papertrail.library.questions import LISTED_TARGETS
from papertrail.references import Reference, reference

COLUMNS = """
    w.key, w.entry, w.title, w.names, w.complete, w.year, w.venue, w.kind, w.arxiv, w.doi, w.url, w.confidence,
    w.abstract, w.fields,
    w.key IN (SELECT t.work FROM reading r JOIN target t ON t.key = r.target WHERE r.confidence = 'likely'),
    p.primary_category, p.first_posted,
    b.entry, b.names, b.year, b.venue, b.doi, b.url, b.fields
"""
_WORKS = """
FROM work w LEFT JOIN preprint p ON p.arxiv = w.arxiv AND p.title IS NOT NULL LEFT JOIN published b ON b.work = w.key
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


def listed(library: Library, **filters: object) -> Iterator[Reference]:
    """The references of all that `Library.listed` has a work for, by citation key.

    Args:
        library: The library.
        filters: Names of `questions.CONDITIONS`, and `course`, with their values; None means any.
    """
    conditions, values = conditions_of(filters)
    works = LISTED.format(conditions=conditions) if values else ALL
    sql = REFERENCES.format(works=works)
    return map(reference, library.rows(sql, **values))


def of_works(library: Library, keys: Sequence[str]) -> dict[str, Reference]:
    """The references of some works, by citation key; a key that is none, or whose work is unresolved, is absent.

    Args:
        library: The library.
        keys: Citation keys as the library has them; their order is kept.
    """
    found = {one.key: one for one in chain.from_iterable(_batches(library, keys))}
    return {key: found[key] for key in keys if key in found}


def _batches(library: Library, keys: Sequence[str]) -> Iterator[Iterator[Reference]]:
    for start in range(0, len(keys), BATCH):
        values: dict[str, object] = {f"k{number}": key for number, key in enumerate(keys[start : start + BATCH])}
        marks = ", ".join(f":{name}" for name in values)
        yield map(reference, library.rows(REFERENCES.format(works=f"w.key IN ({marks})"), **values))


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
