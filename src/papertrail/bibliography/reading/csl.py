"""CSL-JSON as Zotero, pandoc and citeproc write it, and as `writing.csl` does.

Everything in an item is kept: what CSL has a variable for under its name, anything else beside the record as it came.
Source: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from papertrail import cleaning
from papertrail.bibliography.mapping import csl as mapping
from papertrail.bibliography.reading.csl_values import (
    NOTHING,
    as_data,
    as_date,
    as_text,
    as_words,
    person,
    unknown_parts,
)
from papertrail.bibliography.reading.draft import Draft
from papertrail.bibliography.reading.json_items import Item, Items
from papertrail.bibliography.reading.outcome import Import, Reader
from papertrail.bibliography.reading.texts import arxiv_mark
from papertrail.bibliography.record import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, TYPES, Date, Record
from papertrail.bibliography.writing.addresses import archive_place, arxiv_page
from papertrail.mistakes import quoted
from papertrail.people import People, means_others
from papertrail.records import KINDS
from papertrail.text.marked import without_outer_case

_EXTRA = re.compile(r"\{?:?\s*([A-Za-z][A-Za-z ._-]{0,30}?)\s*:\s*([^{}]+?)\}?")
_SEPARATORS = re.compile(r"\n|(?<=\})(?=\{:)")
_ENTRY = re.compile(r"[a-z]{1,40}", re.ASCII)


def read_text(text: str, path: Path) -> Import:
    """The records of a CSL-JSON text; a list, or an object with a list of "items"."""
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
    name = as_text(item.get("citation-key")) or as_text(item.get("id"))
    draft = Draft(reader, f"item {quoted(name)}" if name else "this item", Record(line=line))
    values = _named(item)
    custom = values.pop("custom", None)
    is_ours = isinstance(custom, dict) and "eprint" in custom
    if is_ours:
        _take_eprint(draft, custom, values)
    _take_extras(draft, values)
    _take_key(draft, values)
    _take_type(draft, as_text(values.pop("type", "")))
    _take_custom(draft, custom, values)
    _take_places(draft, values)
    draft.set_doi(as_text(values.pop("DOI", "")))
    draft.set_url("%20".join(as_text(values.pop("URL", "")).split()))
    draft.put_abstract(as_text(values.pop("abstract", "")))
    for variable, value in values.items():
        _take_variable(draft, variable, value)
    _mark_incomplete(draft.record, custom)
    if not is_ours:  # whose type is surely meant
        draft.settle_type()
    _leave_out_derived(draft.record)
    return draft


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    """The members with older spellings as CSL has them; one that contradicts another member stays as it is."""
    values = {name: value for name, value in item.items() if value not in NOTHING}
    for old, name in mapping.ALIASES.items():
        if isinstance(values.get(old), (str, int, float)) and values.get(name, values[old]) == values[old]:
            values[name] = values.pop(old)
    return values


def _take_extras(draft: Draft, values: dict[str, Any]) -> None:
    """Take out of the note what Zotero's users keep there, such as "DOI: 10.1000/1" or "arXiv: 1234.5678 [cs.LG]"."""
    note = values.get("note")
    if not isinstance(note, str) or ":" not in note:
        return
    lines = _SEPARATORS.split(note)
    told: dict[str, Any] = {}
    rest = [line for line in lines if not _take_extra(draft, line, values, told)]
    if len(rest) < len(lines):
        values |= told
        values["note"] = "\n".join(rest)


def _take_extra(draft: Draft, line: str, values: Mapping[str, Any], told: dict[str, Any]) -> bool:
    """True where a line of the note tells a variable that the item does not have, and nothing else."""
    match = _EXTRA.fullmatch(line.strip())
    if not match:
        return False
    name = re.sub(r"[ _]", "-", match[1].lower())
    if name == "arxiv":
        return _says_nothing_else(draft, line)
    variable = mapping.VARIABLES.get(name)
    if variable is None or variable in values:
        return variable is not None and as_text(values[variable]) == match[2]
    if variable in NAME_VARIABLES:
        told.setdefault(variable, []).append(_spoken_in_note(match[2]))
    elif variable not in told:
        told[variable] = {"raw": match[2]} if variable in DATE_VARIABLES else match[2]
    else:
        return False
    return True


