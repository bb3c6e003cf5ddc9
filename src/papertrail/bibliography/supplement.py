"""Two records of one work as one: what the first lacks is taken from the other, or a publication takes its place."""

from dataclasses import replace

from papertrail.bibliography.record import BARE, Date, Record
from papertrail.identifiers import ARXIV_DOI

_PLACES = frozenset(("container-title", "publisher"))


def supplemented(record: Record, other: Record) -> Record:
    """The record with all that it lacks and `other` has.

    A record that names its place keeps that one and takes no other. Title and authors stay as they are, and so does
    whatever else the record says itself.
    """
    has_place = bool(record.venue)
    takes_type = not has_place and record.type in BARE and (other.venue is not None or other.is_preprint)
    texts = {name: text for name, text in other.texts.items() if not (has_place and name in _PLACES)}
    return replace(
        record,
        type=other.type if takes_type else record.type,
        texts={**texts, **record.texts},
        names={**{name: people for name, people in other.names.items() if name != "author"}, **record.names},
        dates={**other.dates, **record.dates, **_issued(record, other)},
        arxiv=record.arxiv or other.arxiv,
        arxiv_class=record.arxiv_class or other.arxiv_class,
        first_year=record.first_year or other.first_year,
        abstract=record.abstract or other.abstract,
        kept=_kept(record, other, takes_type=takes_type),
        private={**other.private, **record.private},
    )


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


def _issued(record: Record, other: Record) -> dict[str, Date]:
    """The date of the other record where that is the same year to the month or the day."""
    ours, theirs = record.dates.get("issued"), other.dates.get("issued")
    if ours and theirs and len(ours.begin) == 1 < len(theirs.begin) and ours.begin == theirs.begin[:1]:
        return {"issued": theirs}
    return {}


def _kept(record: Record, other: Record, *, takes_type: bool) -> dict[str, dict[str, str]]:
    """What was kept by format. How a source calls a type or a field goes along with that type or field alone."""
    known = {f"@{name}" for name in record.texts}
    unwanted, dropped = (known, {"@type"}) if takes_type else (known | {"@type"}, set())
    found: dict[str, dict[str, str]] = {}
    for name in {**other.kept, **record.kept}:
        theirs = {key: value for key, value in other.kept.get(name, {}).items() if key not in unwanted}
        ours = {key: value for key, value in record.kept.get(name, {}).items() if key not in dropped}
        if both := {**theirs, **ours}:
            found[name] = both
    return found
