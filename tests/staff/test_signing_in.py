"""A social worker at the door: the right password and code, the wrong ones, and both at once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.staff.account import Role
from bot.staff.accounts import StaffError
from bot.staff.audit import Action
from bot.staff.passwords import PasswordRefused
from bot.staff.sessions import NotSignedIn, Stage
from bot.staff.signing_in import (
    AccountClosed,
    SetupEnded,
    SetupUnfinished,
    SetupUnknown,
    SetupUsed,
    SignInRefused,
    StepCodeWrong,
)
from bot.staff.throttle import TooManyTries
from tests.staff.people import ADDRESS, PASSWORD
from tests.stores import only_sqlite

# Both databases are asked in test_accounts_in_the_database.py.
pytestmark = only_sqlite


def actions(trail) -> list[str]:
    return [line.action for line in reversed(trail.newest("york", most=100))]


def test_a_social_worker_is_in_with_password_and_code(sam, clock):
    clock.wait(minutes=5)
    first = sam.password()
    assert first.stage is Stage.PASSWORD

    session = sam.give_code(first)

    assert session.stage is Stage.IN
    assert session.account.name == "Sam Petty"
    assert session.account.last_in == clock()


def test_the_email_address_may_be_typed_in_other_letters(sam, clock):
    assert sam.password(email=" Sam.Petty@EXAMPLE.org ").account.id == sam.account.id


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("", "seven herons over Leeds", id="another password"),
        pytest.param("", "Seven herons over Selby", id="another case"),
        pytest.param("", "", id="no password"),
        pytest.param("nobody@example.org", PASSWORD, id="an address without an account"),
        pytest.param("not an address", PASSWORD, id="no address"),
    ],
)
def test_what_is_wrong_is_refused_and_it_is_not_told_which(sam, email, password):
    with pytest.raises(SignInRefused):
        sam.password(password, email=email)


def test_an_address_without_an_account_costs_as_much_work_as_a_wrong_password(door, sam, passwords, monkeypatch):
    checked = []
    verify = type(passwords._hasher).verify
    monkeypatch.setattr(
        type(passwords._hasher),
        "verify",
        lambda self, kept, password: checked.append(kept) or verify(self, kept, password),
    )
    for email in ("nobody@example.org", sam.account.email):
        with pytest.raises(SignInRefused):
            sam.password("wrong password", email=email)

    parameters = {kept.rpartition("$")[0].rpartition("$")[0] for kept in checked}
    assert len(checked) == 2
    assert len(parameters) == 1  # the same memory, the same rounds


def test_a_code_seen_over_the_shoulder_does_not_open_a_second_time(sam, clock):
    clock.wait(minutes=5)
    seen = sam.code
    sam.give_code(sam.password(), seen)

    with pytest.raises(StepCodeWrong):
        sam.give_code(sam.password(), seen)


def test_the_code_with_which_the_phone_was_set_up_does_not_open_a_second_time(sam):
    with pytest.raises(StepCodeWrong):
        sam.give_code(sam.password())


def test_an_older_code_does_not_open_once_a_newer_one_has(sam, clock):
    clock.wait(minutes=5)
    older = sam.code
    clock.wait(seconds=30)
    sam.give_code(sam.password())

    with pytest.raises(StepCodeWrong):
        sam.give_code(sam.password(), older)


@pytest.mark.parametrize(("seconds", "opens"), [(30, True), (-30, True), (90, False), (-90, False)])
def test_a_phone_may_be_half_a_minute_off_and_no_more(sam, clock, seconds, opens):
    clock.wait(minutes=5)
    clock.wait(seconds=seconds)
    shown = sam.code
    clock.wait(seconds=-seconds)

    if opens:
        assert sam.give_code(sam.password(), shown).stage is Stage.IN
    else:
        with pytest.raises(StepCodeWrong):
            sam.give_code(sam.password(), shown)


def test_the_password_alone_opens_nothing_and_its_session_cannot_be_used_twice(sam, clock, door):
    clock.wait(minutes=5)
    first = sam.password()
    sam.give_code(first)

    with pytest.raises(NotSignedIn):
        sam.is_in(first)
    with pytest.raises(NotSignedIn):
        door.second_step(sam.password())


def test_five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour_to_the_right_one_too(sam, clock):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sam.password("wrong password")

    with pytest.raises(TooManyTries) as caught:
        sam.password()
    assert 0 < (caught.value.again_at - clock()).total_seconds() <= 15 * 60

    clock.wait(minutes=15, seconds=1)
    assert sam.password().stage is Stage.PASSWORD


def test_an_address_without_an_account_is_closed_after_five_too(sam):
    """Else it could be found out who has one."""
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sam.password(email="nobody@example.org")
    with pytest.raises(TooManyTries):
        sam.password(email="nobody@example.org")


def test_five_wrong_codes_close_the_second_step(sam, clock):
    clock.wait(minutes=5)
    session = sam.password()
    for _ in range(5):
        with pytest.raises(StepCodeWrong):
            sam.give_code(session, "000000")
    with pytest.raises(TooManyTries):
        sam.give_code(sam.password())


def test_twenty_wrong_ones_from_one_place_close_the_door_there_and_nowhere_else(sam):
    for number in range(20):
        with pytest.raises(SignInRefused):
            sam.password(email=f"nobody{number}@example.org")

    with pytest.raises(TooManyTries):
        sam.password(address=ADDRESS)
    assert sam.password(address="192.0.2.8").stage is Stage.PASSWORD


def test_a_whole_office_behind_one_address_signs_in_at_nine(sam, clock):
    for _ in range(25):
        clock.wait(seconds=31)
        assert sam.give_code(sam.password()).stage is Stage.IN


def test_who_was_right_at_the_fourth_try_has_five_again(sam):
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                sam.password("wrong password")
        sam.password()


def test_what_happened_at_the_door_stands_in_the_audit_and_it_is_whole(sam, clock, trail, door):
    with pytest.raises(SignInRefused):
        sam.password("wrong password")
    with pytest.raises(SignInRefused):
        sam.password(email="nobody@example.org")
    clock.wait(minutes=5)
    door.sign_out(sam.give_code(sam.password()), now=clock())

    lines = trail.newest("york", most=100)
    assert actions(trail) == [
        Action.ACCOUNT_MADE.value,
        Action.PASSWORD_CHOSEN.value,
        Action.SECOND_STEP_SET.value,
        Action.SIGNED_IN.value,
        Action.SIGN_IN_REFUSED.value,  # once: of nobody there is nothing to say
        Action.SIGNED_IN.value,
        Action.SIGNED_OUT.value,
    ]
    assert {line.subject for line in lines} == {f"staff:{sam.account.id}"}
    assert [line.actor for line in lines if line.action == Action.SIGN_IN_REFUSED.value] == ["nobody"]
    assert trail.verify().whole


def test_whoever_was_signed_out_is_out(sam, clock, door):
    clock.wait(minutes=5)
    session = sam.give_code(sam.password())
    door.sign_out(session, now=clock())

    with pytest.raises(NotSignedIn) as caught:
        sam.is_in(session)
    assert caught.value.because is None


def test_a_closed_account_says_so_to_whom_it_belonged_and_to_nobody_else(sam, hired, administering, clock):
    administering.close(sam.account.id, by=None, now=clock())

    with pytest.raises(AccountClosed):
        sam.password()
    with pytest.raises(SignInRefused):
        sam.password("wrong password")


def test_an_account_that_is_closed_between_the_two_steps_stays_out(sam, administering, clock):
    clock.wait(minutes=5)
    session = sam.password()
    administering.close(sam.account.id, by=None, now=clock())

    with pytest.raises(StepCodeWrong):
        sam.give_code(session)


def test_a_password_kept_in_an_old_way_is_kept_in_todays_once_it_was_right(sam, door, accounts, monkeypatch):
    old = accounts.proof(sam.account.id).password_hash
    monkeypatch.setattr(type(door.passwords), "is_old", lambda self, kept: kept == old)

    sam.password()

    assert accounts.proof(sam.account.id).password_hash != old
    assert sam.password().stage is Stage.PASSWORD


def test_a_copy_of_the_database_shows_no_name_no_address_and_no_key(sam, engine):
    sam.password()
    with engine.connect() as connection:
        rows = [
            row
            for table in ("staff", "staff_sessions", "audit")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    kept = repr([bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row])

    assert sam.account.name not in kept
    assert "example.org" not in kept
    assert sam.secret not in kept
    assert PASSWORD not in kept
    assert sam.link not in kept


# With a setup link.


def test_a_setup_link_is_used_up_when_the_phone_is_set_up(hired, door, clock):
    sam = hired()
    sam.begin()

    with pytest.raises(SetupUsed):
        door.begin(sam.link, now=clock())
    with pytest.raises(SetupUsed):
        sam.choose("another password entirely")


def test_whoever_was_called_away_before_the_phone_was_set_up_opens_the_link_again(hired):
    sam = hired()
    sam.choose("the first password I chose")
    with pytest.raises(SetupUnfinished):
        sam.password("the first password I chose")

    assert sam.begin().stage is Stage.IN


def test_whoever_opened_the_link_earlier_is_out_when_it_is_used_again(hired):
    sam = hired()
    earlier = sam.choose()
    sam.begin()

    with pytest.raises(NotSignedIn):
        sam.is_in(earlier)


def test_a_setup_link_ends_after_seven_days(hired, door, clock):
    sam = hired()
    clock.wait(days=6, hours=23)
    assert door.begin(sam.link, now=clock()).name == "Sam Petty"
    clock.wait(hours=1)
    with pytest.raises(SetupEnded):
        door.begin(sam.link, now=clock())
    with pytest.raises(SetupEnded):
        sam.choose()


def test_a_new_link_takes_the_place_of_the_old_one_and_replaces_password_and_phone(sam, administering, door, clock):
    clock.wait(minutes=5)
    at_work = sam.give_code(sam.password())
    old_link, old_secret = sam.link, sam.secret
    sam.link = administering.new_link(sam.account.id, by=None, now=clock()).token

    with pytest.raises(SetupUnknown):
        door.begin(old_link, now=clock())
    sam.is_in(at_work)  # until the new one is used

    sam.begin("nine magpies above Ripon")

    with pytest.raises(NotSignedIn) as caught:
        sam.is_in(at_work)
    assert caught.value.because is not None
    assert caught.value.because.value == "password_changed"
    assert sam.secret != old_secret
    with pytest.raises(SignInRefused):
        sam.password(PASSWORD)


def test_the_key_for_the_phone_is_never_shown_again(hired, door):
    sam = hired()
    session = sam.choose()
    sam.begin()

    with pytest.raises(StaffError):
        door.second_step(session)


def test_a_wrong_code_sets_nothing_up(hired, door, clock):
    sam = hired()
    session = sam.choose()
    with pytest.raises(StepCodeWrong):
        door.confirm_second_step(session, "000000", now=clock())

    with pytest.raises(SetupUnfinished):
        sam.password()


def test_a_password_that_may_not_be_chosen_spends_nothing(hired):
    sam = hired()
    with pytest.raises(PasswordRefused):
        sam.choose("sam.petty@example.org")

    assert sam.begin().stage is Stage.IN


def test_a_link_that_was_never_given_is_unknown(door, clock):
    with pytest.raises(SetupUnknown):
        door.begin("never-given", now=clock())


def test_an_administrator_comes_in_the_same_way(hired):
    assert hired(name="Ada Wren", role=Role.ADMINISTRATOR).begin().account.role is Role.ADMINISTRATOR
