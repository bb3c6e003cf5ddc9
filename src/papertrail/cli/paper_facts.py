"""All that is known about a paper, as names and values; a name may come more than once."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from papertrail.bibliography.record import Record
from papertrail.cli.wording import symbol
from papertrail.comparing import disagreements
from papertrail.library import Aside, Own
from papertrail.records import Change, Critique, Pdf, Reading, Status
from papertrail.wording import due_and_year, stars

if TYPE_CHECKING:
    from papertrail.sources.records import Preprint, PublishedVersion

Fact = tuple[str, str]


class Paper(NamedTuple):
    """A reading with everything around it."""

    reading: Reading
    work: Record | None
    preprint: "Preprint | None"
    published: "PublishedVersion | None"
    pdf: Pdf | None
    own: Own
    critiques: list[Critique]
    places: list[tuple[Reading, Aside]]
    """Every assignment of the work in every course."""
    history: list[Change]


def paper_facts(paper: Paper) -> Iterator[Fact]:
    """Everything, the record first, then where it is assigned, then what the reader did with it."""
    reading = paper.reading
    yield "title", reading.title
    yield from _record(paper.work) if paper.work else _printed_label(reading)
    if reading.part:
        yield "part", reading.part
    yield "status", f"{symbol(reading.status)} {reading.status}"
    if paper.work and paper.preprint:
        yield from _preprint(paper.work, paper.preprint)
    if paper.published:
        yield from _published(paper.published)
    if paper.pdf:
        yield "pdf", f"{paper.pdf.file}" + (f", {paper.pdf.pages} pages" if paper.pdf.pages else "")
    yield from _own(paper.own)
    yield from (("critique", _critique(one)) for one in paper.critiques)
    for place, aside in paper.places:
        yield from _place(place, aside)
    if not any(place.course for place, _ in paper.places):
        yield "assigned", "by no course"
    for change in paper.history:
        at = datetime.fromisoformat(change.at).astimezone()
        yield "history", f"{at:%Y-%m-%d %H:%M}  {change.before or Status.UNREAD} → {change.after or Status.UNREAD}"


def _record(work: Record) -> Iterator[Fact]:
    yield "key", work.key
    if work.authors.names:
        names = ", ".join(name.full for name in work.authors.names)
        yield "authors", names + ("" if work.authors.complete else ", and others")
    elif not work.authors.complete:
        yield "authors", "not known"
    for name, value in (("year", work.year), ("venue", work.venue), ("kind", work.kind), ("arxiv", work.arxiv),
                        ("doi", work.doi), ("url", work.url)):  # fmt: skip
        if value:
            yield name, str(value)
    for name, source in (
        ("also titled", work.kept.get("bibtex", {}).get("alttitle")),
        ("remark", work.private.get("annotation")),
    ):
        if source:
            from papertrail.text.latex import to_text

            yield name, to_text(source)
    if work.first_year:
        yield "preprint of", str(work.first_year)
    if work.abstract:
        yield "abstract", work.abstract
    if work.confidence != "certain":
        yield "record", f"{work.confidence}: check it before you cite it"


def _preprint(work: Record, preprint: "Preprint") -> Iterator[Fact]:
    words = [
        f"version {preprint.version}",
        f"posted {preprint.first_posted[:10]}" if preprint.first_posted else None,
        f"last revised {preprint.last_posted[:10]}" if preprint.last_posted and preprint.version > 1 else None,
        ", ".join(preprint.categories),
        f"from {preprint.source}" if preprint.source != "arxiv" else None,
        f"fetched {preprint.fetched_at[:10]}",
    ]
    yield "preprint", " · ".join(filter(None, words))
    if preprint.withdrawn:
        yield "preprint", "WITHDRAWN by its authors"
    for name, value in (("comment", preprint.comment), ("journal ref", preprint.journal_ref)):
        if value:
            yield name, value
    yield from (("disagrees", sentence) for sentence in disagreements(work, preprint))


def _published(published: "PublishedVersion") -> Iterator[Fact]:
    record = published.record
    where = ", ".join(filter(None, (record.venue, str(record.year or ""), record.doi)))
    yield "published", f"{where} (says {published.source})"


def _own(own: Own) -> Iterator[Fact]:
    if own.rating:
        yield "rating", stars(own.rating)
    if own.tags:
        yield "tags", ", ".join(own.tags)
    yield from (("note", line) for line in (own.note or "").splitlines())


def _critique(one: Critique) -> str:
    at = datetime.fromisoformat(one.submitted_at).astimezone() if one.submitted_at else None
    when = f" {at:%Y-%m-%d %H:%M}{'' if one.counts else ', does not count'}" if at else ""
    return f"{one.state}{when} · number {one.number}{f' of {one.course}' if one.course else ''} · {one.file}"


def _printed_label(reading: Reading) -> Iterator[Fact]:
    yield "key", reading.target
    yield "work", "unresolved: the syllabus names it so, and nobody has identified it"


def _place(place: Reading, aside: Aside) -> Iterator[Fact]:
    if place.course is None:
        return
    words = [
        place.handle,
        place.level and place.level + (" (inferred)" if aside.level_inferred else ""),
        place.part,
        f"due {due_and_year(place.due)}" if place.due else None,
        place.group,
        place.note,
        f"accompanies {place.companion_of}" if place.companion_of else None,
        f"printed as “{place.label}”" if place.label and place.label != place.title else None,
        f"printed venue: {aside.printed_venue}" if aside.printed_venue else None,
        "match likely, not certain" if place.confidence == "likely" else None,
    ]
    yield "assigned", " · ".join(filter(None, words))
    for candidate in aside.candidates:
        yield "perhaps", _candidate(candidate)


def _candidate(candidate: dict[str, object]) -> str:
    authors = candidate.get("authors")
    words = [
        candidate["title"],
        f"by {', '.join(map(str, authors))}" if isinstance(authors, list) and authors else None,
        candidate.get("year"),
        candidate.get("venue"),
        f"arXiv:{candidate['arxiv']}" if candidate.get("arxiv") else candidate.get("doi") or candidate.get("url"),
        f"({candidate['why']})" if candidate.get("why") else None,
    ]
    return ", ".join(str(word) for word in words if word)
