"""A preprint and its published version as one record."""

from dataclasses import replace

from papertrail.bibliography.record import Record
from papertrail.identifiers import ARXIV_DOI


def as_published(record: Record, published: Record) -> Record:
    """The record of a preprint with the publication that a service found in its place.

    The title, the authors, the key and the arXiv id stay those of the record.
    """
    texts = {**record.texts, **{name: text for name, text in published.texts.items() if name != "title"}}
    if "DOI" in texts and "DOI" not in published.texts and (record.doi or "").startswith(ARXIV_DOI):
        del texts["DOI"]
    names = {**published.names, **record.names}
    authors = record.authors
    if not (authors.names and authors.complete) and published.authors.names:
        names["author"] = published.authors
    dates = {**record.dates, **published.dates}
    return replace(record, type=published.type, texts=texts, names=names, dates=dates)
