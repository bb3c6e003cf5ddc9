"""CSL-JSON for Zotero, pandoc and whatever else has a citation processor.

A record speaks CSL, so its variables leave as they are. What CSL has no word for, that a list of names goes on and the
arXiv id of a published paper above all, is in the object `custom`, which the schema keeps for such things;
`reading.csl` reads it again.
Source: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papertrail.bibliography.mapping import csl as mapping
from papertrail.bibliography.mapping.csl import ALL_CASE, CASED, ENTRIES, IDENTIFIERS, ORDER, PRIVATE, is_private
from papertrail.bibliography.record import NAME_VARIABLES, Date, Record
from papertrail.bibliography.writing.addresses import address, archive_place, arxiv_page, doi, eprint
from papertrail.bibliography.writing.keys import keyed
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Piece, Run, Text, as_pieces, joined, keeps_case, without_outer_case

_OTHERS = ORDER[""]
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def csl(records: Iterable[Record]) -> Iterator[str]:
    """Records as CSL-JSON: one list, each record on a line of its own."""
    before = "[\n"
    for found in items(records):
        yield before + _encoded(found)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def items(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Records as the objects of CSL-JSON."""
    for key, record in keyed(records):
        yield item(record, key)


def item(record: Record, key: str | None = None) -> dict[str, Any]:
    """A record as an object of CSL-JSON; what is not known is not there."""
    kept = record.kept.get("csl", {}) if record.kept else {}
    values: dict[str, Any] = {"id": key or record.key, "type": _type(record, kept)}
    for name, text in record.texts.items():
        if name not in PRIVATE:
            values[name] = (
                text if isinstance(text, str) and "<" not in text and "&" not in text else _marked(name, text)
            )
    for role, people in record.names.items():
        values[role] = _people(people, kept.get(f"@{role}"))
    for variable, date in record.dates.items():
        values[variable] = _date(date)
    title = without_outer_case(record.title)
    if not keeps_case(title):
        values["title"] = _protected(title)
    _make_safe(values)
    venue = _set_blog(values) if record.type == "post-weblog" else ""
    if kept:
        _add_kept(values, kept)
        _keep_case(record, values, kept)
    if record.is_preprint:
        values = {name: _apart(text) for name, text in archive_place(record).items()} | values
        values["URL"] = values.get("URL") or arxiv_page(record)
    if custom := _own(record, venue):
        others = values.get("custom")  # an object, by the schema
        values["custom"] = {**others, **custom} if isinstance(others, dict) else custom
    ordered = sorted(values, key=_place)
    return {name: value for name in ordered if (value := values[name]) or isinstance(value, (bool, int, float))}


def _place(name: str) -> int:
    return ORDER.get(name, _OTHERS)


def _type(record: Record, kept: Mapping[str, str]) -> str:
    """Its type; one that CSL does not have as it came."""
    if record.type == "document" and "@type" in kept:
        return _apart(str(json.loads(kept["@type"])))
    return record.type


def _marked(name: str, text: Text) -> str:
    """A text with CSL's tags; identifiers are as they are."""
    if name in IDENTIFIERS and isinstance(text, str):
        return text
    from papertrail.text.html import write_csl  # noqa: PLC0415 - few texts have marks, or signs that look like them

    return write_csl(text)


def _apart(text: str) -> str:
    """Plain text in which nothing is markup."""
    return _marked("", text) if "<" in text or "&" in text else text


def _protected(title: Text) -> str:
    """A title in which nobody has marked words that would lose their sense in small letters, with those marked."""
    if isinstance(title, str) and not CASED.search(title):
        return _apart(title)
    return _marked("title", joined(_with_case(as_pieces(title))))


def _with_case(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Run):
            yield piece if piece.mark is Mark.MATH else Run(piece.mark, tuple(_with_case(piece.pieces)))
            continue
        begin = 0
        for match in CASED.finditer(piece):
            yield piece[begin : match.start()]
            yield Run(Mark.CASE, (match[0],))
            begin = match.end()
        yield piece[begin:]


