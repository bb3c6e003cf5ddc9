"""CSL-JSON as Zotero, pandoc and citeproc write it.

Source: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import re
from pathlib import Path
from typing import Any

from papertrail import identifiers
from papertrail.importing.draft import MONTHS, Draft, Name, person, team
from papertrail.importing.json_items import Item, Items
from papertrail.importing.outcome import Import, Reader
from papertrail.importing.texts import unmarked
from papertrail.mistakes import quoted
from papertrail.records import KINDS

_TYPES = {
    "article": "misc", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "classic": "book", "collection": "book", "entry": "incollection",
    "entry-dictionary": "incollection", "entry-encyclopedia": "incollection", "manuscript": "misc",
    "paper-conference": "inproceedings", "periodical": "book", "report": "techreport", "review": "article",
    "review-book": "article", "standard": "techreport", "thesis": "phdthesis",
}  # fmt: skip
_KINDS = {
    "article-newspaper": "news", "book": "book", "broadcast": "video", "chapter": "chapter", "classic": "book",
    "collection": "book", "entry": "chapter", "entry-dictionary": "chapter", "entry-encyclopedia": "chapter",
    "motion_picture": "video", "post": "blog", "post-weblog": "blog", "software": "code", "speech": "slides",
    "webpage": "website",
}  # fmt: skip
_ENTRIES = frozenset((*_TYPES.values(), "booklet", "inbook", "manual", "mastersthesis", "proceedings"))
_OTHER_TYPES = frozenset(
    (
        "bill", "broadcast", "dataset", "document", "event", "figure", "graphic", "hearing", "interview", "legal_case",
        "legislation", "map", "motion_picture", "musical_score", "pamphlet", "patent", "performance",
        "personal_communication", "post", "post-weblog", "regulation", "software", "song", "speech", "treaty",
        "webpage",
    )
)  # fmt: skip
_FIELDS = {
    "abstract": "abstract", "annote": "annote", "chapter-number": "chapter", "collection-number": "number",
    "collection-title": "series", "edition": "edition", "event": "eventtitle", "event-place": "venue",
    "event-title": "eventtitle", "genre": "type", "ISBN": "isbn", "ISSN": "issn", "issue": "number",
    "keyword": "keywords", "language": "language", "medium": "howpublished", "number": "number",
    "number-of-pages": "pagetotal", "number-of-volumes": "volumes", "PMCID": "pmcid", "PMID": "pmid",
    "publisher-place": "address", "shortTitle": "shorttitle", "title-short": "shorttitle",
    "container-title-short": "shortjournal", "version": "version", "volume": "volume", "volume-title": "volumetitle",
}  # fmt: skip
_HANDLED = frozenset(
    (
        "author", "citation-key", "citation-label", "container-title", "custom", "DOI", "id", "issued", "note", "page",
        "publisher", "title", "type", "URL",
    )
)  # fmt: skip
_EXTRA = re.compile(r"\{?:?\s*([A-Za-z][A-Za-z .-]{0,30}?)\s*:\s*([^{}]+?)\}?")
_SEPARATORS = re.compile(r"\n|(?<=\})(?=\{:)")
_WANTED_EXTRAS = {
    "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "citation key": "citation-key",
    "container-title": "container-title", "publisher": "publisher", "url": "URL",
}  # fmt: skip
_ROLES = {
    "editor": "editor", "translator": "translator", "container-author": "bookauthor", "collection-editor": "editora",
    "director": "director", "composer": "composer", "interviewer": "interviewer",
}  # fmt: skip


def read_text(text: str, path: Path) -> Import:
    """The entries of a CSL-JSON text; a list, or an object with a list of "items"."""
    reader = Reader(path)
    found = False
    for item in Items(text):
        found = True
        _take(reader, item)
    if not found and not re.match(r"\s*\[[\s,]*\]", text):
        reader.mistake(1, "there is no list of references", "export it as CSL-JSON")
    return reader.outcome()


def _take(reader: Reader, item: Item) -> None:
    value = item.value
    if item.problem:
        reader.skip(
            item.line,
            f"this item cannot be read ({item.problem}) and was left out",
            "look for a missing comma or quote",
        )
    elif not isinstance(value, dict):
        reader.skip(item.line, f"{quoted(value)} is no reference and was left out", "each is an object in braces")
    elif "itemType" in value and "type" not in value:
        reader.skip(item.line, "this item is in Zotero's own format and was left out", "export it as CSL JSON")
    else:
        _draft(reader, item.line, value).keep()


def _draft(reader: Reader, line: int, item: dict[str, Any]) -> Draft:
    key = _text(item.get("citation-key")) or _text(item.get("id"))
    draft = Draft(reader, line, f"item {quoted(key)}" if key else "this item")
    item = _with_extras(draft, item)
    draft.set_key(_text(item.get("citation-key")) or key)
    _set_type(draft, _text(item.get("type")))
    draft.title = unmarked(_text(item.get("title")))
    draft.names = _people(draft, item, "author")
    draft.publisher = _text(item.get("publisher"))
    draft.venue = _text(item.get("container-title"))
    if draft.entry_type == "inproceedings" and not draft.venue:
        draft.venue = _text(item.get("event-title")) or _text(item.get("event"))
    _set_date(draft, item.get("issued"))
    _set_custom(draft, item)
    _set_identifiers(draft, item)
    _set_fields(draft, item)
    return draft


def _set_type(draft: Draft, written: str) -> None:
    kind = written.lower()
    draft.entry_type = _TYPES.get(kind, "misc")
    draft.kind = _KINDS.get(kind, "paper")
    if kind not in _TYPES and kind not in _OTHER_TYPES:
        draft.changed(f"the type {quoted(written)} is taken as a paper" if written else "it has no type")


def _set_custom(draft: Draft, item: dict[str, Any]) -> None:
    """What `exports.csl` says beside what CSL has words for."""
    custom = item.get("custom")
    if not isinstance(custom, dict):
        return
    names = ("entry", "eprint", "eprintclass", "eprinttype", "kind", "venue")
    values = {name: _text(custom.get(name)) for name in names}
    if values["eprinttype"].lower() == "arxiv" and draft.look_for_arxiv(f"arXiv:{values['eprint']}"):
        draft.put("primaryclass", values["eprintclass"])
        if identifiers.arxiv_id(_text(item.get("URL"))) == draft.arxiv:
            item.pop("URL", None)  # the page of the preprint, which needs no telling
        if draft.publisher == "arXiv":
            draft.publisher = ""
    elif values["eprint"]:
        draft.put("eprint", values["eprint"])
        draft.put("eprinttype", values["eprinttype"])
        if draft.publisher.lower() == values["eprinttype"].lower():  # a preprint, published nowhere else
            draft.publisher = ""
            item.pop("number", None)
    draft.kind = values["kind"] if values["kind"] in KINDS else draft.kind
    draft.entry_type = values["entry"] if values["entry"] in _ENTRIES else draft.entry_type
    if values["venue"]:
        draft.venue, draft.venue_field = values["venue"], "howpublished"


def _set_identifiers(draft: Draft, item: dict[str, Any]) -> None:
    draft.set_doi(_text(item.get("DOI")))
    draft.set_url(_text(item.get("URL")))
    for name in ("number", "page"):
        if draft.look_for_arxiv(_text(item.get(name))):
            del item[name]
    for name in ("archive_location", "archive-location", "note"):
        draft.look_for_arxiv(_text(item.get(name)))
    if _text(item.get("archive")).lower() == "arxiv" and not draft.arxiv:
        draft.look_for_arxiv(f"arXiv:{_text(item.get('archive_location')) or _text(item.get('archive-location'))}")


def _set_fields(draft: Draft, item: dict[str, Any]) -> None:
    draft.put_pages(_text(item.get("page")))
    draft.put("note", _text(item.get("note")))
    for name, written in _ROLES.items():
        draft.put_names(written, _people(draft, item, name))
    for name, written in _FIELDS.items():
        draft.put(written, _text(item.get(name)))
    for name, value in item.items():
        if name in _HANDLED or name in _FIELDS or name in _ROLES:
            continue
        if isinstance(value, dict) and ("date-parts" in value or "raw" in value):
            draft.put("urldate" if name == "accessed" else name.lower(), _iso(value))
        else:
            draft.put(name.lower(), _text(value))


def _set_date(draft: Draft, issued: object) -> None:
    if issued in (None, "", {}, []):
        return
    parts = _date_parts(issued)
    written = _text(issued.get("raw") or issued.get("literal")) if isinstance(issued, dict) else _text(issued)
    if not parts and not written:
        draft.changed("its date cannot be read and was left out", 'write it as {"date-parts": [[2017, 6, 12]]}')
    draft.set_year(parts[0] if parts else written)
    month = parts[1] if len(parts) > 1 else ""
    if month.isdecimal() and 1 <= int(month[:4]) <= len(MONTHS):
        draft.put("month", MONTHS[int(month) - 1])


def _date_parts(date: object) -> list[str]:
    """Year, month and day, as far as they are given; dates are written in several ways."""
    if isinstance(date, list):  # an old pandoc: [{"year": 2017, "month": 6}]
        return _date_parts(date[0]) if date else []
    if not isinstance(date, dict):
        return re.findall(r"\d+", _text(date))[:3] if re.match(r"\s*\d{4}(-\d\d){0,2}\s*$", _text(date)) else []
    found = date.get("date-parts")
    first = found[0] if isinstance(found, list) and found else found
    parts = first if isinstance(first, list) else [date.get(name) for name in ("year", "month", "day")]
    written = [_text(part).strip() for part in parts[:3]]
    if written and written[0]:
        return [part for part in written if part]
    return _date_parts(_text(date.get("raw"))) if date.get("raw") else []


def _iso(date: dict[str, Any]) -> str:
    return "-".join(part.zfill(2) for part in _date_parts(date)) or _text(date.get("raw"))


def _people(draft: Draft, item: dict[str, Any], role: str) -> list[Name]:
    listed = item.get(role)
    if listed is None:
        return []
    found = [_person(name) for name in (listed if isinstance(listed, list) else [listed])]
    if not all(found):
        draft.changed(f"a name among its {role}s is empty and was left out")
    people = [name for name in found if name]
    if role == "author" and people and people[-1].get("literal", "").lower() in {"others", "et al.", "et al"}:
        draft.complete = False
        people.pop()
    return people


def _person(name: object) -> Name:
    if not isinstance(name, dict):
        return team(_text(name))
    if literal := _text(name.get("literal")):
        return team(literal)
    particles = (_text(name.get(f"{sort}-particle")) for sort in ("dropping", "non-dropping"))
    return person(
        _text(name.get("family")),
        _text(name.get("given")),
        particle=" ".join(filter(None, particles)),
        suffix=_text(name.get("suffix")),
    )


def _with_extras(draft: Draft, item: dict[str, Any]) -> dict[str, Any]:
    """The item with what Zotero users keep in its note, such as "DOI: 10.1000/1" or "arXiv: 1234.5678 [cs.LG]"."""
    note = _text(item.get("note"))
    item, rest = dict(item), list[str]()
    if ":" not in note:
        return item
    for line in _SEPARATORS.split(note):
        match = _EXTRA.fullmatch(line.strip())
        name = match[1].lower() if match else ""
        if match and name in _WANTED_EXTRAS:
            item.setdefault(_WANTED_EXTRAS[name], match[2])
        elif not (name == "arxiv" and draft.look_for_arxiv(line)):
            rest.append(line)
    item["note"] = "\n".join(rest)
    return item


def _text(value: object) -> str:
    """A scalar as text, a list of texts with commas; nothing for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(_scalar, value)))
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
