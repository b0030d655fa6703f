"""Making one conversation of two, in the caller's transaction: a parent went on at another door."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.adapters.database.needs import hand_over_in
from bot.adapters.database.phones import follow
from bot.adapters.database.removal import remove_conversations
from bot.adapters.database.tables import ConversationRow, NoteRow, ShareRow, TurnRow, UnfinishedRow, table


def join_conversations(connection: Connection, id: str, into: str) -> None:
    """`Conversations.join`. Nothing where the other is not there, so that nothing can be lost in it."""
    found = select(ConversationRow.invitation_id).where(ConversationRow.id == into).with_for_update()
    other = connection.execute(found).first()
    if other is None or id == into:
        return
    _move_turns(connection, id, into)
    _hand_over(connection, id, into if other.invitation_id is None else str(other.invitation_id))
    follow(connection, id, into)
    remove_conversations(connection, [id])


def _move_turns(connection: Connection, id: str, into: str) -> None:
    said_there = select(TurnRow.message_id).where(TurnRow.conversation_id == into)
    moved = update(table(TurnRow)).where(TurnRow.conversation_id == id, TurnRow.message_id.not_in(said_there))
    connection.execute(moved.values(conversation_id=into))


def _hand_over(connection: Connection, old_owner: str, new_owner: str) -> None:
    """What the one owns that no invitation does."""
    clash = select(UnfinishedRow.id).where(UnfinishedRow.owner == new_owner)
    unfinished = update(table(UnfinishedRow)).where(UnfinishedRow.owner == old_owner, UnfinishedRow.id.not_in(clash))
    connection.execute(unfinished.values(owner=new_owner))
    for row in (NoteRow, ShareRow):
        connection.execute(update(table(row)).where(row.owner == old_owner).values(owner=new_owner))
    hand_over_in(connection, old_owner, new_owner)
