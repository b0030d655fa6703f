"""The parent's own say in being told, and what a parent sees of a meeting that is cancelled."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from bot import wiring
from bot.conferences.conference import Conference
from bot.conferences.demonstration import replace_demonstrations
from bot.conferences.invitation import Contact, Way
from bot.conferences.timeline import State
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.outreach.telling import Telling, telling_of
from bot.settings import Settings
from bot.staff.switches import Closed, Part, Reason
from bot.wiring import Rooms
from tests.outreach.people import zahra
from tests.stores import KEY, NOW
from tests.web.fakes import MEETING, FakeRooms

QUESTION = "May we tell you if your meeting changes, and remind you?"


def shown(client: TestClient, path: str = "/meeting") -> str:
    return unescape(re.sub(r"<[^>]+>", " ", client.get(path).text))


def ticked(client: TestClient) -> list[str]:
    return re.findall(r'name="agreed" type="radio" value="(\w+)" checked', client.get("/meeting").text)


def test_a_mother_is_asked_and_nothing_is_chosen_for_her(invited: TestClient):
    page = shown(invited)

    assert QUESTION in page
    assert "We would text the number that ends in 123." in page
    assert "A message says only “your meeting”, the day and the time." in page
    assert ticked(invited) == []


@pytest.mark.parametrize(
    ("wish", "agreed", "answer"),
    [
        ("yes", True, "Saved. We will tell you and remind you."),
        ("no", False, "Saved. We will not send you anything."),
    ],
)
def test_what_she_says_is_kept_and_said_back(invited: TestClient, rooms: FakeRooms, wish, agreed, answer):
    page = invited.post("/telling", data={"agreed": wish})

    assert rooms.told.agreed is agreed
    assert answer in unescape(page.text)
    assert ticked(invited) == [wish]
    assert "Saved." not in shown(invited)


def test_she_can_change_it_at_any_time(invited: TestClient, rooms: FakeRooms):
    for wish in ("yes", "no", "yes"):
        invited.post("/telling", data={"agreed": wish})
        assert rooms.told.agreed is (wish == "yes")


@pytest.mark.parametrize("data", [{}, {"agreed": ""}, {"agreed": "maybe"}], ids=str)
def test_whoever_presses_without_choosing_has_said_nothing(invited: TestClient, rooms: FakeRooms, data):
    invited.post("/telling", data=data)

    assert rooms.told.agreed is None


def test_without_a_safe_way_she_is_told_whom_to_ask_and_cannot_agree(invited: TestClient, rooms: FakeRooms):
    rooms.told = Telling(None)

    page = shown(invited)
    invited.post("/telling", data={"agreed": "yes"})

    assert "We have no number and no e-mail address that is safe for you." in page
    assert QUESTION not in page
    assert rooms.told.agreed is None


def test_without_a_safe_way_she_can_still_say_no(invited: TestClient, rooms: FakeRooms):
    rooms.told = Telling(True)
    invited.post("/telling", data={"agreed": "no"})

    assert rooms.told.agreed is False


def test_only_where_the_guide_gives_a_day_is_she_promised_a_reminder_of_it(invited: TestClient, rooms: FakeRooms):
    promise = "We would also remind you before your own words are due."
    assert promise not in shown(invited)

    rooms.told = Telling(None, phone="123", own_writing=True)
    assert promise in shown(invited)


def test_without_a_link_nobody_is_asked_and_nothing_is_kept(started: TestClient, rooms: FakeRooms):
    assert QUESTION not in shown(started)
    assert started.post("/telling", data={"agreed": "yes"}).status_code == 404
    assert rooms.told.agreed is None


def test_another_site_cannot_agree_for_her(invited: TestClient, rooms: FakeRooms):
    answer = invited.post("/telling", data={"agreed": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert rooms.told.agreed is None


def test_once_the_day_has_passed_or_is_cancelled_nobody_is_asked(invited: TestClient, rooms: FakeRooms, monkeypatch):
    over = replace(MEETING, timeline=tuple(replace(one, state=State.PAST) for one in MEETING.timeline))
    monkeypatch.setattr(rooms, "meeting", lambda _: over)
    assert QUESTION not in shown(invited)

    monkeypatch.undo()
    rooms.cancelled = True
    assert QUESTION not in shown(invited)


@pytest.mark.parametrize(
    ("contact", "phone", "email"),
    [
        pytest.param(
            Contact("+447700900123", "zahra@example.org", frozenset(Way)), "123", "z***@example.org", id="both"
        ),
        pytest.param(Contact("+447700900123", "zahra@example.org", frozenset({Way.SMS})), "123", None, id="text"),
        pytest.param(Contact("+447700900123", None, frozenset({Way.CALL})), None, None, id="only calls are safe"),
        pytest.param(Contact(None, None, frozenset(Way)), None, None, id="nothing is on file"),
    ],
)
def test_of_her_number_and_address_only_the_ends_are_shown(contact, phone, email):
    telling = telling_of(zahra(contact=contact), Language.ENGLISH, own_writing=False)

    assert (telling.phone, telling.email) == (phone, email)


def test_in_a_line_from_right_to_left_the_digits_stay_in_their_order():
    assert telling_of(zahra(), Language.URDU, own_writing=False).phone == "\u2066123\u2069"


# A meeting that is cancelled, with the real rooms.


@pytest.fixture
def house(tmp_path) -> Rooms:
    """The real rooms, on a database in memory."""
    settings = Settings(data_dir=tmp_path, secret_key=KEY)
    return wiring.build(settings, clock=lambda: NOW, database="sqlite://")


@pytest.fixture(params=["york", "merton"])
def council(request) -> str:
    return request.param


@pytest.fixture
def anna(house: Rooms, council: str) -> Conversation:
    """A mother who came by her council's demonstration link."""
    made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
    (own,) = [one for one in made if one.council == council]
    begun = Conversation(ConversationId("page:anna"), Door.PAGE)
    house.conversations.save(begun)
    invitation = house.spend_link(own.token)
    house.enter_code(invitation, own.code)
    house.open_meeting(begun.id, invitation)
    found = house.conversations.find(begun.id)
    assert found is not None
    return found


