"""Nothing of a family is kept longer than it is needed, and nothing is lost before."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.retention import Forgotten, forget_old
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.tables import Base
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript
from bot.conferences.link import invite
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import ConversationId, Door, Reply, Said
from bot.languages import Language
from bot.notes.note import Section
from tests.stores import LAST_DAY, NOW, a_conference

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
