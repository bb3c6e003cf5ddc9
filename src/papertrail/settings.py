"""Where files live and what the reader has set: flags win over the environment, that over the settings file."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_config_path, user_data_path

from papertrail.errors import UnreadableFileError, UsageError

_KNOWN = {"database"}
_CLOUDS = ("dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "nextcloud",
           "owncloud", "box sync", "syncthing", "pcloud", "megasync")  # fmt: skip


class Settings(NamedTuple):
    """The settings of one run."""

    database: Path
    config: Path
    syllabi: Path
    """The folder of the bundled courses."""
    now: datetime
    """The present moment, with an offset; `PAPERTRAIL_TODAY` can set it."""

    @property
    def today(self) -> date:
        """The reader's own calendar day."""
        return self.now.date()


def settings(*, database: Path | None = None) -> Settings:
    """Settings from the command line, the environment, the settings file and the defaults, in that order.

    Raises:
        UsageError: an environment variable or the settings file holds a value that makes no sense.
        UnreadableFileError: the settings file cannot be read.
    """
    config = _config_path()
    from_file = _read(config)
    chosen = database or os.environ.get("PAPERTRAIL_DB") or from_file.get("database")
    return Settings(
        database=Path(chosen).expanduser() if chosen else default_database(),
        config=config,
        syllabi=bundled_syllabi(),
        now=_now(),
    )


def default_database() -> Path:
    """The database in the platform's folder for a program's data."""
    return user_data_path("papertrail", appauthor=False) / "papertrail.db"


def bundled_syllabi() -> Path:
    """The folder of the bundled courses: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "syllabi"
    return installed if installed.is_dir() else package.parents[1] / "data" / "syllabi"


def cloud_folder(path: Path) -> str | None:
    """The folder on the way to `path` that a cloud client is likely to synchronise; None if there is none."""
    for part in path.absolute().parts[:-1]:
        if part.lower().startswith(_CLOUDS):
            return part
    return None


def _config_path() -> Path:
    if named := os.environ.get("PAPERTRAIL_CONFIG"):
        return Path(named).expanduser()
    return user_config_path("papertrail", appauthor=False) / "config.toml"


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    import tomllib  # noqa: PLC0415 - most runs have no settings file, and this is a fifth of a daily command

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFileError(path, str(error)) from error
    for key, value in values.items():
        if key not in _KNOWN:
            raise UsageError(f"{path}: unknown setting {key!r}", hint=f"known settings: {', '.join(sorted(_KNOWN))}")
        if not isinstance(value, str):
            raise UsageError(f"{path}: {key} must be text in quotes")
    return values


def _now() -> datetime:
    """The present moment; `PAPERTRAIL_TODAY` (a date, or a date and time) stands in for it when set."""
    given = os.environ.get("PAPERTRAIL_TODAY")
    if not given:
        return datetime.now(UTC).astimezone()
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(f"PAPERTRAIL_TODAY is {given!r}, which is no date", hint="write it as 2027-02-01") from None
    return moment.replace(hour=12) if len(given) <= len("2027-02-01") and moment.tzinfo is None else moment
