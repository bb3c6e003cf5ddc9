"""Searches in a large library beside the same searches in a small one. README.md explains it."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from build import COMMON, build
from timing import Bench

SMALL, LARGE = 350, 100_000
SEARCHES = (
    (COMMON,),
    (COMMON, "year:2015.."),
    (COMMON, "year:2015"),
    (COMMON, "status:read"),
    (COMMON, "status:unread"),
    (COMMON, "course:umd"),
    (COMMON, "kind:paper"),
    (COMMON, "-deep"),
    (f"{COMMON[:4]}*",),
    ("author:chen",),
    ('"neural networks"',),
    ("status:unread",),
)


def compare(folder: Path, pairs: int, *, python: str, tty: bool, say: Callable[[str], None]) -> None:
    """Print how much longer each search takes in the large library, in each of the three ways out."""
    databases = []
    for works in (SMALL, LARGE):
        say(f"building a library of {works:,} works with abstracts")
        databases.append(folder / f"abstracts-{works}.db")
        build(databases[-1], works, abstracts=True, python=python)
    ways = ["pipe", "--json", "terminal"] if tty else ["pipe", "--json"]
    print(f"\n| search | {' | '.join(f'{way}: × {SMALL} works (ms)' for way in ways)} |")
    print(f"|---|{'---:|' * len(ways)}", flush=True)
    for words in SEARCHES:
        say(f"search {' '.join(words)}")
        cells = [_compared(databases, words, way, pairs, python=python) for way in ways]
        print(f"| `{' '.join(words)}` | {' | '.join(cells)} |", flush=True)


def _compared(databases: list[Path], words: tuple[str, ...], way: str, pairs: int, *, python: str) -> str:
    small, large = (Bench(python, database, terminal=way == "terminal") for database in databases)
    command = ("-m", "papertrail", "search", *words, *(["--json"] if way == "--json" else []))
    rounds = [(large.run(*command), small.run(*command)) for _ in range(pairs + 1)][1:]
    times = median(ours.cpu / other.cpu for ours, other in rounds)
    return f"{times:.2f} ({median(ours.cpu for ours, _ in rounds) * 1000:.0f})"
