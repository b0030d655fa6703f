"""What was said, in the database, encrypted."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, bindparam, select

from bot.adapters.database.tables import TurnRow, table
from bot.adapters.database.upsert import insert_if_new
from bot.answers.pictures import picture_from
from bot.conversation.memory import Turn
from bot.conversation.messages import Choice, ConversationId, Kind, Reply, Said
from bot.languages import Language

_FIND = select(TurnRow.reply).where(
    TurnRow.conversation_id == bindparam("conversation_id"), TurnRow.message_id == bindparam("message_id")
)
_ADD = insert_if_new(
    table(TurnRow),
    ("conversation_id", "message_id", "text", "reply", "at"),
    unique=("conversation_id", "message_id"),
)
_LAST = (
    select(TurnRow.message_id, TurnRow.text, TurnRow.reply, TurnRow.at)
    .where(TurnRow.conversation_id == bindparam("conversation_id"))
    .order_by(TurnRow.number.desc())
    .limit(bindparam("count"))
)


class StoredTranscript:
    """`Transcript`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, conversation: ConversationId, message_id: str) -> Reply | None:
        with self._engine.connect() as connection:
            written = connection.scalar(_FIND, {"conversation_id": conversation, "message_id": message_id})
        return None if written is None else read_reply(written)

    def add(self, conversation: ConversationId, turn: Turn) -> None:
        """Keep a turn. Of two with one message id the first stays, since that is what the parent was answered."""
        values = {
            "conversation_id": conversation,
            "message_id": turn.message_id,
            "text": turn.text,
            "reply": write_reply(turn.reply),
            "at": turn.at,
        }
        with self._engine.begin() as connection:
            connection.execute(_ADD, values)

    def last(self, conversation: ConversationId, count: int) -> tuple[Turn, ...]:
        with self._engine.connect() as connection:
            rows = connection.execute(_LAST, {"conversation_id": conversation, "count": count}).all()
        return tuple(Turn(row.message_id, row.text, read_reply(row.reply), row.at) for row in reversed(rows))


def write_reply(reply: Reply) -> str:
    """A reply as JSON."""
    return json.dumps(
        {
            "language": reply.language.value,
            "parts": [_part(said) for said in reply.parts],
            "choices": [[choice.title, choice.value] for choice in reply.choices],
        },
        separators=(",", ":"),
    )


def read_reply(written: str) -> Reply:
    """The reply that `write_reply` wrote."""
    reply = json.loads(written)
    return Reply(
        parts=tuple(_said(*part) for part in reply["parts"]),
        choices=tuple(Choice(title, value) for title, value in reply["choices"]),
        language=Language(reply["language"]),
    )


def _part(said: Said) -> list[Any]:
    picture = asdict(said.picture) if said.picture is not None else None
    return [said.text, said.kind.value, said.english, picture]


def _said(text: str, kind: str, english: str | None = None, picture: dict[str, Any] | None = None) -> Said:
    """What is left out was not there yet when it was written."""
    return Said(text, Kind(kind), english, picture_from(picture))
