"""Which works citation keys mean, many in one query."""

from collections.abc import Sequence

from papertrail.library import BATCH, Library

KEYS = "SELECT w.key, w.key FROM work w WHERE w.key IN ({names})"
OLD_KEYS = "SELECT a.name, a.work FROM alias a WHERE a.name IN ({names})"

CITABLE = "SELECT key, folded, byline FROM work WHERE confidence <> 'unresolved' ORDER BY key"


def works_of(library: Library, keys: Sequence[str]) -> dict[str, str]:
    """The keys that works have now, by the keys that were asked for; a key that nothing answers to is absent.

    Args:
        library: The library.
        keys: Citation keys, present or former, in any case.
    """
    found: dict[str, str] = {}
    for sql in (OLD_KEYS, KEYS):
        for start in range(0, len(keys), BATCH):
            values: dict[str, object] = {f"k{number}": key for number, key in enumerate(keys[start : start + BATCH])}
            names = ", ".join(f":{name}" for name in values)
            found |= {name.lower(): work for name, work in library.rows(sql.format(names=names), **values)}
    return {key: found[key.lower()] for key in keys if key.lower() in found}
