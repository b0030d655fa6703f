"""Find danger by phrases, behind the classifier: what people say, word for word, when somebody may be hurt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.components.language import FOREIGN
from bot.conversation.assistant import CRISES
from bot.notes.note import Section
from bot.text.letters import readable, words_of

# Set on a message that may be about danger though its topic is another: the answer gets a line with 999.
MAYBE_DANGER = "maybe_danger"

_NOT_DANGER = "not danger"


class DangerPhrases(BaseModel):
    """One language's file under `data/safety/`. Phrases are small letters, without punctuation or apostrophes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    phrases: dict[str, tuple[str, ...]]
    not_danger: tuple[str, ...]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyMatcher(GraphComponent, IntentClassifier):
    """
    Let danger win: a phrase of danger decides, and so does a classifier that is fairly sure of a crisis.

    A harmless phrase cancels only the phrases of danger that it shares a word with. Frightened people write without
    full stops: "they say i shook the baby and i want to kill myself" holds an accusation and a danger.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # `crisis`: how likely the crises must be together to be answered as one; `calm`: the same while the parent
        # is writing what goes well, where the words of family life are the words of the crises; `against`: the share
        # of the likeliest other topic that they must reach; `maybe`: how likely, to get the line with 999.
        # Missing danger costs more than one helpline too many, so all lie low. Chosen by cross-validation on the
        # examples (docs/measured.md), never on the evaluation set; `calm` alone by judgement, not by measurement.
        return {"folder": "data/safety", "crisis": 0.25, "calm": 0.6, "against": 0.5, "maybe": 0.15}

    def __init__(self, config: dict[str, Any]) -> None:
        self._crisis: float = config["crisis"]
        self._calm: float = config["calm"]
        self._against: float = config["against"]
        self._maybe: float = config["maybe"]
        self._vocabulary = Vocab()
        self._matcher = PhraseMatcher(self._vocabulary)
        for file in sorted(Path(config["folder"]).glob("*.yml")):
            self._learn(DangerPhrases.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyMatcher:
        return cls(config)

    def _learn(self, danger: DangerPhrases) -> None:
        for crisis, phrases in danger.phrases.items():
            self._matcher.add(crisis, [self._words(phrase) for phrase in phrases])
        self._matcher.add(_NOT_DANGER, [self._words(phrase) for phrase in danger.not_danger])

    def _words(self, text: str) -> Doc:
        return Doc(self._vocabulary, words=words_of(readable(text).replace("'", "")))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._judge(message)
        return messages

    def _judge(self, message: Message) -> None:
        ranking = message.get(INTENT_RANKING_KEY) or []
        crises = {r[INTENT_NAME_KEY]: r[PREDICTED_CONFIDENCE_KEY] for r in ranking if r[INTENT_NAME_KEY] in CRISES}
        likely = sum(crises.values())
        said = self.danger_in(message.get(TEXT) or "")
        if said is not None:
            _put_first(message, said, 1.0)
            return
        is_crisis = self._is_crisis(message, ranking, likely)
        if is_crisis and message.get(FOREIGN) is None:
            _put_first(message, max(crises, key=lambda crisis: crises[crisis]), likely)
            return
        # Words that it never saw may look like anything to the classifier: a date asked for in Turkish came out as
        # despair. Whoever writes in a language that we do not speak is told so, and given 999.
        if likely >= self._maybe:
            message.set(MAYBE_DANGER, True, add_to_output=True)
        best = next((ranked for ranked in ranking if ranked[INTENT_NAME_KEY] not in CRISES), None)
        if best is not None:
            _put_first(message, best[INTENT_NAME_KEY], best[PREDICTED_CONFIDENCE_KEY])

    def _is_crisis(self, message: Message, ranking: list[dict[str, Any]], likely: float) -> bool:
        calm = (message.get("metadata") or {}).get("open_section") == Section.STRENGTHS.value
        others = (r[PREDICTED_CONFIDENCE_KEY] for r in ranking if r[INTENT_NAME_KEY] not in CRISES)
        return likely >= (self._calm if calm else self._crisis) and likely >= self._against * max(others, default=0.0)

    def danger_in(self, text: str) -> str | None:
        """The crisis whose phrase comes first in the text; None where there is none, or a harmless phrase covers it."""
        matches = self._matcher(self._words(text))
        name_of = self._vocabulary.strings
        harmless = [(start, end) for key, start, end in matches if name_of[key] == _NOT_DANGER]
        for key, start, end in sorted(matches, key=lambda match: match[1]):
            overlapped = any(start < stop and begin < end for begin, stop in harmless)
            if name_of[key] != _NOT_DANGER and not overlapped:
                return str(name_of[key])
        return None


def _put_first(message: Message, intent: str, confidence: float) -> None:
    first = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
    rest = [ranked for ranked in message.get(INTENT_RANKING_KEY) or [] if ranked[INTENT_NAME_KEY] != intent]
    message.set(INTENT, first, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [first, *rest], add_to_output=True)
