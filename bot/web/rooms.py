"""What the pages need from the house. `bot.wiring` hands in the real thing, tests a small one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.conferences.meeting import DateView, MeetingView
from bot.conversation.memory import Conversation, Conversations, Transcript
from bot.conversation.messages import ConversationId, Incoming, Reply
from bot.conversation.turn import Settle
from bot.languages import Language
from bot.notes.document import Document
from bot.notes.headings import Framework, Heading
from bot.notes.needs import DayNeeds
from bot.notes.note import Notes, Section
from bot.notes.sharing import Sharing
from bot.notes.unfinished import UnfinishedWriting
from bot.outreach.telling import Telling
from bot.staff.switches import Closed, Part


class Sessions(Protocol):
    """Who holds which cookie. Only a hash of the token is kept."""

    def start(self, conversation: ConversationId, *, now: datetime) -> str:
        """A new token for this conversation."""

    def find(self, token: str, *, now: datetime) -> ConversationId | None:
        """None for a token that we never gave, that has ended, or that is too old."""

    def set_pending(self, token: str, invitation: UUID) -> None:
        """Remember whose link was spent until the code is given."""

    def pending_invitation(self, token: str) -> UUID | None: ...

    def end(self, token: str) -> None: ...


class Rooms(Protocol):
    """Everything behind the doors. Methods that are not coroutines may block: the pages call them in a thread."""

    @property
    def conversations(self) -> Conversations: ...

    @property
    def transcript(self) -> Transcript: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def unfinished(self) -> UnfinishedWriting: ...

    @property
    def needs(self) -> DayNeeds: ...

    @property
    def sharing(self) -> Sharing: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def secure_cookies(self) -> bool: ...

    @property
    def session_days(self) -> int: ...

    @property
    def texting_number(self) -> str | None:
        """The number that parents can text; None where they cannot."""

    @property
    def embed_origins(self) -> Sequence[str]:
        """The councils' sites that may show the chat on their pages."""

    @property
    def intents(self) -> Collection[str]:
        """Every intent's name, as Rasa knows them."""

    def now(self) -> datetime: ...

    def ready(self) -> bool:
        """Whether a message can be answered."""

    def councils(self) -> list[tuple[str, str]]:
        """Their short names and what they are called, in the order in which they are offered."""

    def closed(self, council: str | None) -> Mapping[Part, Closed]:
        """What this council has closed for a while. Asked at every turn, so it must take no time."""

    def anonymous_id(self, sender: str) -> ConversationId:
        """A conversation of the REST channel: a keyed hash, so that no sender can be read back."""

    async def take_turn(self, incoming: Incoming, settle: Settle | None = None) -> Reply: ...

    async def danger_in(self, text: str, conversation: Conversation) -> str | None:
        """Whom to ring, in words, where text written outside the chat tells of danger."""

    def spend_link(self, token: str) -> UUID:
        """The invitation's id; raises a LinkError."""

    def invited_language(self, invitation: UUID) -> Language:
        """The language that the social worker gave for this parent."""

    def enter_code(self, invitation: UUID, code: str) -> None:
        """Raises a LinkError."""

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> ConversationId:
        """
        Join them: council and invitation are set, notes handed over.

        The conversation that counts from now on: an invitation has one, and it may have begun elsewhere.
        """

    def meeting(self, conversation: Conversation) -> MeetingView | None:
        """None without a link."""

    def calendar(self, conversation: Conversation) -> bytes | None:
        """The meeting's day and time as an iCalendar file; None without a link."""

    def telling(self, conversation: Conversation) -> Telling | None:
        """Whether this parent wants to be told of changes and reminded; None without a link."""

    def agree(self, conversation: Conversation, agreed: bool) -> None:
        """Keep whether this parent wants to be told of changes and reminded."""

    def own_writing(self, conversation: Conversation) -> DateView | None:
        """By when the parent's own writing should be sent; None where this council's guide does not say."""

    def council_name(self, conversation: Conversation) -> str:
        """What the conversation's council is called; "" while there is none."""

    def advice(self, topic: str, conversation: Conversation) -> tuple[str, str]:
        """A topic's title, and what this council's guide says on it; a draft knows its English."""

    def headings(self, conversation: Conversation) -> Mapping[Section, Heading]:
        """What each part of the notes is called, by this conversation's council and in its language."""

    def framework(self, conversation: Conversation) -> Framework | None:
        """How the council lays out its meetings; None where its leaflet does not say."""

    def reference(self, conversation: Conversation) -> str | None:
        """The council's number for this parent's case; None without a link, and where the council gave none."""

    def pdf(self, document: Document) -> bytes:
        """Raises PrintingFailed."""

    def forget_notes(self, conversation: Conversation) -> None:
        """Delete all that this parent wrote down or shared, at once and for good."""

    def forget(self, conversation: Conversation) -> None:
        """Delete everything of this parent's, in every table, at once and for good."""
