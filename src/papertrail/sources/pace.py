"""A polite pace: one request at a time and a pause between two of them, over all processes of this user.

Source: https://info.arxiv.org/help/api/tou.html, "no more than one request every three seconds".
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from papertrail.sources import locking
from papertrail.sources.errors import SourceUnavailableError

ARXIV_INTERVAL = 3.0
"""Seconds that arXiv asks to leave between two requests."""

PATIENCE = 900.0
"""Seconds to wait for another process to finish; longer than any download takes."""

_POLL = 0.05
_LONGEST_STAMP = 64


class Pace:
    """Used as ``with pace:`` around each request: waits for its turn, and remembers when the request ended.

    The file holds the time of the last request, and its lock is held while a request runs, so that there is one
    connection at a time. A process that dies gives the lock back. Without a path the pace is this object's own.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        interval: float = ARXIV_INTERVAL,
        service: str = "arXiv",
        patience: float = PATIENCE,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._interval = interval
        self._service = service
        self._patience = patience
        self._sleep = sleep
        self._clock = clock
        self._file: int | None = None
        self._ended: float | None = None

    def __enter__(self) -> None:
        """Wait for the turn; Ctrl-C ends the wait.

        Raises:
            SourceUnavailableError: another process has kept the turn for longer than our patience.
        """
        self._file = self._opened()
        try:
            self._queue()
            self._sleep_rest()
            self._stamp()
        except BaseException:
            self._close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remember when the request ended, and let others have their turn."""
        self._stamp()
        self._close()

    def _opened(self) -> int | None:
        if self._path is None:
            return None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:  # nowhere to write: we still keep our own pace
            return None

    def _queue(self) -> None:
        given_up = time.monotonic() + self._patience
        while self._file is not None and not locking.taken(self._file):
            if time.monotonic() > given_up:
                raise SourceUnavailableError(
                    self._service, "another papertrail has been talking to it all the time", hint="try again later"
                )
            time.sleep(_POLL)

    def _sleep_rest(self) -> None:
        rest = max(self._rest_of_file(), self._rest_of_own())
        if rest > 0:
            self._sleep(rest)

    def _rest_of_file(self) -> float:
        last = self._last()
        if last is None:
            return 0.0
        age = self._clock() - last
        if age < 0:  # the clock was set back: a little means a recent request, much means nothing
            return self._interval if age > -self._interval else 0.0
        return self._interval - age

    def _rest_of_own(self) -> float:
        return 0.0 if self._ended is None else self._ended + self._interval - time.monotonic()

    def _last(self) -> float | None:
        if self._file is None:
            return None
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
            return float(os.read(self._file, _LONGEST_STAMP))
        except (OSError, ValueError):  # empty, or cut short by a crash
            return None

    def _stamp(self) -> None:
        self._ended = time.monotonic()
        if self._file is None:
            return
        try:
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, b"%-20.3f" % self._clock())
        except OSError:
            return

    def _close(self) -> None:
        if self._file is not None:
            locking.give_back(self._file)
            os.close(self._file)
            self._file = None
