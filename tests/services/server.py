"""The server: routes a request to its service, lets a fault spoil the answer, and remembers everything."""

import contextlib
import itertools
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from tests.services import arxiv, others
from tests.services.answer import Answer, Fault, Request
from tests.services.papers import Paper, paper


class Seen(NamedTuple):
    """A request as it arrived."""

    service: str
    method: str
    path: str
    """With the query."""
    headers: Mapping[str, str]
    body: bytes
    at: float
    """`time.monotonic`."""
    under_way: int
    """Requests that were being answered, this one included."""

    @property
    def query(self) -> dict[str, str]:
        """The words of the query."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()}


@dataclass
class Services:
    """All services on one address, with what they know, how they misbehave, and what they were asked.

    Example:
        services.add(paper("1706.03762", title="Attention Is All You Need", authors=["Ashish Vaswani"]))
        services.spoil("arxiv", status(429), html(), times=1)  # the first two requests, one each
        services.spoil("arxiv", status(503), times=None)  # then always
        ...
        assert len(services.asked("arxiv")) == 3
    """

    papers: dict[str, Paper] = field(default_factory=dict)
    works: list[dict[str, Any]] = field(default_factory=list)
    """Crossref's messages."""
    scholarly: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Semantic Scholar's entries by arXiv id."""
    pdfs: dict[str, bytes] = field(default_factory=dict)
    names_bad_ids: bool = True
    """Whether arXiv's 400 says which id it means."""
    seen: list[Seen] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._faults: dict[str, deque[tuple[Fault, int | None]]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._under_way = 0
        self.closing = threading.Event()

    def add(self, *papers: Paper) -> None:
        """Let arXiv have these papers."""
        self.papers.update((one.id, one) for one in papers)

    def add_many(self, count: int) -> list[str]:
        """Let arXiv have so many papers; their ids."""
        ids = [f"{2001 + number // 9000}.{number % 9000 + 1000:05}" for number in range(count)]
        self.add(*(paper(one, title=f"The Paper Called {one}") for one in ids))
        return ids

    def spoil(self, service: str, *faults: Fault, times: int | None = 1) -> None:
        """Queue faults for ``arxiv``, ``pdf``, ``scholar``, ``crossref`` or ``datacite``; None times is for ever."""
        self._faults[service].extend((fault, times) for fault in faults)

    def mend(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def asked(self, service: str) -> list[Seen]:
        """The requests to a service, in order."""
        return [one for one in self.seen if one.service == service]

    @property
    def most_under_way(self) -> int:
        """The most requests that were ever answered at once."""
        return max((one.under_way for one in self.seen), default=0)

    def gaps(self, service: str) -> list[float]:
        """Seconds between requests to a service."""
        times = [one.at for one in self.asked(service)]
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    def answer(self, request: Request, headers: Mapping[str, str]) -> Answer:
        """Note a request and answer it."""
        service, answering = _route(request.path)
        with self._lock:
            self._under_way += 1
            self.seen.append(
                Seen(service, request.method, request.target, headers, request.body, time.monotonic(), self._under_way)
            )
            fault = self._next_fault(service)
        answer = answering(self, request)
        return fault(answer) if fault else answer

    def done(self) -> None:
        """An answer is out."""
        with self._lock:
            self._under_way -= 1

    def _next_fault(self, service: str) -> Fault | None:
        queue = self._faults[service]
        if not queue:
            return None
        fault, times = queue[0]
        if times is not None:
            queue.popleft()
            if times > 1:
                queue.appendleft((fault, times - 1))
        return fault


def _route(path: str) -> tuple[str, Callable[[Services, Request], Answer]]:
    routes: list[tuple[str, str, Callable[[Services, Request], Answer]]] = [
        ("/api/query", "arxiv", arxiv.query),
        ("/pdf/", "pdf", others.pdf),
        ("/graph/v1/paper/batch", "scholar", others.scholar),
        ("/works", "crossref", others.crossref),
        ("/dois", "datacite", others.datacite),
    ]
    for beginning, service, answering in routes:
        if path.startswith(beginning):
            return service, answering
    return "none", lambda _services, _request: Answer(404, b"nothing here", "text/plain")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    services: Services

    def do_GET(self) -> None:
        """Answer a GET."""
        self._respond(b"")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def _respond(self, body: bytes) -> None:
        split = urlsplit(self.path)
        words = {name: values[-1] for name, values in parse_qs(split.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, unquote(split.path), self.path, words, headers, body)
        try:
            answer = self.services.answer(request, headers)
            with contextlib.suppress(OSError):
                self._send(answer)
        finally:
            self.close_connection = True
            self.services.done()

    def _send(self, answer: Answer) -> None:
        self.services.closing.wait(answer.delay)
        headers = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), **answer.headers}
        lines = [
            f"HTTP/1.1 {answer.status} .",
            *(f"{name}: {value}" for name, value in headers.items() if value),
            "",
            "",
        ]
        whole = "\r\n".join(lines).encode("latin-1") + answer.body
        end = len(whole) - len(answer.body) + answer.cut if answer.cut is not None else len(whole)
        if answer.drip:
            for position in range(end):
                self.wfile.write(whole[position : position + 1])
                if self.services.closing.wait(answer.drip):
                    return
        else:
            self.wfile.write(whole[:end])
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error."""


class Running(contextlib.AbstractContextManager["Services"]):
    """The services, reachable while the context lasts."""

    def __init__(self, port: int = 0) -> None:
        self.services = Services()
        handler = type("Handler", (_Handler,), {"services": self.services})
        self._server = _Server(("127.0.0.1", port), handler)
        self.services.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Services:
        self._thread.start()
        return self.services

    def __exit__(self, *_: object) -> None:
        self.services.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
