"""Semantic Scholar, Crossref, DataCite and PDFs as they behave."""

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from tests.services.answer import Answer, Request
from tests.services.papers import Paper

if TYPE_CHECKING:
    from tests.services.server import Services


def _json(document: object, status: int = 200, kind: str = "application/json") -> Answer:
    return Answer(status, json.dumps(document).encode(), kind)


def scholar(services: "Services", request: Request) -> Answer:
    """POST /graph/v1/paper/batch: an entry for each id in its order, null for the unknown."""
    if request.method != "POST":
        return _json({"error": "Not Found"}, 404)
    ids = json.loads(request.body)["ids"]
    if len(ids) > 500:
        return _json({"error": "'ids' must not have more than 500 elements"}, 400)
    found = [services.scholarly.get(one.removeprefix("ARXIV:")) for one in ids]
    return _json(found) if any(found) else _json({"error": "No valid paper ids given"}, 400)


def crossref(services: "Services", request: Request) -> Answer:
    """GET /works/DOI and /works?query.bibliographic=…: one work, or the nearest."""
    doi = request.path.removeprefix("/works").strip("/").lower()
    if doi:
        found = next((work for work in services.works if work["DOI"].lower() == doi), None)
        if found is None:
            return Answer(404, b"Resource not found.", "text/plain")
        return _json({"status": "ok", "message-type": "work", "message": found})
    words = set(re.findall(r"\w+", request.words.get("query.bibliographic", "").lower()))

    def nearness(work: dict[str, Any]) -> int:
        return len(words & set(re.findall(r"\w+", " ".join(work.get("title", [])).lower())))

    ranked = sorted((work for work in services.works if nearness(work)), key=nearness, reverse=True)
    items = ranked[: int(request.words.get("rows", 20))]
    return _json(
        {"status": "ok", "message-type": "work-list", "message": {"total-results": len(ranked), "items": items}}
    )


def work(title: str, doi: str, /, **fields: Any) -> dict[str, Any]:
    """A message of Crossref's with likely values."""
    return {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [title],
        "author": [{"given": "Ashish", "family": "Vaswani", "sequence": "first"}],
        "container-title": ["Proceedings of a Conference"],
        "issued": {"date-parts": [[2018, 6]]},
        "publisher": "A Publisher",
        "URL": f"https://doi.org/{doi}",
        **fields,
    }


def entry(title: str, /, **fields: Any) -> dict[str, Any]:
    """An entry of Semantic Scholar's with likely values."""
    return {
        "paperId": hashlib.sha1(title.encode(), usedforsecurity=False).hexdigest(),
        "externalIds": {"DOI": "10.1000/one"},
        "title": title,
        "venue": "Neural Information Processing Systems",
        "year": 2017,
        "publicationTypes": ["JournalArticle", "Conference"],
        "publicationVenue": {"name": "Neural Information Processing Systems", "type": "conference"},
        "journal": {"pages": "5998-6008", "name": "A Journal"},
        "authors": [{"authorId": "1", "name": "Ashish Vaswani"}, {"authorId": None, "name": "Noam M. Shazeer"}],
        **fields,
    }


def datacite(services: "Services", request: Request) -> Answer:
    """GET /dois?query=doi:("…" OR "…"): the known ones, in an order of its own."""
    dois = re.findall(r'"10\.48550/arxiv\.([^"]+)"', request.words.get("query", ""))
    known = [services.papers[one] for one in sorted(dois, reverse=True) if one in services.papers]
    some = known[: int(request.words.get("page[size]", 25))]
    return _json(
        {"data": [_doi(paper) for paper in some], "meta": {"total": len(known)}}, kind="application/vnd.api+json"
    )


def _doi(paper: Paper) -> dict[str, Any]:
    doi = f"10.48550/arxiv.{paper.id}"
    dates = [{"date": day, "dateType": "Submitted" if not at else "Updated", "dateInformation": f"v{at + 1}"}
             for at, day in enumerate(paper.versions)]  # fmt: skip
    attributes = {
        "doi": doi,
        "titles": [{"title": paper.title}],
        "creators": [_creator(name) for name in paper.authors],
        "publicationYear": int(paper.versions[0][:4]),
        "subjects": [{"subject": f"A Subject ({one})", "subjectScheme": "arXiv"} for one in paper.categories]
        + [{"subject": "FOS: Computer and information sciences"}],
        "dates": [*dates, {"date": "2017-06", "dateType": "Available", "dateInformation": "v1"}],
        "descriptions": [{"description": paper.abstract, "descriptionType": "Abstract"}]
        + ([{"description": paper.comment, "descriptionType": "Other"}] if paper.comment else []),
        "relatedIdentifiers": [{"relationType": "IsVersionOf", "relatedIdentifier": paper.doi}] if paper.doi else [],
        "version": str(len(paper.versions)),
    }
    return {"id": doi, "type": "dois", "attributes": attributes}


def _creator(name: str) -> dict[str, Any]:
    given, _, family = name.rpartition(" ")
    if not given or family in {"Team", "Collaboration"}:
        return {"name": name, "nameType": "Organizational"}
    return {"name": f"{family}, {given}", "givenName": given, "familyName": family, "nameType": "Personal"}


def pdf(services: "Services", request: Request) -> Answer:
    """GET /pdf/ID, whole or from a byte on."""
    content = services.pdfs.get(request.path.removeprefix("/pdf/"))
    if content is None:
        return Answer(404, b"<html>not found</html>", "text/html")
    tag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    match = re.fullmatch(r"bytes=(\d+)-", request.headers.get("range", ""))
    if not match or request.headers.get("if-range", tag) != tag:
        return Answer(200, content, "application/pdf", headers)
    first = int(match[1])
    if first >= len(content):
        return Answer(416, b"", "text/plain", {"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
    return Answer(206, content[first:], "application/pdf", headers)
