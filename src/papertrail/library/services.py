"""Rows of what services said of works, as records."""

import json
from typing import TYPE_CHECKING, Any

from papertrail.bibliography.record import loads
from papertrail.library.answers import Unpublished

if TYPE_CHECKING:
    from papertrail.sources.records import Preprint, PublishedVersion


def unpublished(row: tuple[Any, ...]) -> Unpublished:
    """A row of `UNPUBLISHED`."""
    *columns, first_year, asked = row
    record = loads(*columns)
    record.first_year = first_year or record.first_year
    return Unpublished(record, frozenset((asked or "").split(",")))


def preprint(row: tuple[Any, ...]) -> "Preprint":
    """A row of `PREPRINT`."""
    from papertrail.sources.records import Preprint  # noqa: PLC0415 - most works were never fetched

    stored, arxiv, abstract, version, categories, *facts, withdrawn, source, fetched_at = row
    record = loads(stored, arxiv=arxiv, abstract=abstract)
    return Preprint._make((record, version, tuple(json.loads(categories)), *facts, bool(withdrawn), source, fetched_at))


def published(row: tuple[Any, ...]) -> "PublishedVersion":
    """A row of `PUBLISHED`."""
    from papertrail.sources.records import PublishedVersion  # noqa: PLC0415 - as above

    arxiv, stored, source = row
    return PublishedVersion(arxiv or "", loads(stored, arxiv=arxiv), source)
