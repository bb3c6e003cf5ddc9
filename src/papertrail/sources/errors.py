"""The failures of a source: the service did not answer, what it gave is no PDF, or the PDF cannot be stored."""

from pathlib import Path

from papertrail.errors import PapertrailError


class SourceUnavailableError(PapertrailError):
    """A service could not be asked: it refuses, is out of reach, or answers with something else."""

    exit_code = 5

    def __init__(self, service: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{service} is unavailable: {reason}", hint=hint)
        self.service = service
        self.reason = reason


class UnusableAnswerError(SourceUnavailableError):
    """The service answers, but not with what was asked for; another question may fare better."""


class NoPdfError(PapertrailError):
    """There is no PDF at an address."""

    exit_code = 5

    def __init__(self, url: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"no PDF at {url}: {reason}", hint=hint)
        self.url = url
        self.reason = reason


class UnsavedPdfError(PapertrailError):
    """A PDF cannot be written to its place."""

    exit_code = 5

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot save {path}: {reason}")