def _says_nothing_else(draft: Draft, line: str) -> bool:
    """True for an arXiv id without version, which is taken."""
    draft.look_for_arxiv(line)
    return arxiv_mark(line)[0] == draft.record.arxiv is not None and not re.search(r"\dv\d", line)


def _spoken_in_note(text: str) -> dict[str, str]:
    family, bars, given = text.partition("||")
    return {"family": family.strip(), "given": given.strip()} if bars else {"literal": text}


def _take_key(draft: Draft, values: dict[str, Any]) -> None:
    """The key by which documents cite it; an id that is none is the program's own."""
    names = {name: as_text(values.pop(name, "")) for name in ("citation-key", "id")}
    draft.set_key(names["citation-key"] or names["id"])
    for name, text in names.items():
        if text != draft.record.key:
            draft.put_private(name, text)


def _take_type(draft: Draft, written: str) -> None:
    record = draft.record
    record.type = written.lower()
    if record.type not in TYPES:
        record.type = "document"
        draft.changed(f"the type {quoted(written)} is taken as a paper" if written else "it has no type")
        if name := cleaning.line(written):
            _hold(draft, "@type", name)
    record.kind = mapping.kind(record.type)


def _take_custom(draft: Draft, custom: object, values: dict[str, Any]) -> None:
    """What `writing.csl` says beside what CSL has words for; the members of other programs are kept."""
    if not isinstance(custom, dict):
        if custom is not None:
            _hold(draft, "custom", custom)
        return
    ours = mapping.CUSTOM - ({"venue"} if draft.record.type in mapping.PUBLISHED_BY else set())
    own = {name: text for name in ours if (text := as_text(custom.get(name)))}
    if own.get("kind") in KINDS:
        draft.record.kind = own["kind"]
    if _ENTRY.fullmatch(own.get("entry", "")):
        draft.hold("bibtex", "@type", own["entry"])
    if "venue" in own:
        values["container-title"] = own["venue"]
    _keep_custom(draft, {name: value for name, value in custom.items() if name not in ours})


def _keep_custom(draft: Draft, members: Mapping[str, Any]) -> None:
    shared = {name: value for name, value in members.items() if not mapping.is_private(name)}
    for name in members.keys() - shared.keys():
        draft.put_private(name.lower(), as_words(members[name]))
    if shared:
        _hold(draft, "custom", shared)


