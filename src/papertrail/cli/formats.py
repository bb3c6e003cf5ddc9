"""The formats of `papertrail export`, and the options that each takes; none is imported before it is asked for."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Literal, NamedTuple

import typer

from papertrail.errors import UsageError


class Format(NamedTuple):
    """A format of papers: the module of `papertrail.bibliography.writing` and its function, and what that takes."""

    module: str
    function: str
    takes: Literal["records", "readings"]
    marks: bool = False
    """Whether it has fields for what the reader thinks of a paper."""

    @property
    def renderer(self) -> Callable[..., Iterable[str]]:
        """The function, which writes piece by piece."""
        function: Callable[..., Iterable[str]] = getattr(
            import_module(f"papertrail.bibliography.writing.{self.module}"), self.function
        )
        return function


PAPERS = {
    "bibtex": Format("bibtex", "bibtex", "records", marks=True),
    "biblatex": Format("biblatex", "biblatex", "records", marks=True),
    "csl-json": Format("csl", "csl", "records"),
    "ris": Format("ris", "ris", "records"),
    "markdown": Format("markdown", "markdown", "readings", marks=True),
    "csv": Format("csv", "csv_table", "readings", marks=True),
    "html": Format("html", "page", "readings", marks=True),
}
COURSES = {"ics": frozenset({"alarm"}), "atom": frozenset({"base_url", "every_week"})}
"""The formats of courses, and the options that each has to itself."""

NAMES = (*PAPERS, *COURSES)
_SHARED = frozenset({"name", "course", "output"})


def format_of_papers(name: str, *, with_status: bool) -> Format:
    """The format of a name.

    Raises:
        UsageError: there is none, or it cannot say what was asked.
    """
    if name not in PAPERS:
        raise UsageError(f"there is no format {name!r}", hint=f"there are {', '.join(NAMES)}")
    if with_status and not PAPERS[name].marks:
        raise UsageError(f"{name} has no fields for status and rating", hint="leave out --with-status")
    return PAPERS[name]


def check_options(ctx: typer.Context, name: str) -> None:
    """See that only options that fit a format were given.

    Raises:
        UsageError: one of papers was given for courses, or the other way round.
    """
    for parameter in ctx.command.params:
        option = parameter.name or ""
        source = ctx.get_parameter_source(option)
        if source is None or source.name != "COMMANDLINE" or option in _SHARED or _fits(option, name):
            continue
        given = parameter.opts[0] if parameter.opts[0].startswith("-") else "a paper's name"
        home = next((form for form, options in COURSES.items() if option in options), None)
        hint = f"it is for {home}" if home else "it takes whole courses: --course names one"
        raise UsageError(f"{given} does not fit {name}", hint=hint)


def _fits(option: str, name: str) -> bool:
    if name in COURSES:
        return option in COURSES[name]
    return not any(option in options for options in COURSES.values())
