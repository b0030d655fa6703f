from __future__ import annotations

import re
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from bot.notes.note import Note, Section
from tests.web.fakes import NOW, FakeRooms


def add(browser: TestClient, text: str, section: Section = Section.STRENGTHS):
    return browser.post("/notes/add", data={"section": section.value, "text": text, "message_id": uuid4().hex})


def changed(browser: TestClient, note: Note, text: str, version: int | None = None):
    """The form as a page showed it, sent with other words."""
    form = {"text": text, "version": version or note.version, "section": note.section.value, "message_id": "box"}
    return browser.post(f"/notes/{note.id}", data=form)


def test_notes_show_six_lists_by_the_councils_headings_and_one_question_in_each(started: TestClient):
    page = started.get("/notes").text

    for title in ("What is working well", "What worries me", "What would help", "What could happen next"):
        assert title in page
    assert "Questions for the chair" in page
    assert "What I think is wrong in the reports" in page
    assert "Signs of Safety" in page
    assert "What is good in your family?" in page
    assert "What do you do well?" not in page


def test_after_a_note_the_next_question_is_asked(started: TestClient):
    page = add(started, "he reads").text

    assert "What do you do well?" in page
    assert "What is good in your family?" not in page


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

    page = changed(started, rooms.notes.kept[0], "better words").text
    assert "Changed, word for word." in page
    assert [note.text for note in rooms.notes.kept] == ["better words"]

    started.post(f"/notes/{id}/undo", data={"version": 2})
    assert [note.text for note in rooms.notes.kept] == ["first words"]


def test_two_open_pages_never_overwrite_each_other_unseen(started: TestClient, rooms: FakeRooms):
    """He has it open on the tablet, she on the phone; both save."""
    add(started, "first words")
    seen = rooms.notes.kept[0]
    changed(started, seen, "hers, saved first")

    page = changed(started, seen, "his, saved second")

    assert page.status_code == 409
    assert "hers, saved first" in page.text
    assert page.text.count("his, saved second") >= 2, "shown, and in the forms that keep it"
    assert [note.text for note in rooms.notes.kept] == ["hers, saved first"]
    now = rooms.notes.kept[0]
    changed(started, now, "his, saved second")
    assert [note.text for note in rooms.notes.kept] == ["his, saved second"]


def test_words_for_a_note_that_was_removed_on_another_page_can_be_kept(started: TestClient, rooms: FakeRooms):
    add(started, "first words")
    seen = rooms.notes.kept[0]
    started.post(f"/notes/{seen.id}/remove")

    page = changed(started, seen, "better words")

    assert page.status_code == 409
    assert "better words" in page.text
    assert "Keep it as a new note" in page.text


def test_notes_are_put_in_her_own_order(started: TestClient, rooms: FakeRooms):
    for text in ("one", "two", "three"):
        add(started, text)
    three = rooms.notes.newest(next(iter(rooms.conversations.kept)))

    started.post(f"/notes/{three.id}/move", data={"to": "up"})
    page = started.post(f"/notes/{three.id}/move", data={"to": "up"})

    assert re.findall(r'class="note" dir="auto">(\w+)<', page.text) == ["three", "one", "two"]
    assert started.post(f"/notes/{three.id}/move", data={"to": "sideways"}).status_code == 400


def test_what_was_begun_is_in_its_box_when_the_page_was_closed(started: TestClient, rooms: FakeRooms):
    begun = {"message_id": "box 1", "place": "worries", "version": 0, "text": "I am afraid that\r\n"}
    assert started.post("/unfinished", data=begun).json() == {"id": "box 1", "version": 1}

    page = started.get("/notes").text
    assert re.search(r'id="text-worries"[^>]*>\nI am afraid that\n</textarea>', page)
    assert rooms.notes.kept == []

    # Sent from the box that it stands in, it is a note and no longer begun.
    add_form = {"section": "worries", "text": "I am afraid that he comes back", "message_id": "box 1"}
    started.post("/notes/add", data=add_form)
    assert rooms.unfinished.kept == {}


def test_what_two_pages_began_in_the_same_box_is_there_twice(started: TestClient, rooms: FakeRooms):
    begun = {"message_id": "box 1", "place": "worries", "version": 0}
    started.post("/unfinished", data={**begun, "text": "on the phone"})
    other = started.post("/unfinished", data={**begun, "text": "on the tablet"}).json()

    page = started.get("/notes").text

    assert other["id"] != "box 1"
    assert "on the phone" in page
    assert "on the tablet" in page
    thrown = started.post("/unfinished/drop", data={"message_id": "box 1"}).text
    assert "on the phone" not in thrown


def test_a_box_that_is_not_ours_keeps_nothing(started: TestClient, rooms: FakeRooms):
    nowhere = {"message_id": "1", "place": "somewhere", "version": 0, "text": "x"}

    assert started.post("/unfinished", data=nowhere).status_code == 404
    assert rooms.unfinished.kept == {}


def test_an_emptied_note_is_not_kept_and_the_old_words_are(started: TestClient, rooms: FakeRooms):
    add(started, "first words")

    page = changed(started, rooms.notes.kept[0], " ")

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
    assert changed(started, other, "mine now").status_code == 409
    assert started.post(f"/notes/{other.id}/move", data={"to": "up"}).status_code == 404
    assert started.post(f"/notes/{other.id}/undo", data={"version": 1}).status_code == 404
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
