from __future__ import annotations

from fastapi.testclient import TestClient

from tests.web.fakes import FakeRooms


def test_the_first_page_says_what_this_is_and_whom_to_ring_in_danger(phone: TestClient):
    page = phone.get("/").text

    assert "You have been asked to a meeting about your child." in page
    assert 'href="tel:999"' in page
    assert "Exit this page" in page
    assert "I am not sure" in page


def test_a_parent_who_chooses_their_council_starts_with_it(started: TestClient):
    page = started.get("/ask").text

    assert "<strong>York</strong>" in page


def test_a_parent_who_is_not_sure_can_start_all_the_same(phone: TestClient):
    page = phone.post("/start", data={"council": "not-sure"})

    assert page.url.path == "/ask"
    assert "You have not told us your council." in page.text


def test_a_parent_who_chooses_nothing_is_told_what_to_choose(phone: TestClient):
    page = phone.post("/start", data={})

    assert page.status_code == 422
    assert "Choose your council" in page.text
    assert "<title>Error – Your meeting</title>" in page.text


def test_a_council_that_we_do_not_know_is_not_repeated(phone: TestClient):
    page = phone.post("/start", data={"council": "atlantis"})

    assert page.status_code == 422
    assert "atlantis" not in page.text


def test_a_forged_cookie_opens_nothing_and_says_so(phone: TestClient, rooms: FakeRooms):
    phone.cookies.set("visit", "forged")

    page = phone.get("/notes")

    assert page.status_code == 403
    assert "We could not find your visit. Please start again." in page.text
    assert rooms.conversations.kept == {}


def test_a_parent_who_was_never_here_is_led_to_the_first_page(phone: TestClient):
    page = phone.get("/meeting")

    assert page.url.path == "/"
    assert "could not find" not in page.text


def test_starting_again_by_mistake_costs_an_invited_parent_nothing(invited: TestClient):
    invited.post("/start", data={"council": "merton"})

    assert "Judith Marlow" in invited.get("/meeting").text
    assert "<strong>York</strong>" in invited.get("/ask").text


def test_an_invited_parent_cannot_change_the_council_that_invited_them(invited: TestClient):
    invited.post("/council", data={"council": "merton"})

    assert "<strong>York</strong>" in invited.get("/ask").text
    assert "It stays the same" in invited.get("/council").text
