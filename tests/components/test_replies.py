"""Rasa's `nlg`, ours: a parent never sees braces."""

from __future__ import annotations

import pytest
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.replies import Replies, ReplyUnknown
from bot.text.data_files import ROOT
from bot.text.phrases import WordMissing, placeholders


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture
def replies(domain) -> Replies:
    return Replies(domain=domain)


@pytest.fixture
def tracker(domain) -> DialogueStateTracker:
    return DialogueStateTracker("anna", domain.slots)


async def test_a_reply_is_said_with_its_words(replies, tracker):
    reply = await replies.generate("utter_meeting_when", tracker, "page", day="Monday", time="10am")

    assert reply["text"] == "Your meeting is on Monday at 10am."


async def test_a_place_without_a_word_is_refused(replies, tracker):
    """Rasa's own generator sends "{time}" to the parent."""
    with pytest.raises(WordMissing) as caught:
        await replies.generate("utter_meeting_when", tracker, "page", day="Monday")

    assert caught.value.missing == {"time"}


async def test_a_reply_that_does_not_exist_is_refused(replies, tracker):
    with pytest.raises(ReplyUnknown, match="utter_hullo"):
        await replies.generate("utter_hullo", tracker, "page")


async def test_braces_in_a_word_are_only_words(replies, tracker):
    """A place may be called anything; what stands in it is never filled in turn."""
    reply = await replies.generate("utter_meeting_place", tracker, "page", place="Room {council} {0}")

    assert reply["text"] == "It is at Room {council} {0}."


async def test_buttons_come_with_it(replies, tracker):
    reply = await replies.generate("utter_greet", tracker, "page")

    assert {"title": "What is this meeting?", "payload": "/what_is_conference"} in reply["buttons"]


async def test_the_domain_is_not_changed_by_saying_it(replies, tracker, domain):
    reply = await replies.generate("utter_greet", tracker, "page")
    reply["buttons"].clear()
    reply["text"] = "changed"

    again = await replies.generate("utter_greet", tracker, "page")
    assert again["text"] != "changed"
    assert len(again["buttons"]) == 3


async def test_every_reply_of_the_domain_can_be_said(replies, tracker, domain):
    assert len(domain.responses) > 50
    for name, variations in domain.responses.items():
        words = {word: "…" for variation in variations for word in placeholders(variation["text"])}
        reply = await replies.generate(name, tracker, "page", **words)
        assert "{" not in reply["text"], name


def test_rasa_run_builds_the_replies_before_there_is_a_model_and_gives_them_the_responses_later():
    """Rasa does that for generators of its templated kind only; any other answers a parent with silence."""
    early = Replies(domain=None)

    assert isinstance(early, TemplatedNaturalLanguageGenerator)
    assert early.responses == {}
