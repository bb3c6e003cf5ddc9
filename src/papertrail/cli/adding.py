"""What `papertrail add` does: find out what was meant, add it, and say of each what became of it."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from papertrail import catalogue, cleaning, finding, identifiers
from papertrail.bibliography import reading as bibliography
from papertrail.bibliography.record import Record
from papertrail.catalogue import preprints
from papertrail.cli.desk import Desk
from papertrail.cli.words import counted, say
from papertrail.errors import UsageError
from papertrail.library import citation_keys
from papertrail.records import Reading
from papertrail.sources.records import Preprint

_BIBLIOGRAPHY = re.compile(r"^\s*(?:@\w+\s*[{(]|TY  - )", re.MULTILINE)
_LIKE_AN_ID = re.compile(r"(?:arxiv:\s*)?\d{4}\.\d+(?:v\d+)?", re.IGNORECASE)
_LISTED = 20
"""So many new papers are named one by one."""


class Wishes(NamedTuple):
    """What to do with all that is added."""

    tags: tuple[str, ...]
    note: str | None
    course: str | None
    week: int
    dry_run: bool


class Found(NamedTuple):
    """A record to add, and the file it came from."""

    record: Record
    source: str | None = None


class Gathering:
    """What was meant, item by item, and the worst that happened on the way."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found: list[Found] = []
        self.known: list[str] = []
        """Subjects that the library has already."""
        self.stubs: set[str] = set()
        """arXiv ids that the library has, and of which it knows nothing yet."""
        self.preprints: list[Preprint] = []
        self.unknown: set[str] = set()
        """What was said of LaTeX commands that nobody here knows, in whatever file they came first."""
        self.failure = 0

    def fail(self, sentence: str, code: int) -> None:
        """Say what is wrong with one item; the others go on."""
        say(f"error: {sentence}")
        self.failure = max(self.failure, code)


def add(desk: Desk, what: Sequence[str], wishes: Wishes) -> None:
    """Add everything that was named; what cannot be found is said, and does not keep the rest from being added."""
    gathering = Gathering(desk)
    items = [item for name in what for item in _items(gathering, name)]
    _papers(gathering, items)
    found = [one.record for one in gathering.found]
    added = catalogue.add(desk.library.connection, found, at=desk.now, dry_run=wishes.dry_run)
    if gathering.preprints and not wishes.dry_run:
        preprints.keep(desk.library.connection, gathering.preprints, at=desk.now)
    _tell_stubs(gathering)
    _tell(gathering, added, dry_run=wishes.dry_run)
    if not wishes.dry_run:
        _grant(
            desk,
            [*gathering.known, *(one.key for one in added)],
            wishes,
            changed=any(one.outcome != "known" for one in added),
        )
    if gathering.failure:
        raise typer.Exit(gathering.failure)


def _items(gathering: Gathering, name: str) -> Iterable[str]:
    """The single papers of an argument; files are read here, a list on stdin is taken apart."""
    if name == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
        if _is_list(text):
            yield from filter(None, map(str.strip, text.splitlines()))
        else:
            _import(gathering, bibliography.read_text(text, "standard input"), "standard input")
    elif _is_file(path := Path(name)):
        _import(gathering, bibliography.read(path), name)
    elif path.suffix.lower() in bibliography.FORMATS:
        gathering.fail(f"there is no file {name}", 4)
    else:
        yield name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have, such as one that is too long
        return False


def _is_list(text: str) -> bool:
    """True for a list of ids or titles, one a line; a bibliography begins otherwise."""
    beginning = text.lstrip("\ufeff \t\r\n")
    return not beginning.startswith(("{", "[")) and not _BIBLIOGRAPHY.search(text)


def _import(gathering: Gathering, read: bibliography.Import, source: str) -> None:
    for mistake in read.mistakes:
        if mistake.sentence not in gathering.unknown:
            say(str(mistake))
    gathering.unknown |= read.unknown
    if read.skipped:
        say(f"{source}: {counted(read.skipped, 'entry')} skipped".replace("entrys", "entries"))
    gathering.found += [Found(record, source) for record in read.records]


