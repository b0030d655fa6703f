"""Phones that text us, as the desk sees them: no more texts, opened by text, and a number that changed hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.outbox import StoredOutbox
from bot.adapters.database.phones import StoredPhones
from bot.casework.attention import Attention, attention
from bot.casework.errors import CaseOvertaken, WayNotSafe
from bot.casework.standing import Standing, standing_of
from bot.conferences.invitation import Way
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.note import Section
from bot.outreach.message import Channel, Message, MessageKind, State
from bot.staff.account import actor_of
from bot.texting.inbound import InboundText
from bot.texting.phone import Phone
from tests.casework.conftest import A_CONFERENCE, MS_WINTER, SAM, Broken

BY = actor_of(SAM)
SMS, EMAIL = Channel.SMS, Channel.EMAIL
HERS, NEW = "+447700900123", "+447700900777"


class Texting:
    """A phone that texts, and what is written down when it is answered."""

    def __init__(self, desk, engine) -> None:
        self.desk, self.inbox, self.phones = desk, StoredInbox(engine), StoredPhones(engine)

    def texts(self, number: str, *answers: Message, **changed: object) -> Phone:
        text = InboundText(uuid4(), "console", uuid4().hex, number, "…", self.desk.now)
        self.inbox.put(text)
        phone = self.phones.find(number)
        assert phone is not None
        self.inbox.settle([text], replace(phone, **changed), answers, at=self.desk.now)
        return phone

    def opens(self, number: str, *invitations: UUID) -> None:
        self.texts(number, opened=invitations, invitation=invitations[-1])

    def is_in(self, number: str) -> tuple[UUID, ...]:
        phone = self.phones.find(number)
        return () if phone is None else phone.opened


@pytest.fixture
def texting(desk, engine) -> Texting:
    return Texting(desk, engine)


@pytest.fixture
def ms_winter(desk):
    return desk.invited(desk.conference())


def an_answer(desk, invitation: UUID | None, number: str = HERS) -> Message:
    return Message(
        id=uuid4(),
        intent=f"reply:{uuid4()}:1",
        council="york",
        channel=SMS,
        kind=MessageKind.REPLY,
        language=Language.POLISH,
        address=number,
        body="It is on Thursday.",
        created_at=desk.now,
        due_at=desk.now,
        invitation_id=invitation,
    )


def states(desk, engine, invitation) -> dict[Channel, tuple[State, str | None]]:
    """What became of the link's messages."""
    return {one.channel: (one.state, one.problem) for one in StoredOutbox(engine).of_invitation(invitation.id)}


# No more texts


def test_a_phone_that_asked_for_no_more_texts_is_shown_with_the_day_and_is_sent_none(desk, texting, ms_winter):
    texting.texts(HERS, stopped_at=desk.now)

    one = desk.one(ms_winter)
    assert one.stopped_at == desk.now
    assert one.channels == {EMAIL}
    with pytest.raises(WayNotSafe):
        desk.inviting.send(BY, ms_winter.id, {SMS, EMAIL}, links=1)
    assert desk.outbox() == []
    assert desk.one(ms_winter).invitation.links == 1


def test_a_phone_that_came_back_is_sent_texts_again(desk, texting, ms_winter):
    texting.texts(HERS, stopped_at=desk.now)
    texting.texts(HERS, stopped_at=None)

    assert desk.one(ms_winter).stopped_at is None
    desk.inviting.send(BY, ms_winter.id, {SMS}, links=1)
    assert desk.outbox() == [("link", "queued")]


def test_another_phone_that_asked_for_none_is_not_hers(desk, texting, ms_winter):
    texting.texts(NEW, stopped_at=desk.now)

    assert desk.one(ms_winter).stopped_at is None
    assert SMS in desk.one(ms_winter).channels


def test_a_link_that_waited_when_she_asked_for_none_needs_her_social_worker(desk, engine, texting, ms_winter):
    desk.inviting.send(BY, ms_winter.id, {SMS}, links=1)
    texting.texts(HERS, stopped_at=desk.now)

    one = desk.one(ms_winter)
    assert states(desk, engine, ms_winter) == {SMS: (State.DROPPED, "stopped")}
    assert standing_of(one).standing is Standing.NOT_SENT
    needed = attention(desk.case(ms_winter.conference_id), one, desk.now, frozenset())
    assert needed == (Attention.STOPPED,)


def test_a_link_that_went_another_way_too_needs_nobody(desk, engine, texting, ms_winter):
    desk.inviting.send(BY, ms_winter.id, {SMS, EMAIL}, links=1)
    texting.texts(HERS, stopped_at=desk.now)

    one = desk.one(ms_winter)
    assert states(desk, engine, ms_winter) == {SMS: (State.DROPPED, "stopped"), EMAIL: (State.QUEUED, None)}
    assert standing_of(one).standing is Standing.GOING
    assert attention(desk.case(ms_winter.conference_id), one, desk.now, frozenset()) == ()


@pytest.mark.parametrize("ways", [{Way.SMS}, {Way.SMS, Way.EMAIL}], ids=["text only", "text and e-mail"])
def test_news_of_a_moved_meeting_goes_another_way_or_she_has_to_be_rung(desk, engine, texting, ways):
    conference = desk.conference()
    contact = replace(MS_WINTER.contact, ways=frozenset(ways))
    ms_winter = desk.invited(conference, replace(MS_WINTER, contact=contact))
    texting.texts(HERS, stopped_at=desk.now)

    later = replace(A_CONFERENCE, starts_at=A_CONFERENCE.starts_at + timedelta(days=1))
    told = desk.arranging.change(BY, conference.id, later, version=1)

    by_mail = Way.EMAIL in ways
    assert [len(told.told), len(told.to_ring)] == [int(by_mail), int(not by_mail)]
    assert [one.channel for one in StoredOutbox(engine).of_invitation(ms_winter.id)] == [EMAIL] * by_mail


