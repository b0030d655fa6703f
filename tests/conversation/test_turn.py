"""One turn, with a real database and an assistant that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.transcript import StoredTranscript
from bot.conversation.assistant import Listener, Understanding
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, ConversationId, Door, Incoming, Reply, Said
from bot.conversation.turn import ConversationUnknown, LocksInProcess, Turns
from bot.notes.note import Section
from tests.stores import NOW

ANNA = ConversationId("anna")
BEN = ConversationId("ben")
ODD_WORDS = "  He's *7*\n\nand — {council} ❤️ ‏ends "


class FakeAssistant:
    """Answers with what was asked; what happens meanwhile is up to the test."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.meanwhile: Callable[[Incoming, Callable[[], None]], Awaitable[None]] | None = None

    async def understand(self, text: str, conversation: Conversation) -> Understanding:
        raise AssertionError("a turn only answers")

    async def answer(self, incoming: Incoming, conversation: Conversation, *, listener: Listener) -> Reply:
        self.asked.append(incoming.shown)
        if self.meanwhile is not None:
            await self.meanwhile(incoming, listener.not_a_note)
        return Reply((Said(f"answer {len(self.asked)} to {incoming.shown}"),))


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def turns(engine, assistant) -> Turns:
    """Anna and Ben have both begun a conversation."""
    conversations = StoredConversations(engine, clock=lambda: NOW)
    conversations.save(Conversation(ANNA, Door.PAGE))
    conversations.save(Conversation(BEN, Door.PAGE))
    return Turns(
        assistant, conversations, StoredTranscript(engine), StoredNotes(engine), LocksInProcess(), clock=lambda: NOW
    )


@pytest.fixture
def writing(turns) -> Turns:
    """Anna is in the middle of writing down her worries."""
    turns.conversations.save(Conversation(ANNA, Door.PAGE, open_section=Section.WORRIES))
    return turns


def says(text: str, message_id: str = "m1", conversation: ConversationId = ANNA) -> Incoming:
    return Incoming(conversation, message_id, text, Door.PAGE)


def presses(choice: Choice, message_id: str = "m1") -> Incoming:
    return Incoming(ANNA, message_id, "", Door.PAGE, choice)


def notes_of(turns: Turns, conversation: ConversationId = ANNA) -> list[str]:
    return [note.text for note in turns.notes.of(conversation)]


async def test_a_message_is_answered_and_remembered(turns):
    reply = await turns.take(says("who comes"))

    (turn,) = turns.transcript.last(ANNA, 5)
    assert (turn.text, turn.reply, turn.at) == ("who comes", reply, NOW)


async def test_a_message_sent_twice_is_answered_once(turns, assistant):
    """A phone on a bad line sends again; the parent must not see two different answers."""
    first = await turns.take(says("who comes"))
    second = await turns.take(says("who comes"))

    assert second == first
    assert assistant.asked == ["who comes"]
    assert len(turns.transcript.last(ANNA, 5)) == 1


async def test_a_message_sent_twice_at_the_same_moment_is_answered_once(turns, assistant):
    replies = await asyncio.gather(turns.take(says("who comes")), turns.take(says("who comes")))

    assert replies[0] == replies[1]
    assert assistant.asked == ["who comes"]


async def test_what_a_program_sends_is_answered_and_not_kept(turns):
    """Nobody can come back to the REST channel to read it, so there is no reason to have it."""
    await turns.take(Incoming(ANNA, "m1", "he hits me", Door.REST))

    assert turns.transcript.last(ANNA, 5) == ()


async def test_a_door_may_begin_a_conversation_with_its_first_message(turns):
    """A program tells the council along with the message; the next one need not."""
    carol = ConversationId("carol")
    sent = Incoming(carol, "m1", "who comes", Door.REST)

    await turns.take(sent, lambda found: replace(found or Conversation(carol, Door.REST), council="york"))
    await turns.take(sent, lambda found: found or Conversation(carol, Door.REST))

    assert turns.conversations.find(carol) == Conversation(carol, Door.REST, council="york")


