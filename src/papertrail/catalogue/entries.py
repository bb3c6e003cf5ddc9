"""What a service says of a work, as a bibliography entry."""

from papertrail.bibliography import Entry
from papertrail.catalogue.preprints import stub_title
from papertrail.importing.texts import latex
from papertrail.sources.records import ArxivRecord, CrossrefWork


def from_arxiv(record: ArxivRecord) -> Entry:
    """A preprint, with the year of its first version."""
    return Entry(
        key="",
        entry_type="misc",
        title=record.title,
        names=record.names,
        year=record.year,
        arxiv=record.id,
        doi=record.doi,
        fields=_filled(archiveprefix="arXiv", primaryclass=record.primary_category),
    )


def from_crossref(work: CrossrefWork) -> Entry:
    """A publication as its publisher registered it."""
    place = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}.get(work.entry)
    fields = _filled(volume=work.volume, number=work.number, pages=work.pages, publisher=work.publisher)
    if place and work.venue:
        fields[place] = latex(work.venue)
    return Entry(
        key="",
        entry_type=work.entry,
        title=work.title,
        names=work.names,
        year=work.year,
        venue=work.venue,
        kind=work.kind,
        arxiv=work.arxiv,
        doi=work.doi,
        url=work.url,
        fields=fields,
    )


def stub(arxiv: str) -> Entry:
    """A preprint of which only the id is known; the next fetch completes it."""
    return Entry(
        key=f"arxiv{''.join(char for char in arxiv if char.isalnum())}",
        entry_type="misc",
        title=stub_title(arxiv),
        arxiv=arxiv,
        confidence="unresolved",
        fields={"archiveprefix": "arXiv"},
    )


def _filled(**fields: str | None) -> dict[str, str]:
    return {name: latex(value) for name, value in fields.items() if value}
