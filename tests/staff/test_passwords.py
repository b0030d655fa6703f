"""Which passwords may be chosen, and how they are kept."""

from __future__ import annotations

from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from bot.staff.account import Account, Role
from bot.staff.passwords import PasswordRefused, Passwords, WhyRefused, accept

SAM = Account(uuid4(), "york", "Sam Petty", "sam.petty@example.org", Role.SOCIAL_WORKER)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        pytest.param("", WhyRefused.SHORT, id="nothing"),
        pytest.param("eleven chrs", WhyRefused.SHORT, id="eleven characters"),
        pytest.param("x" * 201, WhyRefused.LONG, id="endless"),
        pytest.param("sam.petty@example.org", WhyRefused.ABOUT_YOU, id="the e-mail address"),
        pytest.param("Sam Petty Sam Petty", WhyRefused.ABOUT_YOU, id="the name, twice"),
        pytest.param("sam.petty.2027", WhyRefused.ABOUT_YOU, id="the name and a year"),
        pytest.param("- - - - - - - -", WhyRefused.ABOUT_YOU, id="no letter at all"),
    ],
)
def test_some_passwords_may_not_be_chosen(password, why):
    with pytest.raises(PasswordRefused) as caught:
        accept(password, SAM)

    assert caught.value.why is why
    assert not password or password not in repr(caught.value)


@pytest.mark.parametrize("password", ["aaaa bbbb cc", "كلمة سر طويلة جدا", "no digit and no capital", "x" * 200])
def test_no_digit_no_capital_and_no_sign_are_asked_for(password):
    accept(password, SAM)


def test_the_same_letters_composed_in_another_way_are_the_same_password():
    passwords = Passwords(QUICK)

    assert passwords.is_right("caf\u00e9 au lait s'il vous", passwords.hash("cafe\u0301 au lait s'il vous"))


def test_passwords_are_kept_by_argon2id_and_each_in_its_own_way():
    kept = [Passwords().hash("seven herons over Selby") for _ in range(2)]

    assert kept[0].startswith("$argon2id$")
    assert kept[0] != kept[1]


def test_one_kept_in_an_old_way_is_right_and_is_known_to_be_old():
    kept = Passwords(QUICK).hash("seven herons over Selby")

    assert Passwords().is_right("seven herons over Selby", kept)
    assert Passwords().is_old(kept)
    assert not Passwords(QUICK).is_old(kept)


@pytest.mark.parametrize("kept", [None, "", "none", "$argon2id$v=19$broken"])
def test_nothing_is_right_where_nothing_is_kept(kept):
    assert not Passwords(QUICK).is_right("", kept)
