"""A parent whose council has closed the chat: told why, shown what works, and answered if she is in danger."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from bot.languages import Language
from bot.staff.switches import Closed, Part, Reason
from bot.web.app import create_app
from bot.web.ask import FRAGMENT
from tests.web.fakes import NOW, FakeRooms


def words_of(page: Response) -> str:
    """The page as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.text.split("<main", 1)[1])).split())


@pytest.fixture
def closed(rooms: FakeRooms) -> FakeRooms:
    """York's chat is closed."""
    rooms.closed_parts.append(Closed(Part.CHAT, Reason.MENDING, NOW))
    return rooms


def test_a_mother_is_told_why_and_nothing_is_offered_that_does_not_work(started: TestClient, closed: FakeRooms):
    page = started.get("/ask")

    assert page.status_code == 200
    assert "You cannot ask questions here just now." in page.text
    assert "Something is broken. We are mending it." in page.text
    assert "<textarea" not in page.text
    assert "Are you or a child in danger now? Call 999." in words_of(page)


def test_she_can_ring_her_social_worker_from_the_page(invited: TestClient, closed: FakeRooms):
    page = invited.get("/ask").text

    assert "Do you have a question? Ask your social worker." in page
    assert 'href="tel:01632960032"' in page


@pytest.mark.parametrize("form", [{"text": "who comes"}, {"suggested": "who comes"}, {"choice": "x"}, {"text": ""}])
def test_what_is_sent_from_a_page_that_was_open_before_reaches_nobody(
    started: TestClient, closed: FakeRooms, form: dict[str, str]
):
    page = started.post("/ask", data=form)

    assert page.status_code == 409
    assert "You cannot ask questions here just now." in page.text
    assert closed.turns_taken == []


def test_her_words_are_given_back(started: TestClient, closed: FakeRooms):
    page = started.post("/ask", data={"text": "he is <b>7</b>\nand shy"}).text

    assert "It was not kept. You can copy it." in page
    assert "he is &lt;b&gt;7&lt;/b&gt;\nand shy" in page


def test_the_script_is_told_to_show_the_page(started: TestClient, closed: FakeRooms):
    """A 4xx is shown whole by chat.js, with the way to 999 in it; a 503 would be a button to try again."""
    sent = started.post("/ask", data={"text": "he hit me"}, headers={FRAGMENT: "turn"})

    assert 400 <= sent.status_code < 500
    assert "Ring 999 now." in words_of(sent)


def test_danger_comes_before_anything_else_on_the_page(started: TestClient, closed: FakeRooms):
    page = started.post("/ask", data={"text": "he hit me"})

    read = words_of(page)
    assert read.index("Ring 999 now.") < read.index("You cannot ask questions here just now.")
    assert page.text.count('role="alert"') == 1


def test_a_button_that_tells_of_danger_is_answered_too(started: TestClient, closed: FakeRooms):
    page = started.post("/ask", data={"choice": "crisis_child"}).text

    assert page.index("Tell your social worker soon.") < page.index("You cannot ask questions here just now.")


def test_where_the_assistant_is_what_is_broken_the_page_still_says_whom_to_ring(
    started: TestClient, closed: FakeRooms, monkeypatch
):
    async def broken(*_: object) -> str:
        raise RuntimeError("no model")

    monkeypatch.setattr(closed, "danger_in", broken)
    page = started.post("/ask", data={"text": "he hit me"})

    assert page.status_code == 409
    assert "Are you or a child in danger now? Call 999." in words_of(page)


@pytest.mark.parametrize("language", [Language.URDU, Language.POLISH, Language.SOMALI])
def test_it_is_told_in_her_language(started: TestClient, closed: FakeRooms, language: Language):
    started.post("/language", data={"language": language.value})

    page = started.get("/ask")

    assert page.headers["content-language"] == language.value
    assert f'lang="{language.value}"' in page.text
    assert "<textarea" not in page.text


def test_notes_sharing_and_printing_go_on(invited: TestClient, closed: FakeRooms):
    invited.post("/notes/add", data={"section": "worries", "text": "my son is shy", "message_id": "n1"})

    assert "my son is shy" in invited.get("/notes").text
    for address in ("/meeting", "/share", "/notes/document", "/notes/needs"):
        assert invited.get(address).status_code == 200


def test_who_has_said_no_council_and_who_is_anothers_can_ask(phone: TestClient, closed: FakeRooms):
    for council in ("not-sure", "merton"):
        phone.post("/start", data={"council": council})

        assert "<textarea" in phone.get("/ask").text
        phone.post("/ask", data={"text": "who comes"})
    assert len(closed.turns_taken) == 2


def test_only_the_chat_being_closed_closes_the_chat(started: TestClient, rooms: FakeRooms):
    rooms.closed_parts.append(Closed(Part.SMS, Reason.UNUSED, NOW))

    assert "<textarea" in started.get("/ask").text


def test_in_a_frame_there_is_no_way_to_what_a_frame_may_not_show(rooms: FakeRooms, closed: FakeRooms):
    rooms.embed_origins = ("https://council.example",)
    site = {"sec-fetch-site": "cross-site"}
    with TestClient(create_app(rooms), base_url="https://testserver") as frame:
        page = frame.get("/embed?council=york", headers=site)

    assert page.url.path == "/embed/ask"
    assert "You cannot ask questions here just now." in page.text
    assert "/notes" not in page.text


def test_a_program_that_told_the_council_once_is_told_too(phone: TestClient, rooms: FakeRooms):
    """It need not send the council with every message."""
    first = {"sender": "a", "message": "who comes", "metadata": {"council": "york", "language": "en"}}
    phone.post("/webhooks/rest/webhook", json=first)
    rooms.closed_parts.append(Closed(Part.CHAT, Reason.CHECKING, NOW))

    told = phone.post("/webhooks/rest/webhook", json={"sender": "a", "message": "who comes"}).json()
    other = phone.post("/webhooks/rest/webhook", json={"sender": "b", "message": "who comes"}).json()

    assert told[0] == {"recipient_id": "a", "text": "You cannot ask questions here just now."}
    assert other[0]["text"].startswith("You, your social worker")