# Opened by text


def test_that_she_opened_it_by_text_is_shown_and_nothing_of_what_was_said(desk, texting, ms_winter):
    assert desk.one(ms_winter).texted_at is None

    texting.texts(HERS, an_answer(desk, ms_winter.id), opened=(ms_winter.id,), invitation=ms_winter.id)

    one = desk.one(ms_winter)
    assert one.texted_at == desk.now
    assert one.messages == ()
    assert desk.sent.of(BY) == ()


def test_what_another_adult_of_the_same_phone_opened_is_not_hers(desk, texting, ms_winter):
    other = desk.invited(desk.conference())
    texting.opens(HERS, other.id)

    assert desk.one(ms_winter).texted_at is None
    assert desk.one(other).texted_at == desk.now


# The number is somebody else's


def test_a_number_that_is_somebody_elses_is_taken_out_and_told_nothing_more(desk, engine, texting, ms_winter):
    desk.inviting.send(BY, ms_winter.id, {SMS, EMAIL}, links=1)
    texting.opens(HERS, ms_winter.id)
    texting.texts(HERS, an_answer(desk, ms_winter.id), an_answer(desk, None))

    desk.inviting.cut_off(BY, ms_winter.id, version=1)

    now = desk.one(ms_winter).invitation
    assert (now.contact.phone, now.contact.ways, now.version) == (None, {Way.EMAIL}, 2)
    assert texting.is_in(HERS) == ()
    assert states(desk, engine, ms_winter) == {SMS: (State.DROPPED, None), EMAIL: (State.QUEUED, None)}
    assert [row for row in desk.outbox() if row[0] == "reply"] == [("reply", "dropped")] * 2
    assert desk.actions()[-1] == "phone_cut_off"


def test_what_she_wrote_and_where_she_is_in_on_a_page_stay(desk, engine, texting, ms_winter):
    conversations, notes = StoredConversations(engine, clock=lambda: desk.now), StoredNotes(engine)
    hers = Conversation(ConversationId("page:hers"), Door.PAGE, Language.POLISH, "york", ms_winter.id)
    conversations.save(hers)
    notes.write(hers.notes_owner, Section.STRENGTHS, "we laugh", at=desk.now)
    texting.opens(HERS, ms_winter.id)

    desk.inviting.cut_off(BY, ms_winter.id, version=1)

    assert conversations.of_invitation(ms_winter.id) == hers
    assert [note.text for note in notes.of(hers.notes_owner)] == ["we laugh"]


def test_the_phone_of_another_adult_stays_in(desk, texting, ms_winter):
    other = desk.invited(desk.conference(), replace(MS_WINTER, contact=replace(MS_WINTER.contact, phone=NEW)))
    texting.opens(HERS, ms_winter.id)
    texting.opens(NEW, other.id)

    desk.inviting.cut_off(BY, ms_winter.id, version=1)

    assert texting.is_in(NEW) == (other.id,)


def test_cut_off_twice_it_is_one_line_of_the_audit(desk, ms_winter):
    for _ in range(2):
        desk.inviting.cut_off(BY, ms_winter.id, version=1)

    assert desk.actions().count("phone_cut_off") == 1
    assert desk.one(ms_winter).invitation.version == 2


def test_an_old_page_cuts_no_newer_number_off(desk, texting, ms_winter):
    contact = replace(MS_WINTER.contact, phone=NEW)
    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, contact=contact), version=1)
    texting.opens(NEW, ms_winter.id)

    with pytest.raises(CaseOvertaken):
        desk.inviting.cut_off(BY, ms_winter.id, version=1)

    assert desk.one(ms_winter).invitation.contact.phone == NEW
    assert texting.is_in(NEW) == (ms_winter.id,)


@pytest.mark.parametrize("step", ["cut_off", "save_invitation", "record"])
def test_wherever_cutting_off_breaks_nothing_is_changed(desk, engine, texting, ms_winter, step):
    desk.inviting.send(BY, ms_winter.id, {SMS}, links=1)
    texting.opens(HERS, ms_winter.id)

    with desk.failing(step), pytest.raises(Broken):
        desk.inviting.cut_off(BY, ms_winter.id, version=1)

    assert desk.one(ms_winter).invitation.contact == MS_WINTER.contact
    assert texting.is_in(HERS) == (ms_winter.id,)
    assert desk.outbox() == [("link", "queued")]


@pytest.mark.parametrize(
    "contact",
    [
        replace(MS_WINTER.contact, phone=NEW),
        replace(MS_WINTER.contact, ways=frozenset({Way.EMAIL, Way.CALL})),
    ],
    ids=["another number", "texts are not safe any more"],
)
def test_a_phone_that_is_changed_or_not_safe_any_more_is_out_too(desk, texting, ms_winter, contact):
    texting.opens(HERS, ms_winter.id)

    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, contact=contact), version=1)

    assert texting.is_in(HERS) == ()
    assert desk.one(ms_winter).texted_at is None


def test_another_name_or_interpreter_leaves_her_phone_in(desk, texting, ms_winter):
    texting.opens(HERS, ms_winter.id)
    contact = replace(MS_WINTER.contact, interpreter="Polish, a woman")

    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, called="Mrs Winter", contact=contact), version=1)

    assert texting.is_in(HERS) == (ms_winter.id,)
