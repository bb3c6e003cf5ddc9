"""The citation keys of an export: each as it is, unless that would break a file or another work has it already."""

import re
from collections.abc import Iterable, Iterator

from papertrail.bibliography.record import Record

_BAD = re.compile(r"[^\w:.+/&'-]|[&']")


def keyed(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """Each record with its key in this export."""
    taken: set[str] = set()
    for record in records:
        key = record.key
        if not key.isalnum():
            key = _BAD.sub("-", key)
        if (small := key.lower()) in taken:
            key = next(f"{key}-{number}" for number in range(2, 1_000_000) if f"{small}-{number}" not in taken)
            small = key.lower()
        taken.add(small)
        yield key, record
