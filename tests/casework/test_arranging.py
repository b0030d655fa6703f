"""Conferences added, changed, moved and cancelled: who is told, once, and all of it or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.casework.beginning import begin
from bot.casework.errors import CaseOvertaken, MeetingOver, OwnerUnknown
from bot.conferences.invitation import Contact, Way
from bot.outreach.message import Channel
from bot.staff.account import Scope, actor_of
from tests.casework.conftest import A_CONFERENCE, ANNA, KIT, MR_FIELD, MS_WINTER, SAM, STARTS, Broken, key

BY = actor_of(SAM)
LATER = replace(A_CONFERENCE, starts_at=STARTS + timedelta(days=1))


def test_a_conference_belongs_to_who_added_it_and_its_team(desk):
    conference = desk.conference()

    assert (conference.owner_id, conference.team, conference.social_worker.name) == (SAM.id, "East", "Sam Petty")
    assert desk.case(conference.id).conference == conference
    assert desk.actions() == ["conference_added"]


def test_it_may_be_handed_over_and_is_seen_there(desk):
    conference = desk.conference()

    desk.arranging.change(BY, conference.id, replace(A_CONFERENCE, owner_id=KIT.id), version=1)

    assert [case.conference.id for case in desk.arranging.cases(actor_of(KIT))] == [conference.id]
    assert desk.arranging.cases(BY) == ()


def test_a_case_system_has_to_say_whose_it_is(desk):
    with pytest.raises(OwnerUnknown):
        desk.arranging.add(key(Scope.WRITE), A_CONFERENCE)

    conference = desk.arranging.add(key(Scope.WRITE), replace(A_CONFERENCE, owner_id=SAM.id))
    desk.arranging.change(key(Scope.WRITE), conference.id, LATER, version=1)

    assert desk.case(conference.id).conference.starts_at == LATER.starts_at


def test_the_past_is_not_arranged(desk):
    with pytest.raises(MeetingOver):
        desk.conference(starts_at=desk.now)


def test_one_form_makes_one_conference_even_when_two_requests_of_it_run_at_once(desk):
    once = uuid4()

    def press(_: int) -> object:
        return begin(desk.arranging, desk.inviting, BY, A_CONFERENCE, MS_WINTER, once=once)

    with ThreadPoolExecutor(4) as several:
        made = list(several.map(press, range(4)))

    assert len({conference.id for conference, _ in made}) == 1
    (case,) = desk.arranging.cases(BY)
    assert len(case.invited) == 1
    assert desk.actions().count("conference_added") == 1
    assert desk.actions().count("invitation_added") == 1


def test_the_same_form_of_another_person_is_another_conference(desk):
    """Nobody can reach another's conference by guessing the name of a form."""
    once = uuid4()

    first = desk.arranging.add(BY, A_CONFERENCE, once=once)
    second = desk.arranging.add(actor_of(ANNA), A_CONFERENCE, once=once)

    assert first.id != second.id


def test_a_conference_whose_adult_cannot_be_written_is_not_written_either(desk):
    with desk.failing("add_invitation"), pytest.raises(Broken):
        begin(desk.arranging, desk.inviting, BY, A_CONFERENCE, MS_WINTER, once=uuid4())

    assert desk.arranging.cases(BY) == ()
    assert desk.actions() == ["conferences_listed"]


# Moved


def test_when_it_moves_those_who_agreed_are_told_and_the_others_are_to_be_rung(desk):
    conference = desk.conference()
    winter, field = desk.invited(conference), desk.invited(conference, MR_FIELD)

    told = desk.arranging.change(BY, conference.id, LATER, version=1)

    assert [one.called for one in told.told] == ["Ms Winter"]
    assert [one.called for one in told.to_ring] == ["Mr Field"]
    assert desk.outbox() == [("moved", "queued"), ("moved", "queued")]
    assert {message.channel for message in desk.one(winter).messages} == {Channel.SMS, Channel.EMAIL}
    assert desk.one(field).messages == ()
    assert desk.woken == [desk.now]


def test_who_agreed_and_cannot_be_reached_safely_is_to_be_rung(desk):
    conference = desk.conference()
    for contact in (
        Contact("+447700900123", "winter@example.org", frozenset({Way.CALL, Way.LETTER})),  # no way to send is safe
        Contact(None, None, frozenset({Way.SMS, Way.EMAIL})),  # no number
        Contact("+447700900123", None, frozenset({Way.EMAIL})),  # the safe way has no address
    ):
        desk.invited(conference, replace(MS_WINTER, contact=contact))

    told = desk.arranging.change(BY, conference.id, LATER, version=1)

    assert (told.told, len(told.to_ring)) == ((), 3)
    assert desk.outbox() == []


def test_who_was_taken_back_is_neither_told_nor_rung(desk):
    conference = desk.conference()
    invitation = desk.invited(conference)
    desk.inviting.withdraw(BY, invitation.id)

    told = desk.arranging.change(BY, conference.id, LATER, version=1)

    assert (told.told, told.to_ring) == ((), ())
    assert desk.outbox() == []


