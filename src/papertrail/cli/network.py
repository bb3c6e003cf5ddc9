"""What every command that asks a service needs: the client, the pace, and progress that the reader can see."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from papertrail.cli.words import say
from papertrail.settings import Settings
from papertrail.sources.pace import ARXIV_INTERVAL, Pace
from papertrail.sources.retrying import BACKOFF, Patience
from papertrail.sources.transport import Client

Progress = Callable[[int, int], None]

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_LOCAL_INTERVAL = 0.01
_BETWEEN_LINES = 5.0
_WORTH_SAYING = 3.0
"""Seconds of a wait that the reader is told of."""


@contextmanager
def client(settings: Settings, address: str) -> Iterator[Client]:
    """An HTTP client for one run; one that asks a mirror on this machine does not wait long between its tries."""
    backoff = tuple(_LOCAL_INTERVAL for _ in BACKOFF) if is_local(address) else BACKOFF
    with Client(contact=settings.contact, patience=Patience(backoff, on_wait=_say_wait)) as opened:
        yield opened


def arxiv_pace(settings: Settings, address: str) -> Pace:
    """ArXiv's pace, which all commands and processes of this user share. A mirror on this machine needs none."""
    if is_local(address):
        return Pace(None, interval=_LOCAL_INTERVAL)
    settings.cache.mkdir(parents=True, exist_ok=True)
    return Pace(settings.cache / "arxiv.pace", interval=ARXIV_INTERVAL)


def is_local(address: str) -> bool:
    """True for an address on this machine."""
    return urlsplit(address).hostname in _LOCAL


@contextmanager
def progress(what: str, total: int) -> Iterator[Progress]:
    """A bar with counts and the time left on a terminal; otherwise a line now and then."""
    if not sys.stderr.isatty():
        yield _plain(what, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of or total)


def _say_wait(seconds: float, why: str) -> None:
    if seconds >= _WORTH_SAYING:
        say(f"waiting {seconds:.0f} seconds: {why}")


def _plain(what: str, total: int) -> Progress:
    """A line at the end of several, and every few seconds until then."""
    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        whole = of or total
        if (done == whole and whole > 1) or time.monotonic() - last > _BETWEEN_LINES:
            last = time.monotonic()
            say(f"{what}: {done} of {whole}")

    return tell
