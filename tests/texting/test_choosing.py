"""Numbered choices in a text message: by digit of any script, by word, by title."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Choice
from bot.languages import Language
from bot.texting.choosing import chosen, number_in
from bot.texting.commands import MOST_NUMBER, languages

DIGITS = {
    "ours": "0123456789",
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian and Urdu": "۰۱۲۳۴۵۶۷۸۹",
    "Bengali": "০১২৩৪৫৬৭৮৯",
    "Gurmukhi": "੦੧੨੩੪੫੬੭੮੯",
    "full-width": "０１２３４５６７８９",
}
ENGLISH = Language.ENGLISH
CHOICES = (Choice("When is it?", "when"), Choice("Who comes", "who"), Choice("Zażalenie", "complain"))
TWENTY = tuple(Choice(f"Topic {'abcdefghijklmnopqrst'[at]}", f"topic_{at}") for at in range(MOST_NUMBER))


@pytest.mark.parametrize("script", DIGITS)
def test_a_number_is_understood_in_every_script(script):
    for number in range(1, MOST_NUMBER + 1):
        typed = "".join(DIGITS[script][int(digit)] for digit in str(number))

        assert number_in(typed, ENGLISH) == number
        assert chosen(f" {typed}. ", TWENTY, ENGLISH) is TWENTY[number - 1]


@pytest.mark.parametrize("language", Language, ids=lambda language: language.value)
def test_a_number_is_understood_by_every_word_for_it(language):
    for word, number in languages()[language].numbers.items():
        assert number_in(word.upper(), language) == number, word
    assert set(languages()[language].numbers.values()) == set(range(1, MOST_NUMBER + 1))


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2.",
        "(2)",
        "no 2",
        "No. 2",
        "option 2",
        "option two",
        "two",
        "Two please",
        "2 thanks",
        "#2",
        "2️⃣",
        "dwa",
        "دو",
        "who comes",
        "WHO COMES!",
        "2. Who comes",
        "2 نمبر",
        "رقم ٢",
        "nr 2",
        "২ নম্বর",
        "ਨੰਬਰ ੨",
    ],
)
def test_a_mother_takes_the_second_choice(text):
    assert chosen(text, CHOICES, ENGLISH) is CHOICES[1]


@pytest.mark.parametrize("text", ["zazalenie", "ZAŻALENIE", "3", "trzy"])
def test_accents_of_a_title_are_forgiven(text):
    assert chosen(text, CHOICES, Language.POLISH) is CHOICES[2]


@pytest.mark.parametrize(
    "text",
    [
        "1st meeting is when?",
        "no one",
        "1 or 2",
        "2 children",
        "£2",
        "2%",
        "2:30",
        "2pm",
        "999",
        "111",
        "123456",
        "-",
        "",
        "who",
        "is it at 2",
        "1/2",
        "1.5",
        "between 2 and 3",
    ],
)
def test_this_is_no_choice(text):
    assert chosen(text, CHOICES, ENGLISH) is None


def test_a_number_that_nobody_offered_is_still_a_number():
    assert chosen("7", CHOICES, ENGLISH) is None
    assert number_in("7", ENGLISH) == 7
    assert chosen("0", CHOICES, ENGLISH) is None
    assert chosen("2", (), ENGLISH) is None


def test_the_conversations_own_language_comes_first():
    """ "At" is eight in Bengali letters of ours; "un" is one in Romanian, Spanish and Welsh alike."""
    assert number_in("sat", Language.BENGALI) == 7
    assert number_in("un", Language.URDU) == 1


def test_a_title_that_is_a_number_is_taken_as_the_title():
    choices = (Choice("Two", "a"), Choice("One", "b"))

    assert chosen("one", choices, ENGLISH) is choices[1]
