"""Libraries to measure on: the five bundled courses, and as many generated works, courses and marks as wanted.

The program itself makes the file and follows the courses; only the bulk is written straight into its tables.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice, product
from pathlib import Path
from typing import Any

from papertrail import schema, timetable
from papertrail.bibliography.record import Date, Record
from papertrail.identifiers import citation_key
from papertrail.people import Name, People
from papertrail.records import LEVELS
from papertrail.schema.works import row_of

TODAY = "2027-03-10"
START = "2027-02-01"
"""Both followed courses begin here, so that `TODAY` is in their sixth week."""

WEEKS, SESSIONS, READINGS = 15, 2, 4
"""The shape of a generated course: 15 weeks of 2 sessions with 4 readings each."""

WORKS_PER_COURSE = 200
"""With the shape above about half of all works are assigned; the other half the reader brought."""

SHARED = 0.15
"""The part of a course's readings that an earlier course assigns too."""

MARKED = 0.4
"""The part of all targets that the reader has marked."""

BEGUN = {"reading": 12, "queued": 200}
"""How many papers at most are on the desk at one time: not more in a large library than in a small one."""

FINISHED = ("read", "read", "read", "read", "skimmed", "skipped")

_WORDS = (
    "adaptive", "adversarial", "attention", "averaging", "bandits", "bayesian", "benchmark", "bias", "bounds",
    "causal", "certified", "compression", "contrastive", "convergence", "convex", "convolutional", "curriculum",
    "data", "deep", "denoising", "depth", "descent", "diffusion", "distillation", "distributed", "dynamics",
    "efficient", "embeddings", "emergent", "ensembles", "equivariant", "estimation", "evaluation", "exploration",
    "fairness", "features", "federated", "finetuning", "flows", "foundations", "functions", "gaussian",
    "generalization", "generative", "geometry", "gradients", "graph", "hierarchical", "hyperparameters", "implicit",
    "inference", "initialization", "instruction", "invariance", "kernel", "language", "large", "latent", "layers",
    "learning", "limits", "linear", "local", "long", "margins", "masked", "memory", "meta", "minima", "mixture",
    "models", "momentum", "multimodal", "networks", "neural", "noise", "normalization", "online", "operators",
    "optimal", "optimization", "overparameterized", "planning", "policies", "precision", "pretraining", "priors",
    "probabilistic", "processes", "pruning", "quantization", "random", "reasoning", "recurrent", "regularization",
    "reinforcement", "representations", "residual", "retrieval", "reward", "robust", "sampling", "scaling",
    "search", "segmentation", "selfsupervised", "semantic", "sequence", "shallow", "shortcuts", "similarity",
    "sparse", "speech", "spectral", "stability", "stochastic", "structured", "supervision", "symmetry", "tasks",
    "temporal", "tokens", "training", "transfer", "transformers", "translation", "trees", "uncertainty",
    "understanding", "unsupervised", "variance", "variational", "vision", "weights", "width", "zeroshot",
)  # fmt: skip
_SYLLABLES = (
    "al", "an", "ba", "be", "car", "da", "dov", "el", "fer", "gar", "ha", "ian", "jo", "kov", "li", "lin", "ma", "mor",
    "na", "nov", "pe", "ras", "ro", "sen", "ta", "ton", "va", "wei", "yo", "zan",
)  # fmt: skip
_GIVEN = ("Ada", "Bo", "Chen", "Dana", "Elif", "Femi", "Grace", "Igor", "José", "Kai", "Lena", "Mei", "Tomás", "Yuki")
_VENUES = ("NeurIPS", "ICML", "ICLR", "JMLR", "ACL", "CVPR", "COLT", "AISTATS")
_PLACES = ("eth", "kth", "tum", "ucl", "nyu", "cmu", "ubc", "anu", "iisc", "kaist")
_SUBJECTS = ("vision", "nlp", "theory", "rl", "graphs", "speech", "safety", "systems")

_VOCABULARY = tuple(map("".join, product(_SYLLABLES, repeat=3)))
_FREQUENCIES = tuple(accumulate(1 / (rank + 5) for rank in range(len(_VOCABULARY))))

COMMON = "learning"
COMMONNESS = 0.3
"""The part of all abstracts that have this word."""

Row = dict[str, Any]


