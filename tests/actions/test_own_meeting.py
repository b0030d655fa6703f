"""A parent's own meeting: theirs alone, and only where we know who stands at the door."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from actions.meeting import (
    ActionChair,
    ActionChangeMeeting,
    ActionMeeting,
    ActionMyDates,
    ActionRemind,
    ActionSocialWorker,
)
from actions.person import ActionLanguage, ActionPerson
from bot.adapters.database.tables import ConferenceRow, table
from bot.conferences.conference import Official
from bot.conferences.link import invite
from bot.conversation.messages import Door
from bot.languages import Language
from bot.text.phrases import say
from tests.stores import LAST_DAY, a_conference

OWN = [ActionMeeting, ActionChair, ActionSocialWorker, ActionMyDates]
PERSONAL = ["Judith Marlow", "Sam Petty", "01632 96", "22 March", "Foss Bank"]


def test_when_and_where(person):
    heard = person(invited=True).meets(ActionMeeting, "meeting_when")

    assert heard.words("utter_meeting_when")["day"] == "Monday 22 March 2027"
    assert heard.words("utter_meeting_when")["time"] == "10am"
    assert "Foss Bank House" in heard.words("utter_meeting_place")["place"]
    assert "utter_meeting_video" not in heard.responses


def test_a_meeting_by_video_has_a_link_and_no_place(person):
    heard = person(council="merton", invited=True).meets(ActionMeeting, "meeting_when")

    assert heard.words("utter_meeting_video")["video_link"].startswith("https://")
    assert "utter_meeting_place" not in heard.responses


def test_the_chair_with_name_number_and_when_they_will_speak(person):
    heard = person(invited=True).meets(ActionChair, "chair_contact")

    assert heard.words("utter_chair")["name"] == "Judith Marlow"
    assert heard.words("utter_chair_phone")["phone"] == "01632 960031"
    assert "18 March" in heard.words("utter_chair_speaks")["when"]


def test_a_chair_or_social_worker_without_a_number_is_said_to_have_none(person, house):
    conference = replace(
        a_conference(), chair=Official("Judith Marlow", None), social_worker=Official("Sam Petty", None)
    )
    house.conferences.add(conference)
    _, link = invite(
        conference.id,
        called="Ms Winter",
        language=Language.ENGLISH,
        last_day=LAST_DAY,
        invitations=house.invitations,
    )
    anna = person()
    invitation = house.spend_link(link.token)
    house.enter_code(invitation, link.code)
    house.open_meeting(anna.id, invitation)

    assert "utter_chair_no_phone" in anna.meets(ActionChair).responses
    assert "utter_social_worker_no_phone" in anna.meets(ActionSocialWorker).responses
    assert anna.meets(ActionPerson).responses == ["utter_person", "utter_person_family_rights"]


def test_once_a_conference_is_gone_nothing_of_it_is_shown(person, house):
    anna = person(invited=True)
    house.conferences.remove(house.invitations.get(anna.conversation.invitation).conference_id)

    assert [personal for personal in PERSONAL if personal in str(anna.meets(ActionMeeting).messages)] == []


def test_their_dates_each_with_its_rule(person):
    heard = person(invited=True).meets(ActionMyDates, "my_dates")

    dates = {message["title"]: message for message in heard.messages if message.get("response") == "utter_my_date"}
    assert "24 March 2027" in dates["The plan reaches you"]["when"]
    assert dates["The plan reaches you"]["rule"] == "The rule in York's guide: within 48 hours of the meeting."
    assert "7 April 2027" in dates["First core group, if there is a plan"]["when"]  # Easter is in between


def test_whoever_wants_to_be_reminded_hears_where_to_say_so_and_the_day(person):
    heard = person(invited=True).meets(ActionRemind, "remind_me")

    assert heard.responses[:2] == ["utter_remind_calendar", "utter_meeting_when"]


@pytest.mark.parametrize("action", [ActionMeeting, ActionMyDates, ActionRemind])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.POLISH])
def test_of_a_cancelled_meeting_only_that_is_said(person, house, action, language):
    anna = person(invited=True)
    anna.stands(language=language)
    _cancel(house, anna)

    heard = anna.meets(action)

    assert heard.responses == []
    (said,) = [message for message in heard.messages if message.get("text")]
    assert said["text"] == say("meeting_cancelled", language)
    assert "22 March" not in str(heard.messages)
    assert "22 marca" not in str(heard.messages)


def test_of_a_cancelled_meeting_there_are_still_people_to_ring(person, house):
    anna = person(invited=True)
    _cancel(house, anna)

    assert anna.meets(ActionSocialWorker).words("utter_social_worker")["name"] == "Sam Petty"


def _cancel(house, anna) -> None:
    conference_id = house.invitations.get(anna.conversation.invitation).conference_id
    with house.engine.begin() as connection:
        row = update(table(ConferenceRow)).where(ConferenceRow.id == conference_id)
        connection.execute(row.values(cancelled_at=house.now()))


@pytest.mark.parametrize("action", OWN)
def test_without_a_link_a_parent_hears_how_to_get_one(person, action):
    heard = person(invited=False).meets(action)

    assert heard.responses == ["utter_meeting_needs_link"]


@pytest.mark.parametrize("door", [Door.REST, Door.COMMAND_LINE])
@pytest.mark.parametrize("action", [*OWN, ActionChangeMeeting, ActionRemind, ActionPerson])
def test_at_a_door_where_anyone_may_stand_nothing_of_a_meeting_is_shown(person, action, door):
    """Even if a conversation there were joined to an invitation."""
    anna = person(invited=True)
    anna.stands(door=door)

    heard = anna.meets(action)

    assert heard.responses
    assert [personal for personal in PERSONAL if personal in str(heard.messages)] == []


def test_an_invitation_that_was_taken_back_shows_nothing_more(person, house):
    anna = person(invited=True)
    invitation = house.invitations.get(anna.conversation.invitation)
    house.invitations.save(replace(invitation, withdrawn=True))

    assert anna.meets(ActionMeeting).responses == ["utter_meeting_needs_link"]


def test_another_date_is_asked_of_their_own_social_worker(person):
    heard = person(invited=True).meets(ActionChangeMeeting, "change_meeting")

    assert heard.words("utter_social_worker")["name"] == "Sam Petty"


def test_another_date_without_a_link_still_says_whom_to_tell(person):
    assert person().meets(ActionChangeMeeting, "change_meeting").responses == ["utter_change_meeting"]


def test_real_people_to_talk_to_their_own_and_others(person):
    heard = person(invited=True).meets(ActionPerson, "human_handoff")

    assert heard.words("utter_social_worker")["name"] == "Sam Petty"
    assert heard.words("utter_person_chair")["phone"] == "01632 960031"
    assert heard.words("utter_person_family_rights")["phone"] == "0808 801 0366"


def test_without_a_link_there_are_still_people_to_talk_to(person):
    heard = person().meets(ActionPerson, "human_handoff")

    assert heard.responses == ["utter_person", "utter_person_family_rights"]


def test_another_language_is_not_promised(person):
    assert person().meets(ActionLanguage, "change_language").responses == ["utter_language"]
