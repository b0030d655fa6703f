"""The door of text messages: what nobody signed, and what is no text of a parent's, is refused and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from bot.conversation.messages import LONGEST_MESSAGE
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.texting import NOTIFY_PATH, TWILIO_PATH
from tests.web.fakes import NOW, FakeRooms
from tests.web.texts import (
    BEARER,
    NUMBER,
    OURS,
    WORDS,
    SmallDesk,
    counted,
    house,
    kept,
    notify,
    notify_body,
    provider,
    settings,
    twilio,
)

__all__ = ["house", "kept", "provider", "settings"]


def test_a_signature_over_the_address_inside_is_nobodys(provider, kept):
    """Whoever reaches the server beside the proxy cannot make their own address count."""
    assert twilio(provider, signed_for="http://10.0.0.7:8000").status_code == 403
    assert kept == []


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"token": "guessed"}, id="signed with another token"),
        pytest.param({"token": ""}, id="signed with none"),
        pytest.param({"AccountSid": "AC2"}, id="another account"),
        pytest.param({"AccountSid": None}, id="no account"),
        pytest.param({"signed_for": "https://elsewhere.example"}, id="signed for another address"),
    ],
)
def test_who_is_not_our_twilio_is_refused_and_counted(provider, house, kept, forged):
    assert twilio(provider, **forged).status_code == 403

    assert (kept, house.texting.woken) == ([], 0)
    assert counted(provider) == {"refused twilio forged": 1}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no signature"),
        pytest.param({"X-Twilio-Signature": "é".encode("latin-1")}, id="a signature of other letters"),  # type: ignore[dict-item]
    ],
)
def test_an_unsigned_text_is_refused(provider, kept, headers):
    answer = provider.post(TWILIO_PATH, data={"MessageSid": "SM1", "From": NUMBER, "Body": WORDS}, headers=headers)

    assert answer.status_code == 403
    assert kept == []


def test_words_that_were_changed_on_the_way_are_refused(provider, kept):
    form = {"MessageSid": "SM1", "AccountSid": "AC1", "From": NUMBER, "Body": WORDS}
    signature = RequestValidator("twilio-signs").compute_signature(OURS + TWILIO_PATH, form)

    answer = provider.post(TWILIO_PATH, data={**form, "Body": "123456"}, headers={"X-Twilio-Signature": signature})

    assert answer.status_code == 403
    assert kept == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer no"},
        {"Authorization": "Bearer "},
        {"Authorization": "notify-texts"},
        {"Authorization": "Basic notify-texts"},
        pytest.param({"Authorization": "Bearer notify-tells"}, id="the token of receipts"),
    ],
)
def test_who_is_not_notify_is_refused_and_counted(provider, house, kept, headers):
    assert notify(provider, headers=headers).status_code == 403

    assert (kept, house.texting.woken) == ([], 0)
    assert counted(provider) == {"refused notify forged": 1}


@pytest.fixture
def tokenless(rooms: FakeRooms, tmp_path) -> Iterator[TestClient]:
    rooms.desk = SmallDesk(Settings(data_dir=tmp_path, public_url=OURS))  # type: ignore[attr-defined]
    with TestClient(create_app(rooms), raise_server_exceptions=False) as client:
        yield client


def test_where_no_token_is_set_the_door_is_closed(tokenless, rooms):
    answers = [twilio(tokenless, token=""), notify(tokenless, headers={"Authorization": "Bearer "})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert rooms.texting.inbox.kept == []


def test_where_no_account_is_named_the_signature_is_enough(house, settings, provider, kept):
    house.desk.settings = settings.model_copy(update={"twilio_account_sid": ""})

    assert twilio(provider, AccountSid="AC-of-somebody").status_code == 200
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("received", "status"),
    [
        pytest.param(NOW - timedelta(hours=23, minutes=59), 204, id="a day ago, nearly"),
        pytest.param(NOW - timedelta(hours=24, seconds=1), 400, id="more than a day ago"),
        pytest.param(NOW + timedelta(minutes=9), 204, id="by a clock that is fast"),
        pytest.param(NOW + timedelta(minutes=11), 400, id="in the future"),
        pytest.param(datetime(1, 1, 1, tzinfo=timezone.utc), 400, id="before there were phones"),
    ],
)
def test_what_is_stale_is_refused_and_counted(provider, kept, received, status):
    answer = notify(provider, date_received=received.isoformat())

    assert answer.status_code == status
    assert len(kept) == (status == 204)
    assert counted(provider).get("refused notify stale", 0) == (status == 400)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b"[]", id="something else"),
        pytest.param(b"[" * 9_000, id="brackets"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(json.dumps(notify_body(id="x")).encode(), id="no id"),
        pytest.param(json.dumps(notify_body(date_received="lately")).encode(), id="no time"),
        pytest.param(json.dumps(notify_body(source_number=None)).encode(), id="no number"),
        pytest.param(json.dumps(notify_body(message={"a": "b"})).encode(), id="no words"),
    ],
)
def test_what_cannot_be_read_is_refused_and_counted_and_never_repeated(provider, kept, body):
    answer = provider.post(NOTIFY_PATH, content=body, headers=BEARER)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert WORDS not in answer.text
    assert kept == []
    assert counted(provider) == {"refused notify malformed": 1}


@pytest.mark.parametrize("missing", ["MessageSid", "From"])
def test_a_text_of_nobody_is_refused_and_counted(provider, kept, missing):
    assert twilio(provider, **{missing: None}).status_code == 422

    assert kept == []
    assert counted(provider) == {"refused twilio malformed": 1}


def test_what_is_too_big_for_a_text_is_refused_and_counted(provider, kept):
    big = [
        twilio(provider, Body="x" * (LONGEST_MESSAGE + 1)),
        twilio(provider, Media="x" * 17_000),
        twilio(provider, Body="x" * 300_000),
        notify(provider, message="x" * (LONGEST_MESSAGE + 1)),
        notify(provider, media="x" * 17_000),
        notify(provider, message="x" * 300_000),
    ]

    assert [answer.status_code for answer in big] == [413] * 6
    assert kept == []
    assert counted(provider) == {"refused twilio oversized": 3, "refused notify oversized": 3}


@pytest.mark.parametrize(
    ("sender", "what"),
    [
        ("+441484221000", "a landline"),
        ("+449098790000", "a premium number"),
        ("60300", "a short code"),
        ("Vodafone", "a sender's name"),
        ("whatsapp:+447700900123", "another way to a phone"),
        ("\ufffd", "what is no letter"),
    ],
)
def test_from_where_we_send_nothing_nothing_is_kept_and_it_is_counted(provider, house, kept, sender, what):
    """A premium number that made us answer would earn by it. The provider is content, and does not call again."""
    assert twilio(provider, From=sender).status_code == 200
    assert notify(provider, source_number=sender).status_code == 204

    assert (kept, house.texting.woken) == ([], 0)
    assert counted(provider) == {"refused twilio number": 1, "refused notify number": 1}


def test_a_mother_with_a_mobile_from_abroad_is_told_whom_to_ring(provider, house, kept):
    """What she wrote is not kept, and no conversation begins."""
    twilio(provider, From="+48601234567")
    notify(provider, source_number="48601234567")

    assert (kept, house.texting.woken) == ([], 0)
    assert house.texting.turned_away == ["+48601234567"] * 2
    assert counted(provider) == {"refused twilio number": 1, "refused notify number": 1}
