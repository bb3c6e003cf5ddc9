"""HTTP as a careful guest speaks it. The only module that knows the HTTP library, so that a change of it is one file.

A request has time-outs and an end, few redirects and none away from http(s), an answer of limited size and of the
kind that was asked for; and it is repeated with growing pauses where that can help.
"""

import contextlib
import errno
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

import httpx  # noqa: TID253 - this is the module that may

from papertrail import __version__
from papertrail.sources import bodies, verdicts
from papertrail.sources.deadline import Deadline
from papertrail.sources.pace import Pace
from papertrail.sources.retrying import Patience, TroubleError

LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes of an answer after decompression; 100 arXiv records take 0.4 million."""

MOST_REDIRECTS = 5

T = TypeVar("T")

_OFFLINE = {errno.ENETUNREACH, errno.ENETDOWN}


class Limits(NamedTuple):
    """Seconds that a request may take, and bytes that its answer may have."""

    connect: float = 10.0
    read: float = 30.0
    """Between two pieces of an answer."""
    total: float = 120.0
    largest: int = LARGEST_ANSWER


class Ask(NamedTuple):
    """One question to a service."""

    service: str
    """Its name, for sentences."""
    url: str
    kind: str = "json"
    """What the content type has to contain: ``json``, ``xml``, ``application/pdf``."""
    pace: Pace | None = None
    body: object = None
    """Sent as JSON with POST."""
    headers: Mapping[str, str] = {}


class Reply(NamedTuple):
    """An answer of the right kind, or a definite no (400, 404, 410)."""

    status: int
    content: bytes

    @property
    def refused(self) -> bool:
        """Whether it is a no."""
        return self.status in verdicts.NOES


class Incoming:
    """An answer whose body is still to come."""

    def __init__(self, response: httpx.Response, deadline: Deadline, largest: int) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self._response = response
        self._deadline = deadline
        self._largest = largest

    @property
    def kind(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def pieces(self) -> Iterator[bytes]:
        """The body piece by piece, unpacked, never more of it than allowed."""
        unpack = bodies.unpacker(self.headers.get("content-encoding", ""))
        left = self._largest
        for packed in self._response.iter_raw():
            piece = unpack(packed, left + 1)
            left -= len(piece)
            if left < 0:
                raise TroubleError(
                    f"its answer is larger than {bodies.size(self._largest)}", passing=False, answered=True
                )
            yield piece
        if self._deadline.passed:
            raise _late(self._deadline)
        unpack(b"", 0)


class Client:
    """Asks services over HTTP; one for a whole run, closed at its end."""

    def __init__(self, *, contact: str = "", patience: Patience | None = None, limits: Limits | None = None) -> None:
        """Open the client.

        Args:
            contact: A mail address or web page at which whoever runs a service can complain; sent with each request.
            patience: When to try again.
            limits: How long a request may take and how large its answer may be.
        """
        self.contact = contact
        self.patience = patience or Patience()
        self.limits = limits or Limits()
        self._http = httpx.Client(
            headers={"User-Agent": _user_agent(contact)},
            verify=_certificates(),
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def reply(self, ask: Ask, understand: Callable[[bytes], T]) -> T | Reply:
        """What is understood of the answer's body; the reply itself where it is a definite no.

        Args:
            ask: The question.
            understand: Reads the body, and raises `TroubleError` where it makes no sense: then it is asked again.

        Raises:
            SourceUnavailableError: there is no usable answer, after all tries.
        """

        def attempt() -> T | Reply:
            with self.incoming(ask) as answer:
                reply = Reply(answer.status, b"".join(answer.pieces()))
            if reply.refused:
                return reply
            bodies.expect(answer.kind, ask.kind)
            return understand(reply.content)

        return self.patience.persist(ask.service, attempt)

    def json(self, ask: Ask) -> object | Reply:
        """The JSON document that a service answers with; the reply itself where it is a definite no."""
        return self.reply(ask, bodies.document)

    @contextlib.contextmanager
    def incoming(self, ask: Ask, limits: Limits | None = None) -> Iterator[Incoming]:
        """One try at a question: an answer with a body, or a definite no.

        Raises:
            TroubleError: there is no such answer.
        """
        limits = limits or self.limits
        address = ask.url
        for _ in range(MOST_REDIRECTS + 1):
            with (
                ask.pace or contextlib.nullcontext(),
                Deadline(limits.total) as deadline,
                _troubles(deadline),
                self._http.stream(**_request(ask, address, deadline)) as response,
            ):
                if response.status_code not in verdicts.REDIRECTS:
                    verdicts.accept(response.status_code, response.headers)
                    yield Incoming(response, deadline, limits.largest)
                    return
                address = verdicts.next_address(address, response.headers.get("location", ""), again=ask.body is None)
        raise TroubleError("it sends us from one address to the next without end", passing=False)


@cache  # reading them takes longer than all else here
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _request(ask: Ask, address: str, deadline: Deadline) -> dict[str, Any]:
    headers = {"Accept-Encoding": "gzip", **ask.headers}
    request: dict[str, Any] = {"method": "GET", "url": address, "headers": headers}
    if ask.body is not None:
        request |= {"method": "POST", "json": ask.body}
    return request | {"extensions": {"trace": deadline.watch}, "follow_redirects": False}


@contextlib.contextmanager
def _troubles(deadline: Deadline) -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except httpx.HTTPError as error:
        raise (_late(deadline) if deadline.passed else _trouble(error)) from error
    except (httpx.InvalidURL, httpx.StreamError) as error:
        raise TroubleError("its address is none", passing=False) from error


def _trouble(error: httpx.HTTPError) -> TroubleError:
    causes = list(_causes(error))
    if isinstance(error, httpx.TimeoutException):
        return TroubleError("it does not answer in time")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return TroubleError("its certificate is not valid", passing=False)
    if any(isinstance(cause, OSError) and _is_offline(cause) for cause in causes):
        return TroubleError("its address cannot be found; is this machine online?", passing=False)
    if isinstance(error, httpx.UnsupportedProtocol) or "location header" in str(error):
        return TroubleError("its address is none", passing=False)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return TroubleError("no connection can be made")
    return TroubleError("the connection broke off")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_offline(error: OSError) -> bool:
    return isinstance(error, socket.gaierror) or error.errno in _OFFLINE


def _late(deadline: Deadline) -> TroubleError:
    return TroubleError(f"its answer took longer than {deadline.seconds:.0f} seconds")


def _user_agent(contact: str) -> str:
    where = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "()").strip()
    where = f"mailto:{where}" if "@" in where and ":" not in where else where
    return f"papertrail/{__version__} (+{where})" if where else f"papertrail/{__version__}"
