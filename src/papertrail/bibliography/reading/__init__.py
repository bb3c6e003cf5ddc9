"""Files of references from elsewhere, read into records: BibTeX and BibLaTeX, CSL-JSON, RIS.

Tolerant of every mistake and silent about none: one bad reference costs no other, and whatever is left out or changed
on the way in is named with its line.
"""

import re
from dataclasses import replace
from pathlib import Path

from papertrail.bibliography.reading import bibtex, csl, ris
from papertrail.bibliography.reading.outcome import Import
from papertrail.mistakes import MalformedFileError, Mistake, quoted
from papertrail.opening import contents

__all__ = ["FORMATS", "LARGEST_FILE", "Import", "read", "read_text"]

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of a file; beyond it a file is something else."""

FORMATS = {".bib": "bibtex", ".bibtex": "bibtex", ".json": "csl", ".csljson": "csl", ".ris": "ris"}
"""The format by the suffix of a file; the content decides for any other."""

_UNSUPPORTED = {".nbib": "PubMed's", ".enw": "EndNote's", ".ciw": "Web of Science's"}
_READERS = {"bibtex": bibtex.read_text, "csl": csl.read_text, "ris": ris.read_text}
_LOOKS = (
    ("ris", re.compile(r"^\s*TY {1,2}- ?\S", re.MULTILINE)),
    ("csl", re.compile(r"\A\s*(?:\[\s*(?:[{\]]|\Z)|\{\s*\")")),
    ("bibtex", re.compile(r"@[ \t]*[A-Za-z]+\s*[{(]")),
)
_REMEDY = "export BibTeX, CSL-JSON or RIS"


def read(path: Path) -> Import:
    """Read a file of references.

    Raises:
        UnreadableFileError: the file cannot be opened, or is larger than `LARGEST_FILE`.
        MalformedFileError: the file is in no format that is known here.
    """
    suffix = path.suffix.lower()
    if suffix in _UNSUPPORTED:
        raise MalformedFileError([Mistake(path, 1, f"{_UNSUPPORTED[suffix]} {suffix} format is not read", _REMEDY)])
    data = contents(path, largest=LARGEST_FILE)
    text, mistakes = _decoded(data, path)
    del data
    found = _read(text, path, FORMATS.get(suffix))
    return replace(found, mistakes=(*mistakes, *found.mistakes)) if mistakes else found


def read_text(text: str, name: str) -> Import:
    """Read references from a text, such as standard input; `name` stands where a file's name would.

    Raises:
        MalformedFileError: the text is in no format that is known here.
    """
    return _read(text, Path(name), None)


def _read(text: str, path: Path, chosen: str | None) -> Import:
    text = text.removeprefix("\ufeff")
    known = chosen or next((name for name, look in _LOOKS if look.search(text)), None)
    if known is None:
        what = "holds nothing" if not text.strip() else "is neither BibTeX nor CSL-JSON nor RIS"
        raise MalformedFileError([Mistake(path, 1, f"the file {what}", _REMEDY)])
    found = _READERS[known](text, path)
    if not found.records and not found.mistakes:
        return Import([], (Mistake(path, 1, "there are no references in this file"),), 0)
    return found


def _decoded(data: bytes, path: Path) -> tuple[str, tuple[Mistake, ...]]:
    """The text, and a word about it where it is not the UTF-8 that everybody should write."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ()
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = data[error.start : error.start + 20].split(b"\n")[0].decode("cp1252", errors="replace")
        text = data.decode("cp1252", errors="replace")
        return text, (
            Mistake(path, line, f"{quoted(bad)} is not UTF-8; the file is read as Windows-1252", "save it as UTF-8"),
        )