def build(path: Path, works: int, *, abstracts: bool = False, python: str = sys.executable) -> None:
    """Make a library at `path`.

    Args:
        path: The database file, which does not exist yet.
        works: How many works it is to hold; the bundled courses alone where that is about as many as they have.
        abstracts: Give the generated works abstracts of 120 words, and three in ten the word `COMMON`.
        python: The interpreter that runs papertrail.
    """
    run(path, "week", "1", python=python)
    chance = random.Random(works)
    connection = schema.connect(path)
    made = None
    with schema.transaction(connection):
        missing = works - connection.execute("SELECT count(*) FROM work").fetchone()[0]
        if missing >= WORKS_PER_COURSE:
            made = _Generated(chance, connection, missing, abstracts)
            made.write()
        _mark(connection, chance)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    if broken:
        sys.exit(f"the library that was built has dangling references: {broken[:5]}")
    run(path, "course", "follow", "umd", "--start", START, python=python)
    if made:
        run(path, "course", "follow", made.courses[0]["key"], python=python)


def run(path: Path, *words: str, python: str = sys.executable) -> str:
    """What one papertrail command prints, on the library at `path`."""
    command = [python, "-m", "papertrail", *words]
    return subprocess.run(command, env=environment(path), check=True, capture_output=True, text=True).stdout


def environment(path: Path) -> dict[str, str]:
    """The environment of a run on the library at `path`, without any setting of the user's."""
    ours = {
        "PAPERTRAIL_DB": str(path),
        "PAPERTRAIL_CONFIG": str(path.with_name("no-settings.toml")),
        "PAPERTRAIL_TODAY": TODAY,
    }
    unwanted = ("PAPERTRAIL_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)} | ours


@dataclass
class _Generated:
    """Generated works, the courses that assign some of them, and what hangs on both."""

    chance: random.Random
    connection: sqlite3.Connection
    missing: int
    abstracts: bool
    courses: list[Row] = field(default_factory=list)
    weeks: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)

    def write(self) -> None:
        """Make all rows and insert them; dates are placed as a load places them."""
        works = list(islice(_works(self.chance), self.missing))
        if self.abstracts:
            words = random.Random(self.missing)
            works = [work | {"abstract": _abstract(words)} for work in works]
        first_id = self.connection.execute("SELECT max(id) FROM session").fetchone()[0] + 1
        assigned = self._assign(works, first_id)
        for work in works:
            if work["key"] not in assigned:
                work["origin"] = "own"
                self.targets.append(_target(work["key"], work["key"]))
        for table in ("courses", "weeks", "sessions"):
            _insert(self.connection, table.removesuffix("s"), getattr(self, table))
        _insert(self.connection, "work", works)
        _insert(self.connection, "target", self.targets)
        _insert(self.connection, "reading", self.readings)
        for course in self.courses:
            timetable.place(self.connection, course["key"])

    def _assign(self, works: list[Row], first_id: int) -> set[str]:
        """Courses that assign works in order, and now and then one that an earlier course assigns.

        Returns:
            The keys of the works that are assigned.
        """
        fresh = iter(works)
        known: dict[str, Row] = {}
        for number in range(len(works) // WORKS_PER_COURSE):
            course = self._course(number)
            inside: set[str] = set()
            for position in range(WEEKS * SESSIONS):
                session = self._session(course, position, first_id + len(self.sessions))
                for place in range(READINGS):
                    work = self._pick(fresh, works, known, inside)
                    inside.add(work["key"])
                    self._reading(session, 1 + place + READINGS * (position % SESSIONS), work, known)
        return set(known)

    def _pick(self, fresh: Iterator[Row], works: list[Row], known: Mapping[str, Row], inside: set[str]) -> Row:
        if known and self.chance.random() < SHARED:
            shared = works[self.chance.randrange(len(known))]
            if shared["key"] not in inside:
                return shared
        return next(fresh)

    def _course(self, number: int) -> str:
        first = date(2020, 2, 3) + timedelta(weeks=self.chance.randrange(330))
        first = date.fromisoformat(START) if number == 0 else first
        key = f"{self.chance.choice(_PLACES)}-{self.chance.choice(_SUBJECTS)}{number}-{first.year}"
        self.courses.append(
            {
                "key": key, "title": _title(self.chance).title(), "timezone": "Europe/Zurich", "unit": "week",
                "institution": key.partition("-")[0].upper(), "term": f"Spring {first.year}", "facts": "{}",
                "source": f"/syllabi/{key}.toml", "digest": f"1:{key}", "bundled": 0,
            }
        )  # fmt: skip
        self.weeks += [
            {
                "course": key, "number": week + 1, "title": None, "facts": "{}",
                "printed_monday": (first + timedelta(weeks=week)).isoformat(),
            }
            for week in range(WEEKS)
        ]  # fmt: skip
        return key

    def _session(self, course: str, position: int, identity: int) -> Row:
        week, nth = divmod(position, SESSIONS)
        monday = self.weeks[week - WEEKS]["printed_monday"]
        session = {
            "id": identity, "course": course, "position": position, "week": week + 1, "number": position + 1,
            "kind": "lecture", "printed_date": (date.fromisoformat(monday) + timedelta(days=2 * nth)).isoformat(),
            "starts": "10:15", "ends": "11:45", "unsure": 0, "topic": _title(self.chance).capitalize(),
            "speakers": "[]", "facts": "{}",
        }  # fmt: skip
        self.sessions.append(session)
        return session

    def _reading(self, session: Row, ordinal: int, work: Row, known: dict[str, Row]) -> None:
        if work["key"] not in known:
            self.targets.append(_target(work["key"], work["key"]))
            known[work["key"]] = work
        rank = self.chance.choices(range(len(LEVELS)), (4, 3, 2, 1))[0]
        self.readings.append(
            {
                "course": session["course"], "week": session["week"], "ordinal": ordinal, "session": session["id"],
                "target": work["key"], "level": LEVELS[rank], "level_rank": rank, "level_inferred": 0,
                "kind": "paper", "confidence": "certain", "candidates": "[]", "printed_venue": work["venue"],
            }
        )  # fmt: skip


def _works(chance: random.Random) -> Iterator[Row]:
    """Works without end. Keys, arXiv ids and DOIs come once each."""
    taken: dict[str, int] = {}
    number = 0
    while True:
        number += 1
        names = tuple(
            Name("".join(chance.choices(_SYLLABLES, k=3)).capitalize(), chance.choice(_GIVEN))
            for _ in range(chance.randint(1, 7))
        )
        title, year = _title(chance), chance.randint(1995, 2026)
        key = citation_key(names[0].family, year, title)
        taken[key] = taken.get(key, 0) + 1
        key += str(taken[key]) if taken[key] > 1 else ""
        is_on_arxiv = year > 2007 and chance.random() < 0.7
        # arXiv itself has never had 50,000 papers in a month, so these are nobody's.
        arxiv = f"{year % 100:02}{number % 12 + 1:02}.{50_000 + number // 12}" if is_on_arxiv else None
        doi = None if arxiv or chance.random() < 0.5 else f"10.1000/{number}"
        url = None if arxiv or doi else f"https://example.org/papers/{number}.pdf"
        venue = chance.choice(_VENUES)
        texts = {
            "title": title.capitalize(),
            "container-title": venue,
            "page": f"{number % 900}-{number % 900 + 12}",
            **({"DOI": doi} if doi else {}),
            **({"URL": url} if url else {}),
        }
        record = Record(
            key=key, type="paper-conference", texts=texts, names={"author": People(names)},
            dates={"issued": Date((year,))}, arxiv=arxiv,
        )  # fmt: skip
        yield {**row_of(record), "origin": "generated", "added_at": "2026-09-01T12:00:00Z"}


def _abstract(chance: random.Random) -> str:
    """Words of which a few are frequent and most are rare, as in a language."""
    words = chance.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=120)
    return " ".join([COMMON, *words] if chance.random() < COMMONNESS else words)


