"""Near misses: what somebody who wrote an unknown name probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from papertrail.identifiers import folded

_CLOSE = 65.0
_MOST = 3


def similar(name: str, names: Iterable[str]) -> list[str]:
    """The names closest to this one, best first; none when nothing is close."""
    found = process.extract(
        folded(name), list(names), processor=folded, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_MOST
    )
    return [match for match, _, _ in found]


def similar_papers(name: str, papers: Iterable[tuple[str, str, str]]) -> list[str]:
    """The keys of the papers whose key, title or first authors are closest, best first.

    Args:
        name: What was written.
        papers: A citation key, a folded title, and the first authors each.
    """
    keyed = [(text, key) for key, title, who in papers for text in (key, title, folded(who)) if text]
    found = process.extract(
        folded(name),
        [text for text, _ in keyed],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_CLOSE,
        limit=_MOST * 2,
    )
    return list(dict.fromkeys(keyed[index][1] for _, _, index in found))[:_MOST]
