"""Phones that text a real house, for the tests here to import: a clock, a small assistant, and what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from bot.adapters.database.outbox import message_of, put
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.conferences.invitation import Contact, Invitation, Way
from bot.conferences.link import hashed, new_link
from bot.conversation.assistant import Listener, Understanding
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, ConversationId, Door, Incoming, Kind, Reply, Said
from bot.languages import Language
from bot.notes.note import Section
from bot.outreach.message import Message, MessageKind, State
from bot.texting.inbound import InboundText
from bot.texting.phone import Phone
from bot.wiring.rooms import Rooms
from tests.outreach.messages import a_message
from tests.stores import LAST_DAY, NOW, a_conference
from tests.texting.messages import ZAHRA, a_text

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DANGER = "he hits me"  # what the small assistant takes for danger
RING = "Ring 999."
WHO, PLACE = Choice("Who comes?", "who_attends"), Choice("Where is it?", "where")


class Broken(Exception):
    """What a test has fail."""


@dataclass
class Clock:
    """Stands still until a test moves it on, but for a thousandth of a second each time that somebody looks."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def wait(self, time: timedelta) -> None:
        self.now += time


@dataclass
class SmallAssistant:
    """Knows danger, questions (they end in "?") and a few choices; everything else it reads back or keeps as a note."""

    rooms: Rooms
    heard: list[str] = field(default_factory=list)
    broken: bool = False
    language: Language | None = None
    says: dict[str, Reply] = field(default_factory=dict)  # what a test has it answer to certain words

    async def understand(self, text: str, conversation: Conversation) -> Understanding:
        if self.broken:
            raise Broken
        intent = "crisis_abuse" if DANGER in text else "who_attends"
        return Understanding(intent, 1.0, ((intent, 1.0),), conversation.language.value)

    async def answer(self, incoming: Incoming, conversation: Conversation, *, listener: Listener) -> Reply:
        self.heard.append(incoming.choice.value if incoming.choice else incoming.text)
        if self.broken:
            raise Broken
        reply = self.says.get(incoming.shown) or self._reply(incoming, conversation, listener)
        return replace(reply, language=self.language or conversation.language)

    def _reply(self, incoming: Incoming, conversation: Conversation, listener: Listener) -> Reply:
        text, choice = incoming.text, incoming.choice
        if choice is not None:
            return self._chosen(choice, conversation)
        if DANGER in text:
            return Reply((Said(RING, Kind.DANGER), Said("You matter.")))
        if text == "write":
            self.rooms.conversations.save(replace(conversation, open_section=Section.WORRIES))
            return Reply((Said("What worries you?"),))
        if conversation.open_section is not None and not text.endswith("?"):
            return Reply((Said("Saved."),))
        listener.not_a_note()
        return Reply((Said(f"About {text}"),), (WHO, PLACE))

    def _chosen(self, choice: Choice, conversation: Conversation) -> Reply:
        if choice.value == "meeting_when":
            meeting = self.rooms.meeting(conversation)
            return Reply((Said(f"It is on {meeting.day} at {meeting.time}." if meeting else "I cannot tell you."),))
        if choice.value == "review_notes":
            notes = self.rooms.notes.of(conversation.notes_owner) if conversation.is_private else ()
            return Reply((Said(" / ".join(note.text for note in notes) or "No notes."),))
        return Reply((Said(f"You chose {choice.value}."),))


