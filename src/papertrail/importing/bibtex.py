"""BibTeX as people and their reference managers write it: what can be kept of an entry is kept.

A bibliography of a course is the work of one careful hand, and its reader leaves out what is ambiguous. What is
imported comes from everywhere; here the same reader takes each entry alone, after the usual faults are mended.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from papertrail import identifiers
from papertrail.bibliography.entry import Entry, EntryReader
from papertrail.bibliography.latex import plain
from papertrail.bibliography.names import MOST_COMMAS
from papertrail.bibliography.source import RawEntry, Source
from papertrail.importing.outcome import Import, Reader
from papertrail.importing.texts import LONGEST_ABSTRACT, arxiv_mark, citation_key, is_preprint_server
from papertrail.mistakes import quoted

_KINDS = {
    "collection": "book", "electronic": "website", "movie": "video", "mvbook": "book", "online": "website",
    "proceedings": "book", "software": "code", "suppbook": "chapter", "video": "video", "www": "website",
}  # fmt: skip
_NO_ENTRIES = frozenset(("xdata", "set", "control", "ieeetranbstctl", "jabref-meta"))
_PARENTS = ("crossref", "xdata")
_ARXIV_FIELDS = ("arxivid", "arxiv", "note", "annote", "number", "howpublished", "pages", "volume")
_OWN = frozenset(
    ("crossref", "xdata", "ids", "entryset", "label", "options", "relatedtype", "shorttitle", "sortkey", "xref")
)
_SPACED_KEY = re.compile(r"(@[ \t]*[A-Za-z]+[ \t]*\{)[ \t]*[^\s,={}\"]+(?:[ \t]+[^\s,={}\"]+)+[ \t]*,")
"""Mendeley's keys may have spaces; BibTeX's cannot, and the entry is read as one without a key."""
_EXTENDED_NAME = re.compile(r"\b(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]*)")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
# A search that begins with a set of characters is by far the quickest in a long text.
_PARENT = re.compile(r"[CcXx](?i:rossref|data)\s*=")
_ADDRESS = re.compile(r"\\(?:url|href|path)\s*\{\s*(https?://[^{}\s]+)\s*\}|(https?://(?:[^\s{}\\,;]|\\[_%#&~$])+)")
_YEAR = re.compile(r"\D*(\d{4})(?!\d)", re.ASCII)


def read_text(text: str, path: Path) -> Import:
    """The entries of a BibTeX text."""
    reader = Reader(path)
    source = Source(_SPACED_KEY.sub(r"\1,", text))
    raws: Iterable[RawEntry] = (raw for raw in source.entries() if raw.entry_type not in _NO_ENTRIES)
    if _PARENT.search(text):
        raws = _with_parents(list(source.entries()))
    for raw in raws:
        _take(reader, raw)
    for line in source.stray_braces():
        reader.mistake(line, "a closing brace has no opening one", "remove it, or open the brace before")
    return reader.outcome()


def _with_parents(raws: list[RawEntry]) -> Iterator[RawEntry]:
    """The entries with what they inherit: one step up, as BibTeX does it."""
    named = {raw.key.lower(): raw for raw in raws if raw.key}
    for raw in raws:
        parents = [named.get(name) for name in _parents(raw)]
        for parent in parents:
            if parent and parent is not raw:
                _inherit(raw, parent)
        if parents and all(parents):  # nothing is left there to look up
            raw.fields = {name: value for name, value in raw.fields.items() if name not in _PARENTS}
        if raw.entry_type not in _NO_ENTRIES:
            yield raw


def _parents(raw: RawEntry) -> list[str]:
    written = ",".join(raw.fields.get(name, "") for name in _PARENTS)
    return [name.strip().lower() for name in written.split(",") if name.strip()]


def _inherit(raw: RawEntry, parent: RawEntry) -> None:
    for name, value in parent.fields.items():
        if parent.entry_type != "xdata" and (
            name in _OWN or name in {"author", "doi", "url", "file", "abstract", "eprint"}
        ):
            continue
        # The title of a volume is the book title of what is in it.
        heir = (
            name if parent.entry_type == "xdata" else {"title": "booktitle", "subtitle": "booksubtitle"}.get(name, name)
        )
        if heir not in raw.fields:
            raw.fields[heir] = value
            raw.lines[heir] = parent.lines[name]


def _take(reader: Reader, raw: RawEntry) -> None:
    if not raw.broken:
        _mend(reader, raw)
    if not raw.key and not raw.broken:
        reader.mistake(raw.line, f"this @{raw.entry_type} has no key and gets a new one")
        raw.key = f"line {raw.line}"
    alone = EntryReader(reader.path)
    alone.add(raw)
    reader.mistakes += alone.mistakes
    if not alone.entries:
        reader.skipped += 1
    for entry in alone.entries.values():
        reader.entries.append(_finished(reader, entry))


def _finished(reader: Reader, entry: Entry) -> Entry:
    key = citation_key(entry.key)
    if not key and entry.key != f"line {entry.line}":
        sentence = f"the key {quoted(entry.key)} cannot be used here; the entry gets a new one"
        reader.mistake(entry.line, sentence)
    year = _first_year(entry)
    if year != entry.year:
        sentence = (
            f"entry {quoted(entry.key)}: {entry.year} is the year of the preprint's latest version; {year} is taken"
        )
        reader.mistake(entry.line, sentence)
    return entry if (key, year) == (entry.key, entry.year) else replace(entry, key=key, year=year)


def _first_year(entry: Entry) -> int | None:
    """The year of a preprint's first version; arXiv's own export has that of the latest."""
    is_export = entry.entry_type in {"misc", "online"} and entry.arxiv and not entry.venue and not entry.doi
    if not is_export or not entry.year or not entry.arxiv or not re.match(r"\d{4}\.", entry.arxiv):
        return entry.year
    first = 2000 + int(entry.arxiv[:2])
    return min(entry.year, first)


def _mend(reader: Reader, raw: RawEntry) -> None:
    """Put right in place what many files get wrong and what nobody would be asked about."""
    fields = raw.fields
    if not fields.get("title") and (title := fields.get("booktitle") or fields.get("maintitle")):
        _set(raw, "title", title)
    if raw.entry_type in _KINDS and "kind" not in fields and not fields.get("eprint"):
        _set(raw, "kind", _KINDS[raw.entry_type])
    _mend_eprint(raw)
    _mend_address(raw)
    for role in ("author", "editor"):
        if role in fields:
            fields[role] = _mended_names(reader, raw, role, fields[role])
    _mend_year(reader, raw)
    if len(links := fields.get("url", "").split()) > 1 and links[0].lower().startswith("http"):
        fields["url"] = links[0]
        reader.mistake(raw.lines["url"], f"entry {quoted(raw.key)}: of several addresses, the first is taken")
    if len(fields.get("abstract", "")) > LONGEST_ABSTRACT:
        fields["abstract"] = _cut(fields["abstract"])
        reader.mistake(
            raw.lines["abstract"], f"entry {quoted(raw.key)}: the abstract is cut at {LONGEST_ABSTRACT} characters"
        )


def _mend_eprint(raw: RawEntry) -> None:
    if raw.fields.get("eprint"):
        archive = raw.fields.get("archiveprefix") or raw.fields.get("eprinttype") or ""
        if raw.fields.get("howpublished", "").lower() == f"{archive}:{raw.fields['eprint']}".lower():
            del raw.fields["howpublished"]  # so BibTeX's own styles print the preprint, which is no place else
        if raw.fields.get("arxivid") == raw.fields["eprint"]:
            del raw.fields["arxivid"]
        return
    for name in _ARXIV_FIELDS:
        value = raw.fields.get(name, "")
        arxiv = identifiers.arxiv_id(value) if name in {"arxivid", "arxiv"} else None
        found, category = (arxiv, None) if arxiv or not is_preprint_server(value) else arxiv_mark(value)
        if found:
            _set(raw, "eprint", found)
            _set(raw, "archiveprefix", "arXiv")
            if category and "primaryclass" not in raw.fields:
                _set(raw, "primaryclass", category)
            return


def _mend_address(raw: RawEntry) -> None:
    """An address has a field of its own here; BibTeX's own styles know only how something is published, and notes."""
    for name in ("howpublished", "note"):
        found = _ADDRESS.search(raw.fields.get(name, ""))
        if not found or raw.fields.get("url"):
            continue
        alone = found[0] == raw.fields[name].strip()
        if alone or name == "howpublished":  # what a note speaks of may be the code, or an appendix
            _set(raw, "url", found[1] or found[2].rstrip("."))
        if alone:
            del raw.fields[name]


