"""A parent comes back, and it is as they left it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.needs import StoredNeeds
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript, read_reply, write_reply
from bot.adapters.database.unfinished import StoredUnfinished
from bot.conversation.held import ReadOnce, one_turn
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import Choice, ConversationId, Door, Kind, Reply, Said
from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.note import Section
from bot.notes.unfinished import Unfinished
from tests.stores import NOW
from tests.texting.messages import a_text

ANNA, BILAL = ConversationId("anna"), ConversationId("bilal")

REPLY = Reply(
    parts=(Said("Spotkanie jest 18 marca 🙂"), Said("York's guide for parents", Kind.SOURCE)),
    choices=(Choice("My dates", "my_dates"), Choice("Zatrzymaj", 'note_worries{"x": "1"}')),
    language=Language.POLISH,
)


@pytest.fixture
def conversations(engine):
    return StoredConversations(engine, clock=lambda: NOW)


@pytest.fixture
def transcript(engine):
    return StoredTranscript(engine)


@pytest.fixture
def trackers(engine):
    return Trackers(engine, clock=lambda: NOW)


@pytest.fixture
def sessions(engine):
    return Sessions(engine, days=28)


def turn(message_id, text="when is it", reply=REPLY):
    return Turn(message_id, text, reply, NOW)


def test_a_conversation_is_found_as_it_was_left(conversations, invited):
    left = Conversation(ANNA, Door.PAGE, Language.POLISH, "york", invited[0].id, Section.WORRIES, "police")
    conversations.save(left)

    assert conversations.find(ANNA) == left
    assert conversations.find(BILAL) is None


def test_saving_again_replaces(conversations):
    begun = Conversation(ANNA, Door.PAGE)
    conversations.save(begun)
    conversations.save(replace(begun, council="merton"))

    assert conversations.find(ANNA) == replace(begun, council="merton")


def test_a_message_sent_twice_finds_the_answer_it_was_given(transcript):
    transcript.add(ANNA, turn("m1"))
    transcript.add(ANNA, turn("m1", reply=Reply((Said("another answer"),))))

    assert transcript.find(ANNA, "m1") == REPLY
    assert len(transcript.last(ANNA, 10)) == 1


def test_the_same_message_id_in_another_conversation_is_another_message(transcript):
    transcript.add(ANNA, turn("m1"))

    assert transcript.find(BILAL, "m1") is None
    assert transcript.last(BILAL, 10) == ()


def test_a_page_without_script_shows_the_newest_turns_oldest_first(transcript):
    for number in range(5):
        transcript.add(ANNA, turn(f"m{number}"))

    assert transcript.last(ANNA, 3) == (turn("m2"), turn("m3"), turn("m4"))


def test_a_reply_comes_back_whole():
    assert read_reply(write_reply(REPLY)) == REPLY


def test_rasas_state_is_kept_replaced_and_deleted(trackers):
    assert trackers.load(ANNA) is None
    trackers.save(ANNA, b"first")
    trackers.save(ANNA, b"\x00second")
    assert trackers.load(ANNA) == b"\x00second"

    trackers.delete(ANNA)
    assert trackers.load(ANNA) is None


def test_a_cookie_finds_its_conversation_until_the_session_ends(sessions):
    token = sessions.start(ANNA, now=NOW)

    assert sessions.find(token, now=NOW + timedelta(days=27)) == ANNA
    assert sessions.find(token, now=NOW + timedelta(days=28)) is None


@pytest.mark.parametrize("forged", ["", "x", "ä", "' OR 1=1 --"])
def test_a_forged_cookie_finds_nothing(forged, sessions):
    sessions.start(ANNA, now=NOW)

    assert sessions.find(forged, now=NOW) is None
    assert sessions.pending_invitation(forged) is None


def test_leaving_the_page_ends_the_session(sessions):
    token, other = sessions.start(ANNA, now=NOW), sessions.start(ANNA, now=NOW)

    sessions.end(token)

    assert sessions.find(token, now=NOW) is None
    assert sessions.find(other, now=NOW) == ANNA


def test_a_spent_link_waits_for_its_code_in_the_session_that_spent_it(sessions, invited):
    token, other = sessions.start(ANNA, now=NOW), sessions.start(BILAL, now=NOW)
    sessions.set_pending(token, invited[0].id)

    assert sessions.pending_invitation(token) == invited[0].id
    assert sessions.pending_invitation(other) is None

    sessions.set_pending(token, None)
    assert sessions.pending_invitation(token) is None


def test_forgetting_a_conversation_leaves_nothing_of_it_and_all_of_the_others(
    engine, conversations, transcript, trackers, sessions
):
    notes = StoredNotes(engine)
    tokens = {}
    for id in (ANNA, BILAL):
        conversations.save(Conversation(id, Door.PAGE))
        transcript.add(id, turn("m1"))
        trackers.save(id, b"state")
        tokens[id] = sessions.start(id, now=NOW)
        notes.write(id, Section.WORRIES, "the stairs", at=NOW)

    conversations.forget(ANNA)

    def left_of(id):
        return [
            conversations.find(id) is not None,
            len(transcript.last(id, 10)),
            trackers.load(id),
            sessions.find(tokens[id], now=NOW),
            len(notes.of(id)),
        ]

    assert left_of(ANNA) == [False, 0, None, None, 0]
    assert left_of(BILAL) == [True, 1, b"state", BILAL, 1]


def test_notes_that_an_invitation_owns_outlive_the_conversation(engine, conversations, invited):
    """They are the parent's for the conference, whichever phone they were written on."""
    notes, invitation = StoredNotes(engine), invited[0]
    conversations.save(Conversation(ANNA, Door.PAGE, invitation=invitation.id))
    notes.write(str(invitation.id), Section.WORRIES, "the stairs", at=NOW)

    conversations.forget(ANNA)

    assert [note.text for note in notes.of(str(invitation.id))] == ["the stairs"]


