"""One page of arXiv's answers: the `arxiv` package asks and reads, over a connection of ours that it can trust.

The package has no time-out, takes a broken answer for an empty one and asks for further pages on its own account.
So the place of its session is taken by one that fetches with our own client, looks the answer over, and gives the
package no second page: what is missing from the first is asked for by id.
"""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

import arxiv  # noqa: TID253 - imported by the commands that fetch, and by no other

from papertrail.sources import feed
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace
from papertrail.sources.retrying import TroubleError
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "arXiv"
BASE_URL = "https://export.arxiv.org"
"""Below it lie ``/api/query`` and ``/pdf/``; the host that arXiv keeps for programs."""

MOST_RESULTS = 100

# The package warns of strange entries on stderr, with their text as it came.
logging.getLogger("arxiv").addHandler(logging.NullHandler())
logging.getLogger("arxiv").propagate = False


class Page(NamedTuple):
    """What arXiv said to one question."""

    results: tuple[arxiv.Result, ...] = ()
    found: tuple[str, ...] = ()
    """Addresses of all entries, also of those that could not be read."""
    total: int = 0
    refusal: str | None = None
    """Why arXiv refuses the question as a whole (HTTP 400)."""


class Arxiv:
    """arXiv's query interface."""

    def __init__(self, client: Client, pace: Pace, base_url: str = BASE_URL) -> None:
        self._connection = _Connection(client, pace)
        self._package = arxiv.Client(page_size=MOST_RESULTS, delay_seconds=0, num_retries=0)
        self._package.query_url_format = (
            f"{base_url.rstrip('/').replace('{', '%7B').replace('}', '%7D')}/api/query?{{}}"
        )
        self._package._session = self._connection  # noqa: SLF001 - the package has no other way; a test holds it true

    def page(self, *, ids: Sequence[str] = (), query: str = "", most: int = 0) -> Page:
        """Ask for papers by id, or for the best matches of a query.

        Raises:
            SourceUnavailableError: there is no usable answer, after all tries.
            ValueError: the answer holds an entry that the package cannot read.
        """
        self._package.page_size = most or len(ids)
        search = arxiv.Search(query=query, id_list=list(ids), max_results=self._package.page_size)
        self._connection.turn()
        results: list[arxiv.Result] = []
        try:
            results.extend(self._package.results(search))
        except _SecondPageError:
            pass
        except arxiv.HTTPError as error:
            return Page(refusal=self._connection.refusal or f"HTTP {error.status}")
        seen = self._connection.survey
        if seen.error is not None:
            return Page(refusal=seen.error)
        return Page(tuple(results), seen.found, seen.total)


class _SecondPageError(Exception):
    """The package asks for another page."""


class _Content(NamedTuple):
    """All that the package wants to know of an answer."""

    status_code: int
    content: bytes


class _Connection:
    """Stands where the package keeps its `requests.Session`."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self.turn()

    def turn(self) -> None:
        """Begin a new question."""
        self.survey = feed.Survey(b"", 0, (), None)
        self.refusal = ""
        self._asked = False

    def get(self, url: str, **_theirs: object) -> _Content:
        """Fetch a page; called by the package."""
        if self._asked:
            raise _SecondPageError
        self._asked = True
        answer = self._client.reply(Ask(SERVICE, url, kind="xml", pace=self._pace), feed.survey)
        if isinstance(answer, Reply):
            if answer.status != HTTPStatus.BAD_REQUEST:
                raise SourceUnavailableError(SERVICE, f"there is nothing at its address (HTTP {answer.status})")
            self.refusal = _sentence(answer.content)
            return _Content(answer.status, answer.content)
        self.survey = answer
        return _Content(HTTPStatus.OK, answer.content)


def _sentence(content: bytes) -> str:
    """The sentence in an error feed; empty where there is none."""
    try:
        return feed.survey(content).error or ""
    except TroubleError:
        return ""
