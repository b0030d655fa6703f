"""Invitations in the database. What two requests may do at once is one conditional UPDATE."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, Update, insert, select, update

from bot.adapters.database.announcing import announce, take_back, take_back_latest
from bot.adapters.database.numbers import hash_of_number, hashes_of_number
from bot.adapters.database.outbox import drop_waiting
from bot.adapters.database.tables import InvitationRow, table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.conferences.invitation import MOST_TRIES, Contact, Invitation, Way
from bot.languages import Language
from bot.outreach.events import Event
from bot.outreach.reminders import ONLY_IF_AGREED

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
        known_by = {
            "token_hash": token_hash,
            "code_hash": code_hash(self._encryption, invitation.id, code),
            "code": code,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(_INVITATIONS), {**values_of(connection, invitation), **known_by})

    def save(self, invitation: Invitation) -> None:
        self._write(
            _changing(invitation.id).values(
                called=invitation.called,
                language=invitation.language.value,
                last_day=invitation.last_day,
                withdrawn=invitation.withdrawn,
            )
        )

    def for_number(self, number: str) -> tuple[Invitation, ...]:
        with self._engine.connect() as connection:
            theirs = InvitationRow.phone_hash.in_(hashes_of_number(connection, number))
            standing = select(_INVITATIONS).where(theirs, InvitationRow.withdrawn.is_(False)).order_by(InvitationRow.id)
            found = map(invitation_of, connection.execute(standing))
            return tuple(invitation for invitation in found if Way.SMS in invitation.contact.ways)

    def spend(self, id: UUID, *, at: datetime) -> bool:
        return self._write(_changing(id).where(InvitationRow.spent_at.is_(None)).values(spent_at=at))

    def count_try(self, id: UUID, *, most: int, at: datetime) -> int | None:
        counted = _changing(id).where(InvitationRow.code_tries < most).values(code_tries=InvitationRow.code_tries + 1)
        with writing(self._engine) as connection:
            tries = connection.scalar(counted.returning(InvitationRow.code_tries))
            if tries == most:
                announce(connection, id, Event.LOCKED, at=at, once=at.isoformat())
            return tries

    def forgive_try(self, id: UUID) -> None:
        before = select(InvitationRow.code_tries).where(InvitationRow.id == id).with_for_update()
        with writing(self._engine) as connection:
            tries = connection.scalar(before)
            if not tries:
                return
            connection.execute(_changing(id).values(code_tries=tries - 1))
            if tries == MOST_TRIES:  # it was counted as the last one, and others had been told that it is locked
                take_back_latest(connection, id, Event.LOCKED)

    def is_code(self, id: UUID, code: str) -> bool:
        with self._engine.connect() as connection:
            kept = connection.scalar(select(InvitationRow.code_hash).where(InvitationRow.id == id))
        return kept is not None and self._encryption.matches(_hashed_with(id, code), kept)

    def open(self, id: UUID, *, at: datetime) -> None:
        before = select(InvitationRow.opened_at, InvitationRow.code_tries).where(InvitationRow.id == id)
        with writing(self._engine) as connection:
            found = connection.execute(before.with_for_update()).first()
            if found is None:
                return
            opened_at = found.opened_at or at
            connection.execute(_changing(id).values(opened_at=opened_at, code_tries=0, code=None))
            if found.code_tries >= MOST_TRIES:  # the last try was the right one, and had been counted before
                take_back(connection, id, Event.LOCKED, once=at.isoformat())
            if found.opened_at is None:
                announce(connection, id, Event.OPENED, at=at, once="first")

    def agree(self, id: UUID, agreed: bool) -> None:
        # A form of the desk's that shows what the parent said before is out of date, as after any other change.
        kept = _changing(id).values(agreed=agreed, version=InvitationRow.version + 1)
        with self._engine.begin() as connection:
            connection.execute(kept)
            if not agreed:
                drop_waiting(connection, id, ONLY_IF_AGREED)

    def _write(self, statement: Update) -> bool:
        """Whether there was a row to change."""
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def _one(self, which: ColumnElement[bool]) -> Invitation | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(_INVITATIONS).where(which)).first()
        return None if row is None else invitation_of(row)


def invitation_of(row: Row[tuple[object, ...]]) -> Invitation:
    """An invitation as it is kept, without its token and code."""
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
        contact=Contact(
            row.phone,
            row.email,
            frozenset(Way(way) for way in row.ways.split(",") if way),
            row.safe_contact,
            row.interpreter,
        ),
        agreed=row.agreed,
        links=row.links,
        version=row.version,
    )


def values_of(connection: Connection, invitation: Invitation) -> dict[str, Any]:
    """What an invitation's row holds, but for what its link and code are known by."""
    contact = invitation.contact
    return {
        "id": invitation.id,
        "conference_id": invitation.conference_id,
        "called": invitation.called,
        "language": invitation.language.value,
        "last_day": invitation.last_day,
        "spent_at": invitation.spent_at,
        "opened_at": invitation.opened_at,
        "withdrawn": invitation.withdrawn,
        "code_tries": invitation.code_tries,
        "phone": contact.phone,
        "phone_hash": None if contact.phone is None else hash_of_number(connection, contact.phone),
        "email": contact.email,
        "ways": ",".join(sorted(way.value for way in contact.ways)),
        "safe_contact": contact.safe_contact,
        "interpreter": contact.interpreter,
        "agreed": invitation.agreed,
        "links": invitation.links,
        "version": invitation.version,
    }


def code_hash(encryption: Encryption, id: UUID, code: str) -> str:
    """What is kept of a code, for telling whether it is the right one."""
    return encryption.keyed_hash(_hashed_with(id, code))


def _changing(id: UUID) -> Update:
    return update(_INVITATIONS).where(InvitationRow.id == id)


def _hashed_with(id: UUID, code: str) -> str:
    # With the id, so that two invitations with the same code do not show it by the same hash.
    return f"code of {id}: {code}"
