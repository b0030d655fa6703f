"""Deleting a conversation or a conference with everything that hangs by it, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from bot.adapters.database.phones import cut_off
from bot.adapters.database.tables import (
    ConferenceRow,
    ConversationRow,
    ErasureRow,
    InvitationRow,
    NeedsRow,
    NoteRow,
    SessionRow,
    ShareRow,
    TrackerRow,
    TurnRow,
    UnfinishedRow,
    table,
)

T = TypeVar("T")

# Databases limit how many values one statement may carry.
_AT_ONCE = 500


def remove_conversations(connection: Connection, ids: Sequence[str]) -> None:
    """Delete conversations with their turns, trackers, sessions and what they own that no invitation does."""
    for some in chunks(ids):
        connection.execute(delete(TurnRow).where(TurnRow.conversation_id.in_(some)))
        connection.execute(delete(TrackerRow).where(TrackerRow.conversation_id.in_(some)))
        connection.execute(delete(SessionRow).where(SessionRow.conversation_id.in_(some)))
        remove_owned(connection, some)
        connection.execute(delete(ConversationRow).where(ConversationRow.id.in_(some)))


def remove_conferences(connection: Connection, ids: Sequence[UUID]) -> None:
    """Delete conferences with their invitations, these' notes, and the conversations that they opened."""
    for some in chunks(ids):
        # Held before their phones are, as everywhere: two that wait for each other would wait for ever.
        theirs = select(InvitationRow.id).where(InvitationRow.conference_id.in_(some)).order_by(InvitationRow.id)
        invitations = connection.scalars(theirs.with_for_update()).all()
        for invited in chunks(invitations):
            opened = select(ConversationRow.id).where(ConversationRow.invitation_id.in_(invited))
            remove_conversations(connection, connection.scalars(opened).all())
            cut_off(connection, invited)
            remove_owned(connection, [str(invitation) for invitation in invited])
        connection.execute(delete(ConferenceRow).where(ConferenceRow.id.in_(some)))


def remove_owned(connection: Connection, owners: Sequence[str]) -> None:
    """Delete everything that these owners wrote: notes, what is unfinished, what they need, what they shared."""
    for some in chunks(owners):
        for row in (NoteRow, UnfinishedRow, NeedsRow, ShareRow):
            connection.execute(delete(row).where(table(row).c.owner.in_(some)))


def record_erasure(connection: Connection, what: str, *, at: datetime) -> None:
    """Write down that a parent's wish was done, in the same transaction; not whose it was."""
    connection.execute(insert(table(ErasureRow)), {"at": at, "what": what})


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one statement may carry."""
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
