"""What providers tell us of a message's fate: believed when it is signed, and never twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from bot import wiring
from bot.adapters.database.outbox import put
from bot.adapters.database.writing import writing
from bot.answers.book import Book, load_book
from bot.leaflets.shelf import Shelf, load_shelf
from bot.outreach.message import Message, State
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Rooms, building
from tests.outreach.messages import NOW, a_message
from tests.stores import KEY

BEARER = {"Authorization": "Bearer notify-tells"}
OURS = "https://beforehand.example"


@pytest.fixture(scope="module")
def read() -> tuple[Shelf, Book]:
    """What parents are told: read once, since receipts have nothing to do with it."""
    shelf = load_shelf()
    return shelf, load_book(shelf)


@pytest.fixture(autouse=True)
def _read_once(read, monkeypatch) -> None:
    monkeypatch.setattr(building, "load_shelf", lambda _: read[0])
    monkeypatch.setattr(building, "load_book", lambda *_: read[1])


@pytest.fixture
def rooms(tmp_path) -> Iterator[Rooms]:
    settings = Settings(
        data_dir=tmp_path,
        secret_key=KEY,
        public_url=OURS,
        notify_receipt_token="notify-tells",
        twilio_auth_token="twilio-signs",
    )
    rooms = wiring.build(settings, clock=lambda: NOW)
    yield rooms
    rooms.engine.dispose()


@pytest.fixture
def provider(rooms) -> Iterator[TestClient]:
    """The machine of a provider's that calls us."""
    with TestClient(create_app(rooms), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def sent(rooms) -> Message:
    """A message that Notify has under n-1."""
    message = a_message()
    with writing(rooms.engine) as connection:
        put(connection, message)
    rooms.desk.outbox.claim(now=NOW, most=1)
    rooms.desk.outbox.sent(message.id, provider="notify", provider_id="n-1", at=NOW)
    return message


def _standing(rooms: Rooms) -> Message:
    return rooms.desk.outbox.of_council("york", most=1)[0]


def _receipt(status, reference) -> dict[str, object]:
    number = "+447700900123"
    return {"id": str(uuid4()), "reference": str(reference), "to": number, "status": status, "template_version": 1}


def _refused(provider: TestClient, who: str) -> float:
    lines = provider.get("/metrics").text.splitlines()
    found = [line for line in lines if line.startswith(f'beforehand_receipts_refused_total{{provider="{who}"}}')]
    return float(found[0].split()[-1]) if found else 0.0


@pytest.mark.parametrize(
    ("status", "state", "problem"),
    [
        ("delivered", State.DELIVERED, None),
        ("permanent-failure", State.FAILED, "not_there"),
        ("temporary-failure", State.FAILED, "not_reachable"),
        ("technical-failure", State.FAILED, "provider_failed"),
        ("sending", State.SENT, None),
    ],
)
def test_notify_tells_what_became_of_a_message(provider, rooms, sent, status, state, problem):
    answer = provider.post("/webhooks/notify/receipt", json=_receipt(status, sent.id), headers=BEARER)

    assert answer.status_code == 204
    assert (_standing(rooms).state, _standing(rooms).problem) == (state, problem)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer no"}, {"Authorization": "notify-tell"}])
def test_who_is_not_notify_is_refused_and_counted(provider, rooms, sent, headers):
    answer = provider.post("/webhooks/notify/receipt", json=_receipt("delivered", sent.id), headers=headers)

    assert answer.status_code == 403
    assert _standing(rooms).state is State.SENT
    assert _refused(provider, "notify") == 1


@pytest.mark.parametrize("reference", [uuid4(), "somebody-else's", ""])
def test_news_of_a_message_that_is_not_ours_is_taken_and_forgotten(provider, rooms, sent, reference):
    answer = provider.post("/webhooks/notify/receipt", json=_receipt("delivered", reference), headers=BEARER)

    assert answer.status_code == 204
    assert _standing(rooms).state is State.SENT


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"{", 422, id="half"),
        pytest.param(b"[]", 422, id="something else"),
        pytest.param(b'{"id": "x", "status": "delivered"}', 422, id="no id"),
        pytest.param(b"\xff\xfe", 422, id="no text"),
        pytest.param(json.dumps({"reference": "x" * 17_000}).encode(), 413, id="too much"),
        pytest.param(b"x" * 300_000, 413, id="far too much"),
    ],
)
def test_what_cannot_be_read_is_refused_without_being_repeated(provider, body, status):
    answer = provider.post("/webhooks/notify/receipt", content=body, headers=BEARER)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "delivered" not in answer.text


def _call_as_twilio(provider: TestClient, sent: Message, *, token: str = "twilio-signs", **news: str):
    path = f"/webhooks/twilio/status?message={sent.id}"
    form = {"MessageSid": "SM1", "To": "+447700900123", **news}
    signature = RequestValidator(token).compute_signature(OURS + path, form)
    return provider.post(path, data=form, headers={"X-Twilio-Signature": signature})


@pytest.mark.parametrize(
    ("news", "state", "problem"),
    [
        ({"MessageStatus": "delivered"}, State.DELIVERED, None),
        ({"MessageStatus": "sent"}, State.SENT, None),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, State.FAILED, "not_reachable"),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, State.FAILED, "opted_out"),
        ({"MessageStatus": "failed", "ErrorCode": "99999"}, State.FAILED, "not_delivered"),
    ],
)
def test_twilio_tells_what_became_of_a_message(provider, rooms, sent, news, state, problem):
    assert _call_as_twilio(provider, sent, **news).status_code == 204

    assert (_standing(rooms).state, _standing(rooms).problem) == (state, problem)


def test_who_is_not_twilio_is_refused_and_counted(provider, rooms, sent):
    assert _call_as_twilio(provider, sent, token="guessed", MessageStatus="delivered").status_code == 403
    assert provider.post("/webhooks/twilio/status", data={"MessageStatus": "delivered"}).status_code == 403

    assert _standing(rooms).state is State.SENT
    assert _refused(provider, "twilio") == 2


def test_news_in_the_wrong_order_never_undoes_delivered(provider, rooms, sent):
    for status in ("delivered", "sent", "undelivered"):
        _call_as_twilio(provider, sent, MessageStatus=status)

    assert _standing(rooms).state is State.DELIVERED


def test_without_a_token_of_ours_nobody_is_believed(tmp_path, sent):
    rooms = wiring.build(Settings(data_dir=tmp_path, secret_key=KEY, public_url=OURS), clock=lambda: NOW)
    with TestClient(create_app(rooms), raise_server_exceptions=False) as provider:
        answers = [
            provider.post(
                "/webhooks/notify/receipt",
                json=_receipt("delivered", sent.id),
                headers={"Authorization": "Bearer "},
            ),
            _call_as_twilio(provider, sent, token="", MessageStatus="delivered"),
        ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert _standing(rooms).state is State.SENT


def test_whoever_watches_the_server_sees_that_the_worker_lives_and_what_waits(provider, rooms, sent):
    assert "beforehand_scheduler_last_beat_seconds" not in provider.get("/metrics").text

    rooms.desk.heartbeats.beat("worker", at=NOW)

    told = provider.get("/metrics").text.splitlines()
    (beat,) = [line for line in told if line.startswith("beforehand_scheduler_last_beat_seconds ")]
    assert float(beat.split()[1]) == NOW.timestamp()
    assert 'beforehand_outbox_messages{state="sent"} 1.0' in told
    assert 'beforehand_outbox_messages{state="queued"} 0.0' in told
