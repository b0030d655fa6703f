"""Nothing of a family is kept longer than it is needed, and nothing is lost before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.outbox import put
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.retention import Forgotten, forget_old
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.tables import Base
from bot.adapters.database.texting_tables import PhoneRow
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript
from bot.conferences.link import invite
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import ConversationId, Door, Reply, Said
from bot.languages import Language
from bot.notes.note import Section
from bot.texting import inbound
from bot.texting.inbound import Heard
from bot.texting.phone import Phone
from tests.stores import LAST_DAY, NOW, a_conference
from tests.texting.messages import ZAHRA, a_reply, a_text

KEPT = ("seal",)


@pytest.fixture
def visit(engine, conferences, invitations):
    """A parent's visit, with a link to a conference or without; everything of it is at that time."""

    def one(at, conference_at=None):
        id, invitation = ConversationId(str(uuid4())), None
        if conference_at is not None:
            conference = a_conference(conference_at)
            conferences.add(conference)
            invitation, _ = invite(
                conference.id, called="A", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations
            )
        StoredConversations(engine, clock=lambda: at).save(
            Conversation(id, Door.PAGE, invitation=invitation and invitation.id)
        )
        StoredTranscript(engine).add(id, Turn("m1", "hello", Reply((Said("hello"),)), at))
        Trackers(engine, clock=lambda: at).save(id, b"state")
        Sessions(engine, days=28).start(id, now=at)
        StoredNotes(engine).write(str(invitation.id) if invitation else id, Section.WORRIES, "note", at=at)
        return id

    return one


def rows(engine):
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT
        }


def test_28_days_after_the_conference_everything_about_it_is_gone(engine, visit):
    visit(NOW, conference_at=NOW + timedelta(days=1))

    done = forget_old(engine, now=NOW + timedelta(days=29, seconds=1), keep_days=28)

    assert done == Forgotten(conferences=1, conversations=0)
    assert set(rows(engine).values()) == {0}


def test_up_to_then_it_is_all_there(engine, visit):
    visit(NOW, conference_at=NOW + timedelta(days=1))
    before = rows(engine)

    done = forget_old(engine, now=NOW + timedelta(days=27), keep_days=28)

    assert done == Forgotten(conferences=0, conversations=0)
    assert rows(engine) == before


def test_a_parent_who_stays_away_until_a_late_conference_loses_nothing_but_the_session(engine, visit):
    visit(NOW, conference_at=NOW + timedelta(days=60))
    before = rows(engine)

    forget_old(engine, now=NOW + timedelta(days=59), keep_days=28)

    assert rows(engine) == {**before, "sessions": 0}


def test_without_a_conference_it_is_28_days_after_the_last_message(engine, visit):
    old, recent = visit(NOW), visit(NOW + timedelta(days=20))

    done = forget_old(engine, now=NOW + timedelta(days=29), keep_days=28)

    conversations = StoredConversations(engine, clock=lambda: NOW)
    assert done == Forgotten(conferences=0, conversations=1)
    assert conversations.find(old) is None
    assert conversations.find(recent) is not None
    assert [count for name, count in rows(engine).items() if count > 1] == []


def test_what_hangs_by_nothing_goes_too(engine):
    """Rasa's own commands keep trackers, and a crash may leave a turn or a note behind."""
    Trackers(engine, clock=lambda: NOW).save("default", b"from rasa shell")
    StoredTranscript(engine).add(ConversationId("lost"), Turn("m1", "hello", Reply(()), NOW))
    StoredNotes(engine).write(str(uuid4()), Section.WORRIES, "note", at=NOW)

    forget_old(engine, now=NOW + timedelta(days=29), keep_days=28)

    assert set(rows(engine).values()) == {0}


def test_more_than_a_statement_may_carry_are_forgotten_all_the_same(engine):
    conversations = StoredConversations(engine, clock=lambda: NOW)
    for number in range(1100):
        conversations.save(Conversation(ConversationId(f"c{number}"), Door.REST))

    assert forget_old(engine, now=NOW + timedelta(days=29), keep_days=28).conversations == 1100
    assert rows(engine)["conversations"] == 0


