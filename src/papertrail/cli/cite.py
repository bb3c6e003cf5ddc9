"""`papertrail cite`: references for pasting, in a style; or the keys with which a document cites."""

import re
from typing import Annotated, Literal

import typer

from papertrail.bibliography.record import Record
from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.output import on_terminal, print_json
from papertrail.cli.words import say
from papertrail.errors import PapertrailError, UsageError
from papertrail.library import reference_list as stored
from papertrail.records import Reading

STYLES = ("apa", "ieee", "chicago", "acm", "mla", "vancouver", "nature")
"""As in `bibliography.styles`, which is slow to import; a test holds them equal."""

_SIMPLE = {"pandoc": re.compile(r"\w+(?:[:.#$%&+?<>~/-]\w+)*"), "typst": re.compile(r"\w(?:[\w.:-]*[\w-])?")}

app = typer.Typer(name="citing", rich_markup_mode=None)


class UncitableError(PapertrailError):
    """A reading has no record that could be cited."""

    exit_code = 3

    def __init__(self, reading: Reading) -> None:
        super().__init__(
            f"{reading.handle or reading.target} cannot be cited: nobody has identified {reading.title!r}",
            hint="papertrail add adds the paper that it means",
        )


@app.command(
    epilog="Examples: papertrail cite vaswani2017attention; papertrail cite umd:5.1 umd:5.2 --style ieee"
    " --format markdown; papertrail cite 1706.03762 --key; papertrail cite 1706.03762 --style my-journal.csl"
)
def cite(
    ctx: typer.Context,
    papers: Annotated[
        list[str],
        typer.Argument(help="Handles, citation keys, arXiv ids, DOIs, or words.", autocompletion=complete_paper),
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style", "-s", help=f"{', '.join(STYLES)}, or a .csl file.", autocompletion=lambda: list(STYLES)
        ),
    ] = "apa",
    format_: Annotated[
        Literal["text", "markdown", "html", "latex"], typer.Option("--format", "-f", help="What to write.")
    ] = "text",
    key: Annotated[bool, typer.Option("--key", "-k", help="Only what a document cites them with.")] = False,
    for_: Annotated[
        Literal["latex", "pandoc", "typst"] | None,
        typer.Option("--for", help="--key for this kind of document; latex without.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print CSL-JSON.")] = False,
) -> None:
    """Print references to papers, ready for pasting.

    Titles are put into the case that a style wants only where it is sure which of their words are names. A journal's
    own style is a .csl file, as citationstyles.org has them.
    """
    _check_options(ctx, keys=key or for_ is not None, as_json=as_json)
    records = _records(ctx.obj, papers)
    if as_json:
        from papertrail.bibliography.writing.csl import items

        print_json(list(items(records)))
    elif key or for_:
        print(_keys([record.key for record in records], for_ or "latex"))
    else:
        for line in _written(records, style, format_):
            print(line)


def _check_options(ctx: typer.Context, *, keys: bool, as_json: bool) -> None:
    """See that what is asked for is one thing.

    Raises:
        UsageError: keys or records are, and at the same time something else.
    """
    given = {"--json": as_json and keys}
    for option, name in (("--style", "style"), ("--format", "format_")):
        source = ctx.get_parameter_source(name)
        given[option] = (keys or as_json) and source is not None and source.name == "COMMANDLINE"
    if clash := [option for option, is_given in given.items() if is_given]:
        raise UsageError(f"{'--key' if keys else '--json'} leaves no room for {clash[0]}", hint="leave out one of them")


def _records(desk: Desk, papers: list[str]) -> list[Record]:
    """The records of the papers named; a likely one is warned of."""
    readings = desk.papers(papers, whole=True)
    works = list(dict.fromkeys(reading.work for reading in readings if reading.work))
    found = stored.of_works(desk.library, works)
    for reading in readings:
        if reading.work not in found:
            raise UncitableError(reading)
    for record in found.values():
        if record.confidence == "likely":
            say(f"warning: {record.key} is likely, but not certain: check it before you cite it")
    return list(found.values())


def _written(records: list[Record], style: str, format_: str) -> list[str]:
    from papertrail.bibliography.styles import output, reference_list

    write = output.ansi if format_ == "text" and on_terminal() else output.FORMATS[format_]
    return [write(entry) for entry in reference_list(records, style)]


def _keys(keys: list[str], kind: str) -> str:
    """What cites these keys in a document."""
    if kind == "latex":
        return f"\\cite{{{','.join(keys)}}}"
    simple = [bool(_SIMPLE[kind].fullmatch(key)) for key in keys]
    if kind == "pandoc":
        named = [f"@{key}" if is_simple else f"@{{{key}}}" for key, is_simple in zip(keys, simple, strict=True)]
        return f"[{'; '.join(named)}]"
    return " ".join(
        f"@{key}" if is_simple else f'#cite(label("{key}"))' for key, is_simple in zip(keys, simple, strict=True)
    )
