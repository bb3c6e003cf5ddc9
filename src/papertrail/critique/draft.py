"""A draft: a Markdown file that begins with a TOML front matter. New ones are made here, and all are read here."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from papertrail import cleaning
from papertrail.critique.policy import Policy, SectionRule, amount
from papertrail.errors import PapertrailError

_FENCE = "+++"
_LARGEST = 4_000_000
_TEXTS = ("paper", "citation", "course", "due", "author")


class UnreadableDraftError(PapertrailError):
    """The file of a draft cannot be read as text."""

    exit_code = 4

    def __init__(self, path: Path, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"cannot read the draft {path}: {reason}", hint=hint or "nothing was changed")


class Head(NamedTuple):
    """The front matter: what the draft is about."""

    paper: str
    """The reading, by its citation key."""
    course: str
    """Key of the course; empty without one."""
    number: int
    citation: str = ""
    """The paper's full reference, for the eye."""
    session: date | None = None
    due: str = ""
    author: str = ""


class Draft(NamedTuple):
    """A file as it was read."""

    path: Path
    data: bytes
    head: Head | None
    """None where the front matter is missing or broken; `problem` says how."""
    problem: str | None
    problem_line: int
    body: str
    """Everything below the front matter, as written."""
    first_line: int
    """The line of the file at which the body begins."""


def new_text(head: Head, rules: Policy) -> str:
    """A new draft: front matter, and the sections of the course with their purposes as comments."""
    parts = [front_matter(head)]
    parts += [f"## {section.title}\n\n<!-- {_comment(_purpose(section))} -->\n" for section in rules.sections]
    if not rules.sections:
        parts.append("<!-- Your own form: the course names no sections. -->\n")
    return "\n".join(parts)


def front_matter(head: Head) -> str:
    """The front matter of a draft, with its fences."""
    lines = [_FENCE, f"paper = {_quoted(head.paper)}", f"citation = {_quoted(head.citation)}"]
    lines.append(f"course = {_quoted(head.course)}")
    lines.append(f"number = {head.number}")
    if head.session:
        lines.append(f"session = {head.session.isoformat()}")
    lines += [f"due = {_quoted(head.due)}", f"author = {_quoted(head.author)}", _FENCE]
    return "\n".join(lines) + "\n"


def read(path: Path) -> Draft:
    """Read a draft; a broken front matter is told, not raised.

    Raises:
        UnreadableDraftError: it is not there, too large, or no UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableDraftError(path, error.strerror or str(error)) from error
    if len(data) > _LARGEST:
        raise UnreadableDraftError(path, f"it is larger than {_LARGEST // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableDraftError(
            path, f"line {line} is not UTF-8 text", hint="save it as UTF-8 in your editor; nothing was changed"
        ) from error
    return _parsed(path, data, text.replace("\r\n", "\n").replace("\r", "\n"))


def digest(data: bytes) -> str:
    """What tells one state of a file from another: its SHA-256."""
    from hashlib import sha256  # noqa: PLC0415 - as below

    return sha256(data).hexdigest()


def head_of(path: Path) -> Head | None:
    """The front matter of a file; None where it has none that can be read."""
    try:
        return read(path).head
    except UnreadableDraftError:
        return None


def _parsed(path: Path, data: bytes, text: str) -> Draft:
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        problem = f"the front matter is missing: the first line must be {_FENCE}"
        return Draft(path, data, None, problem, 1, text, 1)
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), None)
    if end is None:
        return Draft(path, data, None, f"the front matter has no end: a line {_FENCE} is missing", 1, text, 1)
    # A list without drafts needs neither this nor hashes, and they are a good part of what it costs.
    import tomllib  # noqa: PLC0415 - only drafts have a front matter

    body, first = "\n".join(lines[end + 1 :]), end + 2
    try:
        head = _head(tomllib.loads("\n".join(["", *lines[1:end]])))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        return Draft(path, data, None, f"the front matter is broken: {error}", 1, body, first)
    return Draft(path, data, head, None, 1, body, first)


def _head(values: dict[str, Any]) -> Head:
    """The front matter, checked.

    Raises:
        ValueError: something is missing or of another kind.
    """
    for name in _TEXTS:
        if not isinstance(values.get(name, ""), str):
            raise ValueError(f"{name} must be text in quotes")  # noqa: TRY004 - the file is wrong, not the program
    if not values.get("paper"):
        raise ValueError("paper is missing")
    number, session = values.get("number"), values.get("session")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ValueError("number must be a whole number from 1")
    if session is not None and not isinstance(session, date):
        raise ValueError("session must be a date: 2027-02-01")
    texts = {name: cleaning.line(values.get(name, "")) for name in _TEXTS}
    return Head(number=number, session=session.date() if isinstance(session, datetime) else session, **texts)


def _purpose(section: SectionRule) -> str:
    length = f" ({amount(section.paragraphs, 'paragraphs')})" if section.paragraphs else ""
    return f"{section.purpose}{length}"


def _comment(text: str) -> str:
    """Text that cannot end the comment it stands in."""
    return text.replace("--", "–").replace(">", "›")


def _quoted(text: str) -> str:
    """A TOML string; JSON's are TOML's too, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
