"""Accounts and sessions in both databases: what two do at once, and what a change of key must not lose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.adapters.database.engine import connect
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.encryption import Encryption
from bot.staff.account import Role
from bot.staff.accounts import EmailTaken, LastAdministrator
from bot.staff.administering import Administering, Person
from bot.staff.sessions import Because, NotSignedIn, Stage
from bot.staff.signing_in import StepCodeWrong
from tests.stores import KEY, only_sqlite


def test_of_two_who_give_the_same_code_at_once_one_is_in(sam, clock):
    clock.wait(minutes=5)
    code, sessions = sam.code, [sam.password() for _ in range(4)]

    def try_it(session):
        try:
            return sam.give_code(session, code).stage
        except StepCodeWrong:
            return None

    with ThreadPoolExecutor(4) as at_once:
        assert sorted(map(str, at_once.map(try_it, sessions))) == ["None", "None", "None", str(Stage.IN)]


def test_of_two_who_use_one_setup_link_at_once_one_is_in(hired, door, clock):
    """The other one's picture for the phone is not shown, or is another's no more."""
    sam = hired()
    first, second = sam.choose(), sam.choose()

    def confirm(session):
        try:
            return door.confirm_second_step(session, sam.code, now=clock())
        except (StepCodeWrong, NotSignedIn):
            return None

    with ThreadPoolExecutor(2) as at_once:
        tokens = list(at_once.map(confirm, (second, second)))
    assert sum(token is not None for token in tokens) == 1
    with pytest.raises(NotSignedIn):
        sam.is_in(first)


def test_of_two_administrators_who_close_each_other_at_once_one_stays(hired, administering, clock):
    pair = [hired(name=name, role=Role.ADMINISTRATOR) for name in ("Ada Wren", "Lena Moss")]
    for one in pair:
        one.begin()

    def close(id):
        try:
            administering.close(id, by=None, now=clock())
        except LastAdministrator:
            return "kept"
        return "closed"

    with ThreadPoolExecutor(2) as at_once:
        assert sorted(at_once.map(close, [one.account.id for one in pair])) == ["closed", "kept"]


def test_of_two_accounts_for_one_address_at_once_one_is_made(administering, clock, engine):
    def add(council):
        try:
            administering.add(
                council, Person("Sam Petty", "sam@example.org", Role.MANAGER, "East"), by=None, now=clock()
            )
        except EmailTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(2) as at_once:
        assert sorted(at_once.map(add, ("york", "merton"))) == ["made", "taken"]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit")) == 1


@only_sqlite
def test_after_a_change_of_key_everybody_is_still_found_and_no_address_is_taken_twice(
    engine, database_file, sam, clock
):
    new = Fernet.generate_key().decode()
    encryption = Encryption([new, KEY])
    accounts = StoredAccounts(connect(f"sqlite:///{database_file}", encryption), encryption)

    assert accounts.by_email("sam.petty@example.org").name == "Sam Petty"
    again = Person("Sam Petty", "Sam.Petty@example.org", Role.MANAGER, "East")
    with pytest.raises(EmailTaken):
        Administering(accounts).add("york", again, by=None, now=clock())


def test_accounts_stand_by_name_with_the_closed_ones_last_and_no_other_councils(hired, administering, accounts, clock):
    for name in ("zoe Ash", "Bo Lee", "Cy Fox"):
        hired(name=name)
    hired(name="Noor Fenwick", council="merton")
    administering.close(accounts.by_email("bo.lee@example.org").id, by=None, now=clock())

    assert [account.name for account in accounts.of("york")] == ["Cy Fox", "zoe Ash", "Bo Lee"]


def test_what_is_changed_is_kept_and_what_is_not_asked_for_stays(sam, administering, accounts, clock):
    administering.change(
        sam.account.id,
        Person("Sam Petty-Marsh", "ignored@example.org", Role.MANAGER, "West", "01904 960032"),
        by=None,
        now=clock(),
    )

    kept = accounts.get(sam.account.id)
    assert (kept.name, kept.role, kept.team, kept.phone) == ("Sam Petty-Marsh", Role.MANAGER, "West", "01904 960032")
    assert kept.email == "sam.petty@example.org"
    assert kept.has_password
    assert kept.has_second_step


@pytest.mark.parametrize(
    ("minutes", "because"),
    [
        pytest.param([29], None, id="29 minutes"),
        pytest.param([30], Because.IDLE, id="half an hour of nothing"),
        pytest.param([20] * 35, None, id="nearly twelve hours of work"),
        pytest.param([20] * 36, Because.TOO_LONG, id="twelve hours of work"),
    ],
)
@only_sqlite
def test_a_session_ends_after_half_an_hour_of_nothing_or_twelve_hours_of_work(sam, clock, minutes, because):
    clock.wait(minutes=5)
    session = sam.give_code(sam.password())
    for wait in minutes[:-1]:
        clock.wait(minutes=wait)
        assert sam.is_in(session)

    clock.wait(minutes=minutes[-1])
    if because is None:
        assert sam.is_in(session).stage is Stage.IN
        return
    with pytest.raises(NotSignedIn) as caught:
        sam.is_in(session)
    assert caught.value.because is because


@only_sqlite
def test_whoever_gives_no_code_in_ten_minutes_begins_again(sam, clock):
    session = sam.password()
    clock.wait(minutes=10)

    with pytest.raises(NotSignedIn) as caught:
        sam.give_code(sam.is_in(session))
    assert caught.value.because is Because.NOT_FINISHED


def test_whose_account_is_closed_is_out_at_once_and_stays_out_when_it_is_opened_again(sam, administering, clock):
    clock.wait(minutes=5)
    session = sam.give_code(sam.password())
    administering.close(sam.account.id, by=None, now=clock())

    for _ in range(2):
        with pytest.raises(NotSignedIn) as caught:
            sam.is_in(session)
        assert caught.value.because is Because.CLOSED
        administering.reopen(sam.account.id, by=None, now=clock())
    clock.wait(minutes=1)
    assert sam.give_code(sam.password()).stage is Stage.IN


@only_sqlite
def test_sessions_that_are_over_are_forgotten_the_next_day(sam, clock, engine):
    clock.wait(days=2)
    sam.password()

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM staff_sessions")) == 1


@only_sqlite
def test_a_role_that_was_changed_holds_from_the_next_page_on(sam, administering, accounts, clock):
    clock.wait(minutes=5)
    session = sam.give_code(sam.password())
    manager = replace(accounts.get(sam.account.id), role=Role.MANAGER)
    administering.change(
        manager.id, Person(manager.name, manager.email, Role.MANAGER, manager.team), by=None, now=clock() + timedelta(1)
    )

    assert sam.is_in(session).account.role is Role.MANAGER
