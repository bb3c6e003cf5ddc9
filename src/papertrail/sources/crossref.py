"""Works by DOI or title, and published versions, from Crossref. It has no ICLR, ICML or NeurIPS.

Source: https://api.crossref.org, "works".
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from papertrail import cleaning
from papertrail.bibliography.record import Record
from papertrail.sources import answers, crossref_records, matching
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.records import Failure, Progress, PublishedAnswer, PublishedVersion, ids_of, unheard
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "Crossref"
BASE_URL = "https://api.crossref.org"
INTERVAL = 0.2
LONGEST_QUESTION = 500


def by_doi(doi: str, *, client: Client, base_url: str = BASE_URL, pace: Pace | None = None) -> Record | None:
    """The work with a DOI; None where Crossref does not know it (other agencies have DOIs too).

    Raises:
        SourceUnavailableError: Crossref failed every try.
    """
    document = _ask(client, f"{base_url.rstrip('/')}/works/{quote(doi, safe='')}", pace)
    return None if document is None else crossref_records.record(answers.field(document, "message"))


def by_title(
    title: str,
    author: str | None = None,
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    most: int = 5,
) -> list[Record]:
    """The works whose bibliographic data is nearest to a title, and perhaps an author, best first.

    Raises:
        SourceUnavailableError: Crossref failed every try.
    """
    question = cleaning.line(f"{title} {author or ''}")[:LONGEST_QUESTION]
    if not question:
        return []
    words = urlencode({"query.bibliographic": question, "rows": most})
    document = _ask(client, f"{base_url.rstrip('/')}/works?{words}", pace)
    found = map(crossref_records.record, answers.items(document, "message", "items"))
    return [work for work in found if work is not None]


def published(
    preprints: Sequence[Record],
    *,
    client: Client,
    base_url: str = BASE_URL,
    pace: Pace | None = None,
    on_progress: Progress = unheard,
    on_found: Callable[[PublishedVersion], None] | None = None,
) -> PublishedAnswer:
    """The published versions of some preprints, one request for each; nothing is raised when Crossref fails."""
    answer = PublishedAnswer({})
    pace = pace or Pace(None, interval=INTERVAL, service=SERVICE)
    for position, preprint in enumerate(preprints):
        author = next((name.full for name in preprint.authors.names), None)
        try:
            works = by_title(preprint.text("title"), author, client=client, base_url=base_url, pace=pace)
        except SourceUnavailableError as error:
            return answer._replace(failures=(Failure(ids_of(preprints[position:]), str(error)),))
        found = next(filter(None, (matching.published(preprint, work, source="crossref") for work in works)), None)
        if found:
            answer.versions[found.arxiv] = found
            if on_found:
                on_found(found)
        on_progress(position + 1, len(preprints))
    return answer


def _ask(client: Client, url: str, pace: Pace | None) -> object | None:
    """The document at an address of Crossref's; None where there is none."""
    if "@" in client.contact:
        address = client.contact.removeprefix("mailto:")
        url = f"{url}{'&' if '?' in url else '?'}{urlencode({'mailto': address})}"
    document = client.json(Ask(SERVICE, url, pace=pace))
    if isinstance(document, Reply):
        if document.status == 400:  # noqa: PLR2004 - HTTP's "bad request"
            raise SourceUnavailableError(SERVICE, "it does not understand the question")
        return None
    if not isinstance(answers.field(document, "message"), dict):
        raise SourceUnavailableError(SERVICE, "its answer has no message")
    return document
