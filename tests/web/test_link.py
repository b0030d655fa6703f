from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.languages import Language
from tests.web.fakes import CODE, FakeRooms


def test_looking_at_a_link_spends_nothing(phone: TestClient, rooms: FakeRooms):
    """Scanners and previews open links by themselves."""
    for _ in range(3):
        assert phone.get("/l/good").status_code == 200

    assert not rooms.links["good"].spent
    assert rooms.sessions.kept == {}


def test_the_page_behind_a_link_is_the_same_whatever_the_link(phone: TestClient):
    pages = {phone.get(f"/l/{token}").text for token in ("good", "expired", "withdrawn", "nobody-made-this")}

    assert len(pages) == 1
    assert "York" not in pages.pop()


def test_a_parent_comes_in_by_link_and_code(phone: TestClient):
    code_page = phone.post("/l/good")
    assert code_page.url.path == "/code"
    assert 'inputmode="numeric"' in code_page.text
    assert 'autocomplete="one-time-code"' in code_page.text

    meeting = phone.post("/code", data={"code": CODE})

    assert meeting.url.path == "/meeting"
    assert "Judith Marlow" in meeting.text


def test_the_code_alone_opens_the_meeting_and_not_the_link(phone: TestClient):
    phone.post("/l/good")

    assert "Judith Marlow" not in phone.get("/meeting").text


def test_the_right_code_changes_the_cookie(phone: TestClient):
    """Whoever put a cookie on a shared phone beforehand must not see the meeting by it."""
    phone.post("/l/good")
    before = phone.cookies["visit"]
    phone.post("/code", data={"code": CODE})
    after = phone.cookies["visit"]

    assert before != after
    phone.cookies.clear()
    phone.cookies.set("visit", before)
    assert "Judith Marlow" not in phone.get("/meeting").text


def test_a_wrong_code_says_how_many_tries_are_left(phone: TestClient):
    phone.post("/l/good")

    page = phone.post("/code", data={"code": "000000"})
    assert page.status_code == 422
    assert "That code is not right. You have 4 tries left." in page.text
    for _ in range(3):
        page = phone.post("/code", data={"code": "000000"})
    assert "You have 1 try left." in page.text


def test_five_wrong_codes_lock_the_link_and_the_page_says_what_next(phone: TestClient):
    phone.post("/l/good")
    for _ in range(5):
        page = phone.post("/code", data={"code": "000000"})

    assert page.status_code == 403
    assert "this link is now locked" in page.text
    assert "Ask your social worker for a new link" in page.text
    assert phone.post("/code", data={"code": CODE}).status_code == 403


@pytest.mark.parametrize(
    ("token", "status", "said"),
    [
        pytest.param("altered", 404, "We do not know this link", id="altered on the way"),
        pytest.param("expired", 410, "Its last day was Friday 26 February 2027", id="too old"),
        pytest.param("withdrawn", 410, "Your social worker has stopped it", id="taken back"),
        pytest.param("locked", 403, "this link is now locked", id="locked"),
    ],
)
def test_a_link_that_does_not_work_says_why_and_what_to_do(phone: TestClient, token: str, status: int, said: str):
    page = phone.post(f"/l/{token}")

    assert page.status_code == status
    assert said in page.text
    assert "Ask your social worker for a new link" in page.text
    assert "You have done nothing wrong." in page.text


def test_a_link_used_before_by_somebody_else_says_so(phone: TestClient, rooms: FakeRooms):
    rooms.links["good"].spent = True

    page = phone.post("/l/good")

    assert page.status_code == 410
    assert "If it was not you who used it, tell your social worker." in page.text
    assert "/code" not in page.text


def test_a_parent_who_pressed_twice_is_led_on_to_the_code(phone: TestClient):
    phone.post("/l/good")

    assert 'href="/code"' in phone.post("/l/good").text


def test_a_parent_who_opens_their_link_again_is_led_to_their_meeting(invited: TestClient):
    assert "Then your meeting is here." in invited.post("/l/good").text


def test_a_code_without_a_link_says_to_open_the_link(started: TestClient):
    assert "Open your link first" in started.get("/code").text
    assert "Open your link first" in started.post("/code", data={"code": CODE}).text


def test_notes_begun_before_the_link_come_along(started: TestClient):
    started.post("/notes/add", data={"section": "strengths", "text": "We eat together", "message_id": "n"})
    assert "There are notes on this phone already" in started.get("/l/good").text

    started.post("/l/good")
    started.post("/code", data={"code": CODE})

    assert "We eat together" in started.get("/notes").text


def test_a_mother_who_comes_back_in_another_browser_goes_on_where_she_was(invited: TestClient, rooms: FakeRooms):
    """A new link, and what she had asked and begun to write on either of them."""
    invited.post("/ask", data={"text": "who will be there, asked at home"})
    rooms.links["good"].spent = False
    with TestClient(invited.app) as bus_stop:
        bus_stop.post("/start", data={"council": "york"})
        bus_stop.post("/ask", data={"text": "when do I get the reports, asked on the way"})
        bus_stop.post("/notes/add", data={"section": "worries", "text": "the stairs", "message_id": "n"})
        bus_stop.post("/l/good")

        assert bus_stop.post("/code", data={"code": CODE}).url.path == "/meeting"

        for browser in (invited, bus_stop):
            page = browser.get("/ask").text
            assert page.index("asked at home") < page.index("asked on the way")
            assert "the stairs" in browser.get("/notes").text
    assert len(rooms.conversations.kept) == 1


def test_the_browser_in_which_a_link_is_opened_says_the_language(invited: TestClient, rooms: FakeRooms):
    rooms.links["good"].spent = False
    rooms.language = Language.URDU
    with TestClient(invited.app) as other:
        other.post("/l/good")
        other.post("/code", data={"code": CODE})

        assert 'lang="ur"' in other.get("/meeting").text


def test_the_page_for_the_code_says_where_it_can_be_texted(phone: TestClient, rooms: FakeRooms):
    assert "sms:" not in phone.post("/l/good").text

    rooms.texting_number = "+447700900999"

    for page in (phone.get("/code"), phone.post("/code", data={"code": "000000"})):
        assert "Did the link come by text? Then you can text your code too, to" in page.text
        assert '<bdi dir="ltr"><a class="govuk-link" href="sms:+447700900999">07700 900999</a></bdi>' in page.text


def test_two_parents_who_share_a_phone_do_not_see_each_other(invited: TestClient):
    invited.post("/notes/add", data={"section": "worries", "text": "hers alone", "message_id": "n"})
    invited.post("/ask", data={"text": "her question"})

    invited.post("/l/other")
    invited.post("/code", data={"code": CODE})

    assert "hers alone" not in invited.get("/notes").text
    assert "her question" not in invited.get("/ask").text
