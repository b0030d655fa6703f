"""
One turn: a message in, a reply out.

* TurnError
  + ConversationUnknown     the door asked for a conversation that nobody started
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from bot.conversation.assistant import Assistant
from bot.conversation.held import one_turn
from bot.conversation.memory import Conversation, Conversations, Transcript, Turn
from bot.conversation.messages import ConversationId, Incoming, Reply
from bot.conversation.speaking import Heard, answered_in, with_other_language
from bot.conversation.tally import NoTally, Tally
from bot.languages import Language
from bot.notes.note import Note, Notes


class TurnError(Exception):
    """A message that cannot be answered, through no fault of the parent's."""


class ConversationUnknown(TurnError):
    """Nobody started it."""


# How a conversation stands, told by a door that brings its council or language along with each message. It is given
# what was stored: None for one that nobody has begun, which it then begins.
Settle = Callable[[Conversation | None], Conversation]


class Locks(Protocol):
    """Let one message of a conversation be answered at a time, and the next wait."""

    def of(self, conversation: ConversationId) -> asyncio.Lock: ...


class LocksInProcess:
    """Locks for a single process. A lock lives as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    def of(self, conversation: ConversationId) -> asyncio.Lock:
        lock = self._locks.get(conversation)
        if lock is None:
            lock = self._locks[conversation] = asyncio.Lock()
        return lock


@dataclass(frozen=True)
class Turns:
    """Take turns: what every door calls, and the only way to the assistant."""

    assistant: Assistant
    conversations: Conversations
    transcript: Transcript
    notes: Notes
    locks: Locks
    clock: Callable[[], datetime]
    tally: Tally = field(default_factory=NoTally)

    async def take(self, incoming: Incoming, settle: Settle | None = None) -> Reply:
        """
        Answer a message; one that was answered before gets the same reply again.

        Words sent while a section of the notes is open are saved before anybody tries to understand them, so that a
        crash, a wrong guess or a danger message costs the parent nothing. Raises ConversationUnknown, unless `settle`
        begins what is unknown.
        """
        async with self._alone(incoming.conversation):
            if incoming.door.keeps_what_was_said:
                said_before = self.transcript.find(incoming.conversation, incoming.message_id)
                if said_before is not None:
                    return said_before
            conversation = self._standing(incoming, settle)
            listening = _Listening(self, conversation, self._saved(incoming, conversation))
            reply = await self.assistant.answer(incoming, conversation, listener=listening)
            reply = with_other_language(reply, conversation.language, listening.other)
            self._remember(incoming, reply)
            if listening.asked is not None:
                self.tally.add(conversation, reply.language, listening.asked)
            return reply

    @asynccontextmanager
    async def _alone(self, conversation: ConversationId) -> AsyncIterator[None]:
        async with self.locks.of(conversation):
            with one_turn():
                yield

    def speak(self, conversation: Conversation, language: Language) -> None:
        """From now on the conversation is in this language."""
        self.conversations.save(replace(conversation, language=language))

    def _standing(self, incoming: Incoming, settle: Settle | None) -> Conversation:
        found = self.conversations.find(incoming.conversation)
        settled = found if settle is None else settle(found)
        if settled is None:
            raise ConversationUnknown
        # A conversation begun on the page may go on by text, and back: who is private there is asked of this door.
        settled = replace(settled, door=incoming.door)
        if settled != found:
            self.conversations.save(settled)
        return settled

    def _saved(self, incoming: Incoming, conversation: Conversation) -> Note | None:
        if conversation.open_section is None or incoming.choice is not None:
            return None
        return self.notes.write(
            conversation.notes_owner,
            conversation.open_section,
            incoming.text,
            at=self.clock(),
            message_id=incoming.message_id,
        )

    def _remember(self, incoming: Incoming, reply: Reply) -> None:
        # "Delete everything" was answered: there is no conversation to remember it in.
        if incoming.door.keeps_what_was_said and self.conversations.find(incoming.conversation) is not None:
            self.transcript.add(incoming.conversation, Turn(incoming.message_id, incoming.shown, reply, self.clock()))


@dataclass
class _Listening:
    """What one turn does about what the assistant understands."""

    turns: Turns
    conversation: Conversation
    note: Note | None
    other: Heard | None = None
    topic: str | None = None
    is_note: bool = True

    def heard(self, heard: Heard) -> Language:
        self.other = heard
        language = answered_in(self.conversation.language, heard)
        if language is not self.conversation.language:
            self.turns.speak(self.conversation, language)
        return language

    def understood(self, topic: str) -> None:
        self.topic = topic

    def not_a_note(self) -> None:
        self.is_note = False
        if self.note is not None:
            self.turns.notes.take_back(self.note.owner, self.note.id)

    @property
    def asked(self) -> str | None:
        """What it was about, if it was a question and stayed no note."""
        return None if self.is_note else self.topic
