"""What a parent was in the middle of writing when the page closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.database.unfinished import StoredUnfinished
from bot.notes.unfinished import Unfinished
from tests.stores import NOW


@pytest.fixture
def unfinished(engine):
    return StoredUnfinished(engine)


def test_half_a_sentence_is_there_word_for_word(unfinished):
    kept = unfinished.keep("anna", Unfinished("box", "worries", "  I am afr", 0), at=NOW)

    assert kept == Unfinished("box", "worries", "  I am afr", 1)
    assert unfinished.of("anna") == (kept,)
    assert unfinished.of("bilal") == ()


def test_as_she_writes_on_the_newest_words_are_kept(unfinished):
    kept = unfinished.keep("anna", Unfinished("box", "worries", "I am", 0), at=NOW)

    unfinished.keep("anna", Unfinished("box", "worries", "I am afraid", kept.version), at=NOW)

    assert unfinished.of("anna") == (Unfinished("box", "worries", "I am afraid", 2),)


def test_two_pages_with_the_same_box_open_lose_neithers_words(unfinished):
    unfinished.keep("anna", Unfinished("box", "worries", "on the phone", 0), at=NOW)

    other = unfinished.keep("anna", Unfinished("box", "worries", "on the tablet", 0), at=NOW + timedelta(minutes=1))

    assert other.id != "box"
    assert [one.text for one in unfinished.of("anna")] == ["on the phone", "on the tablet"]


def test_what_is_kept_twice_after_a_lost_answer_is_there_once(unfinished):
    for _ in range(2):
        unfinished.keep("anna", Unfinished("box", "worries", "on the phone", 0), at=NOW)

    assert [one.text for one in unfinished.of("anna")] == ["on the phone"]


def test_an_emptied_box_keeps_nothing_and_a_dropped_one_neither(unfinished):
    unfinished.keep("anna", Unfinished("box", "worries", "no", 0), at=NOW)
    unfinished.keep("anna", Unfinished("box", "worries", "", 1), at=NOW)
    assert unfinished.of("anna") == ()

    unfinished.keep("anna", Unfinished("box", "worries", "no", 0), at=NOW)
    unfinished.drop("bilal", "box")
    assert len(unfinished.of("anna")) == 1
    unfinished.drop("anna", "box")
    assert unfinished.of("anna") == ()


def test_what_was_begun_before_the_link_goes_over_to_the_invitation(unfinished):
    unfinished.keep("conversation", Unfinished("box", "ask", "when is", 0), at=NOW)

    unfinished.hand_over("conversation", "invitation")

    assert [one.text for one in unfinished.of("invitation")] == ["when is"]