class Street:
    """Phones, and what they were sent."""

    def __init__(self, rooms: Rooms, clock: Clock) -> None:
        self.rooms = rooms
        self.clock = clock
        self.inbox = rooms.texting.inbox
        self.phones = rooms.texting.phones
        self.answering = rooms.texting.answering
        self._meetings: dict[int, UUID] = {}

    # Who was invited.

    def invite(
        self, code: str, *, number: str = ZAHRA, meeting: int = 1, last_day: date = LAST_DAY, **changed: Any
    ) -> Invitation:
        """An adult asked to a meeting (18 March, 19 March …), with a phone and this code."""
        if meeting not in self._meetings:
            starts_at = datetime(2027, 3, 17 + meeting, 10, 0, tzinfo=timezone.utc)
            conference = replace(a_conference(starts_at), reference=f"YRK-{meeting}")
            self.rooms.conferences.add(conference)
            self._meetings[meeting] = conference.id
        contact = Contact(number, None, frozenset({Way.SMS}))
        made = Invitation(uuid4(), self._meetings[meeting], "X", Language.ENGLISH, last_day, contact=contact)
        made = replace(made, **changed)
        self.rooms.invitations.add(made, token_hash=hashed(new_link().token), code=code)
        return made

    def tries(self, invitation: Invitation) -> int:
        return self.invited(invitation).code_tries

    def is_open(self, invitation: Invitation) -> bool:
        return self.invited(invitation).opened_at is not None

    def invited(self, invitation: Invitation) -> Invitation:
        found = self.rooms.invitations.get(invitation.id)
        assert found is not None
        return found

    # Texts.

    def sends(self, body: str, number: str = ZAHRA, **changed: Any) -> InboundText:
        """A text comes in, two seconds after the last, and nobody thinks about it yet."""
        self.clock.wait(2 * SECOND)
        text = a_text(body, **{"number": number, "received_at": self.clock.now, **changed})
        assert self.inbox.put(text)
        return text

    async def texts(self, body: str, number: str = ZAHRA, **changed: Any) -> list[str]:
        """A text comes in and is answered: with these messages."""
        self.sends(body, number, **changed)
        return await self.answered(number)

    async def answered(self, number: str = ZAHRA) -> list[str]:
        """What waits is answered: with these messages."""
        before = len(self.sent(number))
        self.clock.wait(SECOND)
        await self.answering.answer(number)
        assert self.inbox.waiting(number) == ()
        return self.sent(number)[before:]

    def sent(self, number: str = ZAHRA) -> list[str]:
        """Every answer that was put into the outbox for this phone, in its order."""
        return [message.body for message in self.answers(number)]

    def answers(self, number: str = ZAHRA) -> list[Message]:
        is_reply = OutboxRow.kind == MessageKind.REPLY.value
        with self.rooms.engine.connect() as connection:
            rows = connection.execute(select(table(OutboxRow)).where(is_reply).order_by(OutboxRow.created_at)).all()
        return [message for message in map(message_of, rows) if message.address == number]

    def deliver(self) -> list[str]:
        """The worker hands over what is due: these, as they go."""
        outbox, now = self.rooms.desk.outbox, self.clock.now + SECOND
        claimed = outbox.claim(now=now, most=200)
        for message in claimed:
            outbox.sent(message.id, provider="notify", provider_id=None, at=now)
        return [message.body for message in claimed]

    def remind(self, number: str = ZAHRA, **changed: Any) -> None:
        """Something that we send unasked is put into the outbox."""
        usual = {
            "address": number,
            "kind": MessageKind.REMINDER_ONE_DAY,
            "created_at": self.clock.now,
            "body": "Tomorrow.",
        }
        with writing(self.rooms.engine) as connection:
            put(connection, a_message(**{**usual, "due_at": self.clock.now, **changed}))

    def states(self) -> dict[State, int]:
        return {state: count for state, count in self.rooms.desk.outbox.counts().items() if count}

    # How it stands.

    def phone(self, number: str = ZAHRA) -> Phone:
        found = self.phones.find(number)
        assert found is not None
        return found

    def conversation(self, number: str = ZAHRA) -> Conversation:
        found = self.rooms.conversations.find(self.phone(number).conversation)
        assert found is not None
        return found

    def change(self, number: str = ZAHRA, **changed: Any) -> None:
        """Her conversation stands so from now on."""
        self.rooms.conversations.save(replace(self.conversation(number), **changed))

    def notes(self, invitation: Invitation) -> list[str]:
        return [note.text for note in self.rooms.notes.of(str(invitation.id))]

    def said(self, conversation: ConversationId) -> list[str]:
        """Her side of what was said."""
        return [turn.text for turn in self.rooms.transcript.last(conversation, 100)]

    async def on_the_page(self, conversation: ConversationId, text: str, id: str = "p1") -> Reply:
        return await self.rooms.take_turn(Incoming(conversation, id, text, Door.PAGE))


def has(phrase: str, bodies: Iterable[str]) -> bool:
    return any(phrase in body for body in bodies)
