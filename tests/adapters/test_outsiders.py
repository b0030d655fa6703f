"""Whose account it is that somebody from a council's own sign-in comes into, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.outsiders import StoredOutsiders
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.encryption import Encryption
from bot.staff.account import Account, Role
from bot.staff.accounts import SetupLink
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.outside import Outsider, OutsideUnknown
from tests.stores import KEY, NOW

PETTY = Outsider("https://sign-in.york.example", "4711", "Sam.Petty@example.org")


@pytest.fixture
def accounts(engine: Engine, encryption: Encryption) -> StoredAccounts:
    return StoredAccounts(engine, encryption)


@pytest.fixture
def account(accounts: StoredAccounts) -> Account:
    account = Account(uuid4(), "york", "Sam Petty", "sam.petty@example.org", Role.SOCIAL_WORKER, "East")
    made = Entry(NOW, "york", "operator", Action.ACCOUNT_MADE, staff_subject(account.id))
    accounts.add(account, SetupLink(NOW + timedelta(days=7)), entry=made)
    return account


@pytest.fixture
def outsiders(engine: Engine, encryption: Encryption, accounts: StoredAccounts) -> StoredOutsiders:
    return StoredOutsiders(engine, encryption, accounts)


def test_they_are_bound_when_they_come_the_first_time(engine, encryption, account, accounts, outsiders):
    assert outsiders.sign_in(PETTY, "york", at=NOW).id == account.id
    assert outsiders.sign_in(replace(PETTY, email=None), "york", at=NOW).id == account.id

    assert accounts.get(account.id).last_in == NOW
    done = StoredAudit(engine, encryption).newest("york", most=9)
    assert [line.action for line in done] == ["signed_in", "signed_in", "account_made"]


def test_who_they_are_there_is_kept_as_a_hash_that_only_we_can_make(engine, account, outsiders):
    outsiders.sign_in(PETTY, "york", at=NOW)

    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT outside_hash FROM staff"))
    assert len(kept) == 64
    assert PETTY.subject not in kept


def test_twenty_windows_at_once_are_one_person_in_one_account(account, outsiders):
    with ThreadPoolExecutor(20) as windows:
        found = list(windows.map(lambda _: outsiders.sign_in(PETTY, "york", at=NOW).id, range(20)))

    assert set(found) == {account.id}


def test_of_two_with_the_same_address_one_has_the_account(account, outsiders):
    both = [PETTY, replace(PETTY, subject="4712")]

    def let_in(who: Outsider) -> bool:
        try:
            outsiders.sign_in(who, "york", at=NOW)
        except OutsideUnknown:
            return False
        return True

    with ThreadPoolExecutor(2) as windows:
        assert sorted(windows.map(let_in, both)) == [False, True]


def test_a_change_of_the_servers_key_leaves_them_where_they_were(engine, account, outsiders):
    """Whoever came in between is bound by the new key alone, so that the old one can be dropped some day."""
    outsiders.sign_in(PETTY, "york", at=NOW)
    newer = Fernet.generate_key().decode()
    # `connect` was given the old key, which reads the names in the rows; only what is hashed knows the new one.
    both, new = Encryption([newer, KEY]), Encryption([newer])

    known = replace(PETTY, email=None)
    assert StoredOutsiders(engine, both, StoredAccounts(engine, both)).sign_in(known, "york", at=NOW).id == account.id
    assert StoredOutsiders(engine, new, StoredAccounts(engine, new)).sign_in(known, "york", at=NOW).id == account.id
