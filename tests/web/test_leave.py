from __future__ import annotations

from fastapi.testclient import TestClient

from tests.web.fakes import FakeRooms


def test_leaving_ends_the_visit_before_the_weather_comes(started: TestClient, rooms: FakeRooms):
    left = started.get("/exit", follow_redirects=False)

    assert left.headers["location"] == "https://www.bbc.co.uk/weather"
    assert rooms.sessions.kept == {}
    assert "visit" not in started.cookies


def test_going_back_after_leaving_shows_nothing(started: TestClient):
    started.post("/ask", data={"text": "who comes"})
    started.get("/exit", follow_redirects=False)

    assert "who comes" not in started.get("/ask").text


def test_leaving_without_a_visit_works_too(phone: TestClient):
    assert phone.get("/exit", follow_redirects=False).status_code == 303


def test_leaving_deletes_nothing(started: TestClient, rooms: FakeRooms):
    started.get("/exit", follow_redirects=False)

    assert len(rooms.conversations.kept) == 1


def test_what_leaving_does_is_told_before_it_is_needed(phone: TestClient):
    page = phone.get("/leave").text

    assert "Leaving does not delete what you wrote." in page
    assert "Shift three times" in page


def test_everything_is_deleted_at_once_after_asking(started: TestClient, rooms: FakeRooms):
    started.post("/ask", data={"text": "who comes"})
    started.post("/notes/add", data={"section": "worries", "text": "mine", "message_id": "n"})

    assert "They are gone for good, at once." in started.get("/delete").text
    assert rooms.conversations.kept
    page = started.post("/delete")

    assert "It is all deleted" in page.text
    assert (rooms.conversations.kept, rooms.transcript.kept, rooms.notes.kept) == ({}, {}, [])
    assert "visit" not in started.cookies


def test_where_she_can_text_she_is_told_that_her_own_phone_keeps_its_texts(started: TestClient, rooms: FakeRooms):
    told = "What you texted us goes too. The texts on your own phone stay: delete them there."
    assert told not in started.get("/delete").text

    rooms.texting_number = "+447700900999"

    assert told in started.get("/delete").text


def test_the_notes_of_an_invited_parent_are_deleted_with_the_rest(invited: TestClient, rooms: FakeRooms):
    invited.post("/notes/add", data={"section": "worries", "text": "mine", "message_id": "n"})

    invited.post("/delete")

    assert rooms.notes.kept == []
