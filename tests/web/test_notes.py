from __future__ import annotations

import re
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from bot.notes.note import Section
from tests.web.fakes import NOW, FakeRooms


def add(browser: TestClient, text: str, section: Section = Section.STRENGTHS):
    return browser.post("/notes/add", data={"section": section.value, "text": text, "message_id": uuid4().hex})


def test_notes_show_the_four_sections_with_their_questions(started: TestClient):
    page = started.get("/notes").text

    for title in ("What goes well", "What worries me", "What would help", "What could happen next"):
        assert title in page


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("  he reads to them every night \n\n & more", id="blanks and lines"),
        pytest.param("\nstarts with a new line", id="a new line first"),
        pytest.param("ایک نوٹ 😀 <b>", id="Urdu, emoji, angle brackets"),
    ],
)
def test_a_note_is_kept_word_for_word(started: TestClient, rooms: FakeRooms, text: str):
    page = add(started, text.replace("\n", "\r\n"))

    assert [note.text for note in rooms.notes.kept] == [text]
    assert "Kept, word for word." in page.text


def test_a_note_sent_twice_is_one_note(started: TestClient, rooms: FakeRooms):
    form = {"section": "worries", "text": "I need help with school", "message_id": "tunnel"}

    started.post("/notes/add", data=form)
    started.post("/notes/add", data=form)

    assert len(rooms.notes.kept) == 1


def test_a_note_just_written_can_be_undone_and_the_undoing_too(started: TestClient, rooms: FakeRooms):
    add(started, "I shout too much")
    id = rooms.notes.kept[0].id

    gone = started.post(f"/notes/{id}/remove").text
    assert "I shout too much" not in gone
    assert "The note is gone from the list." in gone
    assert "I shout too much" in started.post(f"/notes/{id}/put-back").text


def test_a_note_is_changed(started: TestClient, rooms: FakeRooms):
    add(started, "first words")
    id = rooms.notes.kept[0].id
    assert "first words</textarea>" in started.get(f"/notes/{id}").text

    assert "better words" in started.post(f"/notes/{id}", data={"text": "better words"}).text
    assert [note.text for note in rooms.notes.kept] == ["better words"]


def test_an_emptied_note_is_not_kept_and_the_old_words_are(started: TestClient, rooms: FakeRooms):
    add(started, "first words")

    page = started.post(f"/notes/{rooms.notes.kept[0].id}", data={"text": " "})

    assert page.status_code == 422
    assert "Write your note first." in page.text
    assert [note.text for note in rooms.notes.kept] == ["first words"]


def test_a_note_that_is_too_long_stays_in_its_own_box(started: TestClient, rooms: FakeRooms):
    page = add(started, "a" * 10_000, Section.SUPPORT)

    assert page.status_code == 422
    box = re.search(r'id="text-support"[^>]*>\n(a*)</textarea>', page.text)
    assert box
    assert len(box[1]) == 10_000
    assert rooms.notes.kept == []


def test_nobody_reaches_the_notes_of_another(started: TestClient, rooms: FakeRooms):
    other = rooms.notes.write("somebody else", Section.WORRIES, "hers", at=NOW)

    assert started.get(f"/notes/{other.id}").status_code == 404
    assert started.post(f"/notes/{other.id}", data={"text": "mine now"}).status_code == 404
    assert started.post(f"/notes/{other.id}/remove").status_code == 404
    assert started.post(f"/notes/{other.id}/put-back").status_code == 404
    assert [note.text for note in rooms.notes.kept] == ["hers"]


def test_all_notes_are_deleted_only_after_asking(started: TestClient, rooms: FakeRooms):
    add(started, "gone soon")

    assert "We cannot get them back." in started.get("/notes/delete").text
    assert len(rooms.notes.kept) == 1
    started.post("/notes/delete")
    assert rooms.notes.kept == []


def test_notes_written_in_the_chat_are_the_same_notes(started: TestClient):
    started.post("/ask", data={"text": "notes please"})
    started.post("/ask", data={"text": "we laugh a lot"})

    assert "we laugh a lot" in started.get("/notes").text


def test_without_a_link_the_meeting_page_says_how_to_get_one(started: TestClient):
    page = started.get("/meeting").text

    assert "Your social worker can send you a link" in page


def test_an_invited_parent_sees_their_meeting_and_where_each_date_comes_from(invited: TestClient):
    page = invited.get("/meeting").text

    assert "Room 2, Foss Bank House" in page
    assert 'href="tel:01632960032"' in page
    assert "Across England: within 10 working days after the meeting." in page
    assert page.count("This day has passed") == 1


def test_danger_written_as_a_note_is_answered_and_the_note_stays(started: TestClient):
    """She writes it under worries because that is where it belongs; the page still tells her whom to ring."""
    page = started.post("/notes/add", data={"section": "worries", "text": "last night he hit me", "message_id": "1"})

    assert "999" in page.text
    assert "last night he hit me" in page.text
