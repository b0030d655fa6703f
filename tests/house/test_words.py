"""Every sentence in every language: there, whole, and the same in what it promises."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from bot.languages import SPOKEN, Language
from bot.text.catalogue import catalogue_path
from bot.text.extraction import english
from bot.text.reviews import forms_of, is_reviewed, is_translated
from bot.text.terms import glossary, terms
from bot.text.words import status

OTHERS = [language for language in SPOKEN if language is not Language.ENGLISH]
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
# Above a translation that is rightly the English word: the name of a thing that has no other.
SAME = "the same as the English"
ALIKE = 0.6
PAIRS = ("()", "[]", "“”", "„”", "«»", "「」")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return english()


@pytest.fixture(scope="module", params=OTHERS, ids=lambda language: language.value)
def language(request) -> Language:
    return request.param


@pytest.fixture(scope="module")
def words(language) -> list[Message]:
    with catalogue_path(language).open("rb") as file:
        return [message for message in read_po(file, locale=language.value) if message.id]


def shown(message: Message) -> list[tuple[str, str]]:
    """Each form of the translation, beside the English that it goes with."""
    own, ours = forms_of(message.string), forms_of(message.id)
    return [(ours[min(at, len(ours) - 1)], form) for at, form in enumerate(own)]


def test_no_sentence_is_missing(language, template, words):
    """A mother who reads no English must not meet a page that is half English. `make words` finds what is new."""
    translated = {message.id for message in words if is_translated(message)}

    assert [message.id for message in template if message.id and message.id not in translated] == []


def test_no_sentence_is_translated_that_is_no_longer_said(template, words):
    said = {message.id for message in template}

    assert [message.id for message in words if message.id not in said] == []


def test_placeholders_agree(words):
    """Rasa does not fail on an unknown {placeholder}, and a lost one loses the date."""
    # A form only ever said of one thing, or of none, may leave the number out: Arabic has words for one and two.
    assert [
        (message.id, form)
        for message in words
        for ours, form in shown(message)
        if Counter(PLACEHOLDER.findall(form)) != Counter(PLACEHOLDER.findall(ours))
        and not (len(forms_of(message.string)) > 1 and set(PLACEHOLDER.findall(form)) < set(PLACEHOLDER.findall(ours)))
    ] == []


def test_nothing_is_a_bare_copy_of_the_english(words):
    """One real bot shipped a menu heading as the translation of its welcome, in all four catalogues."""
    assert [
        message.id
        for message in words
        for ours, form in shown(message)
        if form.strip().casefold() == ours.strip().casefold()
        and any(map(str.isalpha, PLACEHOLDER.sub("", ours)))
        and SAME not in " ".join(message.user_comments)
    ] == []


def test_no_two_sentences_have_one_translation(words):
    """Two sentences may differ by a word that another language does not need; of two that differ more, one is wrong."""
    same: dict[str, list[str]] = {}
    for message in words:
        if isinstance(message.id, str) and len(message.id) > 45:
            same.setdefault(str(message.string), []).append(message.id)

    assert [ids for ids in same.values() if any(SequenceMatcher(None, ids[0], id).ratio() < ALIKE for id in ids)] == []


def test_plural_forms_are_complete(language, words):
    needed = get_plural(language.value).num_plurals
    counted = [message for message in words if not isinstance(message.id, str)]

    assert len(counted) >= 7
    assert [message.id for message in counted if len(forms_of(message.string)) != needed] == []


def test_brackets_and_quotes_are_closed(words):
    assert [
        (message.id, form)
        for message in words
        for _, form in shown(message)
        if any(form.count(pair[0]) != form.count(pair[1]) for pair in PAIRS if pair != "„”")
        and not (form.count("„") and form.count("„") == form.count("”") + form.count("“"))
    ] == []


def test_every_number_is_still_there(words):
    """999 is rung in every language, and 10 stays 10: in digits that a phone's keys have."""
    assert [
        (message.id, form)
        for message in words
        for ours, form in shown(message)
        if sorted(re.findall(r"[0-9]+", PLACEHOLDER.sub("", form)))
        != sorted(re.findall(r"[0-9]+", PLACEHOLDER.sub("", ours)))
    ] == []


def test_no_translation_turns_the_line_itself(words):
    """Direction is isolated where the words are put together (bot/text/isolate.py): twice over, it breaks."""
    turning = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

    assert [message.id for message in words for _, form in shown(message) if turning.search(form)] == []


def test_an_official_term_has_its_english_beside_it(words):
    """The parent will hear "core group" in the room, whatever their leaflet calls it at home."""
    missing = []
    for message in words:
        if not is_sentence(message) or is_only_texted(message):
            continue
        for name, term in terms().items():
            told = PLACEHOLDER.sub("", str(message.id)).lower()
            stands = re.search(rf"\b{re.escape(term.found or name)}s?\b", told)
            covered = any(name in other and name != other and other in told for other in terms())
            if term.beside and stands and not covered and f"({name}" not in str(message.string).casefold():
                missing.append((name, message.id))

    assert missing == []


def is_only_texted(message: Message) -> bool:
    """In a text message each letter is paid for, and the English of the whole comes behind it."""
    texted = ("text message", "Phrase text", "Phrase short_", "Phrase deadline_short", "cancelled_short")
    where = [comment for comment in message.auto_comments if not comment.startswith("{")]  # not what a word means
    return all(any(mark in comment for mark in texted) for comment in where)


def is_sentence(message: Message) -> bool:
    """Not a label, nor a part of a list."""
    return isinstance(message.id, str) and message.id.endswith((".", "?", "!"))


def test_every_term_has_a_word_in_the_glossary(language):
    assert set(terms()) - set(glossary(language)) == set()


def test_nothing_is_recorded_as_reviewed_that_was_not(words):
    """A record whose digest does not fit is an old one. Delete this line's comment, or have it reviewed again."""
    recorded = [message for message in words if any("reviewed:" in comment for comment in message.user_comments)]

    assert [message.id for message in recorded if not is_reviewed(message)] == []


def test_the_status_counts_what_there_is(language, words):
    (row,) = status([language])

    assert row.translated == sum(map(is_translated, words))
    assert row.reviewed == sum(map(is_reviewed, words))
