"""Danger is found by what people say; what only sounds like it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.safety import CRISES, MAYBE_DANGER, SafetyMatcher
from bot.text.data_files import DATA


@pytest.fixture(scope="module")
def matcher() -> SafetyMatcher:
    return SafetyMatcher({**SafetyMatcher.get_default_config(), "folder": str(DATA / "safety")})


@pytest.mark.parametrize(
    ("text", "crisis"),
    [
        ("i want to die", "crisis_self"),
        ("I’m going to KILL MYSELF.", "crisis_self"),
        ("cant do this no more, im suicidal", "crisis_self"),
        ("i took all my tablets an hour ago", "crisis_self"),
        ("they would be better off without me", "crisis_self"),
        ("i feel like i'm going to hurt my baby", "crisis_child"),
        ("he's hitting my son right now", "crisis_child"),
        ("my little girl is locked in with him", "crisis_child"),
        ("the kids are locked in with him", "crisis_child"),
        ("the baby isn't breathing", "crisis_child"),
        ("hes hitting me", "crisis_abuse"),
        ("My husband hits me when he drinks", "crisis_abuse"),
        ("he’ll kill me if i go to the meeting", "crisis_abuse"),
        ("he has a knife", "crisis_abuse"),
        ("when is the meeting? he is hitting me", "crisis_abuse"),
        ("i am\nscared to\ngo home", "crisis_abuse"),
        ("i_want_to_die", "crisis_self"),
    ],
)
def test_what_people_say_in_danger(matcher, text, crisis):
    assert matcher.danger_in(text) == crisis


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("im nervous to death about this", id="a figure of speech"),
        pytest.param("i was killing myself laughing when the baby did that", id="laughing"),
        pytest.param("i nearly wanted to die of embarrassment", id="embarrassment, and not the phrase"),
        pytest.param("i want to die of embarrassment", id="embarrassment"),
        pytest.param("the report says i shook the baby", id="what a report says"),
        pytest.param("i was accused of shaking the baby and its a lie", id="an accusation"),
        pytest.param("i tried to kill myself years ago, will it come up", id="long ago"),
        pytest.param("hes trying to get in touch with the school", id="a phrase that goes on"),
        pytest.param("what is the danger statement", id="a word of the meeting"),
        pytest.param("the police said domestic abuse, what does that mean", id="a question about a word"),
        pytest.param("he has a knife and fork set for the little one", id="cutlery"),
        pytest.param("my skills myself", id="letters inside other words"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_only_sounds_like_danger(matcher, text):
    assert matcher.danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "crisis"),
    [
        pytest.param(
            "they say i shook the baby and i want to kill myself", "crisis_self", id="an accusation, and danger"
        ),
        pytest.param("im scared to death of this meeting and he hits me", "crisis_abuse", id="a saying, and danger"),
        pytest.param("he hits me and im scared to death of this meeting", "crisis_abuse", id="danger, and a saying"),
        pytest.param(
            "i took an overdose years ago and now i want to die again", "crisis_self", id="long ago, and again now"
        ),
        pytest.param("report says he hits her but he hits me", "crisis_abuse", id="a report, and the truth of it"),
    ],
)
def test_frightened_people_write_without_full_stops(matcher, text, crisis):
    """A harmless phrase silences only the words that it shares."""
    assert matcher.danger_in(text) == crisis


def test_every_phrase_of_danger_is_found_when_it_is_all_that_is_said(matcher):
    import yaml

    written = yaml.safe_load((DATA / "safety" / "en.yml").read_text(encoding="utf-8"))
    missed = [
        (crisis, phrase)
        for crisis, phrases in written["phrases"].items()
        for phrase in phrases
        if matcher.danger_in(phrase) not in CRISES
    ]

    assert set(written["phrases"]) == set(CRISES)
    assert missed == []


def test_every_harmless_phrase_is_harmless_when_it_is_all_that_is_said(matcher):
    import yaml

    written = yaml.safe_load((DATA / "safety" / "en.yml").read_text(encoding="utf-8"))

    assert [phrase for phrase in written["not_danger"] if matcher.danger_in(phrase)] == []


def ranked(text: str, **likely: float) -> Message:
    ranking = [{"name": name, "confidence": confidence} for name, confidence in likely.items()]
    return Message({"text": text, "intent": ranking[0], "intent_ranking": ranking})


def test_a_phrase_of_danger_wins_over_a_classifier_that_is_sure_of_something_else(matcher):
    (judged,) = matcher.process([ranked("he hits me, can i bring a friend", bring_supporter=0.98, crisis_abuse=0.01)])

    assert judged.get("intent") == {"name": "crisis_abuse", "confidence": 1.0}
    assert [one["name"] for one in judged.get("intent_ranking")] == ["crisis_abuse", "bring_supporter"]


def test_crises_are_added_up_so_that_danger_between_two_of_them_is_not_missed(matcher):
    (judged,) = matcher.process([ranked("something terrible", nervous=0.5, crisis_child=0.2, crisis_abuse=0.25)])

    assert judged.get("intent")["name"] == "crisis_abuse"
    assert judged.get("intent")["confidence"] == pytest.approx(0.45)


def test_where_danger_is_possible_the_topic_stays_and_the_message_is_marked(matcher):
    (judged,) = matcher.process([ranked("something sad", nervous=0.8, crisis_self=0.2)])

    assert judged.get("intent")["name"] == "nervous"
    assert judged.get(MAYBE_DANGER) is True


def test_where_danger_is_unlikely_nothing_is_marked(matcher):
    (judged,) = matcher.process([ranked("who comes", who_attends=0.9, crisis_self=0.02)])

    assert judged.get("intent")["name"] == "who_attends"
    assert judged.get(MAYBE_DANGER) is None


def test_a_message_without_words_or_ranking_is_no_danger(matcher):
    (judged,) = matcher.process([Message({"text": ""})])

    assert judged.get("intent") is None


def test_a_file_of_phrases_with_a_wrong_key_is_refused(tmp_path: Path):
    """A misspelt `not_danger` must not silently be no harmless phrase at all."""
    (tmp_path / "xx.yml").write_text("language: xx\nphrases: {crisis_self: [a]}\nnot_dangr: [b]\n", encoding="utf-8")

    with pytest.raises(ValueError, match="not_dangr"):
        SafetyMatcher({**SafetyMatcher.get_default_config(), "folder": str(tmp_path)})
