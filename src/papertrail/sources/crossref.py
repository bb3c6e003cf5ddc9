"""Works by DOI or title, and published versions, from Crossref. It has no ICLR, ICML or NeurIPS.

Source: https://api.crossref.org, "works".
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from papertrail import cleaning, identifiers
from papertrail.records import full_name
from papertrail.sources import answers, texts
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.matching import as_published
from papertrail.sources.pace import Pace
from papertrail.sources.records import (
    CrossrefWork,
    Failure,
    Preprint,
    Progress,
    PublishedAnswer,
    PublishedVersion,
    unheard,
)
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "Crossref"
BASE_URL = "https://api.crossref.org"
INTERVAL = 0.2
LONGEST_QUESTION = 500

# Crossref's types: the BibTeX type, and the kind of work.
_TYPES = {
    "journal-article": ("article", "paper"),
    "proceedings-article": ("inproceedings", "paper"),
    "book-chapter": ("incollection", "chapter"),
    "book-section": ("incollection", "chapter"),
    "book-part": ("incollection", "chapter"),
    "reference-entry": ("incollection", "chapter"),
    "book": ("book", "book"),
    "monograph": ("book", "book"),
    "edited-book": ("book", "book"),
    "reference-book": ("book", "book"),
    "dissertation": ("phdthesis", "paper"),
    "report": ("techreport", "paper"),
}
_OTHER = ("misc", "paper")


def by_doi(doi: str, *, client: Client, base_url: str = BASE_URL, pace: Pace | None = None) -> CrossrefWork | None:
    """The work with a DOI; None where Crossref does not know it (other agencies have DOIs too).

    Raises:
        SourceUnavailableError: Crossref failed every try.
    """
    document = _ask(client, f"{base_url.rstrip('/')}/works/{quote(doi, safe='')}", pace)
    return None if document is None else _work(answers.field(document, "message"))


def by_title(
    title: str,
    author: str | None = None,
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    most: int = 5,
) -> list[CrossrefWork]:
    """The works whose bibliographic data is nearest to a title, and perhaps an author, best first.

    Raises:
        SourceUnavailableError: Crossref failed every try.
    """
    question = cleaning.line(f"{title} {author or ''}")[:LONGEST_QUESTION]
    if not question:
        return []
    words = urlencode({"query.bibliographic": question, "rows": most})
    document = _ask(client, f"{base_url.rstrip('/')}/works?{words}", pace)
    found = map(_work, answers.items(document, "message", "items"))
    return [work for work in found if work is not None]


def published(
    preprints: Sequence[Preprint],
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    on_progress: Progress = unheard,
    on_found: Callable[[PublishedVersion], None] | None = None,
) -> PublishedAnswer:
    """The published versions of some preprints, one request for each; nothing is raised when Crossref fails."""
    records: dict[str, PublishedVersion] = {}
    pace = pace or Pace(None, interval=INTERVAL, service=SERVICE)
    for position, preprint in enumerate(preprints):
        author = full_name(preprint.names[0]) if preprint.names else None
        try:
            works = by_title(preprint.title, author, client=client, base_url=base_url, pace=pace)
        except SourceUnavailableError as error:
            ids = tuple(preprint.arxiv for preprint in preprints[position:])
            return PublishedAnswer(records, failures=(Failure(ids, str(error)),))
        version = next(filter(None, (as_published(preprint, work) for work in works)), None)
        if version:
            records[preprint.arxiv] = version
            if on_found:
                on_found(version)
        on_progress(position + 1, len(preprints))
    return PublishedAnswer(records)


def _ask(client: Client, url: str, pace: Pace | None) -> object | None:
    """The document at an address of Crossref's; None where there is none."""
    if "@" in client.contact:
        address = client.contact.removeprefix("mailto:")
        url = f"{url}{'&' if '?' in url else '?'}{urlencode({'mailto': address})}"
    document = client.json(Ask(SERVICE, url, pace=pace))
    if isinstance(document, Reply):
        if document.status == 400:  # noqa: PLR2004
            raise SourceUnavailableError(SERVICE, "it does not understand the question")
        return None
    if not isinstance(answers.field(document, "message"), dict):
        raise SourceUnavailableError(SERVICE, "its answer has no message")
    return document


def _work(message: object) -> CrossrefWork | None:
    title = _title(message)
    doi = identifiers.doi(texts.line(answers.field(message, "DOI")))
    if not title or not doi:
        return None
    entry, kind = _TYPES.get(texts.line(answers.field(message, "type")), _OTHER)
    return CrossrefWork(
        title=title,
        names=_names(message),
        year=_year(message),
        venue=texts.unmarked(answers.field(message, "container-title", 0)) or None,
        entry=entry,
        kind=kind,
        doi=doi,
        url=cleaning.web_link(texts.line(answers.field(message, "URL"))),
        volume=texts.line(answers.field(message, "volume")) or None,
        number=texts.line(answers.field(message, "issue")) or None,
        pages=texts.line(answers.field(message, "page")) or None,
        publisher=texts.unmarked(answers.field(message, "publisher")) or None,
        arxiv=_arxiv(message),
    )


def _title(message: object) -> str:
    title = texts.unmarked(answers.field(message, "title", 0))
    subtitle = texts.unmarked(answers.field(message, "subtitle", 0))
    return f"{title}: {subtitle}" if title and subtitle and subtitle.lower() not in title.lower() else title


def _names(message: object) -> tuple[dict[str, str], ...]:
    people = list(answers.items(message, "author")) or list(answers.items(message, "editor"))
    found = []
    for person in people[: texts.MOST_NAMES]:
        team = texts.line(answers.field(person, "name"))
        parts = (answers.field(person, part) for part in ("given", "family", "suffix"))
        found.append({"literal": team} if team else texts.name(*parts))
    return tuple(filter(None, found))


def _year(message: object) -> int | None:
    """The year of the printed or else the first publication."""
    for date in ("published-print", "issued", "published-online", "published"):
        if found := answers.year(answers.field(message, date, "date-parts", 0, 0)):
            return found
    return None


def _arxiv(message: object) -> str | None:
    for relation in ("has-preprint", "is-version-of", "has-version"):
        for item in answers.items(message, "relation", relation):
            if found := identifiers.arxiv_id(texts.line(answers.field(item, "id"))):
                return found
    return None
