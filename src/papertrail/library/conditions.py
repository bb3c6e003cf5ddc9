"""What the reader chose, as conditions of SQL with their parameters."""

from collections.abc import Mapping

from papertrail.library import questions
from papertrail.library.answers import Scope
from papertrail.records import Status


def conditions_of(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The condition and the parameters of filters: names of `questions.CONDITIONS`; None and False mean any."""
    if filters.get("status") == Status.UNREAD:
        filters = {**filters, "status": None, "unread": True}
    given = {name: value for name, value in filters.items() if value is not None and value is not False}
    return " AND ".join(questions.CONDITIONS[name] for name in given) or "1 = 1", given


def scope_of(scope: Scope) -> tuple[str, dict[str, object]]:
    """The condition and the parameters of what the reader said."""
    values: dict[str, object] = {"course": scope.course, "week": scope.week}
    if scope.papers:
        names: dict[str, object] = {f"p{number}": paper for number, paper in enumerate(scope.papers)}
        marks = ", ".join(f":{name}" for name in names)
        return questions.SCOPES["papers"].format(papers=marks), names
    if scope.course:
        return questions.SCOPES["course"], values
    if scope.week is not None:
        return questions.SCOPES["week"], {"week": scope.week}
    return "1 = 1", {}