def test_a_link_opens_until_the_new_day(desk):
    conference = desk.conference()
    invitation = desk.invited(conference)

    desk.arranging.change(BY, conference.id, LATER, version=1)

    assert desk.one(invitation).invitation.last_day == STARTS.date() + timedelta(days=1)


def test_a_newer_move_takes_the_place_of_an_older_one_that_waits(desk):
    conference = desk.conference()
    desk.invited(conference, replace(MS_WINTER, contact=replace(MS_WINTER.contact, email=None)))
    desk.arranging.change(BY, conference.id, LATER, version=1)

    desk.arranging.change(BY, conference.id, replace(LATER, place="Room 9"), version=2)

    assert sorted(desk.outbox()) == [("moved", "dropped"), ("moved", "queued")]


def test_what_is_no_move_is_told_to_nobody(desk):
    conference = desk.conference()
    desk.invited(conference)

    told = desk.arranging.change(BY, conference.id, replace(A_CONFERENCE, reference="YRK-1"), version=1)

    assert (told.told, told.to_ring) == ((), ())
    assert desk.outbox() == []
    assert desk.actions()[-1] == "conference_changed"


def test_of_two_who_change_it_at_once_the_second_is_told(desk):
    conference = desk.conference()
    desk.invited(conference)
    desk.arranging.change(BY, conference.id, LATER, version=1)
    before, actions = desk.outbox(), desk.actions()

    with pytest.raises(CaseOvertaken):
        desk.arranging.change(actor_of(ANNA), conference.id, replace(A_CONFERENCE, place="Room 9"), version=1)

    assert desk.case(conference.id).conference.place == "Room 2"
    assert desk.outbox() == before
    assert desk.actions() == actions


def test_of_several_who_move_it_in_the_same_instant_one_does(desk):
    conference = desk.conference()
    desk.invited(conference)

    def move(days: int) -> str:
        try:
            desk.arranging.change(
                BY, conference.id, replace(A_CONFERENCE, starts_at=STARTS + timedelta(days=days)), version=1
            )
        except CaseOvertaken:
            return "overtaken"
        return "moved"

    with ThreadPoolExecutor(4) as several:
        outcomes = list(several.map(move, range(1, 5)))

    assert sorted(outcomes) == ["moved", "overtaken", "overtaken", "overtaken"]
    assert desk.outbox() == [("moved", "queued"), ("moved", "queued")]


def test_wherever_a_move_breaks_nothing_of_it_stands(desk):
    conference = desk.conference()
    invitation = desk.invited(conference)
    actions = desk.actions()

    for step in ("save_conference", "save_invitation", "put", "record"):
        with desk.failing(step), pytest.raises(Broken):
            desk.arranging.change(BY, conference.id, LATER, version=1)

    assert desk.case(conference.id).conference == conference
    assert desk.one(invitation).invitation == invitation
    assert desk.outbox() == []
    assert desk.actions() == actions
    assert desk.woken == []


# Cancelled


def test_when_it_is_cancelled_those_who_agreed_are_told_and_no_link_goes_out_any_more(desk):
    conference = desk.conference()
    winter, field = desk.invited(conference), desk.invited(conference, MR_FIELD)
    for invitation in (winter, field):
        desk.inviting.send(BY, invitation.id, {Channel.SMS}, links=1)

    told = desk.arranging.cancel(BY, conference.id, version=1)

    assert [one.called for one in told.told] == ["Ms Winter"]
    assert [one.called for one in told.to_ring] == ["Mr Field"]
    assert sorted(desk.outbox()) == [
        ("cancelled", "queued"),
        ("cancelled", "queued"),
        ("link", "dropped"),
        ("link", "dropped"),
    ]


def test_what_is_cancelled_stays_cancelled(desk):
    conference = desk.conference()
    desk.arranging.cancel(BY, conference.id, version=1)

    for again in (
        lambda: desk.arranging.cancel(BY, conference.id, version=2),
        lambda: desk.arranging.change(BY, conference.id, LATER, version=2),
        lambda: desk.inviting.add(BY, conference.id, MS_WINTER),
    ):
        with pytest.raises(MeetingOver):
            again()


def test_cancelled_twice_at_once_it_is_told_once(desk):
    conference = desk.conference()
    desk.invited(conference, MS_WINTER)

    def cancel(_: int) -> str:
        try:
            desk.arranging.cancel(BY, conference.id, version=1)
        except CaseOvertaken:
            return "overtaken"
        return "cancelled"

    with ThreadPoolExecutor(3) as several:
        outcomes = list(several.map(cancel, range(3)))

    assert sorted(outcomes) == ["cancelled", "overtaken", "overtaken"]
    assert desk.outbox() == [("cancelled", "queued"), ("cancelled", "queued")]


def test_once_it_has_begun_nothing_is_changed(desk):
    conference = desk.conference()
    desk.wait(days=18)

    for too_late in (
        lambda: desk.arranging.cancel(BY, conference.id, version=1),
        lambda: desk.arranging.change(BY, conference.id, LATER, version=1),
    ):
        with pytest.raises(MeetingOver):
            too_late()
