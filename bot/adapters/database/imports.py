"""Files between their dry run and the writing of them, encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, text

from bot.adapters.database.audit import append
from bot.adapters.database.casework import StoredChange
from bot.adapters.database.staff_tables import ImportRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption

_IMPORTS = table(ImportRow)
# Any number, as long as nothing else in this database locks it: files are written one after the other.
_LOCK = text("SELECT pg_advisory_xact_lock(5550005)")


class StoredImports:
    """`Imports`, kept in the database."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def keep(self, id: UUID, staff: UUID, content: bytes, *, at: datetime) -> None:
        with self._engine.begin() as connection:
            values = {"id": id, "staff_id": staff, "content": _as_text(content), "at": at}
            connection.execute(insert(_IMPORTS), values)

    def find(self, id: UUID, staff: UUID, *, since: datetime) -> bytes | None:
        wanted = select(ImportRow.content).where(*_the_one(id, staff), ImportRow.at >= since)
        with self._engine.connect() as connection:
            found = connection.scalar(wanted)
        return None if found is None else _as_bytes(found)

    @contextmanager
    def taken(self, id: UUID, staff: UUID, *, since: datetime) -> Iterator[tuple[bytes | None, StoredChange]]:
        with writing(self._engine) as connection:
            change = StoredChange(connection, self._encryption)
            yield self._take(connection, id, staff, since), change
            for entry in change.entries:
                append(connection, entry, self._encryption)

    def drop(self, id: UUID, staff: UUID) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(_IMPORTS).where(*_the_one(id, staff)))

    def forget_old(self, *, before: datetime) -> int:
        """Delete what nobody came back for; how many that were."""
        with writing(self._engine) as connection:
            return connection.execute(delete(_IMPORTS).where(ImportRow.at < before)).rowcount

    def _take(self, connection: Connection, id: UUID, staff: UUID, since: datetime) -> bytes | None:
        if connection.dialect.name == "postgresql":
            connection.execute(_LOCK)
        taking = delete(_IMPORTS).where(*_the_one(id, staff), ImportRow.at >= since).returning(ImportRow.content)
        found = connection.scalar(taking)
        return None if found is None else _as_bytes(found)


def _the_one(id: UUID, staff: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ImportRow.id == id, ImportRow.staff_id == staff


def _as_text(content: bytes) -> str:
    # A letter for each byte, whatever the file's own letters are: it comes back as it came.
    return content.decode("latin-1")


def _as_bytes(content: str) -> bytes:
    return content.encode("latin-1")
