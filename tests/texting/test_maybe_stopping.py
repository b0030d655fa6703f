"""Wishes not to be texted that nobody can be sure of, and what stopping must not cost."""

from __future__ import annotations

import pytest

from bot.conversation.assistant import Understanding
from bot.conversation.messages import Kind, Reply, Said
from tests.stores import NOW, only_sqlite
from tests.texting.messages import ZAHRA
from tests.texting.street import DANGER, has

pytestmark = only_sqlite

MAYBE = "enough of these messages now thanks"


async def test_who_may_want_no_more_texts_is_asked_and_nobody_is_cut_off_by_a_guess(street, hers, monkeypatch):
    monkeypatch.setattr("bot.texting.answering.may_ask_to_stop", lambda words, language: words == MAYBE)
    monkeypatch.setattr("bot.texting.answering.asks_to_stop", lambda words, language: False)

    answers = await street.texts(MAYBE)

    assert has("Do you want no more texts from us?", answers)
    assert has("1 No more texts", answers)
    assert has(f"About {MAYBE}", answers)
    assert street.phones.stopped(ZAHRA) is None
    assert has("You get no more texts", await street.texts("1"))
    assert street.phones.stopped(ZAHRA) is not None


async def test_words_in_the_notes_that_sound_like_stop_are_kept_and_heed_is_taken(street, hers):
    await street.texts("write")

    answers = await street.texts("please don't text me any more")

    assert has("You get no more texts", answers)
    assert street.notes(hers) == ["please don't text me any more"]


async def test_stop_in_the_notes_is_heard_while_the_assistant_is_broken(street, hers, assistant):
    await street.texts("write")
    assistant.broken = True
    street.sends("please don't text me any more")

    assert await street.answering.could_not(ZAHRA, told=False)
    assert street.phones.stopped(ZAHRA) is not None


async def test_who_asks_not_to_be_texted_is_sent_no_helpline_on_a_likeness(street, hers, assistant, monkeypatch):
    """ "Do not contact me, he reads this": what the classifier takes for danger is that somebody else reads it."""

    async def likely(text, conversation):
        return Understanding("crisis_abuse", 0.9, (("crisis_abuse", 0.9),), "en")

    monkeypatch.setattr(assistant, "understand", likely)

    assert not has("999", await street.texts("please don't text me any more he reads this"))


async def test_who_asks_for_no_more_texts_in_plain_danger_is_told_whom_to_ring_too(street, hers):
    answers = await street.texts(f"please don't text me any more {DANGER}")

    assert "999" in answers[0]
    assert has("You get no more texts", answers)


async def test_whoever_texts_help_is_told_whom_to_ring_first(street, hers):
    (answer,) = await street.texts("HELP")

    assert answer.startswith("If it is not safe now, ring 999.")
    assert "MEETING" in answer


async def test_what_was_said_before_any_code_on_a_phone_for_two_is_in_neither_ones_conversation(street):
    """Nobody knows whose words those are, and the other would read them."""
    wife = street.invite("111111", meeting=1)
    street.invite("222222", meeting=1)
    await street.texts("will my husband see this?")

    await street.texts("222222")

    assert "will my husband see this?" not in street.said(street.conversation().id)
    assert street.conversation().invitation != wife.id


@pytest.mark.parametrize("words", ["can i stop the meeting", "dont stop"])
async def test_other_words_with_stop_in_them_stop_nothing(street, hers, assistant, words):
    assistant.says[words] = Reply((Said("I am not sure what you mean.", Kind.ANSWER),))

    await street.texts(words)

    assert street.phones.stopped(ZAHRA) is None
    assert street.clock.now > NOW
