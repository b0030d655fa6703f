"""Whose language a message is in: another of ours is followed, misspelt English is English."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.language import (
    FOREIGN,
    HEARD,
    LANGUAGE,
    LANGUAGES,
    LanguageOfMessage,
    OtherLanguage,
    foreign_language,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bonjour je voudrais parler a quelqu'un", "fr"),
        ("toplantım ne zaman, kim gelecek", "tr"),
        ("kada bus susitikimas dėl vaiko", "lt"),
        pytest.param("मुझे क्यों बुलाया है", "hi", id="Hindi"),
        pytest.param("मीटिंग कब", "hi", id="Hindi, two words of a script of its own"),
        pytest.param("会议是什么时候", "zh", id="Chinese"),
    ],
)
def test_a_language_that_we_do_not_speak(text, code):
    assert foreign_language(text) == code


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


@pytest.mark.parametrize(
    "text",
    ["میری میٹنگ", "доброго дня", "متى اجتماعي", "ਮੇਰੀ ਮੀਟਿੰਗ ਕਦੋਂ ਹੈ"],
    ids=["Urdu", "Ukrainian", "Arabic", "Punjabi"],
)
def test_what_we_speak_is_not_foreign(text):
    """Two words in Arabic letters may be Persian, and may be Urdu: nobody is turned away for it."""
    assert foreign_language(text) is None


def test_a_message_has_the_conversations_language():
    component = LanguageOfMessage()
    told, untold = component.process(
        [Message({"text": "hello", "metadata": {"language": "pl"}}), Message({"text": "hello"})]
    )

    assert (told.get(LANGUAGE), untold.get(LANGUAGE)) == ("pl", "en")


def noticed(text: str, own: str = "en", **likely: float) -> Message:
    component = OtherLanguage({"sure": 0.8, "unsure": 0.5, "own": 0.2})
    return component.process([Message({"text": text, LANGUAGE: own, LANGUAGES: likely})])[0]


def test_three_words_clearly_in_another_of_our_languages_are_followed():
    assert noticed("kiedy jest spotkanie", en=0.01, pl=0.97).get(HEARD) == {"language": "pl", "sure": True}


def test_where_it_may_be_another_language_the_parent_is_asked():
    assert noticed("kiedy jest meeting", en=0.15, pl=0.6).get(HEARD) == {"language": "pl", "sure": False}


@pytest.mark.parametrize("text", ["spotkanie", "kiedy spotkanie", "kiedy spotkanie? 12 :-)"])
def test_one_word_or_two_never_change_the_language(text):
    """ "hi" came out Somali and "no" Portuguese (shared findings)."""
    assert noticed(text, en=0.0, pl=0.99).get(HEARD) is None


def test_two_words_in_letters_of_their_own_are_asked_about():
    assert noticed("متى اجتماعي", en=0.0, ar=0.95).get(HEARD) == {"language": "ar", "sure": False}
    assert noticed("متى؟", en=0.0, ar=0.95).get(HEARD) is None


def test_what_is_mixed_with_the_conversations_own_language_stays_in_it():
    assert noticed("social worker report kiedy będzie", own="pl", en=0.85, pl=0.4).get(HEARD) is None


def test_a_parent_who_writes_her_own_language_is_left_in_it():
    assert noticed("kiedy jest spotkanie", own="pl", en=0.01, pl=0.97).get(HEARD) is None


def test_a_language_of_none_of_our_examples_is_foreign_and_not_the_nearest_of_ours():
    message = noticed("toplantım ne zaman olacak", en=0.02, ro=0.34)

    assert message.get(FOREIGN) == "tr"
    assert message.get(HEARD) is None


def test_what_our_own_examples_are_sure_of_is_not_foreign_whatever_else_it_looks_like():
    """Surzhyk has Russian words in it, and is Ukrainian."""
    assert noticed("я не понімаю почему меня визвали", own="uk", uk=0.98).get(FOREIGN) is None
