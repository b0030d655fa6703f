"""What the door of text messages asks, in one object, and what answering them asks of the rooms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.outbox import put
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.writing import writing
from bot.adapters.schedule import log_quietly
from bot.conferences.link import enter_code_by_text
from bot.conversation.assistant import CRISES
from bot.conversation.memory import Conversation, Conversations
from bot.conversation.messages import Choice, ConversationId, Incoming, Kind, Reply, Said
from bot.conversation.turn import Settle
from bot.languages import Language
from bot.staff.switches import Part
from bot.texting.answering import Answering
from bot.texting.outgoing import ONCE_IN, turned_away
from bot.texting.thinking import Thinking

if TYPE_CHECKING:
    from bot.wiring.rooms import Rooms


TakeTurn = Callable[[Incoming, "Settle | None"], Awaitable[Reply]]


@dataclass
class Texting:
    """Text messages: kept at the door, thought about where the assistant is."""

    rooms: Rooms

    @cached_property
    def inbox(self) -> StoredInbox:
        return StoredInbox(self.rooms.engine)

    @cached_property
    def phones(self) -> StoredPhones:
        return StoredPhones(self.rooms.engine)

    @cached_property
    def answering(self) -> Answering:
        return Answering(self.inbox, self.phones, self.house)

    @cached_property
    def house(self) -> TextingHouse:
        return TextingHouse(self.rooms, self.rooms.take_turn)

    @cached_property
    def thinking(self) -> Thinking:
        return Thinking(
            self.inbox,
            self.answering,
            clock=self.rooms.now,
            ready=self.rooms.ready,
            answered=self.rooms.desk.wake,
            failed=log_quietly,
        )

    def turn_away(self, number: str) -> None:
        """Tell a mobile from abroad that we text no such numbers, and whom to ring; once a day."""
        now = self.rooms.now()
        message = turned_away(number, emergency=self.rooms.emergency, at=now)
        if self.inbox.said(number, message.body, since=now - ONCE_IN).all == 0:
            with writing(self.rooms.engine) as connection:
                put(connection, message)
            self.rooms.desk.wake()

    def wake(self) -> None:
        """Something came in. From any thread."""
        self.thinking.wake()

    async def think(self, take: TakeTurn) -> None:
        """Answer what comes in, until cancelled; turns are taken where the other doors' are counted."""
        self.house.take = take
        await self.thinking.run()


# A phrase of danger, not a likeness to one (bot/components/safety.py).
_IN_SO_MANY_WORDS = 1.0


@dataclass
class TextingHouse:
    """`House`: the rooms, as text messages need them."""

    rooms: Rooms
    take: TakeTurn

    @property
    def conversations(self) -> Conversations:
        return self.rooms.conversations

    @property
    def emergency(self) -> str:
        return self.rooms.emergency

    def now(self) -> datetime:
        return self.rooms.now()

    def chat_is_closed(self, council: str | None) -> bool:
        return Part.CHAT in self.rooms.closed(council)

    async def take_turn(self, incoming: Incoming, settle: Settle | None = None) -> Reply:
        return await self.take(incoming, settle)

    async def danger_by_text(self, text: str, conversation: Conversation, *, plainly: bool = False) -> Reply | None:
        if self.rooms.assistant is None:
            return None
        understood = await self.rooms.assistant.understand(text, conversation)
        if understood.intent not in CRISES or (plainly and understood.confidence < _IN_SO_MANY_WORDS):
            return None
        language, book = Language(understood.language), self.rooms.book
        answer = book.short(understood.intent, None, language)
        english = book.short(understood.intent, None, Language.ENGLISH).sentences if answer.draft else None
        told = Said("\n".join(answer.sentences), Kind.DANGER, "\n".join(english) if english else None)
        return Reply((told,), (), language)

    def open_by_text(self, number: str, code: str) -> UUID:
        invitations = self.rooms.invitations
        return enter_code_by_text(invitations.for_number(number), code, now=self.now(), invitations=invitations).id

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> ConversationId:
        """In the language that the parent reads elsewhere, if they were there first."""
        begun, standing = self.conversations.of_invitation(invitation), self.conversations.find(conversation)
        if begun is not None and standing is not None:
            self.conversations.save(replace(standing, language=begun.language))
        return self.rooms.open_meeting(conversation, invitation)

    def language_of(self, number: str) -> Language:
        invited = self.rooms.invitations.for_number(number)
        return invited[-1].language if invited else Language.ENGLISH

    def is_shared(self, number: str) -> bool:
        return len(self.rooms.invitations.for_number(number)) > 1

    def held_at(self, invitation: UUID) -> datetime | None:
        invited = self.rooms.invitations.get(invitation)
        conference = self.rooms.conferences.get(invited.conference_id) if invited is not None else None
        return conference.starts_at if conference is not None else None

    def same_meeting(self, one: UUID, other: UUID) -> bool:
        first, second = self.rooms.invitations.get(one), self.rooms.invitations.get(other)
        return first is not None and second is not None and first.conference_id == second.conference_id

    def short_title(self, choice: Choice, language: Language) -> str:
        if not self.rooms.book.has(choice.value):
            return choice.title
        return self.rooms.book.title(choice.value, language, short=True)
