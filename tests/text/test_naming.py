"""A parent names a language in whatever language they write."""

from __future__ import annotations

import pytest

from bot.languages import SPOKEN, Language
from bot.text.naming import named_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("can you do urdu please", "ur"),
        ("po polsku", "pl"),
        ("mówić po angielsku", "en"),
        ("اردو میں بات کریں", "ur"),
        ("بالعربي لو سمحت", "ar"),
        ("ਪੰਜਾਬੀ ਵਿੱਚ", "pa"),
        ("বাংলায় বলুন", "bn"),
        ("af soomaali", "so"),
        ("em português por favor", "pt"),
        ("українською будь ласка", "uk"),
        ("en español", "es"),
        ("yn Gymraeg plîs", "cy"),
        ("vorbesti romana?", "ro"),
    ],
)
def test_a_language_is_known_by_its_name(text, code):
    assert named_in(text) is Language(code)


@pytest.mark.parametrize("text", ["English or Polish?", "in my own language", "can my dad come", "", "przynieść"])
def test_where_none_or_several_are_named_none_is_taken(text):
    assert named_in(text) is None


def test_every_language_is_known_by_its_own_name():
    assert [language for language in SPOKEN if named_in(language.own_name) is not language] == []
