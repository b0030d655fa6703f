"""A parent's link and code, and those who would like to have them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from bot.conferences.link import (
    CodeWrong,
    LinkError,
    LinkExpired,
    LinkLocked,
    LinkSpent,
    LinkUnknown,
    LinkWithdrawn,
    enter_code,
    new_link,
    spend_link,
)
from tests.stores import LAST_DAY, NOW

TODAY = NOW.date()


@pytest.fixture
def spent(invited, invitations):
    """A parent who has pressed the button and has not given the code."""
    invitation, link = invited
    spend_link(link.token, today=TODAY, now=NOW, invitations=invitations)
    return invitation, link


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def try_code(invitation, code, invitations):
    try:
        return enter_code(invitation.id, code, now=NOW, invitations=invitations)
    except LinkError as error:
        return error


def test_a_parent_with_their_link_and_code_comes_in(spent, invitations):
    invitation, link = spent

    opened = enter_code(invitation.id, link.code, now=NOW, invitations=invitations)

    assert (opened.called, opened.conference_id) == ("Ms Winter", invitation.conference_id)
    assert invitations.get(invitation.id).opened_at == NOW


def test_links_cannot_be_guessed_and_codes_have_six_digits():
    links = [new_link() for _ in range(200)]

    assert len({link.token for link in links}) == 200
    assert all(len(link.token) >= 22 for link in links)
    assert all(len(link.code) == 6 and link.code.isdecimal() for link in links)


def test_a_traceback_shows_neither_link_nor_code(invited):
    _, link = invited

    assert link.token not in repr(invited)
    assert link.code not in repr(link)


@pytest.mark.parametrize("altered", ["", "x", "%00", "ä" * 5000, "\ud83d", "../../etc"])
def test_a_link_altered_on_the_way_is_unknown(altered, invitations):
    with pytest.raises(LinkUnknown):
        spend_link(altered, today=TODAY, now=NOW, invitations=invitations)


def test_a_link_works_to_the_end_of_its_last_day(invited, invitations):
    spend_link(invited[1].token, today=LAST_DAY, now=NOW, invitations=invitations)


def test_a_link_opened_the_day_after_its_last_day_has_expired(invited, invitations):
    """The parent is told when it stopped working, so that they know to ask for another."""
    with pytest.raises(LinkExpired) as caught:
        spend_link(invited[1].token, today=date(2027, 3, 19), now=NOW, invitations=invitations)

    assert caught.value.last_day == LAST_DAY


def test_a_link_taken_back_by_the_social_worker_opens_nothing(invited, invitations):
    invitation, link = invited
    invitations.save(replace(invitation, withdrawn=True))

    with pytest.raises(LinkWithdrawn):
        spend_link(link.token, today=TODAY, now=NOW, invitations=invitations)


def test_a_link_taken_back_after_it_was_spent_takes_no_code(spent, invitations):
    invitation, link = spent
    invitations.save(replace(invitation, withdrawn=True))

    with pytest.raises(LinkWithdrawn):
        enter_code(invitation.id, link.code, now=NOW, invitations=invitations)


def test_a_code_given_after_the_last_day_opens_nothing(spent, invitations):
    invitation, link = spent

    with pytest.raises(LinkExpired):
        enter_code(invitation.id, link.code, now=NOW + timedelta(days=30), invitations=invitations)


def test_a_link_works_once(spent, invitations):
    with pytest.raises(LinkSpent):
        spend_link(spent[1].token, today=TODAY, now=NOW, invitations=invitations)


def test_of_many_who_press_at_once_one_gets_in(invited, invitations):
    def press(_: int) -> bool:
        try:
            spend_link(invited[1].token, today=TODAY, now=NOW, invitations=invitations)
        except LinkSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(16))) == 1


def test_a_code_without_its_link_opens_nothing(invited, invitations):
    invitation, link = invited

    with pytest.raises(LinkUnknown):
        enter_code(invitation.id, link.code, now=NOW, invitations=invitations)
    with pytest.raises(LinkUnknown):
        enter_code(uuid4(), link.code, now=NOW, invitations=invitations)


@pytest.mark.parametrize(
    "digits",
    [
        pytest.param("٠١٢٣٤٥٦٧٨٩", id="Arabic-Indic"),
        pytest.param("۰۱۲۳۴۵۶۷۸۹", id="Urdu"),
        pytest.param("০১২৩৪৫৬৭৮৯", id="Bengali"),
        pytest.param("੦੧੨੩੪੫੬੭੮੯", id="Gurmukhi"),
        pytest.param("0123456789", id="Latin"),
    ],
)
def test_a_code_may_be_typed_in_the_parents_own_digits_with_a_gap(digits, spent, invitations):
    invitation, link = spent
    typed = "".join(digits[int(digit)] for digit in link.code)

    enter_code(invitation.id, f" {typed[:3]} {typed[3:]}\u200f", now=NOW, invitations=invitations)

    assert invitations.get(invitation.id).opened_at == NOW


def test_a_parent_is_told_how_many_tries_are_left(spent, invitations):
    invitation, link = spent

    answers = [try_code(invitation, wrong(link.code), invitations) for _ in range(5)]

    assert [answer.tries_left for answer in answers[:4]] == [4, 3, 2, 1]
    assert isinstance(answers[4], LinkLocked)


def test_the_fifth_wrong_code_locks_and_then_the_right_one_does_not_open(spent, invitations):
    invitation, link = spent
    for _ in range(5):
        try_code(invitation, wrong(link.code), invitations)

    with pytest.raises(LinkLocked):
        enter_code(invitation.id, link.code, now=NOW, invitations=invitations)

    assert invitations.get(invitation.id).locked
    assert invitations.get(invitation.id).opened_at is None


def test_the_right_code_at_the_fifth_try_opens(spent, invitations):
    invitation, link = spent
    for _ in range(4):
        try_code(invitation, wrong(link.code), invitations)

    enter_code(invitation.id, link.code, now=NOW, invitations=invitations)

    assert not invitations.get(invitation.id).locked


@pytest.mark.parametrize("typed", ["", "   ", "12345", "1234567", "my code", "٣"])
def test_what_is_not_six_digits_costs_no_try(typed, spent, invitations):
    """A frightened parent presses the button too soon."""
    with pytest.raises(CodeWrong) as caught:
        enter_code(spent[0].id, typed, now=NOW, invitations=invitations)

    assert caught.value.tries_left == 5


def test_a_sixth_guess_sent_at_the_same_moment_cannot_succeed(spent, invitations):
    """Each try is counted in the database before it is compared: forty threads still have five tries."""
    invitation, link = spent
    guesses = [wrong(link.code)] * 39

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda guess: try_code(invitation, guess, invitations), guesses))

    compared = [answer.tries_left for answer in answers if isinstance(answer, CodeWrong)]
    assert sorted(compared) == [1, 2, 3, 4]
    assert sum(isinstance(answer, LinkLocked) for answer in answers) == 35
    assert isinstance(try_code(invitation, link.code, invitations), LinkLocked)


def test_a_stale_copy_saved_by_a_social_worker_gives_no_tries_back(spent, invitations):
    invitation, link = spent
    before = invitations.get(invitation.id)
    for _ in range(5):
        try_code(invitation, wrong(link.code), invitations)

    invitations.save(replace(before, called="Mrs Winter"))

    assert invitations.get(invitation.id).locked
    assert invitations.get(invitation.id).called == "Mrs Winter"


def test_no_link_ends_in_a_sign_that_a_phone_leaves_out():
    assert all(new_link().token[-1].isalnum() for _ in range(500))
