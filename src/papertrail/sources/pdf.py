"""One PDF to its place: streamed beside it, taken up again where it broke off, checked, and renamed at the end."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from papertrail.sources.arxiv_page import BASE_URL
from papertrail.sources.bodies import size as readable
from papertrail.sources.errors import NoPdfError, UnsavedPdfError
from papertrail.sources.pace import Pace
from papertrail.sources.part import Part
from papertrail.sources.records import Progress, unheard
from papertrail.sources.retrying import TroubleError
from papertrail.sources.transport import Ask, Client, Incoming, Limits

LARGEST = 200_000_000
"""Bytes of a PDF, unless the caller says otherwise."""

LONGEST = 600.0
"""Seconds that one try may take; what has arrived by then is kept for the next."""

_KIND = "application/pdf"
_MAGIC = b"%PDF-"
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")


def arxiv_url(paper: str, base_url: str = BASE_URL) -> str:
    """Where arXiv has the PDF of a paper's latest version."""
    return f"{base_url.rstrip('/')}/pdf/{quote(paper)}"


def download(
    url: str,
    path: Path,
    *,
    client: Client,
    pace: Pace | None = None,
    service: str = "arXiv",
    largest: int = LARGEST,
    on_progress: Progress = unheard,
) -> int:
    """Put the PDF at an address into a file, and its size into the result.

    Args:
        url: The address; `arxiv_url` knows arXiv's.
        path: The file, replaced if it is there. Beside it, ``NAME.part`` holds what has arrived so far.
        client: The HTTP client of this run.
        pace: The pace of the service; arXiv's for arXiv's PDFs.
        service: The name of the service, for sentences.
        largest: Bytes that it may have.
        on_progress: Told the bytes that are there, of how many (0 where the server does not tell).

    Raises:
        NoPdfError: there is nothing at the address, or no PDF, or one too large.
        SourceUnavailableError: the service failed every try; what arrived is taken up by the next call.
        UnsavedPdfError: the file cannot be written.
    """
    ask = Ask(service, url, kind=_KIND, pace=pace)
    limits = client.limits._replace(total=max(LONGEST, client.limits.total), largest=largest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with Part(path) as part:
            client.patience.persist(service, lambda: _attempt(client, ask, limits, part, on_progress))
            return part.finish()
    except OSError as error:  # those of the network have become others on their way
        raise UnsavedPdfError(path, error.strerror or str(error)) from error


def _attempt(client: Client, ask: Ask, limits: Limits, part: Part, on_progress: Progress) -> None:
    headers = {"Accept": _KIND, "Accept-Encoding": "identity", **_resuming(part, ask.url)}
    with client.incoming(ask._replace(headers=headers), limits) as answer:
        total = _begin(ask.url, answer, part)
        if total > limits.largest:
            raise part.given_up(NoPdfError(ask.url, f"it is larger than {readable(limits.largest)}"))
        for piece in answer.pieces():
            part.write(piece)
            if part.size > limits.largest:
                raise part.given_up(NoPdfError(ask.url, f"it is larger than {readable(limits.largest)}"))
            if part.size >= len(_MAGIC) and not part.starts_with(_MAGIC):
                raise part.given_up(NoPdfError(ask.url, "what the server sends is none"))
            on_progress(part.size, total)
    if total and part.size != total:
        raise TroubleError("the connection broke off")
    if not part.starts_with(_MAGIC):
        raise part.given_up(NoPdfError(ask.url, "what the server sends is none"))


def _resuming(part: Part, url: str) -> dict[str, str]:
    tag = part.tag(url)
    return {"Range": f"bytes={part.size}-", "If-Range": tag} if part.size and tag else {}


def _begin(url: str, answer: Incoming, part: Part) -> int:
    """Make the part fit what comes, from its start or from where it broke off; the size of the whole, 0 if not told."""
    if answer.status in {400, 404, 410}:
        raise NoPdfError(url, f"the server has none (HTTP {answer.status})", hint="it may have been withdrawn")
    if answer.status == 416:  # noqa: PLR2004 - HTTP's "range not satisfiable"
        part.empty()
        raise TroubleError("it has another PDF now than when the download began")
    if answer.kind != _KIND:
        raise part.given_up(NoPdfError(url, f"what the server sends is {answer.kind[:60] or 'of no known kind'}"))
    if answer.status == 206:  # noqa: PLR2004 - HTTP's "partial content"
        return _continued(answer.headers, part)
    part.empty()
    part.remember(url, _validator(answer.headers))
    length = answer.headers.get("content-length", "")
    return int(length[:18]) if length.isdecimal() and not answer.headers.get("content-encoding") else 0


def _continued(headers: Mapping[str, str], part: Part) -> int:
    match = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if not match or int(match[1]) != part.size or headers.get("content-encoding"):
        part.empty()
        raise TroubleError("it does not continue where the download broke off")
    return 0 if match[2] == "*" else int(match[2])


def _validator(headers: Mapping[str, str]) -> str:
    """What tells later whether the PDF is still the same; a weak tag does not."""
    tag = headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("last-modified", "")
