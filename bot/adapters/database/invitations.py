"""Invitations in the database. What two requests may do at once is one conditional UPDATE."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Update, func, insert, select, update

from bot.adapters.database.tables import InvitationRow, table
from bot.adapters.encryption import Encryption
from bot.conferences.invitation import Invitation
from bot.languages import Language

_INVITATIONS = table(InvitationRow)


class StoredInvitations:
    """`Invitations`, kept in the database; codes are hashed with the server's key."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def get(self, id: UUID) -> Invitation | None:
        return self._one(InvitationRow.id == id)

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        return self._one(InvitationRow.token_hash == token_hash)

    def add(self, invitation: Invitation, *, token_hash: str, code: str) -> None:
        values = {
            "id": invitation.id,
            "conference_id": invitation.conference_id,
            "token_hash": token_hash,
            "code_hash": self._encryption.keyed_hash(_hashed_with(invitation.id, code)),
            "called": invitation.called,
            "language": invitation.language.value,
            "last_day": invitation.last_day,
            "spent_at": invitation.spent_at,
            "opened_at": invitation.opened_at,
            "withdrawn": invitation.withdrawn,
            "code_tries": invitation.code_tries,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_INVITATIONS), values)

    def save(self, invitation: Invitation) -> None:
        self._write(
            _changing(invitation.id).values(
                called=invitation.called,
                language=invitation.language.value,
                last_day=invitation.last_day,
                withdrawn=invitation.withdrawn,
            )
        )

    def spend(self, id: UUID, *, at: datetime) -> bool:
        return self._write(_changing(id).where(InvitationRow.spent_at.is_(None)).values(spent_at=at))

    def count_try(self, id: UUID, *, most: int) -> int | None:
        counted = _changing(id).where(InvitationRow.code_tries < most).values(code_tries=InvitationRow.code_tries + 1)
        with self._engine.begin() as connection:
            return connection.scalar(counted.returning(InvitationRow.code_tries))

    def is_code(self, id: UUID, code: str) -> bool:
        with self._engine.connect() as connection:
            code_hash = connection.scalar(select(InvitationRow.code_hash).where(InvitationRow.id == id))
        return code_hash is not None and self._encryption.matches(_hashed_with(id, code), code_hash)

    def open(self, id: UUID, *, at: datetime) -> None:
        self._write(_changing(id).values(opened_at=func.coalesce(InvitationRow.opened_at, at), code_tries=0))

    def _write(self, statement: Update) -> bool:
        """Whether there was a row to change."""
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def _one(self, which: ColumnElement[bool]) -> Invitation | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(_INVITATIONS).where(which)).first()
        if row is None:
            return None
        return Invitation(
            id=row.id,
            conference_id=row.conference_id,
            called=row.called,
            language=Language(row.language),
            last_day=row.last_day,
            spent_at=row.spent_at,
            opened_at=row.opened_at,
            withdrawn=row.withdrawn,
            code_tries=row.code_tries,
        )


def _changing(id: UUID) -> Update:
    return update(_INVITATIONS).where(InvitationRow.id == id)


def _hashed_with(id: UUID, code: str) -> str:
    # With the id, so that two invitations with the same code do not show it by the same hash.
    return f"code of {id}: {code}"
