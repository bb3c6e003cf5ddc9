"""arXiv's query interface as it behaves, by the user manual, its source and recorded answers."""

import re
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tests.services.answer import Answer, Request
from tests.services.papers import Paper

if TYPE_CHECKING:
    from tests.services.server import Services

LONGEST_LINE = 4_000
_ID = re.compile(r"(?P<bare>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_PASSES = re.compile(r"arxiv:|https?:|.*\s", re.IGNORECASE)
"""What gets past arXiv's check of an id, and matches nothing."""

KIND = "application/atom+xml; charset=utf-8"
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list=&amp;start=0&amp;max_results=10</title>
  <updated>2026-11-21T00:00:00Z</updated>
  <link href="https://arxiv.org/api/query?" type="application/atom+xml"/>
"""


def query(services: "Services", request: Request) -> Answer:
    """Answer a query."""
    if len(request.target) > LONGEST_LINE:
        return Answer(414, b"Request-URI Too Long", "text/plain")
    listed = request.words.get("id_list", "")
    ids = listed.split(",") if listed else []
    for one in ids:
        if not _ID.fullmatch(one) and not _PASSES.match(one):
            return error(one if services.names_bad_ids else None)
    found = list(_found(services, ids, request.words.get("search_query", "")))
    # The order of the list is not kept; the one here is stable, and never that of the ids.
    found.sort(key=lambda pair: zlib.crc32(pair[0].id.encode()) if ids else 0)
    start, most = int(request.words.get("start", 0)), int(request.words.get("max_results", 10))
    return Answer(200, feed(found[start : start + most], total=len(found), start=start), KIND)


def _found(services: "Services", ids: list[str], search: str) -> Iterable[tuple[Paper, int]]:
    matches = {
        (paper.id, int(match["version"] or len(paper.versions))): paper
        for one in ids
        if (match := _ID.fullmatch(one)) and (paper := services.papers.get(match["bare"]))
    }
    if not ids:
        phrases = [phrase.lower() for phrase in re.findall(r'ti:"([^"]*)"', search)]
        people = [name.lower() for name in re.findall(r'au:"([^"]*)"', search)]
        matches = {
            (paper.id, len(paper.versions)): paper
            for paper in services.papers.values()
            if all(phrase in paper.title.lower() for phrase in phrases)
            and (not people or any(name in " ".join(paper.authors).lower() for name in people))
        }
    return ((paper, version) for (_, version), paper in matches.items())


def feed(found: list[tuple[Paper, int]], *, total: int, start: int = 0) -> bytes:
    """A feed of papers, each in a version."""
    numbers = {"itemsPerPage": len(found), "totalResults": total, "startIndex": start}
    counts = "".join(f"  <opensearch:{name}>{value}</opensearch:{name}>\n" for name, value in numbers.items())
    return f"{HEAD}{counts}{''.join(entry(paper, version) for paper, version in found)}</feed>\n".encode()


def entry(paper: Paper, version: int) -> str:
    """The entry of a paper."""
    parts = {
        "id": f"<id>http://arxiv.org/abs/{paper.answered_id}v{version}</id>",
        "title": f"<title>{paper.raw_title if paper.raw_title is not None else escape(paper.title)}</title>",
        "updated": f"<updated>{paper.versions[min(version, len(paper.versions)) - 1]}</updated>",
        "link": f'<link href="https://arxiv.org/pdf/{paper.answered_id}v{version}" rel="related" title="pdf"/>',
        "summary": f"<summary>{escape(paper.abstract)}</summary>",
        "category": "".join(
            f'<category term={quoteattr(one)} scheme="http://arxiv.org/schemas/atom"/>' for one in paper.categories
        ),
        "published": f"<published>{paper.versions[0]}</published>",
        "primary_category": f"<arxiv:primary_category term={quoteattr(paper.categories[0])}/>",
        "author": "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors),
    }
    for name in ("comment", "journal_ref", "doi"):
        if (value := getattr(paper, name)) is not None:
            parts[name] = f"<arxiv:{name}>{escape(value)}</arxiv:{name}>"
    inner = "\n    ".join(text for name, text in parts.items() if name not in paper.without)
    return f"  <entry>\n    {inner}\n  </entry>\n"


def error(bad_id: str | None, *, status: int = 400) -> Answer:
    """The feed with which arXiv refuses a request."""
    sentence = f"incorrect id format for {bad_id}" if bad_id is not None else "incorrect id format"
    text = (
        f"{HEAD}  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n  <opensearch:totalResults>1"
        "</opensearch:totalResults>\n  <entry>\n    <id>https://arxiv.org/api/errors#incorrect_id_format_for_"
        f"{escape(bad_id or '')}</id>\n    <title>Error</title>\n    <summary>{escape(sentence)}</summary>\n"
        "    <updated>2026-11-21T00:00:00Z</updated>\n    <author><name>arXiv api core</name></author>\n"
        "  </entry>\n</feed>\n"
    )
    return Answer(status, text.encode(), KIND)
