"""
Only a guard against collapse: the limits lie under what is measured (`make evaluate`), and nothing is tuned to them.
"""

from __future__ import annotations

import pytest

from bot.text.data_files import ROOT
from tests.evaluation.questions import (
    CRISES,
    EVALUATION,
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


@pytest.fixture
def asked() -> list[Question]:
    """What stands among the examples word for word proves nothing."""
    return not_learnt(questions(EVALUATION), examples(ROOT / "data" / "nlu" / "en"))


@pytest.mark.rasa
async def test_questions_that_were_not_learnt_are_understood(rooms, asked):
    judged = await understood(rooms, asked)
    wrong = [(one.intent, one.guessed[0], one.text) for one in judged if one.intent != one.guessed[0]]

    assert score(judged, []).top_1 >= LEAST_TOP_1, wrong


@pytest.mark.rasa
async def test_danger_in_words_that_were_not_learnt_is_seen(rooms, asked):
    judged = await understood(rooms, [question for question in asked if question.intent in CRISES])
    missed = [(one.intent, one.guessed[0], one.text) for one in judged if not one.alarmed]

    assert len(judged) >= 30
    assert 1 - len(missed) / len(judged) >= LEAST_CRISIS_RECALL, missed


def test_what_only_sounds_like_danger_has_a_topic_of_its_own():
    assert [question for question in questions(NOT_DANGER) if question.intent.startswith("crisis")] == []


def test_the_score_counts_as_it_says():
    judged = [
        Judged("a", "police", ("police", "minutes")),
        Judged("b", "police", ("minutes", "police")),
        Judged("c", "crisis_self", ("crisis_child", "police")),
        Judged("d", "out_of_scope", ("help", "more", "police")),
    ]
    found = score(judged, [Judged("e", "nervous", ("crisis_self",)), Judged("f", "police", ("police",))])

    assert (found.top_1, found.top_3) == (0.25, 0.5)
    assert (found.out_of_scope_caught, found.crisis_recall, found.false_alarms) == (0.0, 1.0, 1)
