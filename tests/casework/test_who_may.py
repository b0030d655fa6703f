"""Who may do what with a case, at a real database: each role and each scope, and what another council sees."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from bot.casework.case import Case
from bot.casework.errors import CaseNotFound, NotTheirs, OwnerUnknown
from bot.notes.sharing import Recipient
from bot.outreach.message import Channel
from bot.staff.account import Actor, Scope, actor_of
from tests.casework.conftest import (
    A_CONFERENCE,
    ADA,
    ANNA,
    JUDITH,
    KIT,
    LOST,
    MS_WINTER,
    NOOR,
    SAM,
    WILL,
    Desk,
    key,
)

Attempt = Callable[[Desk, Actor, Case], object]

# What there is to do, and which scope a case system needs for it.
LOOKING: dict[str, Attempt] = {
    "look at it": lambda desk, actor, case: desk.arranging.case(actor, case.conference.id),
}
CHANGING: dict[str, tuple[Attempt, Scope]] = {
    "change it": (
        lambda desk, actor, case: desk.arranging.change(actor, case.conference.id, A_CONFERENCE, version=1),
        Scope.WRITE,
    ),
    "cancel it": (
        lambda desk, actor, case: desk.arranging.cancel(actor, case.conference.id, version=1),
        Scope.WRITE,
    ),
    "invite": (lambda desk, actor, case: desk.inviting.add(actor, case.conference.id, MS_WINTER), Scope.WRITE),
    "change an adult": (
        lambda desk, actor, case: desk.inviting.change(actor, case.invited[0].invitation.id, MS_WINTER, version=1),
        Scope.WRITE,
    ),
    "send": (
        lambda desk, actor, case: desk.inviting.send(actor, case.invited[0].invitation.id, {Channel.SMS}, links=1),
        Scope.SEND,
    ),
    "letter": (
        lambda desk, actor, case: desk.inviting.letter(actor, case.invited[0].invitation.id, links=1),
        Scope.SEND,
    ),
    "code": (lambda desk, actor, case: desk.inviting.code(actor, case.invited[0].invitation.id), Scope.CODES),
    "withdraw": (lambda desk, actor, case: desk.inviting.withdraw(actor, case.invited[0].invitation.id), Scope.WRITE),
    "cut off": (
        lambda desk, actor, case: desk.inviting.cut_off(actor, case.invited[0].invitation.id, version=1),
        Scope.WRITE,
    ),
    "arrived": (
        lambda desk, actor, case: desk.sent.arrived(actor, case.invited[0].invitation.id, uuid4()),
        Scope.WRITE,
    ),
}
READING: Attempt = lambda desk, actor, case: desk.inviting.read(actor, case.invited[0].invitation.id)  # noqa: E731
STRANGERS = {
    "a colleague": actor_of(KIT),
    "another team's manager": actor_of(WILL),
    "a manager without a team": actor_of(LOST),
    "an administrator": actor_of(ADA),
    "another council's": actor_of(NOOR),
    "another council's system": key(*Scope, council="merton"),
    "a key that may do nothing": key(),
}


def a_case(desk: Desk) -> Case:
    """Sam's, chaired by Judith."""
    conference = desk.conference()
    desk.invited(conference)
    return desk.case(conference.id)


@pytest.fixture
def case(desk):
    return a_case(desk)


def outcome(attempt: Attempt, desk: Desk, actor: Actor, case: Case) -> type[Exception] | None:
    """What it is refused with; None where it is done."""
    try:
        attempt(desk, actor, case)
    except (CaseNotFound, NotTheirs) as refused:
        return type(refused)
    return None


def test_to_a_stranger_a_case_is_simply_not_there(desk, case):
    before, audit = desk.case(case.conference.id), desk.actions()
    everything = {**LOOKING, **{what: attempt for what, (attempt, _) in CHANGING.items()}, "read": READING}

    seen = {
        (who, what): outcome(attempt, desk, actor, case)
        for who, actor in STRANGERS.items()
        for what, attempt in everything.items()
    }

    assert {which: refused for which, refused in seen.items() if refused is not CaseNotFound} == {}
    assert desk.case(case.conference.id) == before
    assert desk.actions() == audit
    assert desk.outbox() == []