async def test_the_same_words_in_a_new_message_are_answered_anew(turns, assistant):
    await turns.take(says("who comes", "m1"))
    await turns.take(says("who comes", "m2"))

    assert assistant.asked == ["who comes", "who comes"]


async def test_a_message_id_of_one_parent_is_nothing_to_another(turns, assistant):
    await turns.take(says("who comes", "m1", ANNA))
    reply = await turns.take(says("when is it", "m1", BEN))

    assert reply.parts[0].text == "answer 2 to when is it"


async def test_two_messages_of_one_parent_wait_for_each_other(turns, assistant):
    inside, most_at_once = 0, 0

    async def a_while(incoming, not_a_note):
        nonlocal inside, most_at_once
        inside += 1
        most_at_once = max(most_at_once, inside)
        await asyncio.sleep(0.01)
        inside -= 1

    assistant.meanwhile = a_while
    await asyncio.gather(*(turns.take(says(f"question {number}", f"m{number}")) for number in range(4)))

    assert len(assistant.asked) == 4
    assert most_at_once == 1


async def test_two_parents_do_not_wait_for_each_other(turns, assistant):
    """Anna's answer comes only once Ben has had his."""
    ben_was_answered = asyncio.Event()

    async def anna_waits_for_ben(incoming, not_a_note):
        if incoming.conversation == ANNA:
            await ben_was_answered.wait()
        else:
            ben_was_answered.set()

    assistant.meanwhile = anna_waits_for_ben
    await asyncio.wait_for(asyncio.gather(turns.take(says("a")), turns.take(says("b", "m1", BEN))), timeout=5)

    assert sorted(assistant.asked) == ["a", "b"]


async def test_a_conversation_that_nobody_started_is_not_answered(turns, assistant):
    with pytest.raises(ConversationUnknown):
        await turns.take(says("hello", conversation=ConversationId("nobody")))

    assert assistant.asked == []
    assert turns.transcript.last(ConversationId("nobody"), 5) == ()


async def test_a_note_is_in_the_database_word_for_word_before_the_assistant_is_asked(writing, assistant):
    found = []

    async def look(incoming, not_a_note):
        found.extend(writing.notes.of(ANNA))

    assistant.meanwhile = look
    await writing.take(says(ODD_WORDS))

    assert [(note.section, note.text, note.written_at) for note in found] == [(Section.WORRIES, ODD_WORDS, NOW)]


async def test_a_note_stays_though_the_assistant_breaks_down(writing, assistant):
    async def breaks_down(incoming, not_a_note):
        raise RuntimeError

    assistant.meanwhile = breaks_down
    with pytest.raises(RuntimeError):
        await writing.take(says("i worry about the damp"))

    assert notes_of(writing) == ["i worry about the damp"]
    assert writing.transcript.last(ANNA, 5) == ()


async def test_a_note_sent_again_after_a_breakdown_is_one_note_and_gets_its_answer(writing, assistant):
    async def breaks_down(incoming, not_a_note):
        raise RuntimeError

    assistant.meanwhile = breaks_down
    with pytest.raises(RuntimeError):
        await writing.take(says("i worry about the damp"))
    assistant.meanwhile = None
    reply = await writing.take(says("i worry about the damp"))

    assert reply.parts[0].text == "answer 2 to i worry about the damp"
    assert notes_of(writing) == ["i worry about the damp"]


async def test_after_a_breakdown_the_next_message_does_not_wait_for_ever(turns, assistant):
    async def breaks_down(incoming, not_a_note):
        raise RuntimeError

    assistant.meanwhile = breaks_down
    with pytest.raises(RuntimeError):
        await turns.take(says("hello", "m1"))
    assistant.meanwhile = None

    reply = await asyncio.wait_for(turns.take(says("hello", "m2")), timeout=5)
    assert reply.parts[0].text == "answer 2 to hello"


