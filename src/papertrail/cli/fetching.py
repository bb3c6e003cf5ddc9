"""What `papertrail fetch` does: ask, keep what arrives as it arrives, and say in one sentence what became of it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import typer

from papertrail.bibliography.record import Record
from papertrail.catalogue import preprints, publications
from papertrail.catalogue.preprints import Kept
from papertrail.cli.desk import Desk
from papertrail.cli.network import arxiv_pace, client, progress
from papertrail.cli.words import counted, say
from papertrail.comparing import disagreements
from papertrail.library import Scope, Unpublished
from papertrail.schedule import instant
from papertrail.sources import arxiv_api, crossref, datacite, matching, semantic_scholar
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.records import Answer, Failure, Preprint, PublishedAnswer, PublishedVersion, ids_of
from papertrail.sources.stated import stated

_UNAVAILABLE = 5
_ASK_AGAIN = timedelta(days=30)
_NOTHING = "nothing to fetch: all of it has been fetched; --stale DAYS or --all fetches it again"
_NOTHING_BY_NAME = "nothing to fetch: arXiv has none of these, as far as is known"
_NAMED = 8
"""So many papers a sentence names."""


def fetch(desk: Desk, scope: Scope, *, before: str) -> None:
    """Fetch what arXiv says of the works meant; DataCite stands in for what arXiv refuses."""
    wanted = desk.library.to_fetch(before, scope)
    if not wanted:
        say(_NOTHING_BY_NAME if scope.papers else _NOTHING)
        return
    kept: list[Kept] = []
    answer = _ask_arxiv(desk, wanted, kept)
    preprints.keep_unknown(desk.library.connection, answer.unknown, at=desk.now)
    failed = sorted({paper for failure in answer.failures for paper in failure.ids})
    if failed:
        for sentence in dict.fromkeys(failure.sentence for failure in answer.failures):
            say(f"warning: {sentence}")
        failed = _ask_datacite(desk, failed, kept)
    _say_outcome(answer, kept, failed)
    _say_disagreements(desk, wanted)
    if failed:
        raise typer.Exit(_UNAVAILABLE)


def fetch_published(desk: Desk, scope: Scope, *, before: str) -> None:
    """Find where preprints were published: as arXiv says itself, at Semantic Scholar, at Crossref."""
    # A service that knew nothing is asked again after a month, or when the reader says --all or --stale.
    asked_since = max(before, instant(desk.settings.now - _ASK_AGAIN))
    wanted = desk.library.unpublished(asked_since, scope)
    if not wanted:
        say("nothing to look for: no preprint without a known publication")
        return
    _keep_published(desk, _stated(desk, wanted))
    failures = _ask_registered(desk, asked_since, scope)
    for service, ask in (("semantic-scholar", _ask_scholar), ("crossref", _ask_crossref)):
        left = [one for one in desk.library.unpublished(asked_since, scope) if service not in one.asked]
        if left:
            answer = ask(desk, [one.record for one in left])
            _keep_published(desk, answer.versions.values())
            unanswered = {paper for failure in answer.failures for paper in failure.ids}
            answered = [paper for paper in ids_of(one.record for one in left) if paper not in unanswered]
            publications.keep_asked(desk.library.connection, answered, service=service, at=desk.now)
            failures += answer.failures
    still = {one.record.arxiv for one in desk.library.unpublished(asked_since, scope)}
    found = sum(one.record.arxiv not in still for one in wanted)
    say(f"found {counted(found, 'published version')} of {counted(len(wanted), 'preprint')}")
    for failure in failures:
        say(f"warning: {failure.sentence}; {counted(len(failure.ids), 'preprint')} not looked up there")
    if failures:
        raise typer.Exit(_UNAVAILABLE)


def _ask_arxiv(desk: Desk, wanted: Sequence[str], kept: list[Kept]) -> Answer:
    address = desk.settings.sources["arxiv_url"]

    def keep(batch: list[Preprint]) -> None:
        kept.append(preprints.keep(desk.library.connection, batch, at=desk.now))

    with client(desk.settings, address) as http, progress("arXiv", len(wanted)) as on_progress:
        return arxiv_api.describe(
            wanted,
            client=http,
            pace=arxiv_pace(desk.settings, address),
            base_url=address,
            on_progress=on_progress,
            on_batch=keep,
        )


def _ask_datacite(desk: Desk, wanted: Sequence[str], kept: list[Kept]) -> list[str]:
    """Ask DataCite for what arXiv refused; what it does not know either is still failed."""
    say("asking DataCite for its record of the same papers")
    address = desk.settings.sources["datacite_url"]
    with client(desk.settings, address) as http, progress("DataCite", len(wanted)) as on_progress:
        answer = datacite.describe(wanted, client=http, base_url=address, on_progress=on_progress)
    kept.append(preprints.keep(desk.library.connection, answer.preprints.values(), at=desk.now))
    for sentence in dict.fromkeys(failure.sentence for failure in answer.failures):
        say(f"warning: {sentence}")
    return [paper for paper in wanted if paper not in answer.preprints]


def _stated(desk: Desk, wanted: Iterable[Unpublished]) -> list[PublishedVersion]:
    """What the preprints' own records say."""
    known = map(desk.library.preprint, ids_of(one.record for one in wanted))
    return [found for preprint in known if preprint and (found := stated(preprint))]


