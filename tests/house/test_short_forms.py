"""Every answer by text message: short enough for what a phone and a council can pay, and telling a stranger nothing."""

from __future__ import annotations

import re
from itertools import chain

import pytest
import yaml

from bot.answers.book import Book, load_book
from bot.languages import SPOKEN, Language
from bot.leaflets.shelf import load_shelf
from bot.text.data_files import ROOT
from bot.text.letters import readable, words_of
from bot.text.phrases import PHRASES
from bot.text.sms import as_sms, is_gsm_7, parts
from bot.text.terms import glossary
from bot.texting.counting import table, texts_about
from bot.texting.form import Texts

LANGUAGES = pytest.mark.parametrize("language", SPOKEN, ids=lambda language: language.value)

# What the meeting is, and what it is about. Whoever reads a locked phone must not learn it from us.
TELLING = re.compile(
    r"child protection|protection plan|conference|social (worker|work|service|care)|children.s service|safeguard"
    r"|abus|harm|neglect|violen|danger|core group|strategy discussion|child in need|police|taken away|into care",
    re.IGNORECASE,
)
TELLING_TERMS = (
    "conference",
    "initial conference",
    "review conference",
    "social worker",
    "core group",
    "child protection plan",
    "child in need",
    "significant harm",
    "strategy discussion",
    "danger statement",
)
APART = re.compile(r"(?<!\d)(?:0\d{2,4}|116) \d{3}")


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(load_shelf())


_PUT_TOGETHER: dict[Language, list[tuple[str, str | None, Texts]]] = {}  # once for all the tests that read them


def each_answer(book: Book, language: Language) -> list[tuple[str, str | None, Texts]]:
    if language not in _PUT_TOGETHER:
        _PUT_TOGETHER[language] = [
            (topic, council, texts_about(book, topic, council, language))
            for council in (None, *book.shelf.councils)
            for topic in filter(book.answers, book.topics)
        ]
    return _PUT_TOGETHER[language]


@LANGUAGES
def test_every_message_of_every_answer_is_within_its_parts(book, language):
    """Two parts; three where the script needs UCS-2. No sentence may be longer than that by itself."""
    long = {
        message: (topic, council, parts(message))
        for topic, council, texts in each_answer(book, language)
        for message in (*texts.now, *texts.more)
        if parts(message) > (2 if is_gsm_7(message) else 3)
    }

    assert long == {}


@LANGUAGES
def test_the_first_message_holds_the_fact_whole(book, language):
    for topic, council, texts in each_answer(book, language):
        first = book.short(topic, council, language).sentences[0]
        assert as_sms(first).split(" (")[0] in texts.now[0], (topic, council)


@LANGUAGES
def test_danger_is_told_whole_at_once(book, language):
    """Every number of it, in the parent's language, before anybody has to ask for more."""
    for topic in ("crisis_self", "crisis_child", "crisis_abuse"):
        texts = texts_about(book, topic, None, language)
        for sentence in book.short(topic, None, language).sentences:
            for number in re.findall(r"\d{2,}", as_sms(sentence)):
                assert number in " ".join(texts.now[:2])
        assert "999" in texts.now[0]


def test_nothing_in_english_tells_a_stranger_what_the_meeting_is(book):
    told = {
        message: topic
        for topic, _, texts in each_answer(book, Language.ENGLISH)
        for message in (*texts.now, *texts.more)
        if TELLING.search(message)
    }

    assert told == {}


@pytest.mark.parametrize("language", SPOKEN[1:], ids=lambda language: language.value)
def test_no_official_term_tells_it_in_another_language(book, language):
    """Their words in the glossary, and their English behind them."""
    terms = glossary(language)
    words = [f" {' '.join(words_of(readable(str(terms[term]))))} " for term in TELLING_TERMS]
    told = {}
    for topic, _, texts in each_answer(book, language):
        for message in (*texts.now, *texts.more):
            plain = f" {' '.join(words_of(readable(message)))} "
            if TELLING.search(message) or any(word in plain for word in words):
                told[message] = topic

    assert told == {}


def test_no_reply_of_the_chat_is_texted_that_tells_it():
    """A reply that names it has a wording of its own for text messages."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    telling = []
    for name, variations in responses.items():
        own = [one for one in variations if one.get("channel") == "sms"]
        for one in own or variations:
            words = [one["text"], *(button["title"] for button in one.get("buttons", []))]
            telling += [name for word in words if TELLING.search(word)]

    assert telling == []


def test_no_phrase_that_is_texted_tells_it():
    phrases = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    texted = ("short_", "texts_", "text_", "prompt_", "choice_", "language_", "deadline_short_", "section_")

    assert [name for name, words in phrases.items() if name.startswith(texted) and TELLING.search(words)] == []


def test_no_choice_that_is_texted_tells_it(book):
    assert [topic for topic in book.topics if TELLING.search(book.title(topic, Language.ENGLISH, short=True))] == []


@LANGUAGES
def test_numbers_are_texted_without_spaces(book, language):
    """In a right-to-left line a number with spaces is shown with its parts in another order."""
    for topic, _, texts in each_answer(book, language):
        assert not APART.search(" ".join(chain(texts.now, texts.more))), topic


def test_a_council_that_says_something_is_heard_by_text_too(book):
    """Where the long answer has one of its facts, the short one has one."""
    silent = []
    for council in book.shelf.councils:
        for topic in filter(book.answers, book.topics):
            own = {
                fact.name
                for fact in book.about(topic, council, Language.ENGLISH).facts
                if not national(book, fact.name)
            }
            texted = {fact.name for fact in book.short(topic, council, Language.ENGLISH).facts}
            if own and not any(not national(book, name) for name in texted):
                silent.append((topic, council))

    assert silent == []


def test_the_table_of_parts_is_what_is_sent(book):
    """After a change: python -m bot answers parts > docs/parts.md"""
    assert (ROOT / "docs" / "parts.md").read_text(encoding="utf-8") == table(book)


def national(book: Book, name: str) -> bool:
    return book.shelf.vocabulary.terms[name].national
