"""A small house behind the pages: everything in dictionaries, an assistant that knows five things."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from bot.adapters.paper.pdf import TypstPrinter
from bot.answers.pictures import Picture
from bot.conferences.calendar_file import calendar_file
from bot.conferences.link import CodeWrong, LinkExpired, LinkLocked, LinkSpent, LinkUnknown, LinkWithdrawn, digits_of
from bot.conferences.meeting import DateView, MeetingView, PersonView
from bot.conferences.timeline import State
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import Choice, ConversationId, Incoming, Kind, Reply, Said
from bot.conversation.turn import Settle
from bot.languages import Language
from bot.notes.document import Document, PrintingFailed
from bot.notes.headings import Framework, Heading
from bot.notes.needs import Need, Needs, NeedsChangedElsewhere
from bot.notes.note import Note, NoteChangedElsewhere, NoteGone, Section
from bot.notes.sharing import NothingToShare, Part, Recipient, Share, SharedLine
from bot.notes.unfinished import Unfinished
from bot.outreach.telling import Telling
from bot.staff import switches
from bot.text.phrases import say
from bot.texting.inbound import InboundText

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
    today="Monday 1 March 2027",
    timeline=(
        DateView(
            "The social worker's report reaches you",
            "by Friday 26 February 2027",
            "York's guide: at least 3 days before the meeting.",
            State.PAST,
        ),
        DateView("Your meeting", "Monday 22 March 2027 at 10am", "", State.NEXT),
        DateView(
            "The first core group",
            "by Wednesday 7 April 2027",
            "Across England: within 10 working days after the meeting.",
        ),
    ),
)

SEATS = ("you", "chair", "social worker", "someone who helps with drugs or alcohol")
ROOM = Picture("room", "A table.", SEATS, "Or not.")
SCALE = Picture("scale", "From 0 to 10.", ("the most worrying situation", "the best and safest outcome"), ends=(0, 10))

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

    def of_invitation(self, invitation: UUID) -> Conversation | None:
        return next((one for one in self.kept.values() if one.invitation == invitation), None)

    def join(self, id: ConversationId, into: ConversationId) -> None:
        said = self._house.transcript.kept
        said[into] = sorted([*said.get(into, []), *said.pop(id, [])], key=lambda turn: turn.at)
        self._house.sessions.kept = {t: one for t, one in self._house.sessions.kept.items() if one != id}
        self.forget(id)


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
        self.kept: list[Note] = []  # in the parent's order
        self._written: list[UUID] = []
        self._written_for: dict[tuple[str, str, str], Note] = {}

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        key = (owner, message_id or uuid4().hex, text)
        if key not in self._written_for:
            note = self._written_for[key] = Note(uuid4(), owner, section, text, at)
            self.kept.append(note)
            self._written.append(note.id)
        return self._written_for[key]

    def take_back(self, owner: str, id: UUID) -> None:
        self._replace(owner, id, taken_back=True)

    def put_back(self, owner: str, id: UUID) -> None:
        self._replace(owner, id, taken_back=False)

    def newest(self, owner: str) -> Note | None:
        own = [note for note in self.kept if note.owner == owner and not note.taken_back]
        return max(own, key=lambda note: self._written.index(note.id), default=None)

    def of(self, owner: str) -> tuple[Note, ...]:
        own = [note for note in self.kept if note.owner == owner and not note.taken_back]
        return tuple(sorted(own, key=lambda note: list(Section).index(note.section)))

    def change(self, owner: str, id: UUID, text: str, *, version: int) -> Note:
        now = next((note for note in self.of(owner) if note.id == id), None)
        if now is None:
            raise NoteGone
        if now.version == version + 1 and now.text == text:
            return now
        if now.version != version:
            raise NoteChangedElsewhere(now)
        self._replace(owner, id, text=text, before=now.text, version=version + 1)
        return next(note for note in self.of(owner) if note.id == id)

    def move(self, owner: str, id: UUID, *, by: int) -> None:
        moved = next(note for note in self.of(owner) if note.id == id)
        among = [note for note in self.of(owner) if note.section is moved.section]
        place = max(0, min(among.index(moved) + by, len(among) - 1))
        among.remove(moved)
        among.insert(place, moved)
        self.kept = [note for note in self.kept if note not in among] + among

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


class FakeUnfinished:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Unfinished] = {}

    def keep(self, owner: str, unfinished: Unfinished, *, at: datetime) -> Unfinished:
        before = self.kept.get((owner, unfinished.id))
        if not unfinished.text:
            self.drop(owner, unfinished.id)
            return replace(unfinished, version=0)
        id, version = unfinished.id, unfinished.version
        if before is not None and before.version > version and before.text != unfinished.text:
            id, version = uuid4().hex, 0
        self.kept[(owner, id)] = replace(unfinished, id=id, version=version + 1)
        return self.kept[(owner, id)]

    def of(self, owner: str) -> tuple[Unfinished, ...]:
        return tuple(one for (whose, _), one in self.kept.items() if whose == owner)

    def drop(self, owner: str, id: str) -> None:
        self.kept.pop((owner, id), None)

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        self.kept = {(new_owner if whose == old_owner else whose, id): one for (whose, id), one in self.kept.items()}


class FakeNeeds:
    def __init__(self) -> None:
        self.kept: dict[str, Needs] = {}

    def of(self, owner: str) -> Needs:
        return self.kept.get(owner, Needs())

    def save(self, owner: str, lines: Mapping[Need, str], *, version: int) -> Needs:
        before = self.of(owner)
        if before.lines == lines:
            return before
        if before.version != version:
            raise NeedsChangedElsewhere(before)
        self.kept[owner] = Needs({need: lines[need] for need in Need if need in lines}, version + 1)
        return self.kept[owner]

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        old, new = self.kept.pop(old_owner, Needs()), self.of(new_owner)
        if old.lines:
            self.kept[new_owner] = Needs({**old.lines, **new.lines}, new.version + 1)


class FakeSharing:
    def __init__(self) -> None:
        self.kept: list[Share] = []

    def share(
        self,
        owner: str,
        recipient: Recipient,
        parts: Mapping[Part, tuple[SharedLine, ...]],
        *,
        language: Language,
        at: datetime,
    ) -> tuple[Share, ...]:
        if not any(parts.values()):
            raise NothingToShare
        made = [Share(uuid4(), owner, recipient, part, lines, language, at) for part, lines in parts.items()]
        return tuple(map(self._share, made))

    def of(self, owner: str) -> tuple[Share, ...]:
        return tuple(share for share in reversed(self.kept) if share.owner == owner)

    def withdraw(self, owner: str, id: UUID, *, at: datetime) -> Share:
        share = next((share for share in self.of(owner) if share.id == id), None)
        if share is None:
            raise LookupError
        return share if share.read_at or share.withdrawn_at else self._replace(share, withdrawn_at=at)

    def read(self, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
        standing = [s for s in reversed(self.of(owner)) if s.recipient is recipient and s.withdrawn_at is None]
        read = [share if share.read_at else self._replace(share, read_at=at) for share in standing]
        return tuple({share.part: share for share in read}.values())

    def _share(self, share: Share) -> Share:
        for one in self.of(share.owner):
            if (one.recipient, one.part, one.read_at, one.withdrawn_at) == (share.recipient, share.part, None, None):
                if one.lines == share.lines:
                    return one
                self._replace(one, withdrawn_at=share.shared_at)
        self.kept.append(share)
        return share

    def _replace(self, share: Share, **changed: datetime) -> Share:
        new = replace(share, **changed)  # type: ignore[arg-type]
        self.kept = [new if one.id == share.id else one for one in self.kept]
        return new


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


class FakeInbox:
    def __init__(self) -> None:
        self.kept: list[InboundText] = []
        self.trouble: Exception | None = None

    def put(self, text: InboundText) -> bool:
        if self.trouble is not None:
            raise self.trouble
        if any((one.provider, one.provider_id) == (text.provider, text.provider_id) for one in self.kept):
            return False
        self.kept.append(text)
        return True


class FakeTexting:
    """The door's side of text messages: what came is kept, and how often somebody was woken for it."""

    def __init__(self) -> None:
        self.inbox = FakeInbox()
        self.woken = 0
        self.turned_away: list[str] = []

    def turn_away(self, number: str) -> None:
        self.turned_away.append(number)

    def wake(self) -> None:
        self.woken += 1

    async def think(self, take: object) -> None:
        """What comes in is looked at by the tests."""


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
    embed_origins: tuple[str, ...] = ()
    texting_number: str | None = None
    is_ready: bool = True
    trouble: Exception | None = None
    printer_is_broken: bool = False
    delay: float = 0
    turns_taken: list[Incoming] = field(default_factory=list)
    links: dict[str, FakeLink] = field(default_factory=links)
    language: Language = Language.ENGLISH
    invited: dict[UUID, Language] = field(default_factory=dict)
    intents: frozenset[str] = frozenset({"reports_when", "choose_council"})
    own_writing_date: DateView | None = None
    closed_parts: list[switches.Closed] = field(default_factory=list)  # by York
    cancelled: bool = False
    told: Telling = field(default_factory=lambda: Telling(None, phone="123"))

    def __post_init__(self) -> None:
        self.conversations = FakeConversations(self)
        self.transcript = FakeTranscript()
        self.notes = FakeNotes()
        self.unfinished = FakeUnfinished()
        self.needs = FakeNeeds()
        self.sharing = FakeSharing()
        self.sessions = FakeSessions()
        self.texting = FakeTexting()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=len(self.turns_taken))

    def ready(self) -> bool:
        return self.is_ready

    def councils(self) -> list[tuple[str, str]]:
        return [("kirklees", "Kirklees"), ("merton", "Merton"), ("york", "York")]

    def closed(self, council: str | None) -> dict[switches.Part, switches.Closed]:
        return {closed.part: closed for closed in self.closed_parts} if council == "york" else {}

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

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> ConversationId:
        standing, begun = self.conversations.kept[conversation], self.conversations.of_invitation(invitation)
        joined = replace(standing, invitation=invitation, council="york", language=self.language)
        self.notes.hand_over(standing.notes_owner, joined.notes_owner)
        if begun is None or begun.id == standing.id:
            self.conversations.save(joined)
            return standing.id
        self.conversations.save(replace(begun, door=joined.door, language=joined.language))
        self.conversations.join(standing.id, begun.id)
        return begun.id

    def meeting(self, conversation: Conversation) -> MeetingView | None:
        if conversation.invitation is None:
            return None
        return replace(MEETING, cancelled=say("meeting_cancelled", Language.ENGLISH)) if self.cancelled else MEETING

    def telling(self, conversation: Conversation) -> Telling | None:
        return self.told if conversation.invitation else None

    def agree(self, conversation: Conversation, agreed: bool) -> None:
        self.told = replace(self.told, agreed=agreed)

    def calendar(self, conversation: Conversation) -> bytes | None:
        if conversation.invitation is None:
            return None
        starts = datetime(2027, 3, 22, 10, tzinfo=timezone.utc)
        return calendar_file(starts, invitation=conversation.invitation, now=self.now(), language=conversation.language)

    def headings(self, conversation: Conversation) -> dict[Section, Heading]:
        names = {section: say(f"section_{section.value}", conversation.language) for section in Section}
        own = {**names, Section.STRENGTHS: "What is working well"} if conversation.council == "york" else names
        return {section: Heading(own[section], names[section]) for section in Section}

    def framework(self, conversation: Conversation) -> Framework | None:
        return Framework("Signs of Safety", "danger statement, safety goal and scaling question")

    def own_writing(self, conversation: Conversation) -> DateView | None:
        return self.own_writing_date

    def council_name(self, conversation: Conversation) -> str:
        return dict(self.councils()).get(conversation.council or "", "")

    def advice(self, topic: str, conversation: Conversation) -> tuple[str, str]:
        return {"interpreter": "Help with language"}.get(topic, "More"), "Tell your social worker soon."

    def reference(self, conversation: Conversation) -> str | None:
        return "YK-12/345" if conversation.invitation else None

    def pdf(self, document: Document) -> bytes:
        if self.printer_is_broken:
            raise PrintingFailed
        return TypstPrinter().pdf(document)

    def forget_notes(self, conversation: Conversation) -> None:
        owner = conversation.notes_owner
        self.notes.delete(owner)
        self.needs.kept.pop(owner, None)
        self.sharing.kept = [share for share in self.sharing.kept if share.owner != owner]
        for begun in self.unfinished.of(owner):
            self.unfinished.drop(owner, begun.id)

    def forget(self, conversation: Conversation) -> None:
        self.forget_notes(conversation)
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
                Said("You, your social worker, and people who know your child. The chair leads.", picture=ROOM),
                Said("Ring Judith on 01632 960031 or write to chair@example.org."),
                Said("From York's guide for parents.", Kind.SOURCE),
            )
            return Reply(parts, (REPORTS, NOTES), language)
        if "number" in said:
            return Reply((Said("Everyone is asked for a number.", picture=SCALE),), (WHO,), language)
        if topic == "reports_when":
            return Reply((Said("At least 3 days before the meeting."),), (WHO,), language)
        return Reply((Said("I am not sure what you mean. Is it one of these?"),), (WHO, REPORTS, NOTES), language)
