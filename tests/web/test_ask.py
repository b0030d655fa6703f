from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.web.fakes import FakeRooms


def box(html: str) -> str:
    """What stands in the box that a parent writes in."""
    found = re.search(r'<textarea[^>]*id="text"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found
    return found[1]


def message_id(html: str) -> str:
    found = re.search(r'name="message_id" value="(\w+)"', html)
    assert found
    return found[1]


def test_a_parent_asks_and_lands_on_the_newest_answer(started: TestClient):
    sent = started.post("/ask", data={"text": "who comes"}, follow_redirects=False)

    assert (sent.status_code, sent.headers["location"]) == (303, "/ask#latest")
    page = started.get("/ask").text
    assert "who comes" in page
    assert "tel:01632960031" in page
    assert page.count('id="latest"') == 1


def test_a_parent_who_presses_send_twice_is_answered_once(started: TestClient, rooms: FakeRooms):
    form = {"text": "who comes", "message_id": message_id(started.get("/ask").text)}

    started.post("/ask", data=form)
    page = started.post("/ask", data=form).text

    assert len(rooms.turns_taken) == 1
    assert page.count("who comes") == 1


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", "\u200b\u2060"], ids=["empty", "blanks", "lines", "invisible"])
def test_a_parent_who_sends_nothing_is_told_what_to_do(started: TestClient, rooms: FakeRooms, nothing: str):
    page = started.post("/ask", data={"text": nothing})

    assert page.status_code == 422
    assert "Write something first" in page.text
    assert rooms.turns_taken == []


def test_ten_thousand_characters_are_refused_kindly_and_stay_in_the_box(started: TestClient, rooms: FakeRooms):
    words = "my son is four. " * 625

    page = started.post("/ask", data={"text": words, "message_id": "m"})

    assert page.status_code == 422
    assert "That is too long for one go" in page.text
    assert box(page.text) == words
    assert rooms.turns_taken == []


def test_ten_thousand_emoji_are_too_long_and_not_too_heavy(started: TestClient):
    page = started.post("/ask", data={"text": "😢" * 10_000})

    assert page.status_code == 422
    assert "😢" * 10_000 in page.text


def test_a_flood_is_cut_with_a_short_page(started: TestClient):
    page = started.post("/ask", data={"text": "a" * 2_000_000})

    assert page.status_code == 413
    assert "That is too long" in page.text
    assert len(page.text) < 10_000


def test_a_parent_who_sends_only_emoji_is_answered(started: TestClient, rooms: FakeRooms):
    page = started.post("/ask", data={"text": "😢😢"})

    assert page.status_code == 200
    assert rooms.turns_taken[0].text == "😢😢"


def test_new_lines_reach_the_assistant_as_they_were_typed(started: TestClient, rooms: FakeRooms):
    started.post("/ask", data={"text": "one\r\n\r\ntwo"})

    assert rooms.turns_taken[0].text == "one\n\ntwo"


def test_pressing_a_choice_sends_the_choice_and_not_what_is_in_the_box(started: TestClient, rooms: FakeRooms):
    started.post("/ask", data={"text": "hello"})
    page = started.post("/ask", data={"choice": "who_attends", "text": "half a sent"})

    assert rooms.turns_taken[-1].choice is not None
    assert rooms.turns_taken[-1].text == ""
    assert "Who will be there?" in page.text


def test_a_choice_that_was_never_offered_is_not_believed(started: TestClient, rooms: FakeRooms):
    page = started.post("/ask", data={"choice": 'choose_council{"council": "merton"}', "text": "kept"})

    assert page.status_code == 422
    assert "an old one" in page.text
    assert box(page.text) == "kept"
    assert "merton" not in page.text
    assert rooms.turns_taken == []


def test_only_the_newest_answer_offers_choices(started: TestClient):
    started.post("/ask", data={"text": "hello"})
    page = started.post("/ask", data={"text": "who comes"}).text

    assert page.count('name="choice"') == 2


def test_words_are_shown_as_words_whatever_they_hold(started: TestClient):
    page = started.post("/ask", data={"text": '<script>alert("x")</script>'}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_words_sent_while_the_assistant_loads_come_back(started: TestClient, rooms: FakeRooms):
    rooms.is_ready = False

    page = started.post("/ask", data={"text": "who comes", "message_id": "m1"})

    assert page.status_code == 503
    assert "We are just starting." in page.text
    assert "who comes" in page.text


def test_when_the_assistant_fails_the_words_and_their_id_stay(started: TestClient, rooms: FakeRooms):
    rooms.trouble = RuntimeError("my husband hits me")

    page = started.post("/ask", data={"text": "who comes", "message_id": "same"})

    assert page.status_code == 503
    assert box(page.text) == "who comes"
    assert message_id(page.text) == "same"
    assert "husband" not in page.text


def test_the_script_gets_one_turn_and_the_next_id(started: TestClient):
    answer = started.post("/ask", data={"text": "who comes"}, headers={"X-Fragment": "turn"})

    assert answer.headers["x-fragment"] == "turn"
    assert "<html" not in answer.text
    assert 'data-said="2 choices"' in answer.text
    assert message_id(answer.text)


def test_a_box_for_notes_says_so_before_anything_is_written(started: TestClient):
    page = started.post("/ask", data={"text": "help me write my notes"}).text

    assert "Your note" in page
    assert "under “What is working well”" in page


def test_everything_deleted_in_the_chat_ends_the_visit_and_says_so(started: TestClient, rooms: FakeRooms):
    page = started.post("/ask", data={"text": "delete it all"})

    assert page.url.path == "/deleted"
    assert "It is all deleted" in page.text
    assert "visit" not in started.cookies


def test_a_message_sent_after_leaving_is_not_lost(phone: TestClient):
    """Somebody left in another tab; what was being written here is given back, to be copied."""
    phone.cookies.set("visit", "ended")

    page = phone.post("/ask", data={"text": "who <b>comes"})

    assert page.status_code == 403
    assert "We could not find your visit" in page.text
    assert "who &lt;b&gt;comes" in page.text


def test_a_parent_changes_their_council_and_keeps_what_was_said(started: TestClient, rooms: FakeRooms):
    started.post("/ask", data={"text": "who comes"})
    page = started.post("/council", data={"council": "merton"}).text

    assert "<strong>Merton</strong>" in page
    assert "who comes" in page


def test_danger_in_a_message_that_is_too_long_is_answered_all_the_same(started: TestClient):
    page = started.post("/ask", data={"text": "he hit me " + "and so on " * 1000, "message_id": "1"})

    assert page.status_code == 422
    assert "Ring" in page.text