# One conversation, whatever the door.


def said(transcript, id):
    return [turn.text for turn in transcript.last(id, 10)]


def test_a_meeting_has_one_conversation_the_one_that_was_first(conversations, transcript, invited):
    """Before there were text messages each browser had its own."""
    invitation = invited[0].id
    assert conversations.of_invitation(invitation) is None
    for id in (BILAL, ANNA):
        conversations.save(Conversation(id, Door.PAGE, invitation=invitation))
    conversations.save(Conversation(ConversationId("a silent one"), Door.PAGE, invitation=invitation))
    transcript.add(ANNA, turn("m1"))
    transcript.add(BILAL, turn("m2"))

    assert conversations.of_invitation(invitation) == Conversation(ANNA, Door.PAGE, invitation=invitation)


def test_what_was_said_at_two_doors_is_read_in_the_order_in_which_it_was_said(conversations, transcript):
    for id in (ANNA, BILAL):
        conversations.save(Conversation(id, Door.PAGE))
    transcript.add(ANNA, turn("m1", "one"))
    transcript.add(BILAL, turn("m2", "two"))
    transcript.add(ANNA, turn("m3", "three"))

    conversations.join(BILAL, ANNA)

    assert said(transcript, ANNA) == ["one", "two", "three"]
    assert transcript.find(ANNA, "m2") == REPLY
    assert conversations.find(BILAL) is None
    assert said(transcript, BILAL) == []


def test_of_a_message_that_both_conversations_have_the_answer_given_there_stays(conversations, transcript):
    for id in (ANNA, BILAL):
        conversations.save(Conversation(id, Door.PAGE))
    transcript.add(ANNA, turn("m1", "first"))
    transcript.add(BILAL, turn("m1", "second"))

    conversations.join(BILAL, ANNA)

    assert said(transcript, ANNA) == ["first"]


def test_what_was_written_before_the_code_goes_into_the_meeting_s_notes(engine, conversations, invited):
    owner = str(invited[0].id)
    conversations.save(Conversation(ANNA, Door.PAGE, invitation=invited[0].id))
    conversations.save(Conversation(BILAL, Door.SMS))
    notes, needs, unfinished = StoredNotes(engine), StoredNeeds(engine), StoredUnfinished(engine)
    notes.write(owner, Section.WORRIES, "there already", at=NOW)
    notes.write(BILAL, Section.WORRIES, "by text", at=NOW)
    needs.save(owner, {Need.BRINGING: "my aunt"}, version=0)
    needs.save(BILAL, {Need.BRINGING: "my cousin", Need.MOBILITY: "a ramp"}, version=0)
    unfinished.keep(BILAL, Unfinished("u1", "worries", "half a", 0), at=NOW)

    conversations.join(BILAL, ANNA)

    assert [note.text for note in notes.of(owner)] == ["there already", "by text"]
    assert needs.of(owner).lines == {Need.BRINGING: "my aunt", Need.MOBILITY: "a ramp"}
    assert [one.text for one in unfinished.of(owner)] == ["half a"]
    assert (notes.of(BILAL), needs.of(BILAL).lines, unfinished.of(BILAL)) == ((), {}, ())


def test_a_browser_and_a_tracker_of_the_conversation_that_ended_are_gone_and_its_phone_goes_on_in_the_other(
    engine, conversations, sessions, trackers
):
    for id in (ANNA, BILAL):
        conversations.save(Conversation(id, Door.PAGE))
        trackers.save(id, b"state")
    cookies = {id: sessions.start(id, now=NOW) for id in (ANNA, BILAL)}
    inbox, phones, text = StoredInbox(engine), StoredPhones(engine), a_text()
    inbox.put(text)
    inbox.settle([text], replace(phones.find(text.number), conversation=BILAL), [], at=NOW)

    conversations.join(BILAL, ANNA)

    assert sessions.find(cookies[BILAL], now=NOW) is None
    assert sessions.find(cookies[ANNA], now=NOW) == ANNA
    assert (trackers.load(BILAL), trackers.load(ANNA)) == (None, b"state")
    assert phones.find(text.number).conversation == ANNA


@pytest.mark.parametrize("into", [ANNA, ConversationId("nobody's")])
def test_a_conversation_joined_to_itself_or_to_none_loses_nothing(conversations, transcript, into):
    conversations.save(Conversation(ANNA, Door.PAGE))
    transcript.add(ANNA, turn("m1", "one"))

    conversations.join(ANNA, into)

    assert conversations.find(ANNA) is not None
    assert said(transcript, ANNA) == ["one"]


def test_within_a_turn_what_was_joined_is_read_anew(conversations):
    once = ReadOnce(conversations)
    for id in (ANNA, BILAL):
        once.save(Conversation(id, Door.PAGE))

    with one_turn():
        assert once.find(BILAL) is not None
        once.join(BILAL, ANNA)
        assert once.find(BILAL) is None
        assert once.find(ANNA) is not None
