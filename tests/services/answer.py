"""A request and an answer, as services and faults see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Request(NamedTuple):
    """What is asked."""

    method: str
    path: str
    """Decoded, without the query."""
    target: str
    words: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What is sent, and how badly."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Over those that belong to it; an empty one is left out."""
    cut: int | None = None
    """Bytes of the body after which the connection ends."""
    delay: float = 0.0
    """Seconds before the first byte."""
    drip: float = 0.0
    """Seconds between two bytes."""


Fault = Callable[[Answer], Answer]
