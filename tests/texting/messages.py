"""Texts and answers as tests need them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from bot.outreach.message import Message, MessageKind
from bot.texting.inbound import InboundText
from tests.outreach.messages import a_message
from tests.stores import NOW

ZAHRA, BILAL = "+447700900123", "+447700900456"


def a_text(body: str = "when is it", **changed: Any) -> InboundText:
    """From Zahra, now."""
    usual: dict[str, Any] = {
        "id": uuid4(),
        "provider": "notify",
        "provider_id": uuid4().hex,
        "number": ZAHRA,
        "body": body,
        "received_at": NOW,
    }
    return InboundText(**{**usual, **changed})


def a_reply(text: InboundText, body: str = "On 18 March", number: int = 0) -> Message:
    """The answer to a text, or one of several."""
    return a_message(
        intent=f"reply:{text.id}:{number}", kind=MessageKind.REPLY, address=text.number, body=body, council=""
    )
