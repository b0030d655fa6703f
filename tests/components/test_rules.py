"""Rules found by intent must be the rules that Rasa would have found."""

from __future__ import annotations

import copy

import pytest
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.rules import RulesByIntent

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def domain(rooms):
    return rooms.assistant._processor.domain


@pytest.fixture(scope="module")
def ours(rooms) -> RulesByIntent:
    """The policy in the loaded model."""
    nodes = rooms.assistant._processor.graph_runner._nodes.values()
    (found,) = [node._component for node in nodes if isinstance(node._component, RulesByIntent)]
    return found


@pytest.fixture(scope="module")
def rasas(ours) -> RulesByIntent:
    """The same rules, looked through one by one as RulePolicy does."""
    policy = copy.copy(ours)
    policy._by_intent = {}
    return policy


def a_tracker(domain, intent: str, *, after: str | None = None, section: str | None = None) -> DialogueStateTracker:
    tracker = DialogueStateTracker("anna", domain.slots)
    tracker.update(SlotSet("open_section", section))
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(f"/{intent}", {"name": intent, "confidence": 1.0}))
    if after is not None:
        tracker.update(ActionExecuted(after))
    return tracker


def says(policy: RulesByIntent, tracker: DialogueStateTracker, domain) -> tuple[str, float]:
    prediction = policy.predict_action_probabilities(tracker, domain, rule_only_data=None)
    return domain.action_names_or_texts[prediction.max_confidence_index], prediction.max_confidence


def test_the_rules_are_laid_out_by_more_than_one_intent(ours):
    assert max(len(laid_out) for laid_out in ours._by_intent.values()) > 50


@pytest.mark.parametrize("section", [None, "worries"], ids=["not writing", "writing"])
def test_every_intent_gets_the_action_that_rasa_would_choose(ours, rasas, domain, section):
    for intent in domain.intents:
        tracker = a_tracker(domain, intent, section=section)
        assert says(ours, tracker, domain) == says(rasas, tracker, domain), intent


def test_after_each_action_both_listen(ours, rasas, domain):
    for intent in domain.intents:
        action, _ = says(rasas, a_tracker(domain, intent), domain)
        tracker = a_tracker(domain, intent, after=action)
        assert says(ours, tracker, domain) == says(rasas, tracker, domain), intent


def test_after_an_action_that_no_rule_expects_both_agree(ours, rasas, domain):
    for intent in ("police", "greet", "crisis_self"):
        tracker = a_tracker(domain, intent, after="action_more")
        assert says(ours, tracker, domain) == says(rasas, tracker, domain)


def test_at_the_very_beginning_both_agree(ours, rasas, domain):
    tracker = DialogueStateTracker("anna", domain.slots)

    assert says(ours, tracker, domain) == says(rasas, tracker, domain)
