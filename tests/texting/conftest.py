"""A street of phones before a real house: real stores, real turns, and an assistant that knows a handful of things."""

from __future__ import annotations

import pytest

from bot.answers.book import Book, load_book
from bot.conferences.invitation import Invitation
from bot.leaflets.shelf import load_shelf
from bot.settings import Settings
from bot.wiring import building
from bot.wiring.rooms import Rooms
from tests.stores import KEY, database_file, encryption, engine
from tests.texting.street import Clock, SmallAssistant, Street

__all__ = ["database_file", "encryption", "engine"]


@pytest.fixture(scope="session")
def book() -> Book:
    return load_book(load_shelf())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(engine, encryption, book, clock, monkeypatch, tmp_path) -> Rooms:
    """The real ones, with the leaflets and answers that were read once for all tests."""
    monkeypatch.setattr(building, "load_shelf", lambda data: book.shelf)
    monkeypatch.setattr(building, "load_book", lambda shelf, data: book)
    monkeypatch.setattr(building, "open_database", lambda settings, database: (engine, encryption))
    rooms = building.build(Settings(data_dir=tmp_path / "var", secret_key=KEY), clock=clock)
    rooms.assistant = SmallAssistant(rooms)
    return rooms


@pytest.fixture
def assistant(rooms) -> SmallAssistant:
    return rooms.assistant


@pytest.fixture
def street(rooms, clock) -> Street:
    return Street(rooms, clock)


@pytest.fixture
async def hers(street: Street) -> Invitation:
    """Zahra's phone is in her meeting."""
    invitation = street.invite("123456")
    await street.texts("123456")
    return invitation
