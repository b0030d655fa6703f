"""Copies of the examples as thumbs and hurry would have typed them."""

from __future__ import annotations

from random import Random

import pytest

from bot.components.spelling import misspelt

LONG = "when will the social worker send me the report before the meeting " * 40


def test_the_same_seed_gives_the_same_copy():
    """Training twice on the same examples must give the same model."""
    assert misspelt(LONG, Random(7)) == misspelt(LONG, Random(7))
    assert misspelt(LONG, Random(7)) != misspelt(LONG, Random(8))


def test_about_a_quarter_to_a_third_of_the_words_are_typed_badly():
    before, after = LONG.split(), misspelt(LONG, Random(7)).split()

    assert len(after) == len(before)
    changed = sum(one != other for one, other in zip(before, after, strict=True)) / len(before)
    assert 0.15 < changed < 0.35


def test_words_of_one_or_two_letters_stay_as_they_are():
    assert misspelt("is he ok or am i " * 50, Random(7)).split() == ("is he ok or am i " * 50).split()


def test_vowels_go_as_they_do_in_a_text_message():
    assert "mtng" in misspelt("meeting " * 200, Random(7)).split()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("میری میٹنگ کب ہے " * 30, id="Urdu"),
        pytest.param("ਮੇਰੀ ਮੀਟਿੰਗ ਕਦੋਂ ਹੈ " * 30, id="Punjabi"),
        pytest.param("🙏🙏🙏 £££ 999 --- " * 30, id="no letters"),
    ],
)
def test_other_scripts_lose_or_swap_letters_and_gain_none(text):
    copy = misspelt(text, Random(7))

    assert copy.split() != text.split()
    assert len(copy.split()) == len(text.split())
    assert set(copy) <= set(text)


def test_an_empty_text_stays_empty():
    assert misspelt("", Random(7)) == ""
