"""Ways in which a service misbehaves; give them to `Services.spoil`."""

import gzip
import zlib
from dataclasses import replace

from tests.services.answer import Answer, Fault


def status(code: int, *, retry_after: str | None = None, body: str = "Rate exceeded.") -> Fault:
    """Another status, with a few words of plain text."""
    headers = {"Retry-After": retry_after} if retry_after is not None else {}
    return lambda _answer: Answer(code, body.encode(), "text/plain", headers)


def html(code: int = 200) -> Fault:
    """A page for people, where data was expected: an outage, or a check for robots."""
    return lambda _answer: Answer(code, b"<!DOCTYPE html><html><body>Are you human?</body></html>", "text/html")


def body(content: bytes, kind: str | None = None) -> Fault:
    """Another body."""
    return lambda answer: replace(answer, body=content, kind=kind or answer.kind)


def truncated(share: float = 0.6) -> Fault:
    """A body that ends early, with headers that fit."""
    return lambda answer: replace(answer, body=answer.body[: int(len(answer.body) * share)])


def cut(share: float = 0.6) -> Fault:
    """A connection that ends before the body does."""
    return lambda answer: replace(answer, cut=int(len(answer.body) * share))


def hang(seconds: float = 30.0) -> Fault:
    """Nothing for a long time."""
    return lambda answer: replace(answer, delay=seconds)


def drip(seconds: float = 0.05) -> Fault:
    """One byte after another, headers included."""
    return lambda answer: replace(answer, drip=seconds)


def redirect(target: str, code: int = 302) -> Fault:
    """Elsewhere."""
    return lambda _answer: Answer(code, b"", "text/html", {"Location": target})


def gzip_bomb(megabytes: int = 200) -> Fault:
    """A small answer that unpacks to a huge one."""
    bomb = _one_member(megabytes)
    return lambda answer: replace(answer, body=bomb, headers={**answer.headers, "Content-Encoding": "gzip"})


def packed() -> Fault:
    """The right answer, packed."""
    return lambda answer: replace(
        answer, body=gzip.compress(answer.body), headers={**answer.headers, "Content-Encoding": "gzip"}
    )


def billion_laughs() -> Fault:
    """XML with entities that multiply."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY l0 "ha">{entities}]><feed><title>&l9;</title></feed>'
    return lambda answer: replace(answer, body=xml.encode())


def without_entries() -> Fault:
    """A feed with no entry and a total of 0."""

    def spoiled(answer: Answer) -> Answer:
        start = answer.body.find(b"<opensearch")
        none = b"<opensearch:totalResults>0</opensearch:totalResults></feed>"
        return replace(answer, status=200, body=answer.body[:start] + none)

    return spoiled


def doubled_entries() -> Fault:
    """A feed in which every entry comes twice."""

    def spoiled(answer: Answer) -> Answer:
        start, end = answer.body.find(b"<entry>"), answer.body.rfind(b"</feed>")
        return replace(answer, body=answer.body[:end] + answer.body[start:end] + b"</feed>")

    return spoiled


def without_last_entry() -> Fault:
    """A feed that lacks its last entry, though its total counts it."""
    return lambda answer: replace(answer, body=answer.body[: answer.body.rfind(b"<entry>")] + b"</feed>")


def _one_member(megabytes: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(b" " * 1_000_000) for _ in range(megabytes)) + pack.flush()
