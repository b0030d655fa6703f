"""
A real house without the assistant, and people who work in it. Nobody needs the form to be signed in.

What is the same for every test is made once: the leaflets are read, the tables and the accounts are made, and each test
gets a copy of the file.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from bot import wiring
from bot.answers.book import Book, load_book
from bot.leaflets.shelf import Shelf, load_shelf
from bot.settings import Settings
from bot.staff.account import Account, Actor, Role, actor_of
from bot.staff.accounts import SetupLink
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.sessions import Stage
from bot.web.app import create_app
from bot.web.staff.csrf import FIELD, token_for
from bot.web.staff.visit import COOKIE
from bot.wiring import Rooms, building
from tests.stores import KEY, NOW

# The second step of everybody here. Their password is nobody's: they are signed in through the store.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SOCIAL_WORKER = Account(
    UUID("00000000-0000-4000-8000-000000000001"),
    "york",
    "Sam Petty",
    "sam.petty@example.org",
    Role.SOCIAL_WORKER,
    "East",
)
MANAGER = Account(
    UUID("00000000-0000-4000-8000-000000000002"), "york", "Anna Field", "anna.field@example.org", Role.MANAGER, "East"
)
ADMINISTRATOR = Account(
    UUID("00000000-0000-4000-8000-000000000003"), "york", "Ada Wren", "ada.wren@example.org", Role.ADMINISTRATOR
)
OF_MERTON = Account(
    UUID("00000000-0000-4000-8000-000000000004"),
    "merton",
    "Noor Fenwick",
    "noor@example.org",
    Role.SOCIAL_WORKER,
    "South",
)
MERTONS_ADMINISTRATOR = Account(
    UUID("00000000-0000-4000-8000-000000000005"), "merton", "Gil Lisle", "gil.lisle@example.org", Role.ADMINISTRATOR
)
EVERYBODY = (SOCIAL_WORKER, MANAGER, ADMINISTRATOR, OF_MERTON, MERTONS_ADMINISTRATOR)


class Clock:
    """Half past nine on the first of March 2027, until somebody waits."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


class AtTheDesk(TestClient):
    """A browser at the desk. `submit` posts a form as our own page would: with its token."""

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        token = token_for(self.cookies.get(COOKIE, ""))
        return self.post(path, data={FIELD: token, **(data or {})}, **more)


@dataclass(frozen=True)
class Made:
    """What every test's house begins with."""

    database: Path
    shelf: Shelf
    book: Book


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("desk")
    rooms = wiring.build(Settings(data_dir=folder, secret_key=KEY), clock=lambda: NOW)
    for account in EVERYBODY:
        make(rooms, account)
    with rooms.engine.connect() as connection:  # all in the one file, to be copied
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    rooms.engine.dispose()
    shelf = load_shelf()
    return Made(folder / "beforehand.db", shelf, load_book(shelf))


def make(rooms: Rooms, account: Account) -> Account:
    """An account that is set up, without the seconds that a password takes."""

    def entry(action: Action) -> Entry:
        return Entry(NOW, account.council, "operator", action, staff_subject(account.id))

    link = SetupLink(NOW + timedelta(days=7))
    accounts = rooms.desk.accounts
    accounts.add(account, link, entry=entry(Action.ACCOUNT_MADE))
    accounts.choose_password(
        account.id, link.token_hash, password_hash="none", secret=SECRET, entry=entry(Action.PASSWORD_CHOSEN)
    )
    accounts.confirm_second_step(account.id, 1, entry=entry(Action.SECOND_STEP_SET))
    return account


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(made: Made, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """The whole house, on a database of this test's own."""
    shutil.copy(made.database, tmp_path / "beforehand.db")
    monkeypatch.setattr(building, "load_shelf", lambda _: made.shelf)
    monkeypatch.setattr(building, "load_book", lambda *_: made.book)
    rooms = wiring.build(Settings(data_dir=tmp_path, secret_key=KEY), clock=clock)
    yield rooms
    rooms.engine.dispose()


@pytest.fixture
def open_desk(rooms: Rooms) -> Iterator[Callable[..., AtTheDesk]]:
    """A browser at the desk: somebody's, who is signed in, or nobody's yet. It fails loudly on nothing."""
    app = create_app(rooms)
    with ExitStack() as opened:

        def open_one(account: Account | None = None) -> AtTheDesk:
            browser = opened.enter_context(AtTheDesk(app, raise_server_exceptions=False))
            if account is not None:
                sign_in(browser, rooms, account)
            return browser

        yield open_one


def sign_in(browser: TestClient, rooms: Rooms, account: Account, stage: Stage = Stage.IN) -> None:
    """Hand a browser the cookie of a session."""
    token = rooms.desk.sessions.start(account.id, stage, now=rooms.now())
    browser.cookies.set(COOKIE, token, domain="testserver.local", path="/staff")


@pytest.fixture
def social_worker() -> Account:
    return SOCIAL_WORKER


@pytest.fixture
def manager() -> Account:
    return MANAGER


@pytest.fixture
def administrator() -> Account:
    return ADMINISTRATOR


@pytest.fixture
def of_merton() -> Account:
    return OF_MERTON


@pytest.fixture
def actor(social_worker: Account) -> Actor:
    """The social worker, as the rooms know who asks."""
    return actor_of(social_worker)


@pytest.fixture
def nobodys_desk(open_desk: Callable[..., AtTheDesk]) -> AtTheDesk:
    return open_desk()


@pytest.fixture
def social_workers_desk(open_desk: Callable[..., AtTheDesk]) -> AtTheDesk:
    return open_desk(SOCIAL_WORKER)


@pytest.fixture
def managers_desk(open_desk: Callable[..., AtTheDesk]) -> AtTheDesk:
    return open_desk(MANAGER)


@pytest.fixture
def administrators_desk(open_desk: Callable[..., AtTheDesk]) -> AtTheDesk:
    return open_desk(ADMINISTRATOR)


@pytest.fixture
def mertons_desk(open_desk: Callable[..., AtTheDesk]) -> AtTheDesk:
    return open_desk(OF_MERTON)
