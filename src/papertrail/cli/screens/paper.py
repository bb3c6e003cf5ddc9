"""All that is known about one paper, on a terminal: its title, then a table of two columns."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from papertrail.cli.paper_facts import Paper, paper_facts
from papertrail.cli.screens.readings import title


def paper_screen(paper: Paper) -> RenderableType:
    """A heading with the title, then everything else."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in paper_facts(paper):
        if name != "title":
            table.add_row(name, Text(value))
    return Group(title(paper.reading), table)
