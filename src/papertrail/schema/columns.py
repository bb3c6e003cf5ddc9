"""The columns of the tables of works and of preprints. Daily commands need them, and no record."""

WORK_COLUMNS = (
    "key", "title", "folded", "byline", "authors", "year", "venue", "kind", "arxiv", "doi", "url", "link", "record",
    "confidence", "origin", "added_at", "abstract", "title_key", "pages",
)  # fmt: skip
PREPRINT_COLUMNS = (
    "arxiv", "version", "record", "abstract", "categories", "primary_category", "first_posted", "last_posted",
    "comment", "journal_ref", "doi", "withdrawn", "source", "fetched_at",
)  # fmt: skip
RECORD_COLUMNS = ("record", "key", "kind", "confidence", "arxiv", "abstract")
"""The columns of a work of which its record is made, in the order in which `bibliography.record.loads` takes them."""
