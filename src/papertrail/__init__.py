"""papertrail: a reading list and paper tracker for reading-heavy courses."""

__version__ = "0.2.0"
