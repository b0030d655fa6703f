"""
Only a guard against collapse: the limits lie under what is measured (`make evaluate`), and nothing is tuned to them.
"""

from __future__ import annotations

import pytest

from bot.languages import Language
from tests.evaluation.questions import (
    CRISES,
    EVALUATION,
    FAMILY,
    NOT_DANGER,
    OTHERS,
    Judged,
    Question,
    examples,
    not_learnt,
    questions,
    score,
    understood,
)

LEAST_TOP_1 = 0.80
LEAST_CRISIS_RECALL = 0.9
LEAST_CRISIS_RECALL_ELSEWHERE = 0.8  # of some twenty-five messages a language
MOST_FALSE_ALARMS = 0.1
MOST_WRONG_LANGUAGE = 0.01


@pytest.fixture
def asked() -> list[Question]:
    """What stands among the examples word for word proves nothing."""
    every = [question for path in (EVALUATION, FAMILY) for question in questions(path)]
    return not_learnt(every, examples())


@pytest.mark.rasa
async def test_questions_that_were_not_learnt_are_understood(rooms, asked):
    judged = await understood(rooms, asked)
    wrong = [(one.intent, one.guessed[0], one.text) for one in judged if one.intent != one.guessed[0]]

    top_1 = score(judged).top_1
    assert top_1 is not None
    assert top_1 >= LEAST_TOP_1, wrong


@pytest.mark.rasa
@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.value)
async def test_every_language_is_understood_and_answered_in(rooms, language):
    """Asked in its own conversation, and in one begun in English: never in a third language."""
    asked = not_learnt(questions(OTHERS[language]), examples())
    found = score(await understood(rooms, asked))
    begun = await understood(rooms, asked, begun_in=Language.ENGLISH)
    third = [one.text for one in begun if one.answered_in not in (language, Language.ENGLISH)]

    assert (found.top_1 or 0) >= LEAST_TOP_1
    assert (found.crisis_recall or 0) >= LEAST_CRISIS_RECALL_ELSEWHERE
    assert (found.wrong_language or 0) <= MOST_WRONG_LANGUAGE
    assert len(third) / len(begun) <= MOST_WRONG_LANGUAGE, third


@pytest.mark.rasa
async def test_danger_in_words_that_were_not_learnt_is_seen(rooms, asked):
    judged = await understood(rooms, [question for question in asked if question.intent in CRISES])
    missed = [(one.intent, one.guessed[0], one.text) for one in judged if not one.alarmed]

    assert len(judged) >= 30
    assert 1 - len(missed) / len(judged) >= LEAST_CRISIS_RECALL, missed


@pytest.mark.rasa
async def test_ordinary_questions_about_a_family_are_not_taken_for_danger(rooms):
    """A mother who asks whether her son of fourteen may come must not be told to ring 999."""
    harmless = [question for question in questions(FAMILY) if question.intent not in CRISES]
    alarmed = [(one.intent, one.guessed[0], one.text) for one in await understood(rooms, harmless) if one.alarmed]

    assert len(harmless) >= 100
    assert len(alarmed) / len(harmless) <= MOST_FALSE_ALARMS, alarmed


def test_what_only_sounds_like_danger_has_a_topic_of_its_own():
    assert [question for question in questions(NOT_DANGER) if question.intent.startswith("crisis")] == []


def test_the_score_counts_as_it_says():
    judged = [
        Judged("a", "police", ("police", "minutes")),
        Judged("b", "police", ("minutes", "police")),
        Judged("c", "crisis_self", ("crisis_child", "police")),
        Judged("d", "out_of_scope", ("help", "more", "police")),
    ]
    found = score([*judged, Judged("e", "nervous", ("crisis_self",))])

    assert (found.top_1, found.top_3) == (0.2, 0.4)
    assert (found.out_of_scope_caught, found.crisis_recall, found.false_alarms) == (0.0, 1.0, 0.25)


def test_where_nothing_of_a_kind_was_asked_there_is_no_share_of_it():
    assert score([Judged("a", "police", ("police",))]).crisis_recall is None
