"""The rooms of the house: each imports only those before it, and daily commands load nothing heavy."""

import ast
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import papertrail as package

ROOT = Path(package.__file__).parent
ROOMS = (
    "grammar", "errors", "cleaning", "identifiers", "records", "mistakes", "settings", "opening", "saving", "schedule",
    "wording", "text", "people", "bibliography.record", "bibliography.mapping", "bibliography", "bibliography.writing",
    "bibliography.reading", "bibliography.styles", "syllabus", "citing", "sources", "typesetting", "schema",
    "timetable", "library", "agenda", "standing", "comparing", "filtering", "searching", "finding", "suggesting",
    "critique", "digest", "renaming", "journal", "catalogue", "shapes", "calendars", "register", "cli", "__main__",
)  # fmt: skip
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
HEAVY = (
    "sqlmodel", "sqlalchemy", "pydantic", "pybtex", "pylatexenc", "rapidfuzz", "arxiv", "httpx", "tree_sitter", "rich",
)  # fmt: skip


def room_of(name: str) -> str | None:
    """The room in which a module or a name of it lives: the innermost that the table has."""
    parts = name.split(".")
    return next((room for end in range(len(parts), 0, -1) if (room := ".".join(parts[:end])) in ROOMS), None)


def room(path: Path) -> str | None:
    return room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))


def imported_rooms(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        rooms = (room_of(name.removeprefix("papertrail.")) for name in names if name.startswith("papertrail."))
        yield from filter(None, rooms)


def test_every_module_has_its_room() -> None:
    assert all(map(room, MODULES))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_imports_a_room_above_its_own(path: Path) -> None:
    own = ROOMS.index(str(room(path)))
    used = set(imported_rooms(ast.parse(path.read_text(encoding="utf-8"))))
    assert not {name for name in used if ROOMS.index(name) > own}


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl", "ris"])
def test_no_format_knows_another(name: str) -> None:
    """BibLaTeX is BibTeX with more types and fields, and shares its table and its writer."""
    kin = {"biblatex": {"bibtex"}}.get(name, set())
    others = {"bibtex", "biblatex", "csl", "ris"} - {name} - kin
    for path in [path for path in MODULES if path.stem == name and str(room(path)).startswith("bibliography.")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        formats = {module.rpartition(".")[2] for module in modules if module.startswith("papertrail.bibliography.")}
        assert not formats & others, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_are_absolute(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not any(node.level for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) != "cli"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_nothing_below_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(tree))
    streams = {"stdout", "stderr"}
    assert not any(isinstance(node, ast.Attribute) and node.attr in streams for node in ast.walk(tree))


DRIVER = """
import json, sys
from papertrail.cli import app
try:
    app(sys.argv[1:], prog_name="papertrail")
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ["week"], ["week", "5", "-c", "umd", "--json"], ["next"], ["list"], ["show", "umd:5.1"],
        ["show", "attention is all"], ["done", "umd:5.1"], ["undo"],
        ["progress"], ["digest", "5", "-c", "umd", "--format", "html"], ["course", "list"], ["course", "show", "umd"],
        ["course", "follow", "umd", "--start", "2027-01-25"], ["where"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.usefixtures("papertrail")
def test_a_daily_command_loads_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert not set(json.loads(done.stderr.splitlines()[-1])) & set(HEAVY)


@pytest.mark.usefixtures("papertrail")
def test_a_digest_loads_the_template_engine_for_templates_and_the_mail_for_mails() -> None:
    words = ["digest", "5", "-c", "umd", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, *words], capture_output=True, text=True, check=True, timeout=60
    )
    assert not set(json.loads(done.stderr.splitlines()[-1])) & {"jinja2", "keyring", "smtplib", "email", *HEAVY}


LOADED = "print(*[name for name in sys.modules if name.startswith(('papertrail.citing.', 'papertrail.calendars'))])"


@pytest.mark.usefixtures("papertrail")
def test_an_export_loads_only_the_formats_that_it_meets(tmp_path: Path) -> None:
    report = tmp_path / "report.tex"
    report.write_text(r"\cite{vaswani2017attention}", encoding="utf-8")
    words = ["export", "bibtex", "-o", str(tmp_path / "report.bib"), "--cited-in", str(report)]
    done = subprocess.run(
        [sys.executable, "-c", DRIVER + LOADED, *words], capture_output=True, text=True, check=True, timeout=60
    )
    readers = {name.rpartition(".")[2] for name in done.stdout.split()}
    assert readers == {"latex", "dead_text", "documents", "lines"}


def test_the_network_is_out_of_reach() -> None:
    with pytest.raises(pytest.fail.Exception), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
