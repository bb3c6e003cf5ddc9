"""The full reference of a paper, in plain text."""

from papertrail.library import Library
from papertrail.records import Reading


def full_reference(library: Library, reading: Reading) -> str:
    """A paper as a list of references would name it; the printed label where nobody has identified it."""
    work = library.work(reading.work) if reading.work else None
    if work is None:
        return reading.title
    published = library.published(work.key)
    venue, year = (published.venue, published.year) if published and not work.venue else (work.venue, work.year)
    authors = ", ".join(work.authors) + ("" if work.complete else ", et al.")
    parts = [authors, f"({year})" if year else "", work.title, venue or "", f"arXiv:{work.arxiv}" if work.arxiv else ""]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
