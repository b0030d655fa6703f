"""Messages as tests need them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)
TOKEN = "Zm9yIGEgbW90aGVyIQ-_tw"


def a_message(**changed: Any) -> Message:
    """A link by text message, due now."""
    id = uuid4()
    usual: dict[str, Any] = {
        "id": id,
        "intent": f"link:{id}:1",
        "council": "york",
        "channel": Channel.SMS,
        "kind": MessageKind.LINK,
        "language": Language.URDU,
        "address": "+447700900123",
        "body": f"Your meeting: https://beforehand.example/l/{TOKEN} آپ کی ملاقات",
        "created_at": NOW,
        "due_at": NOW,
    }
    return Message(**{**usual, **changed})