def _mended_names(reader: Reader, raw: RawEntry, role: str, value: str) -> str:
    if ";" in value and " and " not in value.lower() and "{" not in value and "&" not in value:
        value = " and ".join(filter(None, (name.strip() for name in value.split(";"))))
    if value.count(",") <= MOST_COMMAS and "=" not in value:
        return value
    names = _AND.split(value)
    for index, name in enumerate(names):
        if "family=" in name.replace(" ", ""):
            names[index] = _classic(name)
            continue
        if name.count(",") > MOST_COMMAS and "{" not in name and "}" not in name:
            names[index] = f"{{{name}}}"
            sentence = f"entry {quoted(raw.key)}: the {role}s {quoted(name)} are kept as one name"
            reader.mistake(raw.lines[role], sentence, 'write "and" between names')
    return " and ".join(names)


def _classic(name: str) -> str:
    """A name in biblatex's extended format, "family=Oord, given=Aäron, prefix=van den", in the classic one."""
    parts = {part: text.strip(' "') for part, text in _EXTENDED_NAME.findall(name)}
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}".strip()
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))


def _mend_year(reader: Reader, raw: RawEntry) -> None:
    written = plain(raw.fields.get("year", ""))
    if re.fullmatch(r"\d{3,4}|", written, re.ASCII):
        return
    match = _YEAR.match(written) or _YEAR.match(raw.fields.get("date", ""))
    if match:
        raw.fields["year"] = match[1]
        reader.mistake(
            raw.lines["year"], f"entry {quoted(raw.key)}: of the year {quoted(written)}, {match[1]} is taken"
        )


def _set(raw: RawEntry, name: str, value: str) -> None:
    raw.fields[name] = value
    raw.lines.setdefault(name, raw.line)


def _cut(text: str) -> str:
    """The beginning of a long text, up to a space outside all braces."""
    depth, end = 0, 0
    for match in re.finditer(r"[{} ]", text[:LONGEST_ABSTRACT]):
        depth += {"{": 1, "}": -1, " ": 0}[match[0]]
        end = match.start() if match[0] == " " and depth == 0 else end
    return text[:end]
