"""Case systems' keys in the database, by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, insert, or_, select, update

from bot.adapters.database.audit import append
from bot.adapters.database.staff_tables import ApiKeyRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.account import Scope
from bot.staff.audit import Entry
from bot.staff.keys import ApiKey, hash_of_key

_KEYS = table(ApiKeyRow)
# A case system calls often: not each call is worth a write.
_OFTEN = timedelta(minutes=1)


class StoredKeys:
    """`Keys`, kept in the database."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def find(self, key: str) -> ApiKey | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(_KEYS).where(ApiKeyRow.key_hash == hash_of_key(key))).first()
        return None if row is None else _key_of(row)

    def of(self, council: str) -> Sequence[ApiKey]:
        theirs = select(_KEYS).where(ApiKeyRow.council == council)
        newest = theirs.order_by(ApiKeyRow.revoked_at.is_not(None), ApiKeyRow.created_at.desc(), ApiKeyRow.id)
        with self._engine.connect() as connection:
            return [_key_of(row) for row in connection.execute(newest)]

    def add(self, key: ApiKey, key_hash: str, *, entry: Entry) -> None:
        values = {
            "id": key.id,
            "council": key.council,
            "name": key.name,
            "key_hash": key_hash,
            "scopes": ",".join(sorted(scope.value for scope in key.scopes)),
            "created_at": key.created_at,
            "last_used_at": key.last_used_at,
            "revoked_at": key.revoked_at,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(_KEYS), values)
            append(connection, entry, self._encryption)

    def revoke(self, id: UUID, council: str, *, entry: Entry) -> bool:
        working = (ApiKeyRow.id == id, ApiKeyRow.council == council, ApiKeyRow.revoked_at.is_(None))
        with writing(self._engine) as connection:
            if not connection.execute(update(_KEYS).where(*working).values(revoked_at=entry.at)).rowcount:
                return False
            append(connection, entry, self._encryption)
            return True

    def used(self, id: UUID, *, at: datetime) -> None:
        long_ago = or_(ApiKeyRow.last_used_at.is_(None), ApiKeyRow.last_used_at < at - _OFTEN)
        with self._engine.begin() as connection:
            connection.execute(update(_KEYS).where(ApiKeyRow.id == id, long_ago).values(last_used_at=at))


def _key_of(row: Row[tuple[Any, ...]]) -> ApiKey:
    return ApiKey(
        id=row.id,
        council=row.council,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes.split(",") if scope),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
