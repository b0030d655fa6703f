"""
Only a guard against collapse: the limits lie under what is measured (`make evaluate`), and nothing is tuned to them.
"""

from __future__ import annotations

import pytest

from bot.text.data_files import ROOT
from tests.evaluation.questions import (
    CRISES,
    EVALUATION,
    FAMILY,
    NOT_DANGER,
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
MOST_FALSE_ALARMS = 0.1


@pytest.fixture
def asked() -> list[Question]:
    """What stands among the examples word for word proves nothing."""
    every = [question for path in (EVALUATION, FAMILY) for question in questions(path)]
    return not_learnt(every, examples(ROOT / "data" / "nlu" / "en"))


@pytest.mark.rasa
async def test_questions_that_were_not_learnt_are_understood(rooms, asked):
    judged = await understood(rooms, asked)
    wrong = [(one.intent, one.guessed[0], one.text) for one in judged if one.intent != one.guessed[0]]

    top_1 = score(judged).top_1
    assert top_1 is not None
    assert top_1 >= LEAST_TOP_1, wrong


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
