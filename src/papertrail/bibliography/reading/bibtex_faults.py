"""What many BibTeX files get wrong, put right in place before an entry is read: nobody would be asked about it."""

import re
from collections.abc import Iterator

from papertrail import cleaning, identifiers
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.reading.bibtex_values import YEAR
from papertrail.bibliography.reading.entries import RawEntry
from papertrail.bibliography.reading.outcome import Reader
from papertrail.bibliography.reading.texts import arxiv_mark, is_preprint_server
from papertrail.mistakes import quoted
from papertrail.text import braces, latex

_PARENTS = ("crossref", "xdata")
_ARXIV_FIELDS = ("arxivid", "arxiv", "note", "annote", "number", "howpublished", "pages", "volume")
_OWN = frozenset(
    ("crossref", "xdata", "ids", "entryset", "label", "options", "relatedtype", "shorttitle", "sortkey", "xref")
)
_NOT_INHERITED = _OWN | {"author", "doi", "url", "file", "abstract", "eprint"}
_HEIRS = {"title": "booktitle", "subtitle": "booksubtitle"}

_ADDRESS = re.compile(r"\\(?:url|href|path)\s*\{\s*(https?://[^{}\s]+)\s*\}|(https?://(?:[^\s{}\\,;]|\\[_%#&~$])+)")
_FIRST_YEAR = re.compile(r"\D*(\d{4})(?!\d)", re.ASCII)
_STAMP = re.compile(r"\s*arxiv:\s*\S+(?:\s*\[\S+\])?\s*", re.IGNORECASE)
"""An arXiv id, and nothing else."""
_MODERN_ID = re.compile(r"(\d\d)\d\d\.", re.ASCII)
_BEYOND_EXPORTS = frozenset(("booktitle", "date", "doi", "howpublished", "journal", "month", "publisher"))
"""Fields that arXiv's own export does not have."""
_SPACE = re.compile(" ")
_NOTED = re.compile(r"Number (\S+(?: \d+)?)|Edited by (.+)", re.ASCII)


def with_parents(raws: list[RawEntry]) -> Iterator[RawEntry]:
    """The entries with what they inherit: one step up, as BibTeX does it."""
    named = {raw.key.lower(): raw for raw in raws if raw.key}
    for raw in raws:
        parents = [named.get(name) for name in _parents(raw)]
        for parent in parents:
            if parent and parent is not raw:
                _inherit(raw, parent)
        if parents and all(parents):  # nothing is left there to look up
            raw.fields = {name: value for name, value in raw.fields.items() if name not in _PARENTS}
        if raw.entry_type not in table.NO_ENTRIES:
            yield raw


def _parents(raw: RawEntry) -> list[str]:
    written = ",".join(raw.fields.get(name, "") for name in _PARENTS)
    return [name.strip().lower() for name in written.split(",") if name.strip()]


def _inherit(raw: RawEntry, parent: RawEntry) -> None:
    everything = parent.entry_type == "xdata"
    for name, value in parent.fields.items():
        if not everything and name in _NOT_INHERITED:
            continue
        # The title of a volume is the book title of what is in it.
        heir = name if everything else _HEIRS.get(name, name)
        if heir not in raw.fields:
            raw.fields[heir] = value
            raw.lines[heir] = parent.lines[name]


def mend(reader: Reader, raw: RawEntry) -> None:
    """Put right in place what many files get wrong and what nobody would be asked about."""
    fields = raw.fields
    if not fields.get("title") and (title := fields.get("booktitle") or fields.get("maintitle")):
        _put(raw, "title", title)
    if raw.entry_type == "misc" and "eprint" in fields:
        _mend_latest_year(reader, raw)
    _mend_eprint(raw)
    _mend_address(raw)
    if "note" in fields:
        _mend_note(raw)
    _mend_year(reader, raw)
    if len(links := fields.get("url", "").split()) > 1 and links[0].lower().startswith("http"):
        fields["url"] = links[0]
        reader.mistake(raw.lines["url"], f"entry {quoted(raw.key)}: of several addresses, the first is taken")
    if len(fields.get("abstract", "")) > cleaning.LONGEST_TEXT:
        fields["abstract"] = _cut(fields["abstract"])
        reader.mistake(
            raw.lines["abstract"],
            f"entry {quoted(raw.key)}: the abstract is cut at {cleaning.LONGEST_TEXT} characters",
        )


