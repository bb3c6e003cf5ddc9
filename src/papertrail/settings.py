"""Where files live and what the reader has set: flags win over the environment, that over the settings file."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path, user_config_path, user_data_path, user_documents_path

from papertrail.errors import UnreadableFileError, UsageError

SOURCES = {
    "arxiv_url": "https://export.arxiv.org",
    "arxiv_pdf_url": "https://arxiv.org",
    "datacite_url": "https://api.datacite.org",
    "semantic_scholar_url": "https://api.semanticscholar.org",
    "crossref_url": "https://api.crossref.org",
}
"""The services that papertrail asks, each with its setting in the table `[sources]`."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_PATHS = ("database", "pdfs", "critiques")
_TEXTS = ("contact", "author", "paper")
PAPERS = ("a4", "us-letter")
"""The sizes of a printed page."""
_CLOUDS = ("dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "nextcloud",
           "owncloud", "box sync", "syncthing", "pcloud", "megasync")  # fmt: skip


class Settings(NamedTuple):
    """The settings of one run."""

    database: Path
    config: Path
    syllabi: Path
    """The folder of the bundled courses."""
    pdfs: Path
    """The folder of downloaded PDFs."""
    critiques: Path
    """The folder of the reader's own critiques."""
    cache: Path
    """The folder of what all runs of this user share: the pace of requests."""
    contact: str
    """Address that services can write to; a part of the User-Agent."""
    author: str
    """The reader's own name, as it stands on what they hand in; empty when not set."""
    paper: str
    """The size of a printed page, one of `PAPERS`; empty when not set."""
    sources: Mapping[str, str]
    """The base address of each service, by the name of its setting."""
    mail: Mapping[str, Any]
    """The table `[mail]` of the settings file, as written there; `digest.account` reads it."""
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
    usual = user_config_path("papertrail", appauthor=False) / "config.toml"
    config = _named("PAPERTRAIL_CONFIG", usual) or usual
    plain, sources, mail = _read(config)
    data = user_data_path("papertrail", appauthor=False)
    return Settings(
        database=database or _named("PAPERTRAIL_DB", config, plain.get("database")) or data / "papertrail.db",
        config=config,
        syllabi=bundled_syllabi(),
        pdfs=_named("PAPERTRAIL_PDFS", config, plain.get("pdfs")) or data / "pdfs",
        critiques=_named("PAPERTRAIL_CRITIQUES", config, plain.get("critiques"))
        or user_documents_path() / "papertrail",
        cache=_named("PAPERTRAIL_CACHE", config) or user_cache_path("papertrail", appauthor=False),
        contact=os.environ.get("PAPERTRAIL_CONTACT") or plain.get("contact", ""),
        author=" ".join((os.environ.get("PAPERTRAIL_AUTHOR") or plain.get("author", "")).split()),
        paper=_paper(config, plain.get("paper", "")),
        sources={name: _address(name, sources.get(name, default)) for name, default in SOURCES.items()},
        mail=mail,
        now=_now(),
    )


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


def _named(variable: str, config: Path, value: str | None = None) -> Path | None:
    """The path that a variable of the environment names, else the one of the settings file."""
    from_environment = os.environ.get(variable)
    chosen = from_environment or value
    if not chosen:
        return None
    sentence = f"{variable if from_environment else config} names {chosen!r}, which is no path"
    if "\0" in chosen:
        raise UsageError(sentence)
    try:
        return Path(chosen).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{sentence}: {error}") from None


def _paper(config: Path, value: str) -> str:
    if value and value not in PAPERS:
        raise UsageError(f"{config}: paper is {value!r}", hint=f"write {' or '.join(PAPERS)}")
    return value


def _address(name: str, value: str) -> str:
    chosen = os.environ.get(f"PAPERTRAIL_{name.upper()}") or value
    if not chosen.startswith(("http://", "https://")):
        raise UsageError(f"{name} is {chosen!r}, which is no web address", hint=f"the usual one is {SOURCES[name]}")
    return chosen.rstrip("/")


def _read(path: Path) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
    """The plain values of the settings file, and those of its tables `[sources]` and `[mail]`."""
    try:
        if not path.is_file():
            return {}, {}, {}
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from error
    import tomllib  # noqa: PLC0415 - most runs have no settings file, and this is a fifth of a daily command

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFileError(path, str(error)) from error
    sources, mail = (_table(path, name, values) for name in ("sources", "mail"))
    _check(path, "setting", values, (*_PATHS, *_TEXTS, "sources", "mail"))
    _check(path, "setting in [sources]", sources, tuple(SOURCES))
    return values, sources, mail


def _table(path: Path, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Take a table out of the settings."""
    table = values.pop(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} must be a table", hint=f"write [{name}] on a line of its own")
    return table


def _check(path: Path, what: str, values: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{path}: unknown {what} {key!r}", hint=f"there are {', '.join(sorted(known))}")
        if not isinstance(value, str):
            raise UsageError(f"{path}: {key} must be text in quotes")


def _now() -> datetime:
    """The present moment; `PAPERTRAIL_TODAY` (a date, or a date and time) stands in for it when set."""
    given = os.environ.get("PAPERTRAIL_TODAY")
    if not given:
        return datetime.now(UTC).astimezone()
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UsageError(f"PAPERTRAIL_TODAY is {given!r}, which is no date", hint="write it as 2027-02-01")
    return moment.replace(hour=12) if len(given) <= len("2027-02-01") and moment.tzinfo is None else moment
