"""My meeting: the dates in a picture and in words, and the day in the phone's own calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from bot import wiring
from bot.conferences.demonstration import replace_demonstrations
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.outreach.telling import Telling
from bot.settings import Settings
from tests.stores import KEY, NOW
from tests.web.fakes import CODE, MEETING, FakeRooms


def over(meeting):
    return replace(meeting, timeline=tuple(replace(one, state=one.state.PAST) for one in meeting.timeline))


def rows(page: str) -> list[str]:
    """The rows of the picture, without their markup, in the order in which they stand."""
    found = re.findall(r'<li class="timeline__row.*?</li>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_a_mother_sees_her_dates_in_order_with_today_between_what_is_past_and_what_is_next(invited: TestClient):
    past, today, own, later = rows(invited.get("/meeting").text)

    assert past.startswith("The social worker's report reaches you by Friday 26 February 2027 This day has passed")
    assert today == "Today: Monday 1 March 2027"
    assert own == "Your meeting Monday 22 March 2027 at 10am Next"
    assert later.startswith("Later The first core group by Wednesday 7 April 2027 Across England:")


def test_once_all_is_over_today_stands_at_the_end(invited: TestClient, rooms: FakeRooms, monkeypatch):
    monkeypatch.setattr(rooms, "meeting", lambda _: over(MEETING))

    assert rows(invited.get("/meeting").text)[-1] == "Today: Monday 1 March 2027"


def test_a_mother_who_cannot_see_the_picture_hears_what_each_mark_says(invited: TestClient):
    """Each mark's name is a text that is there, and no two marks share one."""
    page = invited.get("/meeting").text

    names = re.findall(r'<svg class="timeline__rail" role="img" aria-labelledby="([^"]+)"', page)
    assert len(names) == len(MEETING.timeline) == len(set(names))
    said = [re.search(rf'id="{name}"[^>]*>([^<]+)<', page) for name in names]
    assert [found and found[1] for found in said] == ["This day has passed", "Next", "Later"]


def test_the_picture_is_drawn_once_and_the_words_stand_in_english_too(invited: TestClient, rooms: FakeRooms):
    (conversation,) = rooms.conversations.kept.values()
    rooms.conversations.save(replace(conversation, language=Language.URDU))

    own, english = invited.get("/meeting").text.split('<section class="english"')

    assert own.count('role="img"') == len(MEETING.timeline)
    assert "<svg" not in english
    assert "This day has passed" in english
    assert "Your meeting" in english


def test_the_day_goes_into_her_calendar_under_a_name_that_tells_nobody(invited: TestClient):
    assert 'href="/meeting/calendar.ics"' in invited.get("/meeting").text

    file = invited.get("/meeting/calendar.ics")

    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Appointment"
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.headers["content-disposition"] == 'inline; filename="appointment.ics"'
    assert file.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("telling", ["child", "conference", "York", "Foss", "Marlow", "Petty", "meet", "beforehand"])
def test_nothing_of_her_meeting_is_in_the_file(invited: TestClient, telling: str):
    assert telling.lower() not in invited.get("/meeting/calendar.ics").text.lower()


def test_a_parent_without_a_link_gets_no_calendar_file(started: TestClient):
    answer = started.get("/meeting/calendar.ics")

    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    assert 'href="/meeting/calendar.ics"' not in started.get("/meeting").text


def test_whoever_has_no_visit_is_shown_the_first_page(phone: TestClient):
    assert phone.get("/meeting/calendar.ics").url.path == "/"


def test_a_day_that_has_passed_is_not_offered_for_the_calendar(invited: TestClient, rooms: FakeRooms, monkeypatch):
    monkeypatch.setattr(rooms, "meeting", lambda _: over(MEETING))

    assert "/meeting/calendar.ics" not in invited.get("/meeting").text


@pytest.fixture
def house(tmp_path):
    """The real rooms, on a database in memory."""
    settings = Settings(data_dir=tmp_path, secret_key=KEY)
    return wiring.build(settings, clock=lambda: NOW, database="sqlite://")


@pytest.fixture
def anna(house) -> Conversation:
    """A mother who came by York's demonstration link."""
    made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
    (york,) = [one for one in made if one.council == "york"]
    begun = Conversation(ConversationId("page:anna"), Door.PAGE)
    house.conversations.save(begun)
    invitation = house.spend_link(york.token)
    house.enter_code(invitation, york.code)
    house.open_meeting(begun.id, invitation)
    return house.conversations.find(begun.id)


def test_the_real_meeting_is_in_the_calendar_at_its_own_hour(house, anna: Conversation):
    (event,) = Calendar.from_ical(house.calendar(anna)).walk("VEVENT")

    assert f"{event.start:%Y-%m-%d %H:%M}" == "2027-03-22 10:00"
    assert [one.title for one in house.meeting(anna).timeline][1] == "Your meeting"


@pytest.mark.parametrize("door", [Door.REST, Door.COMMAND_LINE])
def test_at_a_door_where_anyone_may_stand_there_is_no_calendar_file(house, anna: Conversation, door: Door):
    assert house.calendar(replace(anna, door=door)) is None


def test_an_invitation_that_was_taken_back_gives_no_calendar_file(house, anna: Conversation):
    house.invitations.save(replace(house.invitations.get(anna.invitation), withdrawn=True))

    assert house.calendar(anna) is None


# By text too


def test_a_mother_is_told_where_and_from_which_phone_she_can_text(invited: TestClient, rooms: FakeRooms):
    assert "You can text too" not in invited.get("/meeting").text

    rooms.texting_number = "+447700900999"
    page = unescape(invited.get("/meeting").text)

    number = '<bdi dir="ltr"><a class="govuk-link" href="sms:+447700900999">07700 900999</a></bdi>'
    assert f"No internet? Text your six-digit code to {number}. Then you can ask by text." in page
    assert "Do it on the phone whose number ends in 123." in page


@pytest.mark.parametrize("without", ["a safe phone", "a link", "a meeting to come"])
def test_nobody_is_asked_to_text_where_it_would_not_work(phone: TestClient, rooms: FakeRooms, without: str):
    rooms.texting_number = "+447700900999"
    phone.post("/l/good")
    if without != "a link":
        phone.post("/code", data={"code": CODE})
    rooms.cancelled = without == "a meeting to come"
    rooms.told = Telling(None, email="z***@example.org") if without == "a safe phone" else rooms.told

    assert "You can text too" not in phone.get("/meeting").text
