"""Every answer by SMS: each message of it, MORE included, is short enough for what a phone and a council can pay."""

from __future__ import annotations

import pytest

from bot.answers.book import Book, load_book
from bot.languages import SPOKEN
from bot.leaflets.shelf import load_shelf
from bot.text.sms import as_sms, cut, most_parts, parts


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(load_shelf())


@pytest.mark.parametrize("language", SPOKEN, ids=lambda language: language.value)
def test_every_message_of_every_answer_is_within_its_parts(book, language):
    """Two parts; three where the script needs UCS-2. No sentence may be longer than that by itself."""
    long = {}
    for council in (None, *book.shelf.councils):
        for topic in filter(book.answers, book.topics):
            for message in cut(" ".join(book.about(topic, council, language).sentences), language):
                if parts(message) > most_parts(language):
                    long[message] = (topic, council, parts(message))

    assert long == {}


def test_the_first_message_says_something_of_the_answer(book):
    """The fact is not left for MORE: the first message holds at least the first sentence, whole."""
    for topic in filter(book.answers, book.topics):
        answer = book.about(topic, "york", SPOKEN[0])
        first = as_sms(answer.sentences[0])
        assert cut(" ".join(answer.sentences), SPOKEN[0])[0].startswith(first)