def _title(chance: random.Random) -> str:
    return " ".join(chance.sample(_WORDS, chance.randint(4, 9)))


def _target(key: str, work: str) -> Row:
    return {"key": key, "work": work, "part": None, "label": None, "folded": None}


def _mark(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Marks with their history, as if one command a time had set them over two years."""
    keys = [key for (key,) in connection.execute("SELECT key FROM target ORDER BY key")]
    marked = chance.sample(keys, int(len(keys) * MARKED))
    begun = [status for status, most in BEGUN.items() for _ in range(min(most, len(keys) // 20))]
    first = datetime(2025, 3, 1, tzinfo=UTC)
    statuses, changes = [], []
    for number, target in enumerate(marked):
        left = len(marked) - number
        status = begun[left - 1] if left <= len(begun) else chance.choice(FINISHED)
        at = (first + timedelta(days=730) * (number / len(marked))).strftime("%Y-%m-%dT%H:%M:%SZ")
        steps = ["queued", status] if status in FINISHED and chance.random() < 0.3 else [status]
        for before, after in zip([None, *steps], steps, strict=False):
            batch = len(changes) + 1
            changes.append(
                {"batch": batch, "at": at, "field": "status", "subject": target, "before": before, "after": after}
            )
        statuses.append({"target": target, "status": status, "since": at})
    _insert(connection, "status", statuses)
    _insert(connection, "change", changes)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        columns = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)


def main() -> None:
    """Build one library and keep it."""
    parser = argparse.ArgumentParser(description="Build a library to measure on.")
    parser.add_argument("works", type=int, help="how many works; 350 for the bundled courses alone")
    parser.add_argument("path", type=Path, help="the database file to make")
    parser.add_argument("--abstracts", action="store_true", help="with abstracts, to search in")
    asked = parser.parse_args()
    if asked.path.exists():
        parser.error(f"{asked.path} exists already")
    build(asked.path, asked.works, abstracts=asked.abstracts)


if __name__ == "__main__":
    main()
