"""Accounts in a real database, signing in as it is wired, and a clock that waits when it is told to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.database.staff_sessions import StoredStaffSessions
from bot.adapters.encryption import Encryption
from bot.adapters.throttling import LimitsThrottle
from bot.staff.administering import Administering
from bot.staff.passwords import Passwords
from bot.staff.signing_in import SigningIn
from tests.staff.people import Clock, Staff, hire
from tests.stores import database_file, encryption, engine

__all__ = ["database_file", "encryption", "engine"]

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What `limits` counts by is this clock too."""
    clock = Clock()
    monkeypatch.setattr("limits.storage.memory.time.time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture
def accounts(engine: Engine, encryption: Encryption) -> StoredAccounts:
    return StoredAccounts(engine, encryption)


@pytest.fixture
def sessions(engine: Engine) -> StoredStaffSessions:
    return StoredStaffSessions(engine)


@pytest.fixture
def trail(engine: Engine, encryption: Encryption) -> StoredAudit:
    return StoredAudit(engine, encryption)


@pytest.fixture
def administering(accounts: StoredAccounts) -> Administering:
    return Administering(accounts)


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(QUICK)


@pytest.fixture
def door(
    accounts: StoredAccounts,
    sessions: StoredStaffSessions,
    trail: StoredAudit,
    encryption: Encryption,
    passwords: Passwords,
    clock: Clock,
) -> SigningIn:
    """The way in."""
    throttle = LimitsThrottle("", hide=encryption.keyed_hash)
    return SigningIn(accounts, sessions, throttle, trail, passwords)


@pytest.fixture
def hired(administering: Administering, door: SigningIn, clock: Clock) -> Callable[..., Staff]:
    """Somebody new, who has been handed their setup link."""
    return lambda **who: hire(administering, door, clock, **who)


@pytest.fixture
def sam(hired: Callable[..., Staff]) -> Staff:
    """A social worker of York who has set everything up, some while ago."""
    sam = hired()
    sam.begin()
    return sam
