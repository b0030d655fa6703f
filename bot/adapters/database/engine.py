"""The one engine that every repository shares."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine, create_engine, event, make_url

from bot.adapters.database.fields import use_encryption
from bot.adapters.encryption import Encryption

_SECONDS_TO_WAIT_FOR_A_WRITER = 10

_SQLITE_SETTINGS = (
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
    "PRAGMA synchronous = NORMAL",  # safe in WAL: a power cut may cost the last moments, never the database
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_SECONDS_TO_WAIT_FOR_A_WRITER * 1000}",
    "PRAGMA secure_delete = ON",  # what a parent deletes is overwritten, not only unlinked
)


def connect(url: str, encryption: Encryption) -> Engine:
    """Make the engine, which encrypts and decrypts personal fields by itself."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _set_up_sqlite)
    else:
        # A database that was restarted must cost nobody their message.
        engine = create_engine(url, pool_pre_ping=True)
    use_encryption(engine.dialect, encryption)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting)
