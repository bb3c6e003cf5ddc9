"""Whether two records describe one work."""

from papertrail.bibliography.record import BARE, Record
from papertrail.identifiers import folded
from papertrail.people import byline

_YEARS_APART = 3
_ON_THE_WEB = frozenset(("blog", "news", "video", "website"))


def is_same_paper(known: Record, other: Record) -> bool:
    """True for two records of one title that have the same key or an author in common, and nothing against it.

    Years far apart and identifiers that differ are against it.
    """
    if _identifiers_differ(known, other):
        return False
    if known.year and other.year and abs(known.year - other.year) > _YEARS_APART:
        return False
    if is_called_alike(known, other):
        return True
    if _is_post_about(known, other) or _is_post_about(other, known):
        return False
    return shares_author(known, other) or not (_families(known) or _families(other))


def is_corrected(known: Record, other: Record) -> bool:
    """True where a record of the same key describes the known work, perhaps under a corrected title."""
    if folded(known.text("title")) == folded(other.text("title")):
        return True
    return byline(known.authors) == byline(other.authors) and not _identifiers_differ(known, other)


def is_called_alike(one: Record, other: Record) -> bool:
    """True for the same key, whatever the case of its letters."""
    return one.key.lower() == other.key.lower()


def shares_author(one: Record, other: Record) -> bool:
    """True for records with a family name, or the name of a team, in common."""
    return bool(_families(one) & _families(other))


def _identifiers_differ(one: Record, other: Record) -> bool:
    pairs = ((one.arxiv, other.arxiv), (one.doi, other.doi))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _is_post_about(one: Record, paper: Record) -> bool:
    """True for a web page that has the title of a paper which appeared elsewhere; a bare record may be either."""
    appeared = paper.kind not in _ON_THE_WEB and (paper.type not in BARE or paper.arxiv or paper.doi)
    return one.kind in _ON_THE_WEB and bool(appeared) and not (one.url and one.url == paper.url)


def _families(record: Record) -> set[str]:
    return {folded(name.family or name.literal) for name in record.authors.names}