@pytest.mark.parametrize("who", [SAM, ANNA], ids=["the social worker", "their manager"])
def test_who_works_on_it_may_do_everything(desk, who):
    seen = {what: outcome(attempt, desk, actor_of(who), a_case(desk)) for what, (attempt, _) in CHANGING.items()}

    assert seen == dict.fromkeys(CHANGING)


def test_its_chair_looks_at_it_and_does_nothing(desk, case):
    LOOKING["look at it"](desk, actor_of(JUDITH), case)

    seen = {what: outcome(attempt, desk, actor_of(JUDITH), case) for what, (attempt, _) in CHANGING.items()}

    assert seen == dict.fromkeys(CHANGING, NotTheirs)
    assert desk.outbox() == []


def test_a_case_system_needs_the_very_scope(desk):
    # Whom a conference belongs to a case system has to say by name, so changing it is tried in test_arranging.
    attempts = {what: one for what, one in CHANGING.items() if what != "change it"}

    let_in = {
        what: [scope for scope in Scope if outcome(attempt, desk, key(scope), a_case(desk)) is None]
        for what, (attempt, _) in attempts.items()
    }

    assert let_in == {what: [needed] for what, (_, needed) in attempts.items()}


def test_the_list_holds_ones_own_cases_and_no_others(desk, case):
    desk.conference(KIT, chair_id=None)
    listed = {account.name: len(desk.arranging.cases(actor_of(account))) for account in (SAM, ANNA, JUDITH, KIT)}

    assert listed == {"Sam Petty": 1, "Anna Field": 2, "Judith Marlow": 1, "Kit Harrow": 1}
    for account in (WILL, LOST, ADA, NOOR):
        assert desk.arranging.cases(actor_of(account)) == ()


def test_messages_are_for_who_works_on_the_case(desk, case):
    desk.inviting.send(actor_of(SAM), case.invited[0].invitation.id, {Channel.SMS}, links=1)

    seen = {
        account.name: len(desk.sent.of(actor_of(account))) for account in (SAM, ANNA, JUDITH, KIT, WILL, LOST, NOOR)
    }

    assert seen == {"Sam Petty": 1, "Anna Field": 1} | dict.fromkeys(
        ("Judith Marlow", "Kit Harrow", "Will Moor", "Jo Lost", "Noor Fenwick"), 0
    )


def test_each_reads_what_was_shared_with_them_and_a_case_system_nothing(desk, case):
    invitation = case.invited[0].invitation.id

    assert set(desk.inviting.read(actor_of(SAM), invitation)) == {Recipient.SOCIAL_WORKER}
    assert set(desk.inviting.read(actor_of(ANNA), invitation)) == {Recipient.SOCIAL_WORKER}
    assert set(desk.inviting.read(actor_of(JUDITH), invitation)) == {Recipient.CHAIR}
    with pytest.raises(NotTheirs):
        desk.inviting.read(key(*Scope), invitation)


def test_a_social_worker_who_chairs_their_own_conference_reads_both(desk):
    invitation = desk.invited(desk.conference(chair_id=SAM.id))

    assert set(desk.inviting.read(actor_of(SAM), invitation.id)) == set(Recipient)


def test_a_conference_is_given_to_nobody_who_could_not_have_it(desk):
    for giver, taker in [(ANNA, WILL), (ANNA, NOOR), (ANNA, ADA), (SAM, ADA), (SAM, NOOR), (LOST, LOST), (ADA, SAM)]:
        with pytest.raises(OwnerUnknown):
            desk.conference(giver, owner_id=taker.id)


def test_nobody_of_another_council_is_made_its_chair(desk):
    for account in (NOOR, ADA):
        with pytest.raises(OwnerUnknown):
            desk.conference(chair_id=account.id)
