"""Where each conversation stands, in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, bindparam, func, select

from bot.adapters.database.joining import join_conversations
from bot.adapters.database.removal import remove_conversations
from bot.adapters.database.tables import ConversationRow, TurnRow, table
from bot.adapters.database.upsert import insert_or_replace
from bot.adapters.database.writing import writing
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.note import Section

# Made once: a turn needs both, and building a statement takes longer than running it.
_FIND = select(table(ConversationRow)).where(ConversationRow.id == bindparam("id"))
_FIRST_SAID = select(func.min(TurnRow.number)).where(TurnRow.conversation_id == ConversationRow.id).scalar_subquery()
_OF_INVITATION = (
    select(table(ConversationRow))
    .where(ConversationRow.invitation_id == bindparam("invitation"))
    .order_by(_FIRST_SAID.nulls_last(), ConversationRow.touched_at, ConversationRow.id)
)
_SAVE = insert_or_replace(table(ConversationRow))


class StoredConversations:
    """`Conversations`, kept in the database. The clock marks when each was last saved, for `retention`."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def find(self, id: ConversationId) -> Conversation | None:
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"id": id}).first()
        return None if row is None else _conversation(row)

    def of_invitation(self, invitation: UUID) -> Conversation | None:
        with self._engine.connect() as connection:
            row = connection.execute(_OF_INVITATION, {"invitation": invitation}).first()
        return None if row is None else _conversation(row)

    def join(self, id: ConversationId, into: ConversationId) -> None:
        with writing(self._engine) as connection:
            join_conversations(connection, id, into)

    def save(self, conversation: Conversation) -> None:
        values = {
            "id": conversation.id,
            "door": conversation.door.value,
            "language": conversation.language.value,
            "council": conversation.council,
            "invitation_id": conversation.invitation,
            "open_section": conversation.open_section and conversation.open_section.value,
            "topic": conversation.topic,
            "touched_at": self._clock(),
        }
        with self._engine.begin() as connection:
            connection.execute(_SAVE, values)

    def forget(self, id: ConversationId) -> None:
        with self._engine.begin() as connection:
            remove_conversations(connection, [id])


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=ConversationId(row.id),
        door=Door(row.door),
        language=Language(row.language),
        council=row.council,
        invitation=row.invitation_id,
        open_section=row.open_section and Section(row.open_section),
        topic=row.topic,
    )
