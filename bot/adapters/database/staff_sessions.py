"""Who is signed in at the desk, in the database."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, bindparam, delete, insert, select, update

from bot.adapters.database.staff import account_of
from bot.adapters.database.staff_tables import StaffRow, StaffSessionRow
from bot.adapters.database.tables import table
from bot.conferences.link import hashed
from bot.staff.sessions import LASTS, NotSignedIn, Session, Stage, ended

_SESSIONS = table(StaffSessionRow)
_FIND = (
    select(
        table(StaffRow),
        StaffSessionRow.stage,
        StaffSessionRow.seen_at,
        StaffSessionRow.ends_at,
    )
    .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
    .where(StaffSessionRow.token_hash == bindparam("token_hash"))
)
_TOKEN_BYTES = 32
# Looking at a page must not cost a write each time: idle time is counted to the minute.
_SEEN_AGAIN_AFTER = timedelta(minutes=1)
# So long it can be said why a session ended.
_REMEMBERED = timedelta(days=1)


class StoredStaffSessions:
    """`StaffSessions`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, staff_id: UUID, stage: Stage, *, now: datetime) -> str:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        values = {
            "token_hash": hashed(token),
            "staff_id": staff_id,
            "stage": stage.value,
            "started_at": now,
            "seen_at": now,
            "ends_at": now + LASTS[stage],
        }
        with self._engine.begin() as connection:
            connection.execute(delete(_SESSIONS).where(StaffSessionRow.ends_at < now - _REMEMBERED))
            connection.execute(insert(_SESSIONS), values)
        return token

    def find(self, token: str, *, now: datetime) -> Session:
        token_hash = hashed(token)
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"token_hash": token_hash}).first()
        if row is None:
            raise NotSignedIn
        because = ended(row.stage, seen_at=row.seen_at, ends_at=row.ends_at, active=row.active, now=now)
        if because is not None:
            raise NotSignedIn(because)
        if now - row.seen_at >= _SEEN_AGAIN_AFTER:
            with self._engine.begin() as connection:
                seen = update(_SESSIONS).where(StaffSessionRow.token_hash == token_hash)
                connection.execute(seen.values(seen_at=now))
        return Session(token, account_of(row), Stage(row.stage))

    def end(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(_SESSIONS).where(StaffSessionRow.token_hash == hashed(token)))
