"""Bringing a database to the tables that this code expects, and making sure that we hold its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, select, text

from bot.adapters.database import (  # noqa: F401 (tables are known once they are read)
    sending_tables,
    staff_tables,
    texting_tables,
)
from bot.adapters.database.tables import SealRow, table
from bot.adapters.database.upsert import insert_if_new

# Any number will do that nothing else in the same PostgreSQL locks by.
_LOCK = 6_021_996

_WORD = "beforehand"


def upgrade(engine: Engine) -> None:
    """
    Run the migrations that are missing, then check the key; safe where several workers start at once.

    Raises `KeyWrong` before anything could be written with another key than what is already there.
    """
    with _alone(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.execute(insert_if_new(table(SealRow), ("id", "word"), unique=("id",)), {"id": 1, "word": _WORD})
        connection.execute(select(SealRow.word)).one()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other worker's upgrade can be in the middle of."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Python's sqlite3 would begin later, at the first write, and let two workers read the same old version.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection
        connection.commit()
