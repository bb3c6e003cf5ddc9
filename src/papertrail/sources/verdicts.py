"""What a status means for whoever asked: an answer, a definite no, come back later, or go elsewhere."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from papertrail.sources.retrying import TroubleError, retry_after

REDIRECTS = frozenset((301, 302, 303, 307, 308))
NOES = frozenset((400, 404, 410))
"""Definite: the question makes no sense, or there is nothing there."""

_ANSWERS = frozenset((200, 206, 416))
_PASSING = frozenset((408, 425, 429))


def accept(status: int, headers: Mapping[str, str]) -> None:
    """Let answers and definite noes through.

    Raises:
        TroubleError: it is neither.
    """
    if status in _ANSWERS or status in NOES:
        return
    passing = status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    try:
        phrase = f" ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        phrase = ""
    after = retry_after(headers.get("retry-after")) if passing else 0.0
    raise TroubleError(f"it answers {status}{phrase}", passing=passing, after=after)


def next_address(address: str, location: str, *, again: bool) -> str:
    """Where a redirect leads: only within the web, and not from an encrypted connection to a plain one.

    Args:
        address: Where it was asked.
        location: What the answer names.
        again: Whether the question may be asked again elsewhere; one with a body may not.

    Raises:
        TroubleError: it must not be followed.
    """
    try:
        target = urljoin(address, location)
        scheme, host = urlsplit(target).scheme, urlsplit(target).hostname
    except ValueError:
        scheme, host = "", None
    if not location or scheme not in {"http", "https"} or not host:
        raise TroubleError("it sends us to an address that is none of the web", passing=False)
    if scheme == "http" and address.lower().startswith("https:"):
        raise TroubleError("it sends us to an unencrypted address", passing=False)
    if not again:
        raise TroubleError("it sends us elsewhere", passing=False)
    return target
