"""An end to a request as a whole: a server that sends a byte now and then never meets a read time-out."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class Deadline:
    """Shuts the connection of a request when its time is up; used as a context around the request.

    `watch` is given to the HTTP client as its trace function and learns from it which socket is in use.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.passed = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def watch(self, event: str, info: dict[str, object]) -> None:
        """Remember the newest connection: plain first, then the same one encrypted."""
        stream = info.get("return_value") if event.endswith((".connect_tcp.complete", ".start_tls.complete")) else None
        if stream is not None and hasattr(stream, "get_extra_info"):
            with self._lock:
                self._socket = stream.get_extra_info("socket")
                if self.passed:
                    self._shut()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # The plain method: the encrypted socket's own would say goodbye and wait for the answer.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
