"""The policy before the rules while a parent is writing: their words are a note unless clearly a question."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY

from bot.conversation.assistant import CRISES
from bot.conversation.noting import is_note
from bot.languages import Language
from bot.notes.note import Section

SLOT = "open_section"
ACTION = "action_keep_note"
# A choice reaches Rasa as "/" and the intent's name, whoever pressed it.
CHOICE = "/"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class NotingPolicy(Policy):
    """Predict `action_keep_note` for words sent while a section is open; otherwise leave it to the rules."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Above RulePolicy's 6: the rule of a topic would answer the note.
        return {"priority": 7}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: dict[str, Any] | None = None, **kwargs: Any
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        if tracker.latest_action_name == ACTION:
            probabilities[domain.index_for_action(ACTION_LISTEN_NAME)] = 1.0
        elif _holds_a_note(tracker):
            probabilities[domain.index_for_action(ACTION)] = 1.0
        return self._prediction(probabilities)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NotingPolicy:
        return cls(config, model_storage, resource, execution_context)


def _holds_a_note(tracker: DialogueStateTracker) -> bool:
    if not tracker.get_slot(SLOT) or tracker.latest_action_name != ACTION_LISTEN_NAME:
        return False
    message = tracker.latest_message
    if message is None or not message.text or message.text.startswith(CHOICE):
        return False
    intent = message.intent.get(INTENT_NAME_KEY)
    if intent is None or intent in CRISES:
        return False
    language = Language(tracker.get_slot("language") or Language.ENGLISH.value)
    section = Section(tracker.get_slot(SLOT))
    return is_note(message.text, intent, message.intent.get(PREDICTED_CONFIDENCE_KEY, 0.0), language, section)
