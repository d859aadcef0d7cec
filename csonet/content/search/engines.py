"""Which engine serves the database in use."""

from django.db import connection

from csonet.content.search.engine import Engine
from csonet.content.search.postgres import PostgresEngine
from csonet.content.search.sqlite import SqliteEngine

ENGINES: dict[str, Engine] = {"sqlite": SqliteEngine(), "postgresql": PostgresEngine()}


def engine() -> Engine:
    """The engine of the database in use."""
    return ENGINES[connection.vendor]
