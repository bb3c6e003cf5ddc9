"""A digest as HTML, Markdown or plain text: Jinja2 templates, ours or the reader's own, in a sandbox.

What a template prints is made harmless for its format unless it was marked as safe: HTML is escaped, Markdown gets
backslashes, plain text is cleaned. So a title can never become an element, a heading or a control sequence.
"""

import re
import textwrap
import traceback
from collections.abc import Callable
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from papertrail import cleaning
from papertrail.digest.content import Digest
from papertrail.errors import BrokenTemplateError, UnreadableFileError
from papertrail.text.markdown import escaped

SUFFIXES = {"html": ".html", "markdown": ".md", "text": ".txt"}
"""The formats that have a template, and how such a file ends."""
WIDTH = 72
"""Columns of a plain mail."""
_OURS = Path(__file__).parent / "templates"


def rendered(digest: Digest, style: str, template: Path | None = None) -> str:
    """A digest in one of the formats of `SUFFIXES`.

    Args:
        digest: What to write.
        style: The format.
        template: A template of the reader's own; ours if left out. It may extend or include ours.

    Raises:
        BrokenTemplateError: the reader's template does not work.
        UnreadableFileError: it cannot be read.
    """
    name = str(template) if template else f"digest{SUFFIXES[style]}"
    environment = _environment(style, template)
    if template is None:
        return _finished(environment.get_template(name).render(digest=digest))
    try:
        return _finished(environment.get_template(name).render(digest=digest))
    except UnreadableFileError:
        raise
    except TemplateSyntaxError as error:
        raise BrokenTemplateError(template, error.lineno, error.message or "") from error
    except TemplateNotFound as error:
        reason = f"it cannot use {error.name!r}, only digest.html, digest.md and digest.txt"
        raise BrokenTemplateError(template, _line(error, template), reason) from error
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise BrokenTemplateError(template, _line(error, template), cleaning.line(reason, longest=300)) from error


def _environment(style: str, template: Path | None) -> SandboxedEnvironment:
    def source(name: str) -> tuple[str, str, None] | None:
        """The reader's template, and of all other files only ours."""
        if template and name == str(template):
            return _read(template), name, None
        ours = _OURS / name
        return (ours.read_text(encoding="utf-8"), str(ours), None) if name in _names() else None

    environment = SandboxedEnvironment(
        loader=FunctionLoader(source),
        autoescape=True,  # of what `finalize` has not made harmless already
        finalize=_FINALIZE[style],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = wrapped
    return environment


def wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> str:
    """A paragraph in lines of a width, the first and the others each after their own indentation; no link is cut."""
    return textwrap.fill(
        str(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _names() -> set[str]:
    return {f"digest{suffix}" for suffix in SUFFIXES.values()}


def _read(template: Path) -> str:
    try:
        return template.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableFileError(template, getattr(error, "strerror", None) or str(error)) from error


def _finalized(harmless: Callable[[str], str] | None) -> Callable[[Context, object], object]:
    @pass_context  # else the text of a template itself would be escaped as HTML while it is compiled
    def finalize(_: Context, value: object) -> object:
        if value is None:
            return ""
        return value if harmless is None or isinstance(value, Markup) else Markup(harmless(str(value)))  # noqa: S704 - made harmless just here

    return finalize


_FINALIZE = {"html": _finalized(None), "markdown": _finalized(escaped), "text": _finalized(cleaning.text)}


def _finished(text: str) -> str:
    """Never more than one empty line, none at the beginning, no white space at the end of a line."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip("\n") + "\n"


def _line(error: Exception, template: Path) -> int | None:
    """The line of the reader's template where it went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == str(template)), None)
