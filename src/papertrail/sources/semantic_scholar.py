"""Published versions from Semantic Scholar, 500 preprints a request.

Source: https://api.semanticscholar.org/api-docs/graph, "paper/batch". Anonymous users share one allowance, so 429 can
come at any time.
"""

from collections.abc import Sequence

from papertrail import identifiers
from papertrail.sources import answers, texts
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.matching import is_upgrade, same_paper
from papertrail.sources.pace import Pace
from papertrail.sources.records import Failure, Preprint, Progress, PublishedAnswer, PublishedVersion, unheard
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "Semantic Scholar"
BASE_URL = "https://api.semanticscholar.org"
BATCH = 500
INTERVAL = 1.0

_FIELDS = "externalIds,title,authors,year,venue,publicationVenue,publicationTypes,journal"


def published(
    preprints: Sequence[Preprint],
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    batch: int = BATCH,
    on_progress: Progress = unheard,
) -> PublishedAnswer:
    """The published versions of many preprints, as far as Semantic Scholar knows them and they are the same paper.

    Nothing is raised when it fails: see `PublishedAnswer.failures`.
    """
    records: dict[str, PublishedVersion] = {}
    unknown: set[str] = set()
    pace = pace or Pace(None, interval=INTERVAL, service=SERVICE)
    for start in range(0, len(preprints), batch):
        some = preprints[start : start + batch]
        try:
            entries = _batch(some, client, base_url, pace)
        except SourceUnavailableError as error:
            ids = tuple(preprint.arxiv for preprint in preprints[start:])
            return PublishedAnswer(records, frozenset(unknown), (Failure(ids, str(error)),))
        for preprint, entry in zip(some, entries, strict=True):
            if entry is None:
                unknown.add(preprint.arxiv)
            elif version := _version(preprint, entry):
                records[preprint.arxiv] = version
        on_progress(start + len(some), len(preprints))
    return PublishedAnswer(records, frozenset(unknown))


def _batch(preprints: Sequence[Preprint], client: Client, base_url: str, pace: Pace) -> list[object]:
    """The entry for each preprint, in the order asked; None where it is not known."""
    url = f"{base_url.rstrip('/')}/graph/v1/paper/batch?fields={_FIELDS}"
    body = {"ids": [f"ARXIV:{preprint.arxiv}" for preprint in preprints]}
    document = client.json(Ask(SERVICE, url, pace=pace, body=body))
    if isinstance(document, Reply):
        if b"No valid paper ids" in document.content:  # what it says with 400 when it knows none of them
            return [None] * len(preprints)
        raise SourceUnavailableError(SERVICE, f"it does not understand the question (HTTP {document.status})")
    if not isinstance(document, list) or len(document) != len(preprints):
        raise SourceUnavailableError(SERVICE, "its answer does not fit the question")
    return document


def _version(preprint: Preprint, entry: object) -> PublishedVersion | None:
    title = texts.line(answers.field(entry, "title"))
    names = texts.names(texts.line(answers.field(item, "name")) for item in answers.items(entry, "authors"))
    year = answers.year(answers.field(entry, "year"))
    venue = _venue(entry)
    kind = _entry_type(entry)
    doi = identifiers.doi(texts.line(answers.field(entry, "externalIds", "DOI")))
    if venue is None or year is None or not is_upgrade(venue=venue, entry=kind, doi=None):
        return None
    if not same_paper(preprint, title=title, names=names, year=year):
        return None
    return PublishedVersion(
        arxiv=preprint.arxiv,
        title=title,
        names=names,
        year=year,
        venue=venue,
        entry=kind,
        doi=doi if is_upgrade(venue=venue, entry=kind, doi=doi) else None,
        url=None,
        volume=texts.line(answers.field(entry, "journal", "volume")) or None if kind == "article" else None,
        number=None,
        pages=texts.line(answers.field(entry, "journal", "pages")) or None,
        source="semantic-scholar",
    )


def _venue(entry: object) -> str | None:
    """The full name of the place; the journal's as the volume and pages belong to it."""
    found = (
        answers.field(entry, "publicationVenue", "name"),
        answers.field(entry, "venue"),
        answers.field(entry, "journal", "name"),
    )
    return next(filter(None, map(texts.line, found)), None)


def _entry_type(entry: object) -> str:
    venue = answers.field(entry, "publicationVenue", "type")
    kinds = list(answers.items(entry, "publicationTypes"))
    if venue == "conference" or (venue != "journal" and "Conference" in kinds):
        return "inproceedings"
    return "article" if venue == "journal" or "JournalArticle" in kinds else "misc"
