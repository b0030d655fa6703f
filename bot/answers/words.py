"""A fact in the words of a language, ready to stand in a sentence."""

from __future__ import annotations

from bot.languages import Language
from bot.leaflets.facts import Fact
from bot.leaflets.values import Kind, Scale
from bot.leaflets.vocabulary import Vocabulary
from bot.text.catalogue import gettext
from bot.text.counts import duration_in_words, number_in_words, span_in_words
from bot.text.durations import Duration
from bot.text.isolate import left_to_right, whole
from bot.text.lists import all_of, one_of
from bot.text.phones import phone_in_words
from bot.text.phrases import say
from bot.text.spans import Span


def in_words(fact: Fact, language: Language, vocabulary: Vocabulary) -> str:
    """
    The words for a fact's value.

    An age says its bound ("over 10"), for a child's place in the room hangs on it. A length of time does not: "at
    least" belongs to the sentence.
    """
    value = fact.value
    if isinstance(value, Duration):
        return duration_in_words(value, language)
    if isinstance(value, Span):
        return span_in_words(value, language)
    if isinstance(value, Scale):
        low, high = number_in_words(value.low, language), number_in_words(value.high, language)
        return say("scale", language, low=low, high=high)
    if isinstance(value, tuple):
        return _listed(fact, value, language, vocabulary)
    if isinstance(value, str):
        return _written(fact.kind, value, language)
    number = number_in_words(value, language)
    return say(f"age_{fact.bound.value}", language, age=number) if fact.kind is Kind.AGE else number


def _listed(fact: Fact, value: tuple[str, ...], language: Language, vocabulary: Vocabulary) -> str:
    if fact.kind is Kind.ADDRESS:
        return whole(", ".join(value), language)
    words = [gettext(vocabulary.keys[key], language) for key in value]
    return one_of(words, language) if vocabulary.terms[fact.name].any_of else all_of(words, language)


def _written(kind: Kind, value: str, language: Language) -> str:
    if kind is Kind.PHONE:
        return phone_in_words(value, language)
    if kind in (Kind.EMAIL, Kind.WEB):
        return left_to_right(value, language)
    return whole(value, language)  # a name is a name in every language
