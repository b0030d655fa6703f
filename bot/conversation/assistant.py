"""The assistant as the turn sees it: something that understands a message and answers it. Rasa stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.memory import Conversation
from bot.conversation.messages import Incoming, Reply
from bot.conversation.speaking import Heard
from bot.languages import Language

# Answered before anything else (shared/topics.md, "Danger").
CRISES = ("crisis_self", "crisis_child", "crisis_abuse")


@dataclass(frozen=True)
class Understanding:
    """What a message was taken to mean. Confidences lie between 0 and 1; the ranking is best first."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    language: str  # the code of the language that it would be answered in
    heard: Heard | None = None


class Listener(Protocol):
    """Whom the assistant tells, on its way to an answer, what it has understood."""

    def heard(self, heard: Heard) -> Language:
        """The words seem to be in another language than the conversation; the answer is in the one that this names."""

    def understood(self, topic: str) -> None:
        """What the message was taken to be about, as it will be answered: "not sure" has a name too (tally.py)."""

    def not_a_note(self) -> None:
        """Words sent while a section was open turn out to be meant for us, and are about to be answered."""


class Assistant(Protocol):
    """Understand and answer one message at a time; whoever calls holds the conversation's lock."""

    async def understand(self, text: str, conversation: Conversation) -> Understanding: ...

    async def answer(self, incoming: Incoming, conversation: Conversation, *, listener: Listener) -> Reply:
        """Answer, and remember what the next turn needs."""
