"""The published version that a preprint itself states, in arXiv's journal reference or comment.

Both are free text. Only what can be read in one way is read; anything else is None, and other sources are asked.
"""

import re

from papertrail.bibliography.record import Date, Record
from papertrail.sources import matching
from papertrail.sources.records import Preprint, PublishedVersion
from papertrail.sources.venues import CONFERENCES, JOURNALS, is_preprint

_LONGEST = 400

_NAMES = "|".join(map(re.escape, sorted((*CONFERENCES, *JOURNALS), key=len, reverse=True)))
_VENUE = re.compile(
    rf"(?<![\w-])(?P<name>(?P<short>{_NAMES})(?:-HLT|-IJCNLP)?)(?![\w-])(?:\s?['’](?P<brief>\d\d)|\s+(?P<year>(?:19|20)\d\d))?(?![\w-])"
)
_CLAUSE_END = re.compile(r"[;,()\[\]]|[.!](?:\s|$)")
_WORD = re.compile(r"[A-Za-z]+|\S")
_HARMLESS = frozenset(
    (
        "accepted", "published", "publication", "to", "appear", "appears", "appeared", "presented",
        "presentation", "camera", "ready", "version", "in", "at", "by", "for", "as", "a", "an", "the", "of",
        "conference", "proceedings", "paper", "oral", "spotlight", "poster", "main", "track", "long",
        "short", "full", "regular", "research", "this", "work", "was", "is", "has", "been", "be", "will",
        "best", "award", "outstanding", "-", ":", "*",
    )
)  # fmt: skip
"""Words that may stand beside a venue and its year without changing what is said."""

_DOUBTFUL = re.compile(
    r"workshop|submi|review|reject|withdr|tutorial|abstract|findings|challenge|competition|shared task"
    r"|demo\b|demonstration|companion|consortium|version of (?!record)|extend|extension|preliminary"
    r"|previous|earlier|originally"
    r"|(?:full|long|longer|short|shorter|conference|journal)\s+version|supersede|supplement|thesis|\bnot\b|\bafter\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.:-])(?:19|20)\d\d(?![\d.:-]*\d)")
_PROCEEDINGS = re.compile(
    r"(?:[Ii]n[:\s]+)?(?:[Tt]he\s+)?(?P<venue>(?:Proceedings|Proc\.|Advances in Neural Information)\b.*)", re.DOTALL
)
_VENUE_END = re.compile(r"[,;(:]|\bpages?\b|\bpp\b|\bvol(?:ume)?\b|\bPMLR\b", re.IGNORECASE)
_LONGEST_NAME = 10
_PAGES = re.compile(r"(?:\bpages?|\bpp?\.|\d:)\s*(?P<pages>\d{1,6}\s?[-–—]{1,2}\s?\d{1,6})\b", re.IGNORECASE)
_JOURNAL = r"(?P<venue>[A-Z][A-Za-z .&’'-]{2,90}?),?\s+(?:vol(?:ume\b|\.)\s*)?(?P<volume>\d{1,4})"
_NUMBER = r"(?:\s?\((?P<number>\d{1,4})\)|,\s*(?:no\.|issue|number)\s*(?P<issue>\d{1,4}))?"
_SPAN = r"(?:pp?\.\s*|pages?\s+)?(?P<pages>[A-Za-z]?\d{1,7}(?:\s?[-–—]{1,2}\s?[A-Za-z]?\d{1,7})?)"
_YEAR_LAST = re.compile(rf"{_JOURNAL}{_NUMBER}\s?[,:]\s*{_SPAN},?\s+\(?(?P<year>(?:19|20)\d\d)\)?\.?")
_YEAR_INSIDE = re.compile(rf"{_JOURNAL}\s?\((?P<year>(?:19|20)\d\d)\)(?P<number>)(?P<issue>)[\s,:]*{_SPAN}\.?")
_MEETING = re.compile(r"conference|symposium|meeting|congress|proceedings|advances in", re.IGNORECASE)


def stated(preprint: Preprint) -> PublishedVersion | None:
    """The published version as the preprint's own record states it, where that is beyond doubt."""
    if preprint.withdrawn or preprint.first_year is None:
        return None
    return _from_reference(preprint, preprint.journal_ref or "") or _from_comment(preprint, preprint.comment or "")


def _from_reference(preprint: Preprint, text: str) -> PublishedVersion | None:
    if not text or len(text) > _LONGEST or is_preprint(text) or _DOUBTFUL.search(text):
        return None
    if match := _YEAR_LAST.fullmatch(text) or _YEAR_INSIDE.fullmatch(text):
        return _article(preprint, match)
    if match := _PROCEEDINGS.fullmatch(text):
        return _proceedings(preprint, match["venue"])
    return _from_comment(preprint, text)


def _article(preprint: Preprint, match: re.Match[str]) -> PublishedVersion | None:
    venue, year = match["venue"].strip(" ,"), int(match["year"])
    if _MEETING.search(venue):
        return _version(preprint, venue, year, "paper-conference", page=match["pages"])
    number = match["number"] or match["issue"] or None
    return _version(preprint, venue, year, "article-journal", volume=match["volume"], issue=number, page=match["pages"])


def _proceedings(preprint: Preprint, text: str) -> PublishedVersion | None:
    years = set(_YEAR.findall(text))
    venue = _VENUE_END.split(text, maxsplit=1)[0].strip(" .")
    if len(years) != 1 or len(venue) <= _LONGEST_NAME or len(_proceedings_of(text)) > 1:
        return None
    pages = _PAGES.search(text)
    return _version(preprint, venue, int(years.pop()), "paper-conference", page=pages["pages"] if pages else None)


def _proceedings_of(text: str) -> list[str]:
    return re.findall(r"proceedings|proc\.|advances in", text, re.IGNORECASE)


def _from_comment(preprint: Preprint, text: str) -> PublishedVersion | None:
    """A clause such as "Accepted at ICLR 2021", and no other conference in the whole comment."""
    mentions = list(_VENUE.finditer(text))
    if not mentions or len(text) > _LONGEST or _DOUBTFUL.search(text):
        return None
    if len({(mention["name"], _year(mention)) for mention in mentions}) > 1:
        return None
    clauses = (clause for clause in _CLAUSE_END.split(text) if _VENUE.search(clause))
    year = _year(mentions[0])
    if year is None or not any(map(_says_nothing_else, clauses)):
        return None
    if journal := JOURNALS.get(mentions[0]["short"]):
        return _version(preprint, journal, year, "article-journal")
    return _version(preprint, f"{mentions[0]['name']} {year}", year, "paper-conference")


def _year(mention: re.Match[str]) -> int | None:
    if mention["year"]:
        return int(mention["year"])
    return 2000 + int(mention["brief"]) if mention["brief"] else None


def _says_nothing_else(clause: str) -> bool:
    return all(word.lower() in _HARMLESS for word in _WORD.findall(_VENUE.sub(" ", clause)))


def _version(
    preprint: Preprint, venue: str, year: int, csl_type: str, **details: str | None
) -> PublishedVersion | None:
    doi = preprint.doi if not is_preprint(None, preprint.doi) else None
    texts = {"title": preprint.record.title, "container-title": venue, "DOI": doi, **details}
    record = Record(
        type=csl_type,
        texts={variable: text for variable, text in texts.items() if text},
        names=preprint.record.names,
        dates={"issued": Date((year,))},
    )
    if not matching.is_plausible(preprint.first_year, year) or not matching.is_upgrade(record):
        return None
    return PublishedVersion(preprint.id, record, "arxiv")
