"""Many papers' metadata from arXiv in as few requests as it allows; what arrives is kept whatever happens after.

Source: https://info.arxiv.org/help/api/user-manual.html.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from papertrail import cleaning, identifiers
from papertrail.sources import arxiv_records
from papertrail.sources.arxiv_page import BASE_URL, SERVICE, Arxiv
from papertrail.sources.arxiv_records import UnreadableError
from papertrail.sources.errors import SourceUnavailableError, UnusableAnswerError
from papertrail.sources.feed import Entry, Feed
from papertrail.sources.pace import Pace
from papertrail.sources.records import Answer, Failure, Preprint, Progress, unheard
from papertrail.sources.transport import Client

__all__ = ["BASE_URL", "BATCH", "SERVICE", "OnBatch", "describe", "search"]

BATCH = 100
"""Ids in one request."""

LONGEST_LIST = 3_000
"""Characters of the ids in one request, as they are encoded; the request line may have about 4,000."""

MOST_REFUSALS = 40
"""Refused requests in one run, after which arXiv is taken to refuse everything."""

MOST_BROKEN = 2
"""Batches in a row without a usable answer, after which the rest is not asked for."""

LONGEST_PHRASE = 300

OnBatch = Callable[[list[Preprint]], None]


def describe(
    ids: Iterable[str],
    *,
    client: Client,
    pace: Pace,
    base_url: str = BASE_URL,
    batch: int = BATCH,
    on_progress: Progress = unheard,
    on_batch: OnBatch | None = None,
) -> Answer:
    """Fetch the metadata of many papers.

    Args:
        ids: The papers wanted, in any order and any form; repeats cost nothing. They come back as they were given.
        client: The HTTP client of this run.
        pace: arXiv's pace, shared by all processes of the user.
        base_url: Below it lies ``/api/query``.
        batch: Ids in one request.
        on_progress: Told how many of the ids are settled.
        on_batch: Given the preprints of each batch as they arrive, so that they are stored before the next request.

    Takes about 5 seconds for each `batch` of ids. Nothing is raised when arXiv fails: see `Answer.failures`.
    """
    run = _Run(Arxiv(client, pace, base_url), list(dict.fromkeys(ids)), on_progress, on_batch)
    for names in _batches(list(run.wanted), batch):
        if run.stopped:
            run.fail(names, run.stopped)
        else:
            run.fetch(names)
    return run.answer()


def search(
    title: str,
    authors: Sequence[str] = (),
    *,
    client: Client,
    pace: Pace,
    base_url: str = BASE_URL,
    most: int = 10,
) -> list[Preprint]:
    """The papers whose title has this phrase, best match first; by one of these authors, if any are given.

    Raises:
        SourceUnavailableError: arXiv failed every try.
    """
    phrase = _quoted(title)
    if not phrase:
        return []
    people = " OR ".join(f"au:{name}" for name in map(_quoted, authors) if name)
    query = f"ti:{phrase} AND ({people})" if people else f"ti:{phrase}"
    service = Arxiv(client, pace, base_url)
    page = service.page(query=query, most=most)
    page = page if page.entries or page.error else service.page(query=query, most=most)
    if page.error:
        raise UnusableAnswerError(SERVICE, f"it refuses the search ({cleaning.line(page.error)[:200]})")
    found = {paper: entry for entry in page.entries if (paper := arxiv_records.bare_id(entry.id))}
    return list(_readable(found))


def _readable(entries: Mapping[str, Entry]) -> Iterator[Preprint]:
    for paper, entry in entries.items():
        with contextlib.suppress(UnreadableError):
            yield arxiv_records.preprint(entry, paper)


class _Run:
    """What is known so far of the papers asked for."""

    def __init__(self, service: Arxiv, asked: list[str], on_progress: Progress, on_batch: OnBatch | None) -> None:
        self._service = service
        self._on_progress = on_progress
        self._on_batch = on_batch
        self._asked = len(asked)
        self.wanted: dict[str, list[str]] = {}
        """The ids to send, and for each the forms in which it was asked for."""
        self._preprints: dict[str, Preprint] = {}
        self._unknown: set[str] = set()
        self._malformed: set[str] = set()
        self._failures: list[Failure] = []
        self._refusals = 0
        self._suspects: list[str] = []
        self._broken = 0
        self.stopped: str | None = None
        """Why nothing more is asked for."""
        for text in asked:
            if paper := identifiers.arxiv_id(text):
                self.wanted.setdefault(paper, []).append(text)
            else:
                self._malformed.add(text)

    def fetch(self, names: Sequence[str]) -> None:
        """Settle some papers, with as many requests as that takes."""
        try:
            self._fetch(names)
            self._broken = 0
        except UnusableAnswerError as error:
            self._broken += 1
            self.stopped = str(error) if self._broken == MOST_BROKEN else None
            self.fail(self._open(names), str(error))
        except SourceUnavailableError as error:
            self.stopped = str(error)
            self.fail(self._open(names), self.stopped)
        self._on_progress(self._settled(), self._asked)

    def fail(self, names: Sequence[str], sentence: str) -> None:
        """Give these up; failures for the same reason are one."""
        ids = tuple(form for name in names for form in self.wanted[name])
        last = self._failures[-1] if self._failures else None
        if last and last.sentence == sentence:
            self._failures[-1] = Failure(last.ids + ids, sentence)
        elif ids:
            self._failures.append(Failure(ids, sentence))

    def answer(self) -> Answer:
        return Answer(self._preprints, frozenset(self._unknown), frozenset(self._malformed), tuple(self._failures))

    def _fetch(self, names: Sequence[str], *, again: bool = False) -> None:
        page = self._service.page(ids=names)
        if page.error is not None:
            self._refused(names, page.error)
            return
        self._suspects.clear()
        self._refusals = 0
        missing = self._keep(page, names)
        if missing and not again and (not page.entries or page.total > len(page.entries)):
            self._fetch(missing, again=True)  # an empty or short answer is no proof
        else:
            self._unknown.update(form for name in missing for form in self.wanted[name])

    def _keep(self, page: Feed, names: Sequence[str]) -> list[str]:
        """Take what a page brings; the papers of which it has no entry."""
        entries = {arxiv_records.canonical_of(entry.id): entry for entry in reversed(page.entries)}
        fresh: list[Preprint] = []
        missing: list[str] = []
        for name in names:
            entry = entries.get(arxiv_records.canonical(name))
            if entry is None:
                missing.append(name)
                continue
            try:
                fresh.append(arxiv_records.preprint(entry, name))
                self._preprints.update((form, fresh[-1]) for form in self.wanted[name])
            except UnreadableError as error:
                self.fail([name], f"arXiv's record of {name} {error}")
        if fresh and self._on_batch:
            self._on_batch(fresh)
        return missing

    def _refused(self, names: Sequence[str], refusal: str) -> None:
        """Find the id because of which a request was refused."""
        self._refusals += 1
        named = [name for name in names if refusal.rstrip().endswith(f" {name}")]
        bad = named or (list(names) if len(names) == 1 else [])
        self._suspects += bad
        self._malformed.update(form for name in bad for form in self.wanted[name])
        if self._refusals > MOST_REFUSALS:
            self._malformed -= {form for name in self._suspects for form in self.wanted[name]}
            sentence = f"it refuses every request ({cleaning.line(refusal)[:200]})"
            self.fail(self._suspects, str(SourceUnavailableError(SERVICE, sentence)))
            raise SourceUnavailableError(SERVICE, sentence)
        if bad:
            rest = [name for name in names if name not in bad]
            if rest:
                self._fetch(rest)
        else:
            middle = len(names) // 2
            self._fetch(names[:middle])
            self._fetch(names[middle:])

    def _open(self, names: Sequence[str]) -> list[str]:
        failed = {paper for failure in self._failures for paper in failure.ids}
        settled = self._preprints.keys() | self._unknown | self._malformed | failed
        return [name for name in names if self.wanted[name][0] not in settled]

    def _settled(self) -> int:
        failed = sum(len(failure.ids) for failure in self._failures)
        return len(self._preprints) + len(self._unknown) + len(self._malformed) + failed


def _batches(names: list[str], size: int) -> Iterator[list[str]]:
    """The ids in requests that are neither too many nor too long a line."""
    batch: list[str] = []
    length = 0
    for name in names:
        cost = len(name) + len("%2C") + 2 * name.count("/")
        if batch and (len(batch) == size or length + cost > LONGEST_LIST):
            yield batch
            batch, length = [], 0
        batch.append(name)
        length += cost
    if batch:
        yield batch


def _quoted(text: str) -> str:
    """A phrase for a query, without what would end it; empty when nothing is left."""
    phrase = cleaning.line(text.replace('"', " ").replace("\\", " "))[:LONGEST_PHRASE]
    return f'"{phrase}"' if any(char.isalnum() for char in phrase) else ""
