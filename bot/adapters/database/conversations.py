"""Where each conversation stands, in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, bindparam, select

from bot.adapters.database.removal import remove_conversations
from bot.adapters.database.tables import ConversationRow, table
from bot.adapters.database.upsert import insert_or_replace
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.note import Section

# Made once: a turn needs both, and building a statement takes longer than running it.
_FIND = select(table(ConversationRow)).where(ConversationRow.id == bindparam("id"))
_SAVE = insert_or_replace(table(ConversationRow))


class StoredConversations:
    """`Conversations`, kept in the database. The clock marks when each was last saved, for `retention`."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def find(self, id: ConversationId) -> Conversation | None:
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"id": id}).first()
        if row is None:
            return None
        return Conversation(
            id=ConversationId(row.id),
            door=Door(row.door),
            language=Language(row.language),
            council=row.council,
            invitation=row.invitation_id,
            open_section=row.open_section and Section(row.open_section),
            topic=row.topic,
        )

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
