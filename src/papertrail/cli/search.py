"""`papertrail search`: full text over titles, authors, abstracts, notes, tags and drafts."""

import re
from typing import Annotated

import typer
from typer.core import TyperCommand

from papertrail import searching
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json, print_lines, reading_records
from papertrail.cli.words import say
from papertrail.records import Reading

_HIDDEN = "\x00"
_UNWANTED = re.compile(r"-[^-]")

app = typer.Typer(name="searches", rich_markup_mode=None)


class SearchCommand(TyperCommand):
    """A command whose arguments may begin with a hyphen: ``-word`` is a word that must not occur, not an option."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # as in CommandGroup
        """Hide the hyphens of words from the parser of options."""
        options = {name for param in self.params for name in param.opts} | set(ctx.help_option_names)
        hidden = [_HIDDEN + word[1:] if _UNWANTED.match(word) and word not in options else word for word in args]
        return super().parse_args(ctx, hidden)


@app.command(
    epilog="Examples: papertrail search diffusion -gan; papertrail search author:hinton year:..2015;"
    " papertrail search '\"in-context learning\" status:unread'",
    cls=SearchCommand,
)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            help='Words; word*, "a phrase", -word, author:, title:, abstract:, note:, draft:,'
            " year:2020..2023, status:, course:, tag:, kind:."
        ),
    ],
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=1_000_000, help="At most so many.")] = 20,
    as_json: Json = False,
) -> None:
    """Search titles, authors, abstracts, notes, tags, drafts."""
    desk: Desk = ctx.obj
    if desk.library.critiques():
        from papertrail.cli.draft_index import index_drafts

        index_drafts(desk)
    words = [word.replace(_HIDDEN, "-") for word in words]
    text = " ".join(f'"{word}"' if " " in word and ":" not in word and '"' not in word else word for word in words)
    asked, readings = _found(desk, text, limit)
    if as_json:
        print_json(reading_records(desk.library, readings))
    elif on_terminal():
        from papertrail.cli.screens.search import search_screen

        screen = console()
        screen.print(search_screen(searching.hits(desk.library, asked, readings), now=desk.settings.now))
    else:
        print_lines(readings)
    if not readings:
        _suggest(desk, searching.query(text))


def _found(desk: Desk, text: str, limit: int) -> tuple[searching.Query, list[Reading]]:
    """What was looked for and found: the words as they stand or, where they are nowhere, all that begins like them."""
    for prefixes in (False, True):
        asked = searching.query(text, prefixes=prefixes)
        if "course" in asked.filters:
            asked.filters["course"] = desk.course(str(asked.filters["course"])).key
        readings = searching.readings(desk.library, asked, limit=limit)
        if readings or not asked.match:
            break
    return asked, readings


def _suggest(desk: Desk, asked: searching.Query) -> None:
    say("nothing found")
    unknown = searching.unknown(desk.library, asked.words)
    if not unknown:
        return
    from papertrail.suggesting import similar

    known = searching.vocabulary(desk.library)
    better = [next(iter(similar(word, known)), word) if word in unknown else word for word in asked.words]
    if better != list(asked.words):
        say(f"hint: did you mean {' '.join(better)}?")
