"""Signs of life: when what should run again and again last did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select

from bot.adapters.database.sending_tables import HeartbeatRow
from bot.adapters.database.tables import table
from bot.adapters.database.upsert import insert_or_replace

_HEARTBEATS = table(HeartbeatRow)
_BEAT = insert_or_replace(_HEARTBEATS)


class Heartbeats:
    """When each of them last beat."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def beat(self, name: str, *, at: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(_BEAT, {"name": name, "at": at})

    def last(self, name: str) -> datetime | None:
        """None where it never has."""
        with self._engine.connect() as connection:
            return connection.scalar(select(HeartbeatRow.at).where(HeartbeatRow.name == name))
