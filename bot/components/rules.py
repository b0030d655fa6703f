"""Rasa's rules, found by intent."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY

_USER = "user"
Lookup = dict[str, str]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RulesByIntent(RulePolicy):
    """
    RulePolicy, with its rules laid out by the intent that they end in.

    Rasa holds every rule against every turn: with a rule an intent that is 150 comparisons, a third of a turn. A rule
    whose last step is another intent can never apply, so only the others are compared, by Rasa's own code.
    """

    # By the identity of a lookup that was loaded and never changes; empty while training, when they still do.
    _by_intent: dict[int, dict[str | None, Lookup]] = {}  # noqa: RUF012 (replaced, never changed)

    # What was predicted for an intent; None while training, when the rules are still being learnt.
    _predicted: dict[str | None, PolicyPrediction] | None = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RulesByIntent:
        policy: RulesByIntent = super().load(config, model_storage, resource, execution_context, **kwargs)
        lookups = [lookup for lookup in policy.lookup.values() if isinstance(lookup, dict)]
        policy._predicted = {}
        policy._by_intent = {id(lookup): _laid_out(lookup) for lookup in lookups}
        return policy

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: dict[str, Any] | None = None, **kwargs: Any
    ) -> PolicyPrediction:
        """By Rasa's own code, once an intent: none of our rules looks further back than the message (tests/house)."""
        message, known = tracker.latest_message, self._predicted
        if known is None or message is None or tracker.latest_action_name != ACTION_LISTEN_NAME:
            return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        intent = message.intent.get(INTENT_NAME_KEY)
        if intent not in known:
            known[intent] = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        return known[intent]

    def _get_possible_keys(self, lookup: Lookup, states: list[dict[str, Any]]) -> set[str]:
        laid_out = self._by_intent.get(id(lookup))
        if laid_out is not None and states:
            last = states[-1].get(_USER, {}).get(INTENT)
            lookup = laid_out.get(None, {}) | (laid_out.get(last, {}) if last else {})
        return set(super()._get_possible_keys(lookup, states))


def _laid_out(lookup: Lookup) -> dict[str | None, Lookup]:
    found: dict[str | None, Lookup] = defaultdict(dict)
    for key, action in lookup.items():
        # A rule's key is its states as JSON, the last one last.
        last = json.loads(key)[-1]
        found[last.get(_USER, {}).get(INTENT)][key] = action
    return dict(found)
