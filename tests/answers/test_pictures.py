"""Pictures beside an answer: only where the council's guide gives what they show."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from bot.answers.book import Book, load_book
from bot.answers.pictures import picture_from
from bot.languages import Language
from bot.leaflets.shelf import load_shelf


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(load_shelf())


def test_a_mother_in_york_sees_herself_first_then_whom_she_may_bring_and_those_the_guide_names(book: Book):
    picture = book.about("who_attends", "york", Language.ENGLISH).picture

    assert picture is not None
    assert picture.labels == (
        "you",
        "someone you bring for support",
        "chair",
        "social worker",
        "school",
        "health visitor",
        "police",
    )


def test_where_the_guide_names_the_chair_among_the_others_there_is_one_chair(book: Book):
    picture = book.about("who_attends", "merton", Language.ENGLISH).picture

    assert picture is not None
    assert picture.labels.count("chair") == 1
    assert picture.labels[-1] == "someone who takes notes"


def test_nobody_is_given_a_supporter_whom_the_guide_does_not_speak_of(book: Book):
    for council in book.shelf.councils:
        picture = book.about("who_attends", council, Language.ENGLISH).picture
        if picture is not None:
            may_bring = book.shelf.fact("may_bring_supporter", council) is not None
            assert ("someone you bring for support" in picture.labels) is may_bring, council


def test_the_scale_has_the_councils_own_words_at_its_ends(book: Book):
    york, merton = (book.about("scaling", council, Language.ENGLISH).picture for council in ("york", "merton"))

    assert york is not None
    assert merton is not None
    assert york.ends == merton.ends == (0, 10)
    assert york.labels == ("the most worrying situation", "the best and safest outcome")
    assert merton.labels == ("no safety", "safety")


@pytest.mark.parametrize("council", ["kirklees", "staffordshire", "nottinghamshire", None])
def test_where_the_guide_has_no_scale_none_is_drawn(book: Book, council: str | None):
    assert book.about("scaling", council, Language.ENGLISH).picture is None


def test_without_a_council_nobody_is_drawn_at_the_table(book: Book):
    assert book.about("who_attends", None, Language.ENGLISH).picture is None


def test_the_labels_are_in_the_mothers_language(book: Book):
    english, polish = (
        book.about("scaling", "york", language).picture for language in (Language.ENGLISH, Language.POLISH)
    )

    assert english is not None
    assert polish is not None
    assert set(english.labels) & set(polish.labels) == set()


@pytest.mark.parametrize("topic", ["who_attends", "scaling"])
def test_a_picture_is_the_same_after_it_was_kept(book: Book, topic: str):
    picture = book.about(topic, "york", Language.ENGLISH).picture

    assert picture is not None
    assert picture_from(json.loads(json.dumps(asdict(picture)))) == picture
