"""SQLModel on the connection that the whole program shares."""

import sqlite3

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool


def engine(connection: sqlite3.Connection) -> Engine:
    """An engine that writes in one transaction, which takes the lock as soon as it begins."""
    made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(made, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return made
