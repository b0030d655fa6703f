"""A small house behind the pages: everything in dictionaries, an assistant that knows five things."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from bot.conferences.link import CodeWrong, LinkExpired, LinkLocked, LinkSpent, LinkUnknown, LinkWithdrawn, digits_of
from bot.conferences.meeting import DateView, MeetingView, PersonView
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import Choice, ConversationId, Incoming, Kind, Reply, Said
from bot.conversation.turn import Settle
from bot.languages import Language
from bot.notes.note import Note, Section

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)
CODE = "123456"
INVITATION = UUID("11111111-1111-4111-8111-111111111111")
OTHER_INVITATION = UUID("22222222-2222-4222-8222-222222222222")

MEETING = MeetingView(
    kind="first conference",
    day="Monday 22 March 2027",
    time="10am",
    place="Room 2, Foss Bank House, 8 Example Lane, York",
    video_link="https://meet.example.org/room-with-a-very-long-address-that-cannot-be-broken-anywhere",
    asked_by="Anna Field, team manager",
    chair=PersonView("Judith Marlow", "01632 960031"),
    chair_speaks="Thursday 18 March 2027, 2:30pm",
    social_worker=PersonView("Sam Petty", "01632 960032"),
    dates=(
        DateView(
            "The social worker's report reaches you",
            "by Friday 26 February 2027",
            "York's guide: at least 3 days before the meeting.",
            past=True,
        ),
        DateView(
            "The first core group",
            "by Wednesday 7 April 2027",
            "Across England: within 10 working days after the meeting.",
        ),
    ),
)

WHO = Choice("Who will be there?", "who_attends")
REPORTS = Choice("When do I get the reports?", "reports_when")
NOTES = Choice("Help me write my notes", "start_notes")


class FakeConversations:
    def __init__(self, house: FakeRooms) -> None:
        self.kept: dict[ConversationId, Conversation] = {}
        self._house = house

    def find(self, id: ConversationId) -> Conversation | None:
        return self.kept.get(id)

    def save(self, conversation: Conversation) -> None:
        self.kept[conversation.id] = conversation

    def forget(self, id: ConversationId) -> None:
        self.kept.pop(id, None)
        self._house.transcript.kept.pop(id, None)
        self._house.notes.delete(id)


class FakeTranscript:
    def __init__(self) -> None:
        self.kept: dict[ConversationId, list[Turn]] = {}

    def find(self, conversation: ConversationId, message_id: str) -> Reply | None:
        return next((t.reply for t in self.kept.get(conversation, []) if t.message_id == message_id), None)

    def add(self, conversation: ConversationId, turn: Turn) -> None:
        self.kept.setdefault(conversation, []).append(turn)

    def last(self, conversation: ConversationId, count: int) -> tuple[Turn, ...]:
        return tuple(self.kept.get(conversation, [])[-count:])


class FakeNotes:
    def __init__(self) -> None:
        self.kept: list[Note] = []
        self._written_for: dict[tuple[str, str], Note] = {}

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        key = (owner, message_id or uuid4().hex)
        if key not in self._written_for:
            self._written_for[key] = Note(uuid4(), owner, section, text, at)
            self.kept.append(self._written_for[key])
        return self._written_for[key]

    def take_back(self, owner: str, id: UUID) -> None:
        self._replace(owner, id, taken_back=True)

    def put_back(self, owner: str, id: UUID) -> None:
        self._replace(owner, id, taken_back=False)

    def newest(self, owner: str) -> Note | None:
        own = [note for note in self.kept if note.owner == owner and not note.taken_back]
        return own[-1] if own else None

    def of(self, owner: str) -> tuple[Note, ...]:
        own = [note for note in self.kept if note.owner == owner and not note.taken_back]
        return tuple(sorted(own, key=lambda note: list(Section).index(note.section)))

    def change(self, owner: str, id: UUID, text: str) -> None:
        self._replace(owner, id, text=text)

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        self.kept = [replace(note, owner=new_owner) if note.owner == old_owner else note for note in self.kept]

    def delete(self, owner: str, section: Section | None = None) -> int:
        gone = [note for note in self.kept if note.owner == owner and section in (None, note.section)]
        self.kept = [note for note in self.kept if note not in gone]
        return len(gone)

    def _replace(self, owner: str, id: UUID, **changed: object) -> None:
        self.kept = [
            replace(note, **changed) if (note.owner, note.id) == (owner, id) else note  # type: ignore[arg-type]
            for note in self.kept
        ]


class FakeSessions:
    def __init__(self) -> None:
        self.kept: dict[str, ConversationId] = {}
        self.pending: dict[str, UUID] = {}

    def start(self, conversation: ConversationId, *, now: datetime) -> str:
        token = uuid4().hex
        self.kept[token] = conversation
        return token

    def find(self, token: str, *, now: datetime) -> ConversationId | None:
        return self.kept.get(token)

    def set_pending(self, token: str, invitation: UUID) -> None:
        self.pending[token] = invitation

    def pending_invitation(self, token: str) -> UUID | None:
        return self.pending.get(token)

    def end(self, token: str) -> None:
        self.kept.pop(token, None)
        self.pending.pop(token, None)


@dataclass
class FakeLink:
    invitation: UUID = INVITATION
    spent: bool = False
    tries: int = 0
    error: Exception | None = None


def links() -> dict[str, FakeLink]:
    return {
        "good": FakeLink(),
        "other": FakeLink(OTHER_INVITATION),
        "expired": FakeLink(error=LinkExpired(date(2027, 2, 26))),
        "withdrawn": FakeLink(error=LinkWithdrawn()),
        "locked": FakeLink(error=LinkLocked()),
    }


@dataclass
class FakeRooms:
    """`Rooms`, small enough to read. `trouble` is raised by the next turn; `delay` makes turns slow."""

    secure_cookies: bool = False
    session_days: int = 28
    is_ready: bool = True
    trouble: Exception | None = None
    delay: float = 0
    turns_taken: list[Incoming] = field(default_factory=list)
    links: dict[str, FakeLink] = field(default_factory=links)
    language: Language = Language.ENGLISH
    invited: dict[UUID, Language] = field(default_factory=dict)
    intents: frozenset[str] = frozenset({"reports_when", "choose_council"})

    def __post_init__(self) -> None:
        self.conversations = FakeConversations(self)
        self.transcript = FakeTranscript()
        self.notes = FakeNotes()
        self.sessions = FakeSessions()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=len(self.turns_taken))

    def ready(self) -> bool:
        return self.is_ready

    def councils(self) -> list[tuple[str, str]]:
        return [("kirklees", "Kirklees"), ("merton", "Merton"), ("york", "York")]

    def anonymous_id(self, sender: str) -> ConversationId:
        return ConversationId("rest:" + hashlib.sha256(sender.encode()).hexdigest()[:16])

    async def danger_in(self, text: str, conversation: Conversation) -> str | None:
        return "Ring 999 now." if "he hit me" in text else None

    async def take_turn(self, incoming: Incoming, settle: Settle | None = None) -> Reply:
        await asyncio.sleep(self.delay)
        if self.trouble is not None:
            raise self.trouble
        if settle is not None:
            self.conversations.save(settle(self.conversations.find(incoming.conversation)))
        before = self.transcript.find(incoming.conversation, incoming.message_id)
        if before is not None:
            return before
        self.turns_taken.append(incoming)
        reply = self._answer(incoming)
        if incoming.door.keeps_what_was_said and incoming.conversation in self.conversations.kept:
            self.transcript.add(incoming.conversation, Turn(incoming.message_id, incoming.shown, reply, self.now()))
        return reply

    def spend_link(self, token: str) -> UUID:
        link = self.links.get(token)
        if link is None:
            raise LinkUnknown
        if link.error is not None:
            raise link.error
        if link.spent:
            raise LinkSpent
        link.spent = True
        return link.invitation

    def invited_language(self, invitation: UUID) -> Language:
        return self.invited.get(invitation, Language.ENGLISH)

    def enter_code(self, invitation: UUID, code: str) -> None:
        link = next(link for link in self.links.values() if link.invitation == invitation)
        if link.tries >= 5:
            raise LinkLocked
        if len(digits_of(code)) != 6:
            raise CodeWrong(5 - link.tries)
        if digits_of(code) != CODE:
            link.tries += 1
            raise CodeWrong(5 - link.tries) if link.tries < 5 else LinkLocked

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> None:
        begun = self.conversations.kept[conversation]
        joined = replace(begun, invitation=invitation, council="york", language=self.language)
        self.notes.hand_over(begun.notes_owner, joined.notes_owner)
        self.conversations.save(joined)

    def meeting(self, conversation: Conversation) -> MeetingView | None:
        return MEETING if conversation.invitation else None

    def forget(self, conversation: Conversation) -> None:
        self.notes.delete(conversation.notes_owner)
        self.conversations.forget(conversation.id)

    def _answer(self, incoming: Incoming) -> Reply:
        conversation = self.conversations.kept[incoming.conversation]
        topic, said, language = incoming.choice and incoming.choice.value, incoming.text.lower(), conversation.language
        if "hurt" in said:
            danger = Said(
                "If you or a child are in danger now, call 999. Samaritans: 116 123, day and night.", Kind.DANGER
            )
            return Reply((danger, Said("Nobody reads this chat live.")), (WHO,), language)
        if "delete it all" in said:
            self.conversations.forget(conversation.id)
            return Reply((Said("All gone."),), (), language)
        if topic == "start_notes" or "notes" in said:
            self.conversations.save(replace(conversation, open_section=Section.STRENGTHS))
            return Reply((Said("What is good in your family?"),), (), language)
        if conversation.open_section is not None:
            self.notes.write(conversation.notes_owner, conversation.open_section, incoming.text, at=self.now())
            return Reply((Said("I have kept this:"), Said(incoming.text, Kind.NOTE)), (NOTES,), language)
        if topic == "who_attends" or "who" in said:
            parts = (
                Said("You, your social worker, and people who know your child. The chair leads."),
                Said("Ring Judith on 01632 960031 or write to chair@example.org."),
                Said("From York's guide for parents.", Kind.SOURCE),
            )
            return Reply(parts, (REPORTS, NOTES), language)
        if topic == "reports_when":
            return Reply((Said("At least 3 days before the meeting."),), (WHO,), language)
        return Reply((Said("I am not sure what you mean. Is it one of these?"),), (WHO, REPORTS, NOTES), language)
