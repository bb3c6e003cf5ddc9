"""`papertrail where`, the settings, and the program as a whole."""

from pathlib import Path
from typing import Any

import pytest

from papertrail import __version__


def test_every_path_in_use(papertrail: Any) -> None:
    assert papertrail("where").lines[:2] == [
        f"database\t{papertrail.database}", f"settings\t{papertrail.config}"
    ]  # fmt: skip
    paths = papertrail("where", "--json").json
    assert (paths["database"], paths["settings"]) == (str(papertrail.database), str(papertrail.config))
    assert (Path(paths["bundled courses"]) / "umd-mlscale-2024.toml").is_file()


def test_asking_where_makes_nothing(unopened: Any) -> None:
    assert str(unopened.database) in unopened("where").stdout
    assert list(unopened.folder.iterdir()) == []


def test_first_use_makes_the_library_and_says_so_once(unopened: Any) -> None:
    assert unopened("week", "-c", "umd").stderr.splitlines()[0] == (
        f"made {unopened.database} with 5 courses and 383 readings"
    )
    assert "made" not in unopened("week", "-c", "umd").stderr


def test_flags_win_over_the_environment_and_that_over_the_settings_file(
    unopened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def database(*words: str) -> str:
        return str(unopened(*words, "where", "--json").json["database"])

    unopened.config.write_text(f'database = "{unopened.folder}/file.db"\n')
    assert database() == str(unopened.database)
    assert database("--database", "flag.db") == str(Path("flag.db").absolute())
    monkeypatch.delenv("PAPERTRAIL_DB")
    assert database() == f"{unopened.folder}/file.db"
    unopened.config.unlink()
    assert database().endswith("papertrail.db")


def test_home_is_understood(unopened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    unopened.set("PAPERTRAIL_DB", "~/x.db")
    assert unopened("where", "--json").json["database"] == "/somewhere/x.db"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "databse = 'x.db'\n",
            2,
            "unknown setting 'databse'\nhint: there are author, contact, critiques, database, mail",
        ),
        ("database = 5\n", 2, "database must be text in quotes"),
        ("database = \n", 4, "config.toml: Invalid value"),
        ("[" * 10_000, 4, "cannot read"),
        ("database = '\xff'", 4, "cannot read"),
        ('database = "a\\u0000b"\n', 2, "config.toml"),
        ("database = '~nobodyofthisname/x.db'\n", 2, "~nobodyofthisname"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    unopened: Any, monkeypatch: pytest.MonkeyPatch, text: str, code: int, said: str
) -> None:
    monkeypatch.delenv("PAPERTRAIL_DB")
    unopened.config.write_bytes(text.encode("latin-1"))
    assert said in unopened.refuses("list", exit_code=code)


@pytest.mark.parametrize(
    "day", ["tomorrow", "2024-13-01", "2024-02-30", "24-01-01", "2024-09-24 at noon", "0001-01-01"]
)
def test_a_today_that_is_no_date_is_refused(papertrail: Any, day: str) -> None:
    papertrail.today(day)
    assert f"PAPERTRAIL_TODAY is {day!r}" in papertrail.refuses("next", exit_code=2)


@pytest.mark.parametrize("moment", ["2024-09-24", "2024-09-24T23:30", "2024-09-24T10:00:00+14:00", "2024-W39-2"])
def test_a_today_may_have_a_time(papertrail: Any, moment: str) -> None:
    papertrail.today(moment)
    assert papertrail("progress", "-c", "umd", "--json").json[0]["week"] == 5


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - Example", "Google Drive"])
def test_a_database_in_a_cloud_folder_is_warned_of(unopened: Any, folder: str) -> None:
    database = unopened.folder / folder / "papertrail.db"
    assert "a cloud client can damage a database" in unopened("--database", database, "where").stderr
    assert "warning: the database lies in" in unopened("--database", database, "course", "list").stderr
    assert "warning" not in unopened("--database", database, "course", "list").stderr


def test_help_and_version(unopened: Any) -> None:
    assert unopened("--version").stdout == f"papertrail {__version__}\n"
    for words in ([], ["week"], ["list"], ["done"], ["course"], ["course", "follow"], ["undo"]):
        assert unopened(*words, "-h").stdout == unopened(*words, "--help").stdout
        assert "Usage: papertrail" in unopened(*words, "-h").stdout
    assert "Usage: papertrail" in unopened(exit_code=2).stderr
    assert "there is no command 'raed'" in unopened.refuses("raed", exit_code=2)
    assert list(unopened.folder.iterdir()) == []


def test_as_a_process(papertrail: Any) -> None:
    done = papertrail.process("done", "umd:5.1")
    assert (done.returncode, done.stderr) == (0, "")
    refused = papertrail.process("done", "nonsense")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("error: no paper called 'nonsense' in the library\nhint: ")


def test_completion_offers_papers_and_courses_and_says_nothing_else(
    papertrail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offered(words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
        done = papertrail.process()
        assert done.stderr == ""
        return sorted(line for line in done.stdout.splitlines() if line)

    papertrail("course", "follow", "umd")
    monkeypatch.setenv("_PAPERTRAIL_COMPLETE", "complete_bash")
    assert offered("papertrail done vasw") == ["vaswani2017attention"]
    assert offered("papertrail course follow um") == ["umd-mlscale-2024"]
    assert offered("papertrail done 5.") == ["5.1", "5.2", "5.3", "5.4", "5.5"]
    papertrail.database.write_text("no database " * 100)
    assert offered("papertrail done vasw") == []
