"""What Rasa needs for the next turn, in the database, encrypted. What is in it is Rasa's tracker store's business."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, select

from bot.adapters.database.tables import TrackerRow, table
from bot.adapters.database.upsert import insert_or_replace

_LOAD = select(TrackerRow.state).where(TrackerRow.conversation_id == bindparam("id"))
_SAVE = insert_or_replace(table(TrackerRow))


class Trackers:
    """One state a conversation. The clock marks when each was last saved, for `retention`."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def load(self, conversation_id: str) -> bytes | None:
        with self._engine.connect() as connection:
            return connection.scalar(_LOAD, {"id": conversation_id})

    def save(self, conversation_id: str, state: bytes) -> None:
        values = {"conversation_id": conversation_id, "state": state, "touched_at": self._clock()}
        with self._engine.begin() as connection:
            connection.execute(_SAVE, values)

    def delete(self, conversation_id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(TrackerRow).where(TrackerRow.conversation_id == conversation_id))
