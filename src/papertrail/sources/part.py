"""The part of a file that has been downloaded so far, kept beside the file until it is whole."""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from papertrail.sources import locking
from papertrail.sources.errors import UnsavedPdfError

_LONGEST_TAG = 4096

Given = TypeVar("Given", bound=Exception)


class Part:
    """Used as a context; one process at a time may fill the part of a file.

    A second small file remembers from which address and version of the PDF the part is. Without it, or when the
    server names no version, nothing is taken up again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._part = path.with_name(f"{path.name}.part")
        self._tag = path.with_name(f"{path.name}.part.tag")
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Open the part.

        Raises:
            UnsavedPdfError: another process is at it.
        """
        descriptor = os.open(self._part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        if not locking.taken(descriptor):
            os.close(descriptor)
            raise UnsavedPdfError(self.path, "another papertrail is downloading it")
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self.size = self._file.seek(0, os.SEEK_END)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if error is not None and not (self.size and self._tag.exists()):
            self._remove()

    def write(self, piece: bytes) -> None:
        """Add a piece at the end."""
        view = memoryview(piece)
        while view:
            view = view[self._open().write(view) :]
        self.size += len(piece)

    def starts_with(self, beginning: bytes) -> bool:
        """Whether these are its first bytes."""
        file = self._open()
        file.seek(0)
        found = file.read(len(beginning))
        file.seek(0, os.SEEK_END)
        return found == beginning

    def empty(self) -> None:
        """Begin anew."""
        self._open().truncate(0)
        self._open().seek(0)
        self.size = 0
        self._tag.unlink(missing_ok=True)

    def remember(self, url: str, tag: str) -> None:
        """Note of which version at which address this is the beginning."""
        if tag:
            self._tag.write_text(f"{url}\n{tag}\n", encoding="utf-8")

    def tag(self, url: str) -> str:
        """The version that was noted for an address; empty if there is none."""
        try:
            with self._tag.open(encoding="utf-8") as file:
                noted, _, tag = file.read(_LONGEST_TAG).partition("\n")
        except (OSError, UnicodeDecodeError):
            return ""
        return tag.strip() if noted == url and tag.strip().isprintable() else ""

    def given_up(self, error: Given) -> Given:
        """Throw the part away because of an error, and give the error back."""
        self.empty()
        return error

    def finish(self) -> int:
        """Put the whole file in its place; its size."""
        os.fsync(self._open().fileno())
        self._close()
        self._part.replace(self.path)
        self._tag.unlink(missing_ok=True)
        return self.size

    def _open(self) -> BinaryIO:
        if self._file is None:
            raise ValueError("the part is closed")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            locking.give_back(self._file.fileno())
            self._file.close()
            self._file = None

    def _remove(self) -> None:
        for path in (self._part, self._tag):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
