"""Invited adults and their links: sent once, replaced, told by voice, unlocked, taken back, read."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.shares import StoredShares
from bot.adapters.database.tables import InvitationRow, table
from bot.casework.errors import CaseOvertaken, LinkWithdrawnYet, MeetingOver, NotLocked, WayNotSafe
from bot.casework.standing import Standing, standing_of
from bot.conferences.link import CodeWrong, LinkError, LinkLocked, LinkUnknown, LinkWithdrawn, enter_code, spend_link
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.outreach.message import Channel, MessageKind
from bot.staff.account import actor_of
from tests.casework.conftest import ANNA, JUDITH, MR_FIELD, MS_WINTER, SAM, Broken

BY = actor_of(SAM)
SMS = {Channel.SMS}


@pytest.fixture
def ms_winter(desk):
    return desk.invited(desk.conference())


@pytest.fixture
def invitations(engine, encryption):
    return StoredInvitations(engine, encryption)


def token_in(message) -> str:
    found = re.search(r"/l/([\w-]{22})", message.body)
    assert found
    return found[1]


def code_of(desk, invitation) -> str:
    code = desk.inviting.code(BY, invitation.id)
    assert code is not None
    return code


def lets_in(desk, invitations, token: str, code: str) -> bool:
    """Whether link and code open anything."""
    try:
        found = spend_link(token, today=desk.now.date(), now=desk.now, invitations=invitations)
        enter_code(found.id, code, now=desk.now, invitations=invitations)
    except LinkError:
        return False
    return True


def test_an_invited_adult_is_sent_nothing_before_somebody_sends_it(desk, ms_winter):
    assert desk.outbox() == []
    assert standing_of(desk.one(ms_winter)).standing is Standing.NOT_SENT
    assert desk.inviting.code(BY, ms_winter.id) is None  # of the link that nobody was shown


def test_the_link_that_goes_out_and_the_code_that_is_told_let_her_in(desk, invitations, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=1)

    assert [message.kind for message in sent.messages] == [MessageKind.LINK]
    assert lets_in(desk, invitations, token_in(sent.messages[0]), code_of(desk, ms_winter))
    assert standing_of(desk.one(ms_winter)).standing is Standing.OPENED
    assert desk.actions()[-2:] == ["link_sent", "code_seen"]
    assert desk.woken == [desk.now]


def test_by_two_ways_it_is_one_link(desk, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, {Channel.SMS, Channel.EMAIL}, links=1)

    assert len({token_in(message) for message in sent.messages}) == 1


def test_sent_again_only_the_new_link_and_the_new_code_open(desk, invitations, ms_winter):
    first = token_in(desk.inviting.send(BY, ms_winter.id, SMS, links=1).messages[0])
    old_code = code_of(desk, ms_winter)
    second = token_in(desk.inviting.send(BY, ms_winter.id, SMS, links=2).messages[0])

    assert not lets_in(desk, invitations, first, old_code)
    with pytest.raises(LinkUnknown):
        spend_link(first, today=desk.now.date(), now=desk.now, invitations=invitations)
    assert lets_in(desk, invitations, second, code_of(desk, ms_winter))
    assert sorted(desk.outbox()) == [("link", "dropped"), ("link", "queued")]


def test_who_was_at_the_old_links_code_cannot_go_on_with_the_new_one(desk, engine, ms_winter):
    """They pressed an old link; the new one may have gone to another phone."""
    conversation = Conversation(ConversationId("page:1"), Door.PAGE, Language.ENGLISH)
    StoredConversations(engine, clock=lambda: desk.now).save(conversation)
    sessions = Sessions(engine, days=28)
    token = sessions.start(conversation.id, now=desk.now)
    sessions.set_pending(token, ms_winter.id)

    desk.inviting.send(BY, ms_winter.id, SMS, links=1)

    assert sessions.pending_invitation(token) is None


def test_however_often_it_is_pressed_at_once_it_is_sent_once(desk, ms_winter):
    def press(_: int) -> str:
        try:
            desk.inviting.send(BY, ms_winter.id, SMS, links=1)
        except CaseOvertaken:
            return "overtaken"
        return "sent"

    with ThreadPoolExecutor(4) as several:
        outcomes = list(several.map(press, range(4)))

    assert sorted(outcomes) == ["overtaken", "overtaken", "overtaken", "sent"]
    assert desk.outbox() == [("link", "queued")]


def test_wherever_sending_breaks_the_link_before_still_works(desk, invitations, ms_winter):
    first = token_in(desk.inviting.send(BY, ms_winter.id, SMS, links=1).messages[0])
    code, outbox = code_of(desk, ms_winter), desk.outbox()

    for step in ("relink", "put", "record"):
        with desk.failing(step), pytest.raises(Broken):
            desk.inviting.send(BY, ms_winter.id, SMS, links=2)

    assert desk.outbox() == outbox
    assert lets_in(desk, invitations, first, code)


def test_nothing_goes_a_way_that_was_not_named_as_safe(desk, ms_winter):
    field = desk.invited(desk.conference(), MR_FIELD)
    for channel in (Channel.EMAIL, Channel.WEBHOOK):
        with pytest.raises(WayNotSafe):
            desk.inviting.send(BY, field.id, {Channel.SMS, channel}, links=1)

    assert desk.one(field).invitation.links == 1
    assert desk.outbox() == []


def test_a_letters_link_lets_her_in_and_nothing_is_sent(desk, invitations, ms_winter):
    _, _, link = desk.inviting.letter(BY, ms_winter.id, links=1)
    with pytest.raises(CaseOvertaken):
        desk.inviting.letter(BY, ms_winter.id, links=1)

    assert desk.outbox() == []
    assert standing_of(desk.one(ms_winter)).standing is Standing.LETTER
    assert code_of(desk, ms_winter) == link.code
    assert lets_in(desk, invitations, link.token, link.code)


def test_a_code_that_was_given_is_told_no_more(desk, invitations, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    lets_in(desk, invitations, token_in(sent.messages[0]), code_of(desk, ms_winter))
    seen = desk.actions().count("code_seen")

    assert desk.inviting.code(BY, ms_winter.id) is None
    assert desk.actions().count("code_seen") == seen


def test_five_wrong_codes_lock_and_unlocking_gives_another_code_for_the_same_link(desk, invitations, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    old = code_of(desk, ms_winter)
    wrong = "000000" if old != "000000" else "111111"
    spend_link(token_in(sent.messages[0]), today=desk.now.date(), now=desk.now, invitations=invitations)
    for _ in range(5):
        with pytest.raises((CodeWrong, LinkLocked)):
            enter_code(ms_winter.id, wrong, now=desk.now, invitations=invitations)
    assert standing_of(desk.one(ms_winter)).standing is Standing.LOCKED

    desk.inviting.unlock(BY, ms_winter.id)

    new = code_of(desk, ms_winter)
    if new != old:
        with pytest.raises(CodeWrong):
            enter_code(ms_winter.id, old, now=desk.now, invitations=invitations)
    enter_code(ms_winter.id, new, now=desk.now, invitations=invitations)
    assert desk.one(ms_winter).invitation.opened_at == desk.now
    with pytest.raises(NotLocked):
        desk.inviting.unlock(BY, ms_winter.id)


def test_taken_back_the_link_opens_nothing_and_who_is_in_is_out(desk, engine, invitations, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    lets_in(desk, invitations, token_in(sent.messages[0]), code_of(desk, ms_winter))
    hers = Conversation(ConversationId("page:hers"), Door.PAGE, Language.POLISH, invitation=ms_winter.id)
    others = Conversation(ConversationId("page:others"), Door.PAGE, Language.POLISH)
    sessions, conversations = Sessions(engine, days=28), StoredConversations(engine, clock=lambda: desk.now)
    tokens = []
    for conversation in (hers, others):
        conversations.save(conversation)
        tokens.append(sessions.start(conversation.id, now=desk.now))

    desk.inviting.withdraw(BY, ms_winter.id)

    assert [sessions.find(token, now=desk.now) for token in tokens] == [None, others.id]
    with pytest.raises(LinkWithdrawn):
        spend_link(token_in(sent.messages[0]), today=desk.now.date(), now=desk.now, invitations=invitations)
    assert desk.outbox() == [("link", "dropped")]
    with engine.connect() as connection:
        assert connection.scalar(select(table(InvitationRow).c.code)) is None


def test_taken_back_there_is_nothing_to_unlock_or_to_tell(desk, ms_winter):
    desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    desk.inviting.withdraw(BY, ms_winter.id)

    assert desk.inviting.code(BY, ms_winter.id) is None
    with pytest.raises(LinkWithdrawnYet):
        desk.inviting.unlock(BY, ms_winter.id)


def test_a_new_link_lets_somebody_in_who_was_taken_back(desk, invitations, ms_winter):
    desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    desk.inviting.withdraw(BY, ms_winter.id, links=2)

    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=2)

    assert lets_in(desk, invitations, token_in(sent.messages[0]), code_of(desk, ms_winter))


def test_an_old_page_takes_no_newer_link_back(desk, ms_winter):
    desk.inviting.send(BY, ms_winter.id, SMS, links=1)

    with pytest.raises(CaseOvertaken):
        desk.inviting.withdraw(BY, ms_winter.id, links=1)

    assert not desk.one(ms_winter).invitation.withdrawn


def test_taken_back_twice_it_is_one_line_of_the_audit(desk, ms_winter):
    for _ in range(2):
        desk.inviting.withdraw(BY, ms_winter.id, links=1)

    assert desk.actions().count("invitation_withdrawn") == 1


# Changed


def test_another_number_stops_what_waits_to_go_to_the_old_one(desk, ms_winter):
    desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    contact = replace(MS_WINTER.contact, phone="+447700900999")

    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, contact=contact), version=1)

    assert desk.outbox() == [("link", "dropped")]


def test_another_name_stops_nothing(desk, ms_winter):
    desk.inviting.send(BY, ms_winter.id, SMS, links=1)

    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, called="Mrs Winter"), version=1)

    assert desk.outbox() == [("link", "queued")]


def test_of_two_who_change_an_adult_at_once_the_second_is_told(desk, ms_winter):
    desk.inviting.change(actor_of(ANNA), ms_winter.id, replace(MS_WINTER, called="Mrs Winter"), version=1)

    with pytest.raises(CaseOvertaken):
        desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, called="Hania"), version=1)

    assert desk.one(ms_winter).invitation.called == "Mrs Winter"


def test_a_change_does_not_undo_that_she_opened_it_in_the_same_minute(desk, invitations, ms_winter):
    sent = desk.inviting.send(BY, ms_winter.id, SMS, links=1)
    lets_in(desk, invitations, token_in(sent.messages[0]), code_of(desk, ms_winter))

    desk.inviting.change(BY, ms_winter.id, replace(MS_WINTER, called="Mrs Winter"), version=1)

    assert desk.one(ms_winter).invitation.opened_at == desk.now


def test_once_it_has_begun_nobody_is_invited_or_sent_a_link(desk, ms_winter):
    desk.wait(days=18)

    for too_late in (
        lambda: desk.inviting.add(BY, ms_winter.conference_id, MR_FIELD),
        lambda: desk.inviting.send(BY, ms_winter.id, SMS, links=1),
        lambda: desk.inviting.letter(BY, ms_winter.id, links=1),
    ):
        with pytest.raises(MeetingOver):
            too_late()


# Read


def test_reading_marks_it_as_read_for_whom_it_was_and_for_nobody_else(desk, engine, ms_winter):
    shares, owner = StoredShares(engine), str(ms_winter.id)
    for recipient in Recipient:
        lines = {Part.STRENGTHS: (SharedLine("we laugh"),)}
        shares.share(owner, recipient, lines, language=Language.POLISH, at=desk.now)
    assert desk.one(ms_winter).unread_by == set(Recipient)
    desk.wait(hours=1)

    read = desk.inviting.read(BY, ms_winter.id)

    (share,) = read[Recipient.SOCIAL_WORKER]
    assert (share.lines, share.read_at) == ((SharedLine("we laugh"),), desk.now)
    assert desk.one(ms_winter).unread_by == {Recipient.CHAIR}
    assert desk.actions()[-1] == "shared_read"
    desk.inviting.read(actor_of(JUDITH), ms_winter.id)
    assert desk.one(ms_winter).unread_by == set()


def test_the_first_reading_is_the_one_she_is_shown(desk, engine, ms_winter):
    shares, owner = StoredShares(engine), str(ms_winter.id)
    lines = {Part.STRENGTHS: (SharedLine("we laugh"),)}
    shares.share(owner, Recipient.SOCIAL_WORKER, lines, language=Language.ENGLISH, at=desk.now)
    first = desk.now
    desk.inviting.read(BY, ms_winter.id)
    desk.wait(days=1)

    desk.inviting.read(actor_of(ANNA), ms_winter.id)

    assert shares.of(owner)[0].read_at == first


def test_a_reading_that_could_not_be_written_down_has_not_been(desk, engine, ms_winter):
    """Nobody reads without a line of the audit."""
    shares, owner = StoredShares(engine), str(ms_winter.id)
    lines = {Part.STRENGTHS: (SharedLine("we laugh"),)}
    shares.share(owner, Recipient.SOCIAL_WORKER, lines, language=Language.ENGLISH, at=desk.now)

    with desk.failing("record"), pytest.raises(Broken):
        desk.inviting.read(BY, ms_winter.id)

    assert shares.of(owner)[0].read_at is None