def _take_eprint(draft: Draft, custom: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Where a preprint lies, as `writing.csl` says it, and older exports did."""
    archive, eprint = as_text(custom.get("eprinttype")), as_text(custom.get("eprint"))
    if archive.lower() == "arxiv" and draft.look_for_arxiv(f"arXiv:{eprint}"):
        draft.record.arxiv_class = draft.record.arxiv_class or cleaning.line(as_text(custom.get("eprintclass"))) or None
    elif "archive" not in values:
        publisher = as_text(values.get("publisher"))
        values["archive"] = publisher if publisher.lower() == archive.lower() else archive
        values["archive_location"] = eprint


def _take_places(draft: Draft, values: dict[str, Any]) -> None:
    """Find arXiv in the place of a journal, a publisher, a number or an archive; such words are kept as they are."""
    for variable in ("container-title", "publisher"):
        if draft.is_arxiv(as_text(values.get(variable))):
            _hold(draft, variable, values.pop(variable))
    for variable in ("number", "page"):
        if draft.look_for_arxiv(as_text(values.get(variable))):
            _hold(draft, variable, values.pop(variable))
    location = as_text(values.get("archive_location"))
    is_archived = as_text(values.get("archive")).lower() in {"arxiv", "arxiv.org"}
    if draft.look_for_arxiv(location) or (is_archived and draft.look_for_arxiv(f"arXiv:{location}")):
        for variable in ("archive", "archive_location"):
            if variable in values:
                _hold(draft, variable, values.pop(variable))
    draft.look_for_arxiv(as_text(values.get("note")))


def _take_variable(draft: Draft, variable: str, value: object) -> None:
    if variable in mapping.PRIVATE:
        draft.put_private(mapping.PRIVATE[variable], as_words(value))
    elif variable in NAME_VARIABLES:
        _take_names(draft, variable, value if isinstance(value, list) else [value])
    elif variable in DATE_VARIABLES:
        _take_date(draft, variable, value)
    elif variable in TEXT_VARIABLES and (text := as_text(value)):
        draft.put(variable, text, is_marked=variable not in mapping.IDENTIFIERS)
        read = draft.record.texts.get(variable, "")
        if without_outer_case(read) is not read:  # which formats leave out that have it around every title
            _hold(draft, f"@{variable}", mapping.ALL_CASE)
    elif mapping.is_private(variable):
        draft.put_private(variable.lower(), as_words(value))
    elif not variable.startswith("@"):
        _hold(draft, variable, value)


def _take_names(draft: Draft, role: str, listed: list[Any]) -> None:
    people = [name for name in map(person, listed) if name]
    if len(people) < len(listed):
        draft.changed(f"a name among its {role}s is empty and was left out")
    complete = not (people and not people[-1].given and means_others(people[-1].full))
    if not complete:
        people.pop()
    draft.record.names[role] = People(tuple(people), complete=complete)
    if others := dict(filter(None, map(unknown_parts, listed))):
        _hold(draft, f"@{role}", others)


def _mark_incomplete(record: Record, custom: object) -> None:
    """That a list of names goes on, and the times of dates, as `writing.csl` says them."""
    if not isinstance(custom, dict):
        return
    roles, times = custom.get("incomplete"), custom.get("times")
    for role in roles if isinstance(roles, list) else ():
        if role in NAME_VARIABLES:
            record.names[role] = People(record.names.get(role, People()).names, complete=False)
    for variable, time in times.items() if isinstance(times, dict) else ():
        if variable in record.dates:
            record.dates[variable] = record.dates[variable]._replace(time=cleaning.line(as_text(time)))


def _take_date(draft: Draft, variable: str, value: object) -> None:
    date = as_date(value)
    if date == Date():
        which = "its date" if variable == "issued" else f"its date '{variable}'"
        draft.changed(f"{which} cannot be read and was left out", 'write it as {"date-parts": [[2017, 6, 12]]}')
    elif date.literal and not date.begin and not (isinstance(value, dict) and value.get("literal")):
        draft.changed(f"{quoted(date.literal)} does not begin with a year", "write it as 2017 or 2017-06-12")
    draft.put_date(variable, date)


def _leave_out_derived(record: Record) -> None:
    """Leave out what `writing.csl` says of every preprint."""
    if not record.is_preprint:
        return
    kept, texts = record.kept.get("csl", {}), record.texts
    for variable, said in archive_place(record).items():
        if texts.get(variable) == said:
            del texts[variable]
        if kept.get(variable) == json.dumps(said):
            del kept[variable]
    if record.arxiv and record.url == arxiv_page(record):
        texts.pop("URL", None)
    if "csl" in record.kept and not kept:
        del record.kept["csl"]


def _hold(draft: Draft, name: str, value: object) -> None:
    """Keep a member as it came, as JSON."""
    data = as_data(value)
    text = json.dumps(data, ensure_ascii=False)
    if len(text) > cleaning.LONGEST_TEXT:
        draft.changed(f"the member {quoted(name)} is too long and was left out")
    elif data not in NOTHING:
        draft.hold("csl", cleaning.line(name), text)
