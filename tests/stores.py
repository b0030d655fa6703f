"""A real database for each test, and the people who come up in several: fixtures for `conftest.py` to import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from bot.adapters.database.conferences import StoredConferences
from bot.adapters.database.engine import connect
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.tables import Base
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption
from bot.conferences.conference import Conference, ConferenceKind, Official
from bot.conferences.invitation import Invitation
from bot.conferences.link import NewLink, invite
from bot.languages import Language

KEY = "x2nTgbE0kB9qTt7bQeC1m0y0pJrJZ1eJm3f1c2c2vXo="
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)
LAST_DAY = date(2027, 3, 18)

# For what is about SQLite's files; every other test with a database is run on both.
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def encryption() -> Encryption:
    return Encryption([KEY])


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "beforehand.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, database_file: Path, encryption: Encryption) -> Iterator[Engine]:
    """A new database with our tables in it."""
    sqlite = request.param == "sqlite"
    engine = connect(f"sqlite:///{database_file}" if sqlite else request.getfixturevalue("postgresql"), encryption)
    upgrade(engine)
    yield engine
    if not sqlite:
        Base.metadata.drop_all(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()


@pytest.fixture
def conferences(engine: Engine) -> StoredConferences:
    return StoredConferences(engine)


@pytest.fixture
def invitations(engine: Engine, encryption: Encryption) -> StoredInvitations:
    return StoredInvitations(engine, encryption)


def a_conference(
    starts_at: datetime = datetime(2027, 3, 18, 10, 0, tzinfo=timezone.utc),
    kind: ConferenceKind = ConferenceKind.INITIAL,
) -> Conference:
    return Conference(
        id=uuid4(),
        council="york",
        kind=kind,
        starts_at=starts_at,
        place="Room 2, Foss Bank House",
        video_link="https://meet.example.org/foss",
        asked_by="Anna Field, team manager",
        chair=Official("Judith Marlow", "01632 960031"),
        chair_speaks_at=datetime(2027, 3, 16, 14, 30, tzinfo=timezone.utc),
        social_worker=Official("Sam Petty", "01632 960032"),
        reference="YRK-4711",
    )


@pytest.fixture
def conference(conferences: StoredConferences) -> Conference:
    conference = a_conference()
    conferences.add(conference)
    return conference


@pytest.fixture
def invited(conference: Conference, invitations: StoredInvitations) -> tuple[Invitation, NewLink]:
    return invite(
        conference.id, called="Ms Winter", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations
    )
