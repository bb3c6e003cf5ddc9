"""One request at a time and a pause between two, over all processes; and no wait when the clock is wrong."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.services.server import Services

from papertrail.sources import pace as pace_module
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.pace import Pace

pytest_plugins = ["tests.services.fixtures"]

ASKER = """
import sys
from pathlib import Path
from papertrail.sources import arxiv_api
from papertrail.sources.pace import Pace
from papertrail.sources.transport import Client
url, lock, interval, *ids = sys.argv[1:]
with Client() as client:
    pace = Pace(Path(lock), interval=float(interval))
    answer = arxiv_api.describe(ids, client=client, pace=pace, base_url=url, batch=1)
assert len(answer.preprints) == len(ids), answer
"""


def asking(services: Services, lock: Path, interval: float, *ids: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ASKER, services.url, str(lock), str(interval), *ids])


def test_two_processes_share_one_pace(services: Services, tmp_path: Path) -> None:
    ids = services.add_many(6)
    processes = [asking(services, tmp_path / "lock", 0.4, *part) for part in (ids[:3], ids[3:])]
    assert [process.wait(timeout=30) for process in processes] == [0, 0]
    assert len(services.seen) == 6
    assert min(services.gaps("arxiv")) >= 0.4
    assert services.most_under_way == 1


def test_a_slow_answer_keeps_others_waiting(services: Services, tmp_path: Path) -> None:
    ids = services.add_many(2)
    services.spoil("arxiv", lambda answer: answer.__class__(**{**vars(answer), "delay": 1.0}))
    processes = [asking(services, tmp_path / "lock", 0.2, one) for one in ids]
    assert [process.wait(timeout=30) for process in processes] == [0, 0]
    assert services.most_under_way == 1
    assert services.gaps("arxiv")[0] >= 1.2


def test_a_process_that_dies_holds_nobody_up(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"""
import time
from pathlib import Path
from papertrail.sources.pace import Pace
with Pace(Path({str(lock)!r}), interval=0.1):
    print("held", flush=True)
    time.sleep(60)
"""],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout
    holder.stdout.readline()
    with (
        pytest.raises(SourceUnavailableError, match="another papertrail"),
        Pace(lock, interval=0.1, patience=0.2),
    ):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait(timeout=10)
    holder.stdout.close()
    with Pace(lock, interval=0.1, patience=2):
        pass


def slept(lock: Path, *, now: float = 1000.0) -> list[float]:
    """What a new process sleeps at a time of the clock."""
    sleeps: list[float] = []
    with Pace(lock, interval=3, sleep=sleeps.append, clock=lambda: now):
        pass
    return sleeps


def test_the_last_request_of_another_process_counts(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "folder" / "lock"
    assert slept(lock) == []
    assert slept(lock, now=1001) == [pytest.approx(2)]
    assert slept(lock, now=1010) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []), (b"rubbish", []), (b"nan", []), (b"inf", []), (b"-1e999", []), (b"\xff\x00", []), (b"4000", []),
        (b"1000.5", [3]), (b"999.000   ", [2]), (b"1" * 300, []),
    ],
)  # fmt: skip
def test_a_senseless_time_is_ignored(content: bytes, expected: list[float], tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(content)
    assert slept(tmp_path / "lock") == pytest.approx(expected)


def test_the_clock_may_jump_within_a_run(tmp_path: Path) -> None:
    sleeps: list[float] = []
    times = iter([1000.0, 1000.0, 90_000.0, 90_000.0, 90_000.0, 90_000.0])
    pace = Pace(tmp_path / "lock", interval=3, sleep=sleeps.append, clock=lambda: next(times))
    for _ in range(2):
        with pace:
            pass
    assert sleeps == [pytest.approx(3, abs=0.2)]


def test_without_a_place_for_the_file_the_own_pace_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "lock", None):
        sleeps: list[float] = []
        pace = Pace(path, interval=3, sleep=sleeps.append)
        for _ in range(3):
            with pace:
                pass
        assert len(sleeps) == 2


def test_a_failed_request_counts_as_well(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Pace(tmp_path / "lock", clock=lambda: 1000.0):
        raise KeyboardInterrupt
    assert slept(tmp_path / "lock", now=1001) == [pytest.approx(2)]


def test_arxiv_gets_its_three_seconds() -> None:
    assert pace_module.ARXIV_INTERVAL == 3


def test_a_wait_ends_with_ctrl_c(services: Services, tmp_path: Path) -> None:
    ids = services.add_many(2)
    process = asking(services, tmp_path / "lock", 30, *ids)
    while not services.seen:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) != 0
    assert len(services.seen) == 1
