"""A reply in another language than the conversation was in says so, and offers a way back."""

from __future__ import annotations

from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.conversation.speaking import Heard, answered_in, as_paragraphs, with_other_language
from bot.languages import Language

ENGLISH, POLISH = Language.ENGLISH, Language.POLISH
BACK = 'change_language{"language": "en"}'


def reply(language: Language = POLISH) -> Reply:
    return Reply((Said("Tak."),), (Choice("Dalej", "more"),), language)


def test_what_is_clearly_in_another_language_is_answered_in_it():
    assert answered_in(ENGLISH, Heard(POLISH, sure=True)) is POLISH
    assert answered_in(ENGLISH, Heard(POLISH, sure=False)) is ENGLISH
    assert answered_in(ENGLISH, None) is ENGLISH


def test_a_language_that_was_followed_is_named_and_the_way_back_is_in_the_language_left():
    told = with_other_language(reply(), ENGLISH, Heard(POLISH, sure=True))

    assert "polski" in told.parts[-1].text
    assert told.choices[-1] == Choice("Go back to English", BACK)


def test_where_it_is_not_sure_the_parent_is_asked_in_both():
    told = with_other_language(reply(ENGLISH), ENGLISH, Heard(POLISH, sure=False))

    assert told.parts[-1].text == "Are you writing in Polish? I can answer in it."
    assert told.parts[-2].text != told.parts[-1].text
    assert [choice.value for choice in told.choices] == ['change_language{"language": "pl"}', BACK, "more"]


def test_a_reply_in_the_conversations_own_language_is_left_alone():
    assert with_other_language(reply(), POLISH, None) == reply()


def test_where_there_is_only_text_danger_comes_in_english_too_and_a_draft_says_so():
    told = Reply((Said("Zadzwoń: 999", Kind.DANGER, "Ring 999"), Said("Tak.", Kind.ANSWER, "Yes.")), (), POLISH)

    paragraphs = as_paragraphs(told)

    assert paragraphs[:3] == ["Zadzwoń: 999", "Ring 999", "Tak."]
    assert len(paragraphs) == 4


def test_what_a_person_has_checked_is_told_once():
    assert as_paragraphs(reply()) == ["Tak."]
