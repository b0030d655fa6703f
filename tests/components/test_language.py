"""Whose language a message is in: misspelt English is English."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.language import LANGUAGE, LanguageOfMessage, foreign_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bonjour je voudrais parler a quelqu'un", "fr"),
        ("kiedy jest moje spotkanie i kto tam będzie", "pl"),
        ("toplantım ne zaman, kim gelecek", "tr"),
        ("cuándo es mi reunión por favor", "es"),
        pytest.param("ਮੇਰੀ ਮੀਟਿੰਗ ਕਦੋਂ ਹੈ", "pa", id="Punjabi"),
        pytest.param("আমার মিটিং কখন", "bn", id="Bengali"),
        pytest.param("متى اجتماعي", "ar", id="Arabic, two words of a script of its own"),
    ],
)
def test_a_language_that_we_do_not_speak_yet(text, code):
    assert foreign_language(text) == code


@pytest.mark.parametrize("text", ["میری میٹنگ کب ہے", "доброго дня", "你好"], ids=["Urdu", "Ukrainian", "Chinese"])
def test_what_is_in_another_script_is_not_english_even_where_two_languages_share_it(text):
    """Short Urdu may be taken for Persian; the parent must still hear that we speak only English so far."""
    assert foreign_language(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "wen is teh meetin pls",
        "y r they doin this 2 me",
        "wot happns at the confrence",
        "can me mam com wiv me innit",
        "they wanna tek me bairns off us",
        "i not understand this letter what is conference",
        "SW sez im on a CP plan wtf",
        "ok",
        "hi",
        "no",
        "oui merci",
        "",
        "😀😀😀",
        "1234 5678 90",
    ],
)
def test_misspelt_english_single_words_and_no_words_are_not_foreign(text):
    assert foreign_language(text) is None


def test_a_message_has_the_conversations_language():
    component = LanguageOfMessage()
    told, untold = component.process(
        [Message({"text": "hello", "metadata": {"language": "pl"}}), Message({"text": "hello"})]
    )

    assert (told.get(LANGUAGE), untold.get(LANGUAGE)) == ("pl", "en")
