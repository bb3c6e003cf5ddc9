"""Candidates for a title, and the reader's choice among them."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import typer
from rapidfuzz import fuzz

from papertrail.bibliography.record import Record
from papertrail.cli.network import arxiv_pace, client
from papertrail.cli.words import say
from papertrail.identifiers import folded, title_key
from papertrail.people import byline
from papertrail.settings import Settings
from papertrail.sources import arxiv_api, crossref
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.records import Preprint

_MOST = 8


class Candidate(NamedTuple):
    """A paper that may be meant."""

    record: Record
    preprint: Preprint | None
    """What arXiv says of it, if it comes from there."""


def candidates(settings: Settings, title: str) -> list[Candidate]:
    """What arXiv and Crossref have under a title, nearest first; one service out of reach is only said.

    Raises:
        SourceUnavailableError: neither could be asked.
    """
    found: list[Candidate] = []
    failures: list[SourceUnavailableError] = []
    for ask in (_at_arxiv, _at_crossref):
        try:
            found += ask(settings, title)
        except SourceUnavailableError as error:
            failures.append(error)
    if len(failures) > 1:
        raise failures[0]
    for failure in failures:
        say(f"warning: {failure}")
    nearest = sorted(found, key=lambda one: -fuzz.token_sort_ratio(folded(title), folded(one.record.text("title"))))
    return list({title_key(one.record.text("title")): one for one in reversed(nearest)}.values())[::-1][:_MOST]


def choose(title: str, found: Sequence[Candidate]) -> Candidate | None:
    """The reader's choice; without a terminal the candidates are listed and none is chosen."""
    if not found:
        return None
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    for number, candidate in enumerate(found, start=1):
        line = f"{number:2}  {_spoken(candidate)}"
        if interactive:
            print(line)
        else:
            say(line)
    if not interactive:
        say(f"hint: add one of these for {title!r} by its arXiv id or DOI")
        return None
    answer = typer.prompt("Which one? (0 for none)", default=1, type=int)
    return found[answer - 1] if 0 < answer <= len(found) else None


def _spoken(candidate: Candidate) -> str:
    record = candidate.record
    facts = (byline(record.authors), str(record.year or ""), record.venue)
    name = f"arXiv:{record.arxiv}" if record.arxiv else f"doi:{record.doi}"
    return f"{record.text('title')} ({', '.join(filter(None, facts))})  {name}"


def _at_arxiv(settings: Settings, title: str) -> list[Candidate]:
    address = settings.sources["arxiv_url"]
    with client(settings, address) as http:
        found = arxiv_api.search(title, client=http, pace=arxiv_pace(settings, address), base_url=address)
    return [Candidate(preprint.record, preprint) for preprint in found]


def _at_crossref(settings: Settings, title: str) -> list[Candidate]:
    address = settings.sources["crossref_url"]
    with client(settings, address) as http:
        works = crossref.by_title(title, client=http, base_url=address)
    return [Candidate(work, None) for work in works]