def _ask_registered(desk: Desk, asked_since: str, scope: Scope) -> list[Failure]:
    """Where arXiv names the publisher's DOI, what the publisher registered under it."""
    library = desk.library
    named = [
        (one.record, preprint.doi)
        for one in library.unpublished(asked_since, scope)
        if "crossref" not in one.asked and (preprint := library.preprint(one.record.arxiv or "")) and preprint.doi
    ]
    address = desk.settings.sources["crossref_url"]
    with client(desk.settings, address) as http, progress("Crossref", len(named)) as on_progress:
        for number, (one, doi) in enumerate(named):
            try:
                work = crossref.by_doi(doi, client=http, base_url=address)
            except SourceUnavailableError as error:
                return [Failure(ids_of(left for left, _ in named[number:]), str(error))]
            version = work and matching.published(one, work, source="crossref")
            _keep_published(desk, [version] if version else [])
            on_progress(number + 1, len(named))
    return []


def _ask_scholar(desk: Desk, wanted: Sequence[Record]) -> PublishedAnswer:
    address = desk.settings.sources["semantic_scholar_url"]
    with client(desk.settings, address) as http, progress("Semantic Scholar", len(wanted)) as on_progress:
        return semantic_scholar.published(wanted, client=http, base_url=address, on_progress=on_progress)


def _ask_crossref(desk: Desk, wanted: Sequence[Record]) -> PublishedAnswer:
    address = desk.settings.sources["crossref_url"]

    def keep(version: PublishedVersion) -> None:
        _keep_published(desk, [version])

    with client(desk.settings, address) as http, progress("Crossref", len(wanted)) as on_progress:
        return crossref.published(
            wanted,
            client=http,
            base_url=address,
            on_progress=on_progress,
            on_found=keep,
        )


def _keep_published(desk: Desk, versions: Iterable[PublishedVersion]) -> None:
    publications.keep(desk.library.connection, versions, at=desk.now)


def _say_outcome(answer: Answer, kept: Sequence[Kept], failed: Sequence[str]) -> None:
    withdrawn = [paper for part in kept for paper in part.withdrawn]
    parts = [
        f"fetched {sum(part.fetched for part in kept)}",
        f"unchanged {sum(part.unchanged for part in kept)}",
        f"unknown at arXiv {_names(sorted(answer.unknown))}" if answer.unknown else "",
        f"no arXiv ids {_names(sorted(answer.malformed))}" if answer.malformed else "",
        f"withdrawn {_names(withdrawn)}" if withdrawn else "",
        f"failed {_names(failed)}" if failed else "",
    ]
    say(", ".join(filter(None, parts)))


def _say_disagreements(desk: Desk, records: Iterable[str]) -> None:
    library = desk.library
    differ = []
    for paper in records:
        work, preprint = library.work_of_arxiv(paper), library.preprint(paper)
        if work and preprint and disagreements(work, preprint):
            differ.append(work.key)
    if differ:
        say(f"warning: arXiv says otherwise of {_names(sorted(differ))}; papertrail show KEY tells how")


def _names(papers: Sequence[str]) -> str:
    """How many there are, and the first of them by name."""
    more = ", …" if len(papers) > _NAMED else ""
    return f"{len(papers)} ({', '.join(papers[:_NAMED])}{more})"
