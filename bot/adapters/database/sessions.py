"""Who is behind a cookie, in the database. The cookie holds a random token, of which we keep the hash."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, bindparam, delete, insert, select, update

from bot.adapters.database.tables import SessionRow, table
from bot.conferences.link import hashed
from bot.conversation.messages import ConversationId

_SESSIONS = table(SessionRow)
_IS_IT = SessionRow.token_hash == bindparam("token_hash")
_FIND = select(SessionRow.conversation_id).where(_IS_IT, SessionRow.ends_at > bindparam("now"))
_PENDING = select(SessionRow.pending_invitation_id).where(_IS_IT)
_TOKEN_BYTES = 32


class Sessions:
    """
    Which conversation a browser is in, and which invitation it has yet to give the code for.

    A session that has ended is as unknown as one that never was. When a code was right, start a new one and end the
    old: whoever had a copy of the old cookie from a shared phone must not see the meeting.
    """

    def __init__(self, engine: Engine, *, days: int) -> None:
        self._engine = engine
        self._lasts = timedelta(days=days)

    def start(self, conversation: ConversationId, *, now: datetime) -> str:
        """Begin a session; what is returned goes into the cookie and is kept nowhere."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        values = {
            "token_hash": hashed(token),
            "conversation_id": conversation,
            "pending_invitation_id": None,
            "ends_at": now + self._lasts,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_SESSIONS), values)
        return token

    def find(self, token: str, *, now: datetime) -> ConversationId | None:
        with self._engine.connect() as connection:
            found = connection.scalar(_FIND, {"token_hash": hashed(token), "now": now})
        return None if found is None else ConversationId(found)

    def pending_invitation(self, token: str) -> UUID | None:
        """The invitation whose link this browser has spent and whose code it has not given."""
        with self._engine.connect() as connection:
            return connection.scalar(_PENDING, {"token_hash": hashed(token)})

    def set_pending(self, token: str, invitation: UUID | None) -> None:
        pending = update(_SESSIONS).where(SessionRow.token_hash == hashed(token))
        with self._engine.begin() as connection:
            connection.execute(pending.values(pending_invitation_id=invitation))

    def end(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(_SESSIONS).where(SessionRow.token_hash == hashed(token)))