def conference_of(house: Rooms, anna: Conversation) -> Conference:
    invitation = house.invitations.get(anna.invitation or UUID(int=0))
    assert invitation is not None
    conference = house.conferences.get(invitation.conference_id)
    assert conference is not None
    return conference


def cancelled(house: Rooms, anna: Conversation, monkeypatch) -> None:
    conference = replace(conference_of(house, anna), cancelled_at=NOW)
    monkeypatch.setattr(house.conferences, "get", lambda _: conference)


def test_a_cancelled_meeting_is_said_to_be_and_nothing_is_due(house, anna, monkeypatch):
    cancelled(house, anna, monkeypatch)
    meeting = house.meeting(anna)

    assert meeting.cancelled.startswith("Your meeting is cancelled. You do not need to go.")
    assert [one.state for one in meeting.timeline] == [State.CANCELLED]
    assert meeting.dates == ()
    assert (meeting.place, meeting.video_link, meeting.chair_speaks) == (None, None, None)
    assert house.own_writing(anna) is None


def test_a_cancelled_meeting_is_said_to_be_in_the_calendar_and_reminds_nobody(house, anna, monkeypatch):
    (before,) = Calendar.from_ical(house.calendar(anna)).walk("VEVENT")
    cancelled(house, anna, monkeypatch)
    (after,) = Calendar.from_ical(house.calendar(anna)).walk("VEVENT")

    assert after["UID"] == before["UID"]  # takes the place of the one that is there
    assert (str(after["STATUS"]), str(after["SUMMARY"])) == ("CANCELLED", "Appointment: cancelled")
    assert (len(before.walk("VALARM")), len(after.walk("VALARM"))) == (2, 0)


def test_a_meeting_that_moved_is_shown_on_its_new_day(house, anna, monkeypatch):
    moved = replace(conference_of(house, anna), starts_at=NOW + timedelta(days=30))
    monkeypatch.setattr(house.conferences, "get", lambda _: moved)

    assert house.meeting(anna).day == "Wednesday 31 March 2027"


def test_her_wish_is_kept_in_the_database_and_goes_with_everything_else(house, anna):
    assert house.telling(anna).agreed is None
    house.agree(anna, True)
    assert house.telling(anna).agreed is True

    house.forget(anna)
    assert house.invitations.get(anna.invitation).agreed is False


def test_mertons_guide_gives_a_day_for_her_own_writing_and_yorks_does_not(house, anna, council):
    assert house.telling(anna).own_writing is (council == "merton")


@pytest.mark.parametrize("door", [Door.REST, Door.COMMAND_LINE])
def test_where_anyone_may_stand_nobody_is_asked_and_nothing_is_kept(house, anna, door):
    elsewhere = replace(anna, door=door)
    house.agree(elsewhere, True)

    assert house.telling(elsewhere) is None
    assert house.telling(anna).agreed is None


def test_the_page_says_that_it_is_cancelled_and_offers_no_day_for_the_calendar(invited: TestClient, rooms: FakeRooms):
    rooms.cancelled = True
    page = shown(invited)

    assert "Your meeting is cancelled. You do not need to go. Ask your social worker what happens next." in page
    assert "Did you put the day in your phone's calendar? Take it out there." in page
    assert 'href="/meeting/calendar.ics"' not in invited.get("/meeting").text


@pytest.mark.parametrize(
    ("part", "said"),
    [(Part.SMS, "We cannot send text messages just now."), (Part.EMAIL, None), (Part.CHAT, None)],
    ids=["her own way", "a way that she has not", "the chat"],
)
def test_she_is_told_where_she_chooses_that_her_way_is_closed(
    invited: TestClient, rooms: FakeRooms, part: Part, said: str | None
):
    rooms.closed_parts.append(Closed(part, Reason.MENDING, NOW))

    page = shown(invited)

    assert QUESTION in page
    assert (said in page) if said else ("just now" not in page)
