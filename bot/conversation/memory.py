"""What is remembered of a conversation between two messages, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.conversation.messages import ConversationId, Door, Reply
from bot.languages import Language
from bot.notes.note import Section


@dataclass(frozen=True)
class Conversation:
    """
    Where one conversation stands. From our own tables, never from the browser.

    `council` is the short name of a leaflet, `york`; None until the parent has said which council wrote.
    `invitation` is set once the parent has given the code for their link.
    `open_section` is the part of the notes that they are in the middle of writing.
    `topic` is what was answered last: "more" goes on from there.
    """

    id: ConversationId
    door: Door
    language: Language = Language.ENGLISH
    council: str | None = None
    invitation: UUID | None = None
    open_section: Section | None = None
    topic: str | None = None

    @property
    def is_private(self) -> bool:
        """
        Whether a meeting may be shown here, and notes kept.

        A browser has its own cookie. A phone number is anybody's until it has sent the code for its link.
        """
        return self.door.is_private and (self.door is not Door.SMS or self.invitation is not None)

    @property
    def notes_owner(self) -> str:
        """Whose notes these are: the invitation's once there is one, so that they outlive this phone."""
        return str(self.invitation or self.id)


@dataclass(frozen=True)
class Turn:
    """One exchange, kept so that a page without script can show it and a message sent twice is answered once."""

    message_id: str
    text: str  # the parent's words, or the title of the choice they pressed
    reply: Reply
    at: datetime


class Conversations(Protocol):
    """Keep where each conversation stands."""

    def find(self, id: ConversationId) -> Conversation | None: ...

    def save(self, conversation: Conversation) -> None:
        """Insert or replace."""

    def of_invitation(self, invitation: UUID) -> Conversation | None:
        """The invitation's, whichever door it began at; the oldest, where there are several from before."""

    def join(self, id: ConversationId, into: ConversationId) -> None:
        """
        Of two conversations make one, all or nothing: what was said and written in `id` goes on in `into`.

        Both parties' words stay in the order in which they were said. The rest of `id` (its tracker, its sessions,
        itself) is deleted, and a phone that was in it is in the other.
        """

    def forget(self, id: ConversationId) -> None:
        """Delete it with its turns, its tracker, its sessions and the notes that no invitation owns."""


class Transcript(Protocol):
    """Keep what was said, encrypted."""

    def find(self, conversation: ConversationId, message_id: str) -> Reply | None: ...

    def add(self, conversation: ConversationId, turn: Turn) -> None: ...

    def last(self, conversation: ConversationId, count: int) -> tuple[Turn, ...]:
        """The newest turns, oldest first."""