async def test_a_question_while_writing_is_taken_back_before_it_is_answered(writing, assistant):
    left = []

    async def it_was_a_question(incoming, not_a_note):
        not_a_note()
        left.extend(notes_of(writing))

    assistant.meanwhile = it_was_a_question
    await writing.take(says("when do i get the reports?"))

    assert left == []
    assert notes_of(writing) == []
    assert writing.notes.newest(ANNA) is None


async def test_taking_back_a_question_leaves_the_notes_before_it(writing, assistant):
    await writing.take(says("the damp", "m1"))

    async def it_was_a_question(incoming, not_a_note):
        not_a_note()

    assistant.meanwhile = it_was_a_question
    await writing.take(says("when do i get the reports?", "m2"))

    assert notes_of(writing) == ["the damp"]


async def test_danger_while_writing_is_answered_and_the_words_stay(writing, assistant):
    """The assistant answers danger without saying that it was not a note."""
    reply = await writing.take(says("he hits me when he drinks"))

    assert reply.parts[0].text == "answer 1 to he hits me when he drinks"
    assert notes_of(writing) == ["he hits me when he drinks"]


async def test_a_pressed_choice_is_never_a_note(writing):
    await writing.take(presses(Choice("Show my notes", "review_notes")))

    assert notes_of(writing) == []


async def test_the_transcript_shows_what_was_on_the_choice_not_what_was_behind_it(turns):
    await turns.take(presses(Choice("Take that back", 'delete_notes{"scope": "last"}')))

    assert turns.transcript.last(ANNA, 1)[0].text == "Take that back"


async def test_words_outside_a_section_are_no_note(turns, assistant):
    async def it_was_a_question(incoming, not_a_note):
        not_a_note()  # the assistant says so of every answer; nothing is there to take back

    assistant.meanwhile = it_was_a_question
    await turns.take(says("the damp"))

    assert notes_of(turns) == []


async def test_notes_belong_to_the_invitation_once_there_is_one(writing, engine):
    """So that they are there when the parent comes back on another phone."""
    from bot.adapters.database.conferences import StoredConferences
    from bot.adapters.database.invitations import StoredInvitations
    from bot.adapters.encryption import Encryption
    from bot.conferences.link import invite
    from bot.languages import Language
    from tests.stores import KEY, LAST_DAY, a_conference

    conference = a_conference()
    StoredConferences(engine).add(conference)
    invitation, _ = invite(
        conference.id,
        called="Ms Winter",
        language=Language.ENGLISH,
        last_day=LAST_DAY,
        invitations=StoredInvitations(engine, Encryption([KEY])),
    )
    anna = writing.conversations.find(ANNA)
    writing.conversations.save(replace(anna, invitation=invitation.id))

    await writing.take(says("the damp"))

    assert [note.text for note in writing.notes.of(str(invitation.id))] == ["the damp"]
    assert notes_of(writing) == []


async def test_delete_everything_leaves_no_turn_behind(writing, assistant):
    """The last answer, "it is done", must not be what is kept of them."""
    await writing.take(says("the damp", "m1"))

    async def forget(incoming, not_a_note):
        writing.conversations.forget(ANNA)

    assistant.meanwhile = forget
    reply = await writing.take(presses(Choice("Yes, delete everything", 'delete_my_data{"scope": "all"}'), "m2"))

    assert reply.parts[0].text.startswith("answer 2")
    assert writing.transcript.last(ANNA, 5) == ()
    assert writing.conversations.find(ANNA) is None
    assert notes_of(writing) == []


async def test_locks_are_not_kept_for_parents_who_have_gone():
    locks = LocksInProcess()
    held = locks.of(ANNA)

    assert locks.of(ANNA) is held
    assert locks.of(BEN) is not held
    del held
    assert len(locks._locks) == 0