def test_removing_a_conference_leaves_the_others_alone(engine, conferences, conference, visit):
    visit(NOW, conference_at=NOW + timedelta(days=1))
    before = rows(engine)

    conferences.remove(conference.id)

    assert rows(engine) == {**before, "conferences": 1}


# Text messages.


@pytest.fixture
def texts(engine):
    """A phone texts and is answered; what changes of it by that is given."""
    inbox, phones = StoredInbox(engine), StoredPhones(engine)

    def one(at=NOW, **changed):
        text = a_text(received_at=at)
        inbox.put(text)
        inbox.settle([text], replace(phones.find(ZAHRA), heard_at=at, **changed), [], at=at)
        return text

    return one


def forget(engine, after):
    forget_old(engine, now=NOW + after, keep_days=28)


def test_a_phone_that_was_never_let_in_is_forgotten_28_days_after_its_last_text(engine, texts):
    texts()

    forget(engine, timedelta(days=27))
    assert StoredPhones(engine).find(ZAHRA) is not None
    forget(engine, timedelta(days=28, seconds=1))
    assert StoredPhones(engine).find(ZAHRA) is None


def test_a_phone_in_a_meeting_is_kept_until_the_meeting_is_forgotten(engine, texts, conferences, invitations):
    conference = a_conference(NOW + timedelta(days=60))
    conferences.add(conference)
    hers, _ = invite(conference.id, called="A", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations)
    texts(opened=(hers.id,), invitation=hers.id)

    forget(engine, timedelta(days=59))
    assert StoredPhones(engine).find(ZAHRA).invitation == hers.id
    forget(engine, timedelta(days=89))
    assert set(rows(engine).values()) == {0}


def test_that_a_phone_asked_for_no_more_texts_is_all_that_is_kept_of_it(engine, texts):
    texts(stopped_at=NOW, language=Language.URDU, more=("the rest",))

    for days in (29, 300):
        forget(engine, timedelta(days=days))

    phone = StoredPhones(engine).find(ZAHRA)
    assert phone == Phone(ZAHRA, phone.conversation, stopped_at=NOW, version=1)
    with engine.connect() as connection:
        assert connection.scalars(select(PhoneRow.state)).all() == [None]


def test_what_nobody_has_answered_is_never_forgotten(engine, texts):
    texts()
    waiting = a_text("hello")
    StoredInbox(engine).put(waiting)

    forget(engine, timedelta(days=300))

    assert [text.id for text in StoredInbox(engine).waiting(ZAHRA)] == [waiting.id]
    assert StoredInbox(engine).lease(now=NOW, seconds=60) == ZAHRA


def test_after_a_day_nobody_can_tell_any_more_whether_two_texts_were_alike(engine, texts):
    text, inbox = texts(), StoredInbox(engine)
    with engine.begin() as connection:
        put(connection, a_reply(text))
    ours = a_reply(text).body

    forget(engine, timedelta(hours=23))
    assert inbox.heard(text, since=NOW) == Heard(all=1, same=1)
    assert inbox.said(ZAHRA, ours, since=NOW) == inbound.Said(all=1, same=1)
    forget(engine, timedelta(hours=25))
    assert inbox.heard(text, since=NOW) == Heard(all=1, same=0)
    assert inbox.said(ZAHRA, ours, since=NOW) == inbound.Said(all=1, same=0)


def test_for_thirty_days_a_provider_that_sends_a_text_again_is_not_answered_again(engine, texts):
    text, inbox = texts(), StoredInbox(engine)
    again = replace(text, id=uuid4())

    forget(engine, timedelta(days=30))
    assert not inbox.put(again)
    forget(engine, timedelta(days=31))
    assert rows(engine)["inbound_texts"] == 0
