"""What answering a text message asks of the rest of the house: the same turns, links and meetings as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.conversation.memory import Conversation, Conversations
from bot.conversation.messages import Choice, ConversationId, Incoming, Reply
from bot.conversation.turn import Settle
from bot.languages import Language


class House(Protocol):
    """Everything behind the door."""

    @property
    def conversations(self) -> Conversations: ...

    @property
    def emergency(self) -> str:
        """The emergency number."""

    def now(self) -> datetime: ...

    def chat_is_closed(self, council: str | None) -> bool:
        """Whether this council answers no questions for a while."""

    async def take_turn(self, incoming: Incoming, settle: Settle | None = None) -> Reply: ...

    async def danger_by_text(self, text: str, conversation: Conversation, *, plainly: bool = False) -> Reply | None:
        """Whom to ring, where the words tell of danger, or tell of it `plainly`; None where they do not."""

    def open_by_text(self, number: str, code: str) -> UUID:
        """The invitation whose link went to this number and whose code this is. Raises a LinkError."""

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> ConversationId:
        """Join a conversation to an invitation; the one conversation of that invitation, which may be another."""

    def language_of(self, number: str) -> Language:
        """The language in which this number was sent its link; English where it was sent none."""

    def is_shared(self, number: str) -> bool:
        """Whether several invitations went to this number."""

    def held_at(self, invitation: UUID) -> datetime | None:
        """When that invitation's meeting is; None where there is none any more."""

    def same_meeting(self, one: UUID, other: UUID) -> bool:
        """Whether two adults were invited to one meeting."""

    def short_title(self, choice: Choice, language: Language) -> str:
        """What a choice is called where a stranger may read it."""
