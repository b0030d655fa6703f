"""A parent's wish to be forgotten, done at once in every table, with a record that says nothing of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from bot.adapters.database.notes import note_of
from bot.adapters.database.phone_removal import erase_phones
from bot.adapters.database.phones import fall_silent
from bot.adapters.database.removal import record_erasure, remove_conversations, remove_owned
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import ConversationRow, InvitationRow, NoteRow, TurnRow, table
from bot.adapters.database.transcript import read_reply
from bot.adapters.database.writing import writing
from bot.conversation.memory import Conversation
from bot.conversation.messages import Kind

_OPENED_BY = select(ConversationRow.id).where(ConversationRow.invitation_id == bindparam("invitation"))


class Erasure:
    """Deletes in one transaction: either all of it is gone, or nothing is and the parent is told so."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def notes(self, conversation: Conversation, *, at: datetime) -> None:
        """Everything that this parent wrote down or shared, and where it was said or read back in the chat."""
        owner = conversation.notes_owner
        with writing(self._engine) as connection:
            notes = set(connection.scalars(select(NoteRow.id).where(NoteRow.owner == owner)))
            conversations = _conversations(connection, conversation)
            for id in conversations:
                _remove_turns_of(connection, id, owner, notes)
            fall_silent(connection, conversations)
            remove_owned(connection, [owner])
            record_erasure(connection, "notes", at=at)
        self._empty_log()

    def everything(self, conversation: Conversation, *, at: datetime) -> None:
        """
        That, and every conversation of the same invitation: turns, trackers, sessions, on other phones too.

        What was sent to the parent goes as well, and nothing more is sent: that they agreed is taken back. So does all
        that is known of their phones but that one asked for no more texts.
        """
        with writing(self._engine) as connection:
            conversations = _conversations(connection, conversation)
            # The invitation, then its phones, then the outbox: two that wait for each other would wait for ever.
            if conversation.invitation is not None:
                _take_back_that_they_agreed(connection, conversation.invitation)
            erase_phones(connection, conversations, conversation.invitation)
            if conversation.invitation is not None:
                connection.execute(delete(OutboxRow).where(OutboxRow.invitation_id == conversation.invitation))
            remove_owned(connection, [conversation.notes_owner])
            remove_conversations(connection, conversations)
            record_erasure(connection, "everything", at=at)
        self._empty_log()

    def _empty_log(self) -> None:
        """SQLite overwrites what is deleted in its file, but keeps the pages as they were in its log until then."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def _conversations(connection: Connection, conversation: Conversation) -> list[str]:
    """This one, and every other that the same invitation opened."""
    ids = {str(conversation.id)}
    if conversation.invitation is not None:
        ids.update(connection.scalars(_OPENED_BY, {"invitation": conversation.invitation}))
    return sorted(ids)


def _take_back_that_they_agreed(connection: Connection, invitation: UUID) -> None:
    taken_back = {"agreed": False, "version": InvitationRow.version + 1}
    connection.execute(update(table(InvitationRow)).where(InvitationRow.id == invitation).values(**taken_back))


def _remove_turns_of(connection: Connection, conversation: str, owner: str, notes: set[UUID]) -> None:
    """
    Remove the turns in which these notes were written or read back.

    A note's id is made from its message's, under the owner that it was written for: this one or, before the link was
    opened, the conversation. What it says may have changed since. Every turn is looked into: what is encrypted cannot
    be searched for.
    """
    theirs = select(TurnRow.number, TurnRow.message_id, TurnRow.reply).where(TurnRow.conversation_id == conversation)
    for turn in connection.execute(theirs).all():
        ids = {note_of(name, turn.message_id) for name in (owner, conversation)}
        if ids & notes or _reads_back(turn.reply):
            connection.execute(delete(TurnRow).where(TurnRow.number == turn.number))


def _reads_back(written: str) -> bool:
    return any(part.kind is Kind.NOTE for part in read_reply(written).parts)