def _mend_latest_year(reader: Reader, raw: RawEntry) -> None:
    """Take the year of a preprint's first version: arXiv's own export has that of the latest, and nothing but it."""
    fields = raw.fields
    year, eprint = fields.get("year", ""), _MODERN_ID.match(fields["eprint"])
    is_export = fields.get("archiveprefix", "").lower() == "arxiv" and _BEYOND_EXPORTS.isdisjoint(fields)
    if not is_export or not eprint or not YEAR.fullmatch(year):
        return
    first = 2000 + int(eprint[1])
    if first < int(year):
        sentence = f"{year} is the year of the preprint's latest version; {first} is taken"
        reader.mistake(raw.lines["year"], f"entry {quoted(raw.key)}: {sentence}")
        fields["year"] = str(first)


def _mend_eprint(raw: RawEntry) -> None:
    fields = raw.fields
    if eprint := fields.get("eprint"):
        archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
        if fields.get("howpublished", "").lower() == f"{archive}:{eprint}".lower():
            del fields["howpublished"]  # so BibTeX's own styles print the preprint, which is no place else
        if fields.get("arxivid") == eprint:
            del fields["arxivid"]
        return
    for name in _ARXIV_FIELDS:
        value = fields.get(name)
        if not value:
            continue
        arxiv = identifiers.arxiv_id(value) if name in {"arxivid", "arxiv"} else None
        found, category = (arxiv, None) if arxiv or not is_preprint_server(value) else arxiv_mark(value)
        if not found or fields.get("eprint") not in {None, "", found}:
            continue
        _put(raw, "eprint", found)
        _put(raw, "archiveprefix", "arXiv")
        fields.pop("eprinttype", None)  # of an eprint that is not there
        if category and "primaryclass" not in fields:
            _put(raw, "primaryclass", category)
        if name in {"howpublished", "note"} and _STAMP.fullmatch(value):
            del fields[name]


def _mend_address(raw: RawEntry) -> None:
    """Put an address into its own field: files for BibTeX's own styles have it in `howpublished` or a note."""
    fields = raw.fields
    if url := fields.get("url"):
        _drop_address(fields, f"\\url{{{url}}}")
    for name in ("howpublished", "note"):
        found = _ADDRESS.search(fields[name]) if name in fields else None
        if not found or fields.get("url"):
            continue
        alone = found[0] == fields[name].strip()
        if alone or name == "howpublished":  # what a note speaks of may be the code, or an appendix
            _put(raw, "url", found[1] or found[2].rstrip("."))
        if alone:
            del fields[name]


def _mend_note(raw: RawEntry) -> None:
    """Take a number, and the editor of somebody's book, out of the note, where BibTeX's own styles need them."""
    parts = raw.fields["note"].split("; ")
    while parts and (found := _NOTED.fullmatch(parts[-1])):
        name = "number" if found[1] else "editor"
        if name in raw.fields or (name == "editor" and raw.entry_type not in {"book", "inbook"}):
            break
        _put(raw, name, found[1] or found[2])
        parts.pop()
    raw.fields["note"] = "; ".join(parts)


def _drop_address(fields: dict[str, str], shown: str) -> None:
    """Drop the address that a field repeats for BibTeX's own styles, which do not know the field `url`."""
    for name in ("howpublished", "note"):
        if (value := fields.get(name, "")).endswith(shown):
            fields[name] = value.removesuffix(shown).removesuffix("; ")
            if not fields[name]:
                del fields[name]


def _mend_year(reader: Reader, raw: RawEntry) -> None:
    year = raw.fields.get("year")
    if not year or YEAR.fullmatch(year):
        return
    written = latex.to_text(year)
    if YEAR.fullmatch(written) or not written:
        return
    if "date" not in raw.fields and (date := dates.read(written)) and date.year and date.year > 0:
        _put(raw, "date", written)
        raw.fields["year"] = f"{date.year:04}"
        return
    match = _FIRST_YEAR.match(written) or _FIRST_YEAR.match(raw.fields.get("date", ""))
    if match:
        raw.fields["year"] = match[1]
        reader.mistake(
            raw.lines["year"], f"entry {quoted(raw.key)}: of the year {quoted(written)}, {match[1]} is taken"
        )


def _put(raw: RawEntry, name: str, value: str) -> None:
    raw.fields[name] = value
    raw.lines.setdefault(name, raw.line)


def _cut(text: str) -> str:
    """The beginning of a long text, up to a space outside all braces."""
    spaces = list(braces.outside(_SPACE, text[: cleaning.LONGEST_TEXT]))
    return text[: spaces[-1].start()] if spaces else ""
