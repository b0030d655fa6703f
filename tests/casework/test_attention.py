"""What a social worker should look at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.casework.attention import Attention, attention, by_attention
from bot.casework.case import Case, Invited
from bot.casework.standing import Standing, Stands, standing_of
from bot.conferences.invitation import Invitation
from bot.languages import Language
from bot.notes.sharing import Recipient
from bot.outreach.message import Channel, Message, MessageKind, State
from tests.stores import NOW, a_conference

MINE = frozenset({Recipient.SOCIAL_WORKER})
CONFERENCE = a_conference()
INVITATION = Invitation(uuid4(), CONFERENCE.id, "Ms Winter", Language.POLISH, CONFERENCE.day, links=2)
DAY = timedelta(days=1)


def sent(state: State = State.SENT, *, links: int = 2, ago: timedelta = timedelta(0), **more: object) -> Message:
    """The message of a link."""
    return Message(
        id=uuid4(),
        intent=f"link:{INVITATION.id}:{links}:sms",
        council="york",
        channel=Channel.SMS,
        kind=MessageKind.LINK,
        language=Language.POLISH,
        address="+447700900123",
        body="",
        created_at=NOW - ago,
        due_at=NOW - ago,
        state=state,
        sent_at=NOW - ago if state in (State.SENT, State.DELIVERED) else None,
        settled_at=NOW if state in (State.DELIVERED, State.FAILED, State.UNSURE) else None,
        **more,
    )


def who(*messages: Message, unread: frozenset[Recipient] = frozenset(), **changed: object) -> Invited:
    return Invited(replace(INVITATION, **changed), messages, unread, unread)


def needs(invited: Invited, *, at=NOW, conference=CONFERENCE) -> list[Attention]:
    return list(attention(Case(conference, (invited,)), invited, at, MINE))


@pytest.mark.parametrize(
    ("invited", "expected"),
    [
        pytest.param(who(links=1), [Attention.NOT_SENT], id="nothing was sent"),
        pytest.param(who(sent()), [], id="sent just now"),
        pytest.param(who(sent(ago=2 * DAY)), [Attention.NOT_OPENED], id="not opened for two days"),
        pytest.param(who(sent(ago=2 * DAY), opened_at=NOW), [], id="opened"),
        pytest.param(who(), [], id="a letter, long before the meeting"),
        pytest.param(who(sent(State.FAILED)), [Attention.SENDING_FAILED], id="failed"),
        pytest.param(who(sent(State.FAILED, links=1), sent()), [], id="failed, and sent again"),
        pytest.param(who(sent(State.UNSURE)), [Attention.UNSURE], id="nobody can tell"),
        pytest.param(who(sent(State.DROPPED)), [Attention.NOT_SENT], id="not needed any more"),
        pytest.param(who(sent(State.DROPPED, problem="stopped")), [Attention.STOPPED], id="no more texts"),
        pytest.param(who(sent(State.DROPPED, problem="stopped"), sent()), [], id="no more texts, e-mail went"),
        pytest.param(who(sent(), code_tries=5), [Attention.LOCKED], id="locked"),
        pytest.param(who(sent(), unread=MINE), [Attention.UNREAD], id="unread"),
        pytest.param(who(sent(), unread=frozenset({Recipient.CHAIR})), [], id="unread by the chair"),
        pytest.param(who(sent(State.FAILED), code_tries=5, withdrawn=True), [], id="taken back"),
        pytest.param(who(sent(), unread=MINE, withdrawn=True), [Attention.UNREAD], id="taken back, and shared before"),
        pytest.param(
            who(sent(State.FAILED), code_tries=5, unread=MINE),
            [Attention.LOCKED, Attention.SENDING_FAILED, Attention.UNREAD],
            id="several",
        ),
    ],
)
def test_what_needs_attention(invited, expected):
    assert needs(invited) == expected


def test_close_to_the_meeting_a_link_that_is_not_opened_is_worth_a_call_at_once():
    at = CONFERENCE.starts_at - 4 * DAY

    assert needs(who(sent()), at=at) == [Attention.NOT_OPENED]
    assert needs(who(), at=at) == [Attention.NOT_OPENED]  # a letter


@pytest.mark.parametrize("over", ["been", "cancelled"])
def test_once_it_is_over_only_what_was_shared_is_left_to_do(over):
    conference = replace(CONFERENCE, cancelled_at=NOW) if over == "cancelled" else CONFERENCE
    at = CONFERENCE.starts_at + DAY if over == "been" else NOW

    assert needs(who(links=1), at=at, conference=conference) == []
    assert needs(who(links=1, unread=MINE), at=at, conference=conference) == [Attention.UNREAD]


def test_the_most_pressing_comes_first_then_the_soonest_and_what_is_over_last():
    def case(days: int, *invited: Invited) -> Case:
        return Case(replace(a_conference(), starts_at=NOW + days * DAY), invited)

    locked, unread = case(20, who(sent(), code_tries=5)), case(3, who(sent(), unread=MINE, opened_at=NOW))
    soon, late, over = case(6), case(9), case(-2)
    cases = (over, late, soon, unread, locked)

    ordered = by_attention(cases, NOW, {one.conference.id: MINE for one in cases})

    assert ordered == [locked, unread, soon, late, over]


@pytest.mark.parametrize(
    ("invited", "stands"),
    [
        (who(withdrawn=True, opened_at=NOW), Stands(Standing.WITHDRAWN)),
        (who(code_tries=5, spent_at=NOW), Stands(Standing.LOCKED)),
        (who(sent(), opened_at=NOW), Stands(Standing.OPENED, NOW)),
        (who(links=1), Stands(Standing.NOT_SENT)),
        (who(sent(), spent_at=NOW), Stands(Standing.PRESSED, NOW)),
        (who(), Stands(Standing.LETTER)),
        (who(sent(State.QUEUED)), Stands(Standing.GOING)),
        (who(sent(State.SENDING)), Stands(Standing.GOING)),
        (who(sent(ago=DAY)), Stands(Standing.SENT, NOW - DAY)),
        (who(sent(State.FAILED)), Stands(Standing.FAILED, NOW)),
        (who(sent(State.UNSURE)), Stands(Standing.UNSURE, NOW)),
        (who(sent(State.DELIVERED)), Stands(Standing.ARRIVED, NOW)),
        (who(sent(State.FAILED), sent(State.DELIVERED)), Stands(Standing.ARRIVED, NOW)),
        (who(sent(State.FAILED), sent(State.QUEUED)), Stands(Standing.GOING)),
        (who(sent(State.DELIVERED, links=1)), Stands(Standing.LETTER)),
        (who(sent(State.DROPPED)), Stands(Standing.LETTER)),
        (who(sent(State.DROPPED, problem="stopped")), Stands(Standing.NOT_SENT)),
    ],
    ids=lambda value: value.standing.value if isinstance(value, Stands) else "",
)
def test_where_somebody_stands(invited, stands):
    assert standing_of(invited) == stands
