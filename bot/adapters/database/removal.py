"""Deleting a conversation or a conference with everything that hangs by it, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, delete, select

from bot.adapters.database.tables import (
    ConferenceRow,
    ConversationRow,
    InvitationRow,
    NoteRow,
    SessionRow,
    TrackerRow,
    TurnRow,
)

T = TypeVar("T")

# Databases limit how many values one statement may carry.
_AT_ONCE = 500


def remove_conversations(connection: Connection, ids: Sequence[str]) -> None:
    """Delete conversations with their turns, trackers, sessions and the notes that no invitation owns."""
    for some in _chunks(ids):
        connection.execute(delete(TurnRow).where(TurnRow.conversation_id.in_(some)))
        connection.execute(delete(TrackerRow).where(TrackerRow.conversation_id.in_(some)))
        connection.execute(delete(SessionRow).where(SessionRow.conversation_id.in_(some)))
        connection.execute(delete(NoteRow).where(NoteRow.owner.in_(some)))
        connection.execute(delete(ConversationRow).where(ConversationRow.id.in_(some)))


def remove_conferences(connection: Connection, ids: Sequence[UUID]) -> None:
    """Delete conferences with their invitations, these' notes, and the conversations that they opened."""
    for some in _chunks(ids):
        invitations = connection.scalars(select(InvitationRow.id).where(InvitationRow.conference_id.in_(some))).all()
        for invited in _chunks(invitations):
            opened = select(ConversationRow.id).where(ConversationRow.invitation_id.in_(invited))
            remove_conversations(connection, connection.scalars(opened).all())
            remove_notes(connection, [str(invitation) for invitation in invited])
        connection.execute(delete(ConferenceRow).where(ConferenceRow.id.in_(some)))


def remove_notes(connection: Connection, owners: Sequence[str]) -> None:
    """Delete everything that these owners wrote."""
    for some in _chunks(owners):
        connection.execute(delete(NoteRow).where(NoteRow.owner.in_(some)))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