def _papers(gathering: Gathering, items: Sequence[str]) -> None:
    """Find the papers named one by one; the arXiv ids together, in few requests."""
    arxiv, dois, titles = [], [], []
    for item in dict.fromkeys(cleaning.line(item) for item in items):
        readings = finding.readings(gathering.desk.library, item) if finding.named(gathering.desk.library, item) else []
        if readings and (stub := _stub(gathering.desk, readings[0])):
            gathering.stubs.add(stub)
            arxiv.append(stub)
        elif readings:
            gathering.known.append(readings[0].subject)
            print(f"known {readings[0].subject}: {readings[0].title}")
        elif paper := identifiers.arxiv_id(item):
            arxiv.append(paper)
        elif doi := identifiers.doi(item):
            dois.append(doi)
        elif _LIKE_AN_ID.fullmatch(item):
            gathering.fail(f"{item} is no arXiv id", 4)
        elif item.startswith(("http://", "https://")):
            gathering.fail(f"there is neither an arXiv id nor a DOI in {item}", UsageError.exit_code)
        else:
            titles.append(item)
    if arxiv or dois or titles:
        # Only what is named one by one is asked for, so that a file is read without the network's libraries.
        from papertrail.cli import asking

        asking.ask(gathering, arxiv, dois, titles)


def _stub(desk: Desk, reading: Reading) -> str | None:
    """The arXiv id of a paper that was added without a connection, and is still to be completed."""
    work = desk.library.work(reading.work) if reading.work else None
    return work.arxiv if work and work.arxiv and work.title == preprints.stub_title(work.arxiv) else None


def _tell_stubs(gathering: Gathering) -> None:
    """Say what became of the papers that were still to be completed; they may have another key by now."""
    completed = {preprint.id for preprint in gathering.preprints}
    for paper in sorted(gathering.stubs):
        if work := gathering.desk.library.work_of_arxiv(paper):
            gathering.known.append(work.key)
            if paper in completed:
                print(f"completed {work.key}: {work.text('title')}")


def _tell(gathering: Gathering, added: Sequence[catalogue.Added], *, dry_run: bool) -> None:
    new = [one for one in added if one.outcome == "new"]
    verb = "would add" if dry_run else "added"
    if len(new) > _LISTED:
        print(f"{verb} {len(new)} papers")
    for one, found in zip(added, gathering.found, strict=True):
        where = f"{cleaning.line(found.source)}:{one.line}: " if found.source and one.line else ""
        if one.outcome == "new" and len(new) <= _LISTED:
            print(f"{verb} {one.key}: {one.title}")
        elif one.outcome == "filled up":
            print(f"{where}known {one.key}, filled up with {', '.join(one.filled)}: {one.title}")
        elif one.outcome == "known" and len(added) <= _LISTED:
            print(f"{where}known {one.key}: {one.title}")
    known = sum(one.outcome == "known" for one in added)
    if len(added) > _LISTED:
        print(f"{len(added) - len(new)} known already, {known} of them unchanged")


def _grant(desk: Desk, keys: Sequence[str], wishes: Wishes, *, changed: bool) -> None:
    """Tags, note and place in a course, for all of them; one undo takes all back together with the papers."""
    journal = desk.journal()
    if changed:
        journal.join_last()
    works = citation_keys.works_of(desk.library, keys)
    subjects = list(dict.fromkeys(works.get(key, key) for key in keys))
    tags = list(filter(None, map(cleaning.line, wishes.tags)))
    notes = {subject: desk.library.own(subject).note or "" for subject in subjects if wishes.note}
    new_notes = {
        subject: cleaning.text("\n\n".join(filter(None, (old, wishes.note))))
        for subject, old in notes.items()
        if cleaning.text(wishes.note or "") not in old.split("\n\n")
    }
    journal.keep(subjects if tags else [], tags, new_notes)
    if wishes.course:
        journal.assign(wishes.course, wishes.week, subjects)
        print(f"put {counted(len(subjects), 'paper')} into week {wishes.week} of {wishes.course}")
