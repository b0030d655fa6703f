"""Answered at once, offered the nearest topics, or told that it is not ours."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.fallback import NearestTopics

SURE, OUTSIDE = 0.35, -0.25


@pytest.fixture
def fallback() -> NearestTopics:
    return NearestTopics({"sure": SURE, "outside": OUTSIDE})


def judged(fallback: NearestTopics, text: str = "a question to somebody", **likely: float) -> Message:
    ranking = [{"name": name, "confidence": confidence} for name, confidence in likely.items()]
    message = Message({"text": text, "intent": ranking[0] if ranking else None, "intent_ranking": ranking})
    return fallback.process([message])[0]


@pytest.mark.parametrize(
    ("likely", "intent"),
    [
        pytest.param({"minutes": 0.9, "out_of_scope": 0.02}, "minutes", id="sure"),
        pytest.param({"minutes": 0.35}, "minutes", id="just sure enough"),
        pytest.param({"minutes": 0.34}, "nlu_fallback", id="not quite sure"),
        pytest.param({"minutes": 0.6, "out_of_scope": 0.3}, "nlu_fallback", id="perhaps not ours"),
        pytest.param({"out_of_scope": 0.4, "minutes": 0.2}, "nlu_fallback", id="rather not ours, but who knows"),
        pytest.param({"out_of_scope": 0.5, "minutes": 0.2}, "out_of_scope", id="not ours"),
        pytest.param({"out_of_scope": 0.95, "minutes": 0.01}, "out_of_scope", id="clearly not ours"),
    ],
)
def test_what_decides_is_how_far_the_best_topic_lies_above_out_of_scope(fallback, likely, intent):
    assert judged(fallback, **likely).get("intent")["name"] == intent


def test_the_ranking_stays_so_that_the_nearest_topics_can_be_offered(fallback):
    message = judged(fallback, minutes=0.3, plan_what=0.25)

    assert message.get("intent")["name"] == "nlu_fallback"
    assert [one["name"] for one in message.get("intent_ranking")] == ["minutes", "plan_what"]


def test_danger_is_never_doubted(fallback):
    """Somebody who may be hurt is not asked "is it one of these?"."""
    assert judged(fallback, crisis_self=0.2, out_of_scope=0.6).get("intent")["name"] == "crisis_self"


def test_a_language_that_we_do_not_speak_is_said_to_be_one(fallback):
    """The classifier may take it for English: it has never seen Hungarian."""
    message = Message(
        {
            "text": "mikor lesz a megbeszélés a gyerekemről",
            "intent_ranking": [{"name": "minutes", "confidence": 0.1}],
            "languages": {"en": 0.99, "ro": 0.01},
        }
    )
    fallback.process([message])

    assert message.get("intent")["name"] == "out_of_scope"
    assert message.get("foreign") == "hu"


def test_nobody_is_turned_away_from_a_language_that_we_speak(fallback):
    message = Message(
        {
            "text": "я не понимаю почему меня вызвали",
            "intent_ranking": [{"name": "why_called", "confidence": 0.1}],
            "languages": {"uk": 0.99, "en": 0.01},
        }
    )
    fallback.process([message])

    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("foreign") is None


def test_somebody_we_understand_is_not_asked_for_their_language(fallback):
    """Half Polish, half English, and clear enough."""
    message = judged(fallback, "dzień dobry kiedy meeting proszę", meeting_when=0.8)

    assert message.get("intent")["name"] == "meeting_when"
    assert message.get("foreign") is None


@pytest.mark.parametrize("text", ["😀😀😀", "...", "", "-- !"])
def test_a_message_without_a_word_is_not_said_to_be_outside_our_topics(fallback, text):
    """It is asked for words (actions/answer.py); "I do not know about that" would be no answer to a picture."""
    assert judged(fallback, text, out_of_scope=0.63, help=0.1).get("intent")["name"] == "nlu_fallback"


@pytest.mark.parametrize(
    ("text", "intent"), [("...", "nlu_fallback"), (" ", "nlu_fallback"), ("?", "more"), ("👍", "more"), ("ok", "more")]
)
def test_dots_say_nothing_however_sure_the_classifier_is(fallback, text, intent):
    assert judged(fallback, text, more=0.57).get("intent")["name"] == intent


def test_nothing_ranked_is_left_alone(fallback):
    assert judged(fallback).get("intent") is None
