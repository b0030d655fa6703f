from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.web.app import create_app
from tests.web.fakes import FakeRooms


@pytest.fixture
def rooms() -> FakeRooms:
    return FakeRooms()


@pytest.fixture
def phone(rooms: FakeRooms) -> Iterator[TestClient]:
    """A parent's browser. It follows redirects, and fails loudly on nothing: errors are pages."""
    with TestClient(create_app(rooms), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def started(phone: TestClient) -> TestClient:
    """A parent who has said that York wrote to them."""
    assert phone.post("/start", data={"council": "york"}).status_code == 200
    return phone


@pytest.fixture
def invited(phone: TestClient) -> TestClient:
    """A parent who came by link and code."""
    phone.post("/l/good")
    assert phone.post("/code", data={"code": "123 456"}).url.path == "/meeting"
    return phone
