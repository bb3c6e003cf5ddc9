"""The body of an answer: its kind, unpacking it without being flooded, and reading JSON."""

import json
import zlib
from collections.abc import Callable

from papertrail.sources.retrying import TroubleError

_MEGABYTE = 1_000_000


def expect(kind: str, wanted: str) -> None:
    """Insist on a content type that contains a word."""
    if wanted not in kind:
        raise TroubleError(f"it answers with {kind or 'something'} instead of {wanted}"[:120], answered=True)


def document(content: bytes) -> object:
    """The JSON document in a body."""
    try:
        document: object = json.loads(content)
    except (ValueError, RecursionError):
        raise TroubleError("its answer is no valid JSON", answered=True) from None
    return document


def unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """A function that unpacks a piece to at most so many bytes; called with nothing at the end, it checks the end."""
    if encoding.strip().lower() in {"", "identity"}:
        return lambda packed, _most: packed
    if encoding.strip().lower() not in {"gzip", "x-gzip"}:
        raise TroubleError("its answer is packed in a way we did not ask for", answered=True)
    gunzip = zlib.decompressobj(wbits=31)

    def unpack(packed: bytes, most: int) -> bytes:
        if not packed and not gunzip.eof:
            raise TroubleError("the connection broke off")
        try:
            return gunzip.decompress(packed, most) if packed else b""
        except zlib.error:
            raise TroubleError("its answer is packed wrongly", answered=True) from None

    return unpack


def size(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / _MEGABYTE:.0f} MB" if count >= _MEGABYTE else f"{count} bytes"
