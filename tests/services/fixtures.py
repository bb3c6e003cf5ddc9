"""The fixtures; see the package."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.server import Running, Services
from tests.services.waits import Waits

from papertrail.sources.pace import Pace
from papertrail.sources.transport import Client, Limits


@pytest.fixture
def services() -> Iterator[Services]:
    """All services on one loopback address, empty and well-behaved."""
    with Running() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    """Notes waits."""
    return Waits()


@pytest.fixture
def client(waits: Waits) -> Iterator[Client]:
    """A client that waits for nothing, with the real schedule and short time-outs."""
    limits = Limits(connect=2, read=0.5, total=1.5, largest=5_000_000)
    with Client(contact="reader@example.org", patience=waits.patience(), limits=limits) as opened:
        yield opened


@pytest.fixture
def pace(tmp_path: Path) -> Pace:
    """A pace without pauses."""
    return Pace(tmp_path / "arxiv.lock", interval=0)
