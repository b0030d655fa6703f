from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.fakes import FakeRooms

ADDRESS = "/webhooks/rest/webhook"
SECRET = "my partner hits me"


def test_a_program_gets_what_rasa_would_send(phone: TestClient):
    answer = phone.post(ADDRESS, json={"sender": "tester", "message": "who comes"})

    assert answer.status_code == 200
    *first, last = answer.json()
    assert first[0] == {
        "recipient_id": "tester",
        "text": "You, your social worker, and people who know your child. The chair leads.",
    }
    assert last["text"] == "From York's guide for parents."
    assert last["buttons"][0] == {"title": "When do I get the reports?", "payload": "/reports_when"}


def test_a_payload_presses_its_button(phone: TestClient, rooms: FakeRooms):
    phone.post(ADDRESS, json={"sender": "tester", "message": "who comes"})
    answer = phone.post(ADDRESS, json={"sender": "tester", "message": "/reports_when"})

    assert answer.json()[0]["text"] == "At least 3 days before the meeting."
    assert rooms.turns_taken[-1].choice is not None


def test_a_payload_carries_what_it_names(phone: TestClient, rooms: FakeRooms):
    phone.post(ADDRESS, json={"sender": "tester", "message": '/choose_council{"council": "york"}'})

    assert rooms.turns_taken[-1].choice is not None
    assert rooms.turns_taken[-1].choice.value == 'choose_council{"council": "york"}'


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("/nobody_knows_this", id="no intent of ours"),
        pytest.param("reports_when", id="without its slash"),
        pytest.param("/reports_when please", id="with words behind it"),
        pytest.param('/choose_council{"council": ', id="cut off"),
        pytest.param('/choose_council{"council": ["york"]}', id="not text"),
        pytest.param('/choose_council{"council": ' + "[" * 3000, id="deeper than can be read"),
    ],
)
def test_what_is_no_payload_is_only_words(phone: TestClient, rooms: FakeRooms, message: str):
    phone.post(ADDRESS, json={"sender": "tester", "message": message})

    assert rooms.turns_taken[-1].choice is None
    assert rooms.turns_taken[-1].text == message


def test_the_metadata_sets_the_council_for_good(phone: TestClient, rooms: FakeRooms):
    phone.post(ADDRESS, json={"sender": "tester", "message": "hello", "metadata": {"council": "merton"}})
    phone.post(ADDRESS, json={"sender": "tester", "message": "hello", "metadata": None})

    (conversation,) = rooms.conversations.kept.values()
    assert conversation.council == "merton"
    assert "tester" not in conversation.id


def test_the_same_words_sent_again_are_a_new_message(phone: TestClient, rooms: FakeRooms):
    for _ in range(2):
        phone.post(ADDRESS, json={"sender": "tester", "message": "hello"})

    assert len(rooms.turns_taken) == 2


@pytest.mark.parametrize(
    ("sent", "where", "do"),
    [
        pytest.param({"message": SECRET}, "/sender", "Send this field.", id="no sender"),
        pytest.param({"sender": "x"}, "/message", "Send this field.", id="no message"),
        pytest.param({"sender": "x", "message": " "}, "/message", "Mend it", id="empty message"),
        pytest.param({"sender": "x", "message": SECRET * 300}, "/message", "Send it in parts", id="too long"),
        pytest.param({"sender": "x", "message": [SECRET]}, "/message", "Send text in double quotes.", id="a list"),
        pytest.param({"sender": "", "message": SECRET}, "/sender", "Send at least one", id="empty sender"),
        pytest.param(
            {"sender": "x", "message": SECRET, "metadata": {"council": SECRET}},
            "/metadata/council",
            "Send one of: kirklees, merton, york.",
            id="unknown council",
        ),
        pytest.param(
            {"sender": "x", "message": SECRET, "metadata": {"language": "tlh"}},
            "/metadata/language",
            "Mend it",
            id="a language we do not speak",
        ),
        pytest.param([SECRET], "/", "Send one JSON object", id="no object"),
    ],
)
def test_a_program_is_told_what_is_wrong_where_and_what_to_do(phone: TestClient, sent: object, where: str, do: str):
    answer = phone.post(ADDRESS, json=sent)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["where"] == where
    assert answer.json()["errors"][0]["do"].startswith(do)
    assert SECRET not in answer.text


def test_danger_in_a_message_that_is_too_long_comes_back_with_the_problem(phone: TestClient):
    """A program can do nothing about danger, but show whom to ring."""
    answer = phone.post(ADDRESS, json={"sender": "x", "message": "he hit me. " + "and then " * 600})

    assert answer.status_code == 422
    assert answer.json()["danger"] == "Ring 999 now."


@pytest.mark.parametrize(
    "body", ['{"sender": "x", "message": "my partner', "", "\xff\xfe"], ids=["broken", "nothing", "no text"]
)
def test_broken_json_is_answered_without_repeating_it(phone: TestClient, body: str):
    answer = phone.post(ADDRESS, content=body.encode("latin-1"), headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "partner" not in answer.text


def test_a_program_is_told_when_the_assistant_fails(phone: TestClient, rooms: FakeRooms):
    rooms.trouble = RuntimeError(SECRET)

    answer = phone.post(ADDRESS, json={"sender": "x", "message": "hello"})

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text


def test_a_program_is_told_that_the_assistant_is_still_loading(
    phone: TestClient, rooms: FakeRooms, caplog: pytest.LogCaptureFixture
):
    """Nothing is wrong, so nothing is logged as an error."""
    rooms.is_ready = False

    answer = phone.post(ADDRESS, json={"sender": "x", "message": "hello"})

    assert answer.status_code == 503
    assert "being loaded" in answer.json()["detail"]
    assert caplog.records == []


def test_the_wrong_method_is_a_problem_too(phone: TestClient):
    answer = phone.get(ADDRESS)

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