def _people(people: People, others: str | None) -> list[dict[str, Any]]:
    names = [_name(name) for name in people.names]
    if others:
        known: dict[str, dict[str, Any]] = _inert(json.loads(others))
        names = [{**parts, **known.get(name.full, {})} for parts, name in zip(names, people.names, strict=True)]
    return names


def _name(name: Name) -> dict[str, Any]:
    """The parts of a name. Where a family begins with a small word, it says that this is no particle."""
    parts = name.to_json()
    if "<" in name.full or "&" in name.full:
        parts = {part: _apart(text) if isinstance(text, str) else text for part, text in parts.items()}
    if name.family[:1].islower() and " " in name.family:
        parts["parse-names"] = False
    return parts


def _date(date: Date) -> dict[str, Any]:
    """A date as far as CSL can say it: not its time."""
    begin, end = date.begin, date.end
    if not begin and end:
        return {"raw": f"../{'-'.join(f'{part:02}' for part in end)}"}
    found: dict[str, Any] = {}
    if begin:
        found["date-parts"] = [mapping.civil(begin)]
        if end is not None:
            found["date-parts"].append(mapping.civil(end) if end else [0])
    if date.season:
        found["season"] = date.season
    if date.circa:
        found["circa"] = True
    if date.literal:
        found["literal"] = _apart(date.literal)
    return found


def _make_safe(values: dict[str, Any]) -> None:
    if "DOI" in values:
        values["DOI"] = doi(values["DOI"])
    if "URL" in values:
        values["URL"] = address(values["URL"])


def _set_blog(values: dict[str, Any]) -> str:
    """Leave out of a blog's name that it is one; the whole name, where that was done."""
    place: str = values.get("container-title", "")
    name = values["container-title"] = mapping.name_of_blog(place)
    return place if name != place else ""


def _own(record: Record, venue: str) -> dict[str, Any]:
    """What the rest cannot say."""
    own: dict[str, Any] = {}
    if record.arxiv and eprint(record.arxiv):
        own = {"eprint": record.arxiv, "eprinttype": "arxiv"}
        if record.arxiv_class:
            own["eprintclass"] = _apart(record.arxiv_class)
    if record.kept and (entry := record.kept.get("bibtex", {}).get("@type")):
        own["entry"] = ENTRIES.get(entry) or _apart(entry)
    if record.kind != mapping.kind(record.type):
        own["kind"] = record.kind
    if venue:
        own["venue"] = venue
    if incomplete := sorted(role for role, people in record.names.items() if not people.complete):
        own["incomplete"] = incomplete
    if times := {variable: _apart(date.time) for variable, date in sorted(record.dates.items()) if date.time}:
        own["times"] = times
    return own


def _add_kept(values: dict[str, Any], kept: Mapping[str, str]) -> None:
    """The members that are not CSL's, or that say in other words what the record has: as data, with nothing alive."""
    for name, text in kept.items():
        if name.startswith("@") or name in values or name in PRIVATE or is_private(name):
            continue
        if name not in NAME_VARIABLES:
            values[name] = _inert(json.loads(text))


def _keep_case(record: Record, values: dict[str, Any], kept: Mapping[str, str]) -> None:
    """Mark the texts that came with the case of all their letters kept."""
    for name, text in record.texts.items():
        if kept.get(f"@{name}") == f'"{ALL_CASE}"' and without_outer_case(text) is not text:
            values[name] = f'<span class="nocase">{_marked(name, text)}</span>'


def _inert(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Data in which no text is markup, without what is the reader's own."""
    if isinstance(value, str):
        return _apart(value)
    if isinstance(value, list):
        return [_inert(one) for one in value]
    if isinstance(value, dict):
        return {_apart(name): _inert(one) for name, one in value.items() if not is_private(name)}
    return value
