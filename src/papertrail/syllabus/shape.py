"""TOML values held against the models: what does not fit is put in plain words, and the rest is still read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from papertrail.bibliography.nearness import did_you_mean
from papertrail.mistakes import quoted
from papertrail.syllabus.findings import Finding
from papertrail.syllabus.model import VERSION, Document, Table
from papertrail.syllabus.positions import Path, Positions
from papertrail.syllabus.values import SUBJECT

_PASSES = 5
_STAND_IN = {"key": "unknown", "title": "unknown"}
_EXPECTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date",
    "list_type": "a list in square brackets",
    "model_type": "a table",
}


@dataclass
class Shape:
    """The part of the values that fits the models, and what was wrong with the rest."""

    document: Document | None = None
    """None where too little fits."""
    findings: list[Finding] = field(default_factory=list)
    left_out: set[Path] = field(default_factory=set)
    """Paths in the file of what did not fit."""
    kept: dict[Path, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """The path in the file of a value of the document, where elements of lists may be missing."""
        found: Path = ()
        for part in path:
            places = self.kept.get(found) if isinstance(part, int) else None
            found = (*found, places[part] if places and isinstance(part, int) else part)
        return found

    def damaged(self, path: Path) -> bool:
        """Whether something in the table at a path of the document was left out."""
        start = self.original(path)
        return any(out[: len(start)] == start for out in self.left_out)


def shape(values: dict[str, Any], positions: Callable[[], Positions]) -> Shape:
    """Hold values against the models, leave out what does not fit, and try again with what is left."""
    result = Shape()
    rest = values
    for _ in range(_PASSES):
        try:
            result.document = Document.model_validate(rest)
        except ValidationError as failure:
            for error in failure.errors(include_url=False):
                path = result.original(tuple(error["loc"]))
                if path not in result.left_out:
                    result.findings.append(_finding(path, error, positions()))
                result.left_out.add(_culprit(values, path, error["type"]))
            result.kept.clear()
            rest = _whole(_without(values, result.left_out, (), result.kept))
        else:
            break
    return result


def _culprit(values: dict[str, Any], path: Path, kind: str) -> Path:
    """What to leave out so that the error goes away: a table without a required key goes as a whole."""
    path = path[:-1] if kind == "missing" and path[:-1] not in {(), ("course",)} else path
    found: Any = values
    for length, part in enumerate(path):
        inside = (isinstance(found, dict) and part in found) or (
            isinstance(found, list) and isinstance(part, int) and part < len(found)
        )
        if not inside:
            return path if kind == "missing" else path[:length]
        found = found[part]
    return path


def _without(value: Any, out: set[Path], path: Path, kept: dict[Path, list[int]]) -> Any:  # noqa: ANN401 - TOML
    if isinstance(value, dict):
        return {key: _without(part, out, (*path, key), kept) for key, part in value.items() if (*path, key) not in out}
    if isinstance(value, list):
        kept[path] = [place for place in range(len(value)) if (*path, place) not in out]
        return [_without(value[place], out, (*path, place), kept) for place in kept[path]]
    return value


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    course = values.get("course")
    return values | {"schema": VERSION, "course": _STAND_IN | (course if isinstance(course, dict) else {})}


def _finding(path: Path, error: ErrorDetails, positions: Positions) -> Finding:
    kind, facts, name = error["type"], error.get("ctx", {}), _name(path)
    remedy: str | None = None
    if kind == "wrong":
        sentence, remedy = facts["sentence"].replace(SUBJECT, name), facts["remedy"]
    elif kind == "missing":
        sentence, remedy = f"{_name(path[:-1])} has no '{path[-1]}'", _addition(path)
    elif kind == "extra_forbidden":
        sentence, remedy = f"unknown key {quoted(path[-1])}", did_you_mean(str(path[-1]), _keys(path[:-1]))
    elif kind == "literal_error":
        sentence = f"this papertrail knows version {VERSION} of the format"
        remedy = f"write schema = {VERSION}, or install a newer papertrail"
    elif kind in _EXPECTED:
        sentence, remedy = f"{name} must be {_EXPECTED[kind]}", _remedy(kind, error["input"], positions[path].source)
    else:
        sentence = f"{name} {_limit(facts)}"
    return Finding(path, sentence, remedy)


def _limit(facts: dict[str, Any]) -> str:
    if "ge" in facts:
        return f"must be at least {facts['ge']:g}"
    return f"must be at most {facts['le']:g}" if "le" in facts else "must be a plain number"


def _name(path: Path) -> str:
    names = [str(part) for part in path if isinstance(part, str)]
    if not names:
        return "the file"
    return quoted(names[-1])[1:-1] if isinstance(path[-1], str) else f"an entry of {quoted(names[-1])[1:-1]}"


def _addition(path: Path) -> str:
    if path == ("schema",):
        return f"begin the file with schema = {VERSION}"
    return "add a table [course]" if path == ("course",) else f"add {path[-1]} = …"


def _remedy(kind: str, value: object, source: str) -> str | None:
    shown = quoted(source)[1:-1]
    if kind == "string_type":
        return f'write "{shown}"' if source and not isinstance(value, str) else None
    if kind == "list_type":
        return f"write [{shown}]" if source else None
    if kind == "date_type":
        return f"write {_date_meant(value) or '2027-02-01'}, without quotes"
    if isinstance(value, str) and _is_meant(kind, value.strip()):
        return f"write {value.strip()}, without quotes"
    return None


def _is_meant(kind: str, text: str) -> bool:
    return text in {"true", "false"} if kind == "bool_type" else text.isdecimal() and text.isascii()


def _date_meant(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def _keys(path: Path) -> Sequence[str]:
    table: type[Table] = Document
    for part in path:
        if isinstance(part, str):
            fields = {field.alias or name: field.annotation for name, field in table.model_fields.items()}
            table = _table(fields.get(part)) or table
    return [field.alias or name for name, field in table.model_fields.items()]


def _table(annotation: object) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(_table, get_args(annotation))), None)
