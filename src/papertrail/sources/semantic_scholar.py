"""PublishedVersion versions from Semantic Scholar, 500 preprints a request.

Source: https://api.semanticscholar.org/api-docs/graph, "paper/batch". Anonymous users share one allowance, so 429 can
come at any time.
"""

from collections.abc import Sequence

from papertrail import identifiers
from papertrail.bibliography.record import Date, Record
from papertrail.sources import answers, matching, texts
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import Failure, Progress, PublishedAnswer, PublishedVersion, ids_of, unheard
from papertrail.sources.transport import Ask, Client, Reply
from papertrail.sources.venues import is_preprint

SERVICE = "Semantic Scholar"
BASE_URL = "https://api.semanticscholar.org"
BATCH = 500
INTERVAL = 1.0

_FIELDS = "externalIds,title,authors,year,venue,publicationVenue,publicationTypes,journal"


def published(
    preprints: Sequence[Record],
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
    found: dict[str, PublishedVersion] = {}
    unknown: set[str] = set()
    pace = pace or Pace(None, interval=INTERVAL, service=SERVICE)
    for start in range(0, len(preprints), batch):
        some = preprints[start : start + batch]
        try:
            entries = _batch(some, client, base_url, pace)
        except SourceUnavailableError as error:
            failure = Failure(ids_of(preprints[start:]), str(error))
            return PublishedAnswer(found, frozenset(unknown), (failure,))
        for preprint, entry in zip(some, entries, strict=True):
            if entry is None:
                unknown.add(str(preprint.arxiv))
            elif version := matching.published(preprint, _record(entry), source="semantic-scholar"):
                found[version.arxiv] = version
        on_progress(start + len(some), len(preprints))
    return PublishedAnswer(found, frozenset(unknown))


def _batch(preprints: Sequence[Record], client: Client, base_url: str, pace: Pace) -> list[object]:
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


def _record(entry: object) -> Record:
    csl_type = _type(entry)
    year = answers.year(answers.field(entry, "year"))
    doi = identifiers.doi(texts.line(answers.field(entry, "externalIds", "DOI")))
    found = {
        "title": texts.latex(answers.field(entry, "title")),
        "container-title": _venue(entry),
        "volume": texts.line(answers.field(entry, "journal", "volume")) if csl_type == "article-journal" else "",
        "page": texts.line(answers.field(entry, "journal", "pages")),
        "DOI": doi if doi and not is_preprint(None, doi) else "",
    }
    authors = texts.people(texts.line(answers.field(item, "name")) for item in answers.items(entry, "authors"))
    return Record(
        type=csl_type,
        texts={variable: text for variable, text in found.items() if text},
        names={"author": authors} if authors else {},
        dates={"issued": Date((year,))} if year else {},
    )


def _venue(entry: object) -> str:
    """The full name of the place; the journal's as the volume and pages belong to it."""
    found = (
        answers.field(entry, "publicationVenue", "name"),
        answers.field(entry, "venue"),
        answers.field(entry, "journal", "name"),
    )
    return next(filter(None, map(texts.line, found)), "")


def _type(entry: object) -> str:
    venue = answers.field(entry, "publicationVenue", "type")
    kinds = list(answers.items(entry, "publicationTypes"))
    if venue == "conference" or (venue != "journal" and "Conference" in kinds):
        return "paper-conference"
    return "article-journal" if venue == "journal" or "JournalArticle" in kinds else "document"
