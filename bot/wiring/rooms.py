"""Every room in one object: what the parents' doors and the actions ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from functools import cached_property
from uuid import UUID

import yaml
from sqlalchemy import Engine

from bot.adapters.database.erasure import Erasure
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.trackers import Trackers
from bot.adapters.encryption import Encryption
from bot.answers.book import Book
from bot.answers.words import in_words
from bot.conferences.calendar import LONDON
from bot.conferences.calendar_file import calendar_file
from bot.conferences.conference import Conference, Conferences
from bot.conferences.deadlines import DeadlineName, deadlines
from bot.conferences.invitation import Invitations
from bot.conferences.link import enter_code, spend_link
from bot.conferences.meeting import DateView, MeetingView, meeting_in_words
from bot.conversation.assistant import CRISES, Assistant
from bot.conversation.memory import Conversation, Conversations, Transcript
from bot.conversation.messages import ConversationId, Door, Incoming, Reply
from bot.conversation.turn import LocksInProcess, Settle, Turns
from bot.languages import Language
from bot.leaflets.shelf import Shelf
from bot.notes.document import Document, Printer
from bot.notes.headings import Framework, Heading, framework, heading
from bot.notes.needs import DayNeeds
from bot.notes.note import Notes, Section
from bot.notes.sharing import Sharing
from bot.notes.unfinished import UnfinishedWriting
from bot.outreach.telling import Telling, telling_of
from bot.settings import Settings
from bot.staff.switches import Closed, Part
from bot.text.both import in_both
from bot.text.data_files import DATA, ROOT
from bot.text.letters import readable, words_of
from bot.text.phones import phone_in_words
from bot.wiring.desk import Desk
from bot.wiring.rules import own_writing_of, rules_of
from bot.wiring.texting import Texting

Clock = Callable[[], datetime]


def now_in_utc() -> datetime:
    return datetime.now(timezone.utc)


@dataclass
class Rooms:
    """Every room, ready to be asked. Actions, pages and the command line hold one of these and nothing else."""

    settings: Settings
    shelf: Shelf
    book: Book
    encryption: Encryption
    engine: Engine
    desk: Desk
    conversations: Conversations
    transcript: Transcript
    notes: Notes
    unfinished: UnfinishedWriting
    needs: DayNeeds
    sharing: Sharing
    erasure: Erasure
    conferences: Conferences
    invitations: Invitations
    sessions: Sessions
    trackers: Trackers
    printer: Printer
    clock: Clock = now_in_utc
    assistant: Assistant | None = field(default=None)

    # What the doors ask.

    @property
    def secure_cookies(self) -> bool:
        return self.settings.secure_cookies

    @property
    def session_days(self) -> int:
        return self.settings.session_days

    @property
    def texting_number(self) -> str | None:
        return self.settings.sms_number or None

    @property
    def embed_origins(self) -> tuple[str, ...]:
        return self.settings.embed_origins

    @cached_property
    def intents(self) -> frozenset[str]:
        """Every intent's name, from domain.yml."""
        return frozenset(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])

    def now(self) -> datetime:
        return self.clock()

    def ready(self) -> bool:
        """Whether a message can be answered."""
        return self.assistant is not None

    def councils(self) -> list[tuple[str, str]]:
        """Short name and name of every council whose leaflet we have."""
        return [(key, self.shelf.leaflet(key).council) for key in self.shelf.councils]

    def closed(self, council: str | None) -> Mapping[Part, Closed]:
        """What this council has closed for a while."""
        return self.desk.switches.closed(council)

    def anonymous_id(self, sender: str) -> ConversationId:
        """A conversation of the REST channel. The sender's own name for itself may be a phone number: it is hashed."""
        return ConversationId(f"rest:{self.encryption.keyed_hash(sender)}")

    async def take_turn(self, incoming: Incoming, settle: Settle | None = None) -> Reply:
        return await self._turns.take(incoming, settle)

    async def danger_in(self, text: str, conversation: Conversation) -> str | None:
        """Whom to ring, in the parent's language, where words written outside the chat tell of danger."""
        if self.assistant is None:
            return None
        understood = await self.assistant.understand(text, conversation)
        if understood.intent not in CRISES:
            return None
        about = self.book.short if conversation.door is Door.SMS else self.book.about
        answer = about(understood.intent, None, Language(understood.language))
        english = about(understood.intent, None, Language.ENGLISH).sentences if answer.draft else ()
        return "\n".join((*answer.sentences, *english))

    @cached_property
    def _turns(self) -> Turns:
        if self.assistant is None:
            raise RuntimeError("The assistant is not loaded yet")
        return Turns(
            self.assistant,
            self.conversations,
            self.transcript,
            self.notes,
            LocksInProcess(),
            self.clock,
            self.desk.counts,
        )

    @cached_property
    def texting(self) -> Texting:
        """The same by text message."""
        return Texting(self)

    # Links and the meeting behind them.

    def spend_link(self, token: str) -> UUID:
        """Raises a LinkError."""
        now = self.now()
        today = now.astimezone(LONDON).date()
        return spend_link(token, today=today, now=now, invitations=self.invitations).id

    def invited_language(self, invitation: UUID) -> Language:
        """The language that the social worker gave for this parent."""
        invited = self.invitations.get(invitation)
        return invited.language if invited else Language.ENGLISH

    def enter_code(self, invitation: UUID, code: str) -> None:
        """Raises a LinkError."""
        enter_code(invitation, code, now=self.now(), invitations=self.invitations)

    def open_meeting(self, conversation: ConversationId, invitation: UUID) -> ConversationId:
        """
        Join a conversation to the invitation whose code was given: its council, its notes.

        An invitation has one conversation, whatever phone or page it goes on at: where there is one already, this one
        becomes a part of it. The answer is the one that counts from now on.
        """
        invited, standing = self.invitations.get(invitation), self.conversations.find(conversation)
        begun = self.conversations.of_invitation(invitation)
        conference = self.conferences.get(invited.conference_id) if invited else None
        if conference is None or standing is None:  # where the button was pressed twice, it is joined already
            return begun.id if begun else conversation
        joined = replace(standing, invitation=invitation, council=conference.council)
        for own in (self.notes, self.unfinished, self.needs):
            own.hand_over(standing.notes_owner, joined.notes_owner)
        if begun is None or begun.id == standing.id:
            self.conversations.save(joined)
            return standing.id
        # It goes on where they are now, in the language that they read there.
        self.conversations.save(replace(begun, door=standing.door, language=standing.language))
        self.conversations.join(standing.id, begun.id)
        return begun.id

    def meeting(self, conversation: Conversation) -> MeetingView | None:
        """The parent's own meeting in words; None without a link, and at any door where we do not know who asks."""
        conference = self._own_conference(conversation)
        if conference is None:
            return None
        return meeting_in_words(
            conference,
            deadlines(conference, rules_of(self.shelf, conference.council)),
            council=self.shelf.leaflet(conference.council).council,
            today=self.now().astimezone(LONDON).date(),
            language=conversation.language,
        )

    def calendar(self, conversation: Conversation) -> bytes | None:
        """The meeting's day and time for the parent's own calendar; None wherever `meeting` is."""
        conference = self._own_conference(conversation)
        if conference is None or conversation.invitation is None:
            return None
        return calendar_file(
            conference.starts_at,
            invitation=conversation.invitation,
            now=self.now(),
            language=conversation.language,
            cancelled=conference.cancelled_at is not None,
        )

    def telling(self, conversation: Conversation) -> Telling | None:
        """Whether this parent wants to be told and reminded, and how that would be; None wherever `meeting` is."""
        conference = self._own_conference(conversation)
        invitation = self.invitations.get(conversation.invitation) if conversation.invitation else None
        if conference is None or invitation is None:
            return None
        own_writing = own_writing_of(self.shelf, conference) is not None
        return telling_of(invitation, conversation.language, own_writing=own_writing)

    def agree(self, conversation: Conversation, agreed: bool) -> None:
        """Keep whether this parent wants to be told and reminded; nothing where there is no meeting."""
        if self._own_conference(conversation) is not None and conversation.invitation is not None:
            self.invitations.agree(conversation.invitation, agreed)

    def own_writing(self, conversation: Conversation) -> DateView | None:
        """By when the parent's own writing should be sent; None where this council's guide does not say."""
        conference = self._own_conference(conversation)
        if conference is None:
            return None
        due = deadlines(conference, rules_of(self.shelf, conference.council))
        view = meeting_in_words(
            conference,
            [deadline for deadline in due if deadline.name is DeadlineName.OWN_WRITING],
            council=self.shelf.leaflet(conference.council).council,
            today=self.now().astimezone(LONDON).date(),
            language=conversation.language,
        )
        return next(iter(view.dates), None)

    def _own_conference(self, conversation: Conversation) -> Conference | None:
        if conversation.invitation is None or not conversation.is_private:
            return None
        invitation = self.invitations.get(conversation.invitation)
        if invitation is None or invitation.withdrawn or invitation.opened_at is None:
            return None
        return self.conferences.get(invitation.conference_id)

    # What the actions ask.

    def council_name(self, conversation: Conversation) -> str:
        """What the conversation's council is called; "" while there is none."""
        return self.shelf.leaflet(conversation.council).council if conversation.council else ""

    def words_of(self, fact: str, conversation: Conversation) -> str | None:
        """A fact in the conversation's language; None where this council's leaflet does not give it."""
        found = self.shelf.fact(fact, conversation.council)
        if found is None:
            return None
        return in_both(lambda language: in_words(found, language, self.shelf.vocabulary), conversation.language)

    def advice(self, topic: str, conversation: Conversation) -> tuple[str, str]:
        """A topic's title, and what this council's guide says on it; a draft knows its English."""
        council, own = conversation.council, conversation.language

        def told(language: Language) -> str:
            return " ".join(self.book.about(topic, council, language).sentences)

        draft = self.book.about(topic, council, own).draft
        return self.book.title(topic, own), in_both(told, own) if draft else told(own)

    @property
    def emergency(self) -> str:
        """The emergency number, from national.yml."""
        fact = self.shelf.fact("helpline_emergency", None)
        if fact is None:
            raise RuntimeError("data/leaflets/national.yml must give helpline_emergency")
        return phone_in_words(str(fact.value), Language.ENGLISH)

    def council_in(self, text: str) -> str | None:
        """The council whose name, or one of whose towns, a parent typed."""
        typed = f" {' '.join(words_of(readable(text)))} "
        found = {key for key, names in self._places.items() if any(f" {name} " in typed for name in names)}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        written = yaml.safe_load((DATA / "councils.yml").read_text(encoding="utf-8"))
        return {key: [" ".join(words_of(readable(name))) for name in names] for key, names in written.items()}

    # Notes.

    def headings(self, conversation: Conversation) -> dict[Section, Heading]:
        """What each part of the notes is called, by this conversation's council and in its language."""
        return {
            section: heading(section, self.shelf, conversation.council, conversation.language) for section in Section
        }

    def framework(self, conversation: Conversation) -> Framework | None:
        """How the council lays out its meetings; None where its leaflet does not say."""
        return framework(self.shelf, conversation.council, conversation.language)

    def reference(self, conversation: Conversation) -> str | None:
        """The council's number for this parent's case; None wherever `meeting` is, and where it gave none."""
        conference = self._own_conference(conversation)
        return conference.reference if conference else None

    def pdf(self, document: Document) -> bytes:
        """A document as a PDF. Raises PrintingFailed."""
        return self.printer.pdf(document)

    def forget_notes(self, conversation: Conversation) -> None:
        """Delete all that this parent wrote down or shared, at once and for good; the conversation stays."""
        self.erasure.notes(conversation, at=self.now())
        self.conversations.save(replace(conversation, open_section=None))

    def forget(self, conversation: Conversation) -> None:
        """Delete everything of this parent's, in every table, at once and for good."""
        self.erasure.everything(conversation, at=self.now())
        self.conversations.forget(conversation.id)
