"""arXiv's papers as DataCite knows them, for when arXiv keeps refusing: it registers the DOIs 10.48550/arXiv.ID.

Source: https://support.datacite.org/docs/api-queries; the metadata is under CC0.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from papertrail import identifiers
from papertrail.people import People
from papertrail.sources import answers, arxiv_records, texts
from papertrail.sources.arxiv_api import OnBatch
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import Answer, Failure, Preprint, Progress, unheard
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "DataCite"
BASE_URL = "https://api.datacite.org"
BATCH = 50
"""DOIs in one request, so that its line stays below 4 kB."""

INTERVAL = 1.0

_PREFIX = f"{identifiers.ARXIV_DOI}arxiv."
_CATEGORY = re.compile(r"\(([A-Za-z][A-Za-z-]*(?:\.[A-Za-z-]+)?)\)$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_VERSION = re.compile(r"v?(\d{1,4})")


def describe(
    ids: Iterable[str],
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    batch: int = BATCH,
    on_progress: Progress = unheard,
    on_batch: OnBatch | None = None,
) -> Answer:
    """Fetch the metadata of many arXiv papers; as `arxiv_api.describe`, from DataCite."""
    asked = list(dict.fromkeys(ids))
    bare = {text: paper for text in asked if (paper := identifiers.arxiv_id(text))}
    preprints: dict[str, Preprint] = {}
    unknown: set[str] = set()
    pace = pace or Pace(None, interval=INTERVAL, service=SERVICE)
    known = list(bare)
    for start in range(0, len(known), batch):
        forms = known[start : start + batch]
        try:
            found = _batch(list(dict.fromkeys(bare[form] for form in forms)), client, base_url, pace)
        except SourceUnavailableError as error:
            failure = Failure(tuple(known[start:]), str(error))
            return Answer(preprints, frozenset(unknown), frozenset(set(asked) - set(known)), (failure,))
        preprints |= {form: found[bare[form]] for form in forms if bare[form] in found}
        unknown |= {form for form in forms if bare[form] not in found}
        if found and on_batch:
            on_batch(list(found.values()))
        on_progress(len(asked) - len(known) + min(start + batch, len(known)), len(asked))
    return Answer(preprints, frozenset(unknown), frozenset(set(asked) - set(known)))


def _batch(papers: Sequence[str], client: Client, base_url: str, pace: Pace) -> dict[str, Preprint]:
    dois = " OR ".join(f'"{_PREFIX}{paper.lower()}"' for paper in papers)
    words = urlencode({"query": f"doi:({dois})", "page[size]": len(papers)})
    document = client.json(Ask(SERVICE, f"{base_url.rstrip('/')}/dois?{words}", pace=pace))
    if isinstance(document, Reply) or not isinstance(answers.field(document, "data"), list):
        raise SourceUnavailableError(SERVICE, "it does not understand the question")
    by_id = {arxiv_records.canonical(paper): paper for paper in papers}
    found = {}
    for item in answers.items(document, "data"):
        doi = texts.line(answers.field(item, "attributes", "doi") or answers.field(item, "id")).lower()
        paper = by_id.get(arxiv_records.canonical(doi.removeprefix(_PREFIX)))
        if paper and doi.startswith(_PREFIX) and (preprint := _preprint(answers.field(item, "attributes"), paper)):
            found[paper] = preprint
    return found


def _preprint(attributes: object, paper: str) -> Preprint | None:
    title = texts.latex(answers.field(attributes, "titles", 0, "title"))
    if not title:
        return None
    subjects = (texts.line(answers.field(item, "subject")) for item in answers.items(attributes, "subjects"))
    categories = (match[1] for subject in subjects if (match := _CATEGORY.search(subject)))
    version = _VERSION.fullmatch(texts.line(answers.field(attributes, "version")))
    return arxiv_records.described(
        paper,
        title=title,
        authors=_authors(attributes),
        abstract=texts.paragraphs(_description(attributes, "Abstract")),
        version=int(version[1]) if version else 1,
        categories=tuple(dict.fromkeys(categories)),
        posted=_dates(attributes),
        comment=texts.line(_description(attributes, "Other")),
        doi=_doi(attributes),
        source="datacite",
    )


def _description(attributes: object, kind: str) -> str:
    for item in answers.items(attributes, "descriptions"):
        text = answers.field(item, "description")
        if answers.field(item, "descriptionType") == kind and isinstance(text, str):
            return text
    return ""


def _authors(attributes: object) -> People:
    """The authors, read as they are spoken, because arXiv parts them otherwise: "Oord, Aäron van den".

    A name without a comma is a team's.
    """
    found = []
    for item in answers.items(attributes, "creators"):
        written = texts.line(answers.field(item, "name"))
        family, comma, given = written.partition(", ")
        parts = (answers.field(item, "givenName"), answers.field(item, "familyName"))
        spoken = f"{texts.line(parts[0])} {texts.line(parts[1])}" if all(parts) else f"{given} {family}"
        found.append(spoken if comma or all(parts) else written)
    return texts.people(found)


def _dates(attributes: object) -> tuple[str, str]:
    """Day of the first version and of the latest."""
    days = [
        day[0]
        for item in answers.items(attributes, "dates")
        if answers.field(item, "dateType") in {"Submitted", "Updated"}
        and (day := _DATE.match(texts.line(answers.field(item, "date"))))
    ]
    return (min(days), max(days)) if days else ("", "")


def _doi(attributes: object) -> str | None:
    related = answers.items(attributes, "relatedIdentifiers")
    found = (
        arxiv_records.publisher_doi(texts.line(answers.field(item, "relatedIdentifier")))
        for item in related
        if answers.field(item, "relationType") == "IsVersionOf"
    )
    return next(filter(None, found), None)
