"""A council's case system, with a key, in front of a real house without the assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.staff.account import Account, Scope, actor_of
from bot.web.app import create_app
from bot.wiring import Rooms
from tests.web.staff.conftest import ADMINISTRATOR, MERTONS_ADMINISTRATOR, SOCIAL_WORKER, clock, made, rooms

__all__ = ["clock", "made", "rooms"]

Call = Callable[..., TestClient]
CONFERENCE: dict[str, Any] = {
    "kind": "first",
    "starts_at": "2027-03-18T10:00:00+00:00",
    "place": "Room 2, Foss Bank House",
    "chair_name": "Judith Marlow",
    "social_worker_email": SOCIAL_WORKER.email,
    "reference": "YRK-4711",
}
MS_WINTER: dict[str, Any] = {
    "called": "Ms Winter",
    "language": "pl",
    "phone": "07700 900123",
    "safe_ways": ["sms", "letter"],
    "agreed": True,
}


def key_for(rooms: Rooms, administrator: Account = ADMINISTRATOR, scopes: Any = tuple(Scope)) -> str:
    return rooms.desk.systems.make_key(actor_of(administrator), "Mosaic", scopes)[1]


@pytest.fixture
def system(rooms: Rooms) -> Iterator[Call]:
    """A case system of York's with these scopes; of Merton's with `administrator`."""
    app = create_app(rooms)
    with ExitStack() as opened:

        def open_one(*scopes: Scope, administrator: Account = ADMINISTRATOR) -> TestClient:
            client = opened.enter_context(
                TestClient(app, base_url="http://testserver/api/v1", raise_server_exceptions=False)
            )
            key = key_for(rooms, administrator, scopes or tuple(Scope))
            client.headers["Authorization"] = f"Bearer {key}"
            return client

        yield open_one


@pytest.fixture
def york(system: Call) -> TestClient:
    """York's, with every scope."""
    return system()


@pytest.fixture
def merton(system: Call) -> TestClient:
    return system(administrator=MERTONS_ADMINISTRATOR)


@pytest.fixture
def conference(york: TestClient) -> dict[str, Any]:
    made = york.post("/conferences", json=CONFERENCE)
    assert made.status_code == 201, made.text
    return made.json()


@pytest.fixture
def invitation(york: TestClient, conference: dict[str, Any]) -> dict[str, Any]:
    made = york.post(f"/conferences/{conference['id']}/invitations", json=MS_WINTER)
    assert made.status_code == 201, made.text
    return made.json()
