"""A record as a row of the table of works, and back: the only place where one becomes the other."""

from collections.abc import Mapping
from typing import Any

from papertrail.bibliography.record import Record, dumps, loads
from papertrail.identifiers import arxiv_link, doi_link, folded, title_key
from papertrail.people import byline
from papertrail.schema.columns import RECORD_COLUMNS


def row_of(record: Record) -> dict[str, Any]:
    """A record as a row: the whole of it as JSON, and beside it what lists, filters and the index need.

    Who brought the work, when, and how long its PDF is are no part of a record: the columns `origin`, `added_at` and
    `pages` are not in the row.
    """
    title, people = record.text("title"), record.people
    link = arxiv_link(record.arxiv) if record.arxiv else record.url
    return {
        "key": record.key,
        "title": title,
        "folded": folded(title),
        "byline": byline(people),
        "authors": "; ".join(name.full for name in people.names),
        "year": record.year,
        "venue": record.venue,
        "kind": record.kind,
        "arxiv": record.arxiv,
        "doi": record.doi,
        "url": record.url,
        "link": link or (doi_link(record.doi) if record.doi else None),
        "record": dumps(record),
        "confidence": record.confidence,
        "abstract": record.abstract,
        "title_key": title_key(title),
    }


def record_of(row: Mapping[str, Any]) -> Record:
    """The record of a row that has all columns."""
    return loads(*(row[name] for name in RECORD_COLUMNS))
