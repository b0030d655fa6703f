"""The assistant as the turn sees it: something that understands a message and answers it. Rasa stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.conversation.memory import Conversation
from bot.conversation.messages import Incoming, Reply

# Answered before anything else (shared/topics.md, "Danger").
CRISES = ("crisis_self", "crisis_child", "crisis_abuse")


@dataclass(frozen=True)
class Understanding:
    """What a message was taken to mean. Confidences lie between 0 and 1; the ranking is best first."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    language: str


class Assistant(Protocol):
    """Understand and answer one message at a time; whoever calls holds the conversation's lock."""

    async def understand(self, text: str, conversation: Conversation) -> Understanding: ...

    async def answer(self, incoming: Incoming, conversation: Conversation, *, not_a_note: Callable[[], None]) -> Reply:
        """
        Answer, and remember what the next turn needs.

        `not_a_note` is called where words sent while a section was open turn out to be meant for us, before they
        are answered.
        """
