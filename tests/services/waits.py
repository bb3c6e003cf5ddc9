"""A patience that waits for nothing, for tests."""

from papertrail.sources.retrying import Patience


class Waits(list[float]):
    """The waits that a patience asked for; it sleeps none of them."""

    def patience(self, *backoff: float) -> Patience:
        """A patience that only notes its waits."""
        return Patience(backoff or (5, 10, 20, 40), sleep=self.append)
