"""Lists, phone numbers, and what stands the wrong way round in a right-to-left line."""

from __future__ import annotations

import pytest

from bot.languages import Language
from bot.text.isolate import left_to_right, whole
from bot.text.lists import all_of, one_of
from bot.text.phones import is_dialable, phone_in_words, to_dial


def test_a_parent_reads_a_list_as_it_is_said():
    assert all_of(["police"], Language.ENGLISH) == "police"
    assert all_of(["police", "school", "GP"], Language.ENGLISH) == "police, school and GP"
    assert one_of(["a friend", "an advocate"], Language.ENGLISH) == "a friend or an advocate"
    assert all_of(["policja", "szkoła"], Language.POLISH) == "policja i szkoła"


def test_welsh_says_ac_before_a_vowel():
    """CLDR writes "a(c)" and leaves it to whoever knows the next word."""
    assert all_of(["nyrs", "heddlu"], Language.WELSH) == "nyrs a heddlu"
    assert all_of(["nyrs", "ysgol"], Language.WELSH) == "nyrs ac ysgol"


@pytest.mark.parametrize(
    ("number", "grouped"),
    [
        pytest.param("01134960123", "0113 496 0123", id="a landline"),
        pytest.param("07700900123", "07700 900123", id="one of Ofcom's drama numbers"),
        pytest.param("116 123", "116 123", id="a short number stays as written"),
        pytest.param("999", "999", id="the emergency number"),
    ],
)
def test_a_number_is_grouped_to_be_read(number, grouped):
    assert phone_in_words(number, Language.ENGLISH) == grouped


def test_a_parent_who_reads_arabic_dials_the_right_number():
    """Left alone, a right-to-left line shows the last group first."""
    assert phone_in_words("0113 496 0123", Language.ARABIC) == "\u20660113 496 0123\u2069"
    assert left_to_right("a@b.org", Language.URDU) == "\u2066a@b.org\u2069"
    assert whole("12 March 2026", Language.URDU) == "\u206812 March 2026\u2069"
    assert left_to_right("a@b.org", Language.POLISH) == "a@b.org"


def test_a_number_to_dial_has_no_spaces():
    assert to_dial("0113 496 0123") == "01134960123"


@pytest.mark.parametrize("number", ["0300 111 8000", "01785 277135", "0800 1111", "116 123", "111", "999"])
def test_numbers_that_ring(number):
    assert is_dialable(number)


@pytest.mark.parametrize("number", ["0808 802 000", "01632 96", "ask your social worker", "", "+1 212 555 0100"])
def test_numbers_that_ring_nowhere_in_britain(number):
    assert not is_dialable(number)
