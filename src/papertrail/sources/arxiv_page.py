"""One question to arXiv and its answer: the `arxiv` package says how to ask, our own transport and reader do the rest.

The package's own client has no time-out, takes a broken answer for an empty one and asks for further pages on its
own account, and nothing can be put in its way. So only its public face is used, for the question; what is missing
from the first page of an answer is asked for by id.
"""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import arxiv  # noqa: TID253 - imported by the commands that fetch, and by no other

from papertrail.sources import feed
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.feed import Feed
from papertrail.sources.pace import Pace
from papertrail.sources.retrying import TroubleError
from papertrail.sources.transport import Ask, Client, Reply

SERVICE = "arXiv"
BASE_URL = "https://export.arxiv.org"
"""Below it lie ``/api/query`` and ``/pdf/``; the host that arXiv keeps for programs."""

_PATH = urlsplit(arxiv.Client.query_url_format).path


class Arxiv:
    """arXiv's query interface."""

    def __init__(self, client: Client, pace: Pace, base_url: str = BASE_URL) -> None:
        self._client = client
        self._pace = pace
        self._base_url = base_url

    def page(self, *, ids: Sequence[str] = (), query: str = "", most: int = 0) -> Feed:
        """Ask for papers by id, or for the best matches of a query.

        Raises:
            SourceUnavailableError: there is no usable answer, after all tries.
        """
        search = arxiv.Search(query=query, id_list=list(ids), max_results=most or len(ids))
        ask = Ask(SERVICE, address(search, self._base_url), kind="xml", pace=self._pace)
        answer = self._client.reply(ask, feed.read)
        if not isinstance(answer, Reply):
            return answer
        if answer.status != HTTPStatus.BAD_REQUEST:
            raise SourceUnavailableError(SERVICE, f"there is nothing at its address (HTTP {answer.status})")
        return Feed(error=_sentence(answer.content) or f"HTTP {answer.status}")


def address(search: arxiv.Search, base_url: str = BASE_URL) -> str:
    """Where the answer to a search lies, as the package itself asks for it; a test holds both equal."""
    words = {
        "search_query": search.query,
        "id_list": ",".join(search.id_list),
        "sortBy": search.sort_by.value,
        "sortOrder": search.sort_order.value,
        "start": 0,
        "max_results": search.max_results,
    }
    return f"{base_url.rstrip('/')}{_PATH}?{urlencode(words)}"


def _sentence(content: bytes) -> str:
    """The sentence in an error feed; empty where there is none."""
    try:
        return feed.read(content).error or ""
    except TroubleError:
        return ""
