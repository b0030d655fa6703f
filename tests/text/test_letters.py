"""However a phone types it, the same words are the same."""

from __future__ import annotations

import pytest

from bot.text.letters import readable, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("মিটিং কোথায়?", ["মিটিং", "কোথায়"], id="Bengali vowels"),
        pytest.param("ਮੀਟਿੰਗ, ਕਦੋਂ!", ["ਮੀਟਿੰਗ", "ਕਦੋਂ"], id="Gurmukhi vowels"),
        pytest.param("one_two-three", ["one", "two", "three"], id="signs between words"),
        pytest.param("😀 12 ok", ["12", "ok"], id="a smile is no word"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_are_cut_between_words_only(text, words):
    """Python's own idea of a word leaves vowel signs out."""
    expected = [readable(word) for word in words]

    assert words_of(readable(text)) == expected


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "`", "ʼ", "´"])
def test_every_apostrophe_of_every_phone_is_one(apostrophe):
    assert readable(f"б{apostrophe}є") == "б'є"
