"""Papers that are named one by one, asked for at arXiv and Crossref."""

from collections.abc import Sequence

from papertrail.catalogue import preprints
from papertrail.cli import choosing
from papertrail.cli.adding import Found, Gathering
from papertrail.cli.network import arxiv_pace, client, progress
from papertrail.cli.words import say
from papertrail.errors import PapertrailError
from papertrail.sources import arxiv_api, crossref
from papertrail.sources.errors import SourceUnavailableError

_UNKNOWN = 3


def ask(gathering: Gathering, arxiv: Sequence[str], dois: Sequence[str], titles: Sequence[str]) -> None:
    """Gather what is known of some arXiv ids, which go together in few requests, of DOIs, and of titles."""
    for title in titles:
        _title(gathering, title)
    if arxiv:
        _arxiv(gathering, arxiv)
    for doi in dois:
        _doi(gathering, doi)


def _arxiv(gathering: Gathering, ids: Sequence[str]) -> None:
    settings = gathering.desk.settings
    address = settings.sources["arxiv_url"]
    with client(settings, address) as http, progress("arXiv", len(ids)) as on_progress:
        answer = arxiv_api.describe(
            ids, client=http, pace=arxiv_pace(settings, address), base_url=address, on_progress=on_progress
        )
    gathering.preprints += answer.preprints.values()
    new = [paper for paper in ids if paper in answer.preprints and paper not in gathering.stubs]
    gathering.found += [Found(answer.preprints[paper].record) for paper in new]
    for paper in sorted(answer.unknown | answer.malformed):
        gathering.fail(f"arXiv knows no paper {paper}", _UNKNOWN)
    for failure in answer.failures:
        say(f"warning: {failure.sentence}")
        say(f"hint: {', '.join(failure.ids)} kept without a title; papertrail fetch completes it")
        gathering.found += [Found(preprints.stub(paper)) for paper in failure.ids]


def _doi(gathering: Gathering, doi: str) -> None:
    settings = gathering.desk.settings
    address = settings.sources["crossref_url"]
    try:
        with client(settings, address) as http:
            work = crossref.by_doi(doi, client=http, base_url=address)
    except SourceUnavailableError as error:
        gathering.fail(str(error), error.exit_code)
        return
    if work is None:
        gathering.fail(f"Crossref knows no DOI {doi}", _UNKNOWN)
    else:
        gathering.found.append(Found(work))


def _title(gathering: Gathering, title: str) -> None:
    """Search for a title; on a terminal the reader chooses, elsewhere the candidates are listed."""
    try:
        candidates = choosing.candidates(gathering.desk.settings, title)
    except PapertrailError as error:
        gathering.fail(str(error), error.exit_code)
        return
    chosen = choosing.choose(title, candidates)
    if chosen is None:
        gathering.fail(f"nothing was chosen for {title!r}" if candidates else f"nothing found for {title!r}", _UNKNOWN)
        return
    gathering.preprints += [chosen.preprint] if chosen.preprint else []
    gathering.found.append(Found(chosen.record))
