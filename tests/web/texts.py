"""Text messages as providers hand them over, and a small house with a door for them: for its tests to import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from twilio.request_validator import RequestValidator

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.texting import NOTIFY_PATH, TWILIO_PATH
from tests.web.fakes import NOW, FakeRooms

OURS = "https://beforehand.example"
BEARER = {"Authorization": "Bearer notify-texts"}
NUMBER = "+447700900123"
WORDS = "who will be there"
ID = "740e5834-3a29-46b4-9a6f-16142fde533a"


@dataclass
class Outbox:
    def counts(self) -> dict[Any, int]:
        return {}


@dataclass
class SmallDesk:
    """As much of the desk as this door asks for."""

    settings: Settings
    outbox: Outbox = field(default_factory=Outbox)

    def now(self) -> datetime:
        return NOW

    def heartbeat(self) -> None:
        return None


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        public_url=OURS,
        twilio_account_sid="AC1",
        twilio_auth_token="twilio-signs",
        notify_inbound_token="notify-texts",
        notify_receipt_token="notify-tells",
    )


@pytest.fixture
def house(rooms: FakeRooms, settings: Settings) -> FakeRooms:
    rooms.desk = SmallDesk(settings)  # type: ignore[attr-defined]
    return rooms


@pytest.fixture
def provider(house: FakeRooms) -> Iterator[TestClient]:
    """A provider's machine. It reaches us through a proxy: what it called is not what the request says."""
    with TestClient(create_app(house), base_url="http://10.0.0.7:8000", raise_server_exceptions=False) as client:
        yield client


def twilio(provider: TestClient, *, token="twilio-signs", path=TWILIO_PATH, signed_for=OURS, **changed: str | None):
    """A text from a phone, as Twilio hands it over, with its own library's signature."""
    form = {"MessageSid": "SM1", "AccountSid": "AC1", "From": NUMBER, "To": "+447700900999", "Body": WORDS}
    form = {name: value for name, value in {**form, "NumMedia": "0", **changed}.items() if value is not None}
    signature = RequestValidator(token).compute_signature(signed_for + path, form)
    return provider.post(path, data=form, headers={"X-Twilio-Signature": signature})


def notify_body(**changed: object) -> dict[str, object]:
    usual = {"id": ID, "source_number": "447700900123", "destination_number": "07700900999", "message": WORDS}
    return {**usual, "date_received": "2027-03-01T09:29:50.000000Z", **changed}


def notify(provider: TestClient, *, headers=BEARER, **changed: object):
    return provider.post(NOTIFY_PATH, content=json.dumps(notify_body(**changed)), headers=headers)


def counted(provider: TestClient) -> dict[str, float]:
    """ "refused notify forged": 1"""
    found = {}
    for line in provider.get("/metrics").text.splitlines():
        name, _, value = line.partition(" ")
        if line.startswith("beforehand_texts_") and "_total{" in name:
            what, _, labels = name.removeprefix("beforehand_texts_").partition("_total{")
            found[" ".join([what, *labels.split('"')[1::2]])] = float(value)
    return found


@pytest.fixture
def kept(house: FakeRooms):
    return house.texting.inbox.kept
