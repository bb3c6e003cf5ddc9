"""When to ask again, and how long to wait before: five tries, further and further apart."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from papertrail.sources.errors import SourceUnavailableError, UnusableAnswerError

BACKOFF = (5.0, 10.0, 20.0, 40.0)
"""Seconds before the second, third, fourth and fifth try, when the service names none."""

LONGEST_WAIT = 120.0
"""Seconds; a service that asks for more is left alone for this run."""

T = TypeVar("T")

Waiting = Callable[[float, str], None]
"""Told the seconds of a wait, and the reason for it."""


class TroubleError(Exception):
    """One try failed. Stays within this package: outside it becomes a `SourceUnavailableError`."""

    def __init__(
        self, reason: str, *, passing: bool = True, after: float = 0.0, answered: bool = False, hint: str | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing
        """Whether another try may fare better."""
        self.after = after
        """Seconds that the service asks to wait."""
        self.answered = answered
        """Whether it is this answer that is unusable, rather than the service that refuses."""
        self.hint = hint


class Patience:
    """A schedule of tries, with a way to sleep that tests replace."""

    def __init__(
        self,
        backoff: Sequence[float] = BACKOFF,
        *,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: Waiting | None = None,
        longest: float = LONGEST_WAIT,
    ) -> None:
        self._backoff = tuple(backoff)
        self._sleep = sleep
        self._on_wait = on_wait
        self._longest = longest

    def persist(self, service: str, attempt: Callable[[], T]) -> T:
        """The result of the first try that succeeds.

        Raises:
            SourceUnavailableError: all tries failed, or one in a way that no other will mend.
        """
        waits = iter(self._backoff)
        tries = 1
        while True:
            try:
                return attempt()
            except TroubleError as trouble:
                wait = next(waits, None)
                if wait is None or not trouble.passing or trouble.after > self._longest:
                    raise self._final(service, trouble, tries) from trouble
                self._wait(max(wait, trouble.after), f"{service}: {trouble.reason}")
                tries += 1

    def _wait(self, seconds: float, reason: str) -> None:
        # Never less than asked for; the rest keeps many programs from coming back at the same moment.
        seconds *= random.uniform(1.0, 1.2)  # noqa: S311 - guards nothing
        if self._on_wait:
            self._on_wait(seconds, reason)
        self._sleep(seconds)

    def _final(self, service: str, trouble: TroubleError, tries: int) -> SourceUnavailableError:
        kind = UnusableAnswerError if trouble.answered else SourceUnavailableError
        reason = f"{trouble.reason} ({tries} tries)" if tries > 1 else trouble.reason
        if trouble.after > self._longest:
            return kind(service, f"{reason}; it asks to wait {trouble.after:.0f} seconds", hint="try again later")
        return kind(service, reason, hint=trouble.hint or ("try again later" if trouble.passing else None))


def retry_after(value: str | None, *, now: datetime | None = None) -> float:
    """Seconds that a ``Retry-After`` header asks to wait, given as a number or as a date; 0 without a valid one."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
