"""Say which language a message is in: a weight for what follows, never a switch."""

from __future__ import annotations

import unicodedata
from typing import Any

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as LinguaLanguage
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import SPOKEN, Language

LANGUAGE = "language"
# Set on each message by the classifier: how likely each of our languages is, by its code.
LANGUAGES = "languages"
# Set on a message that seems to be in another of our languages than its conversation: that language, and whether it is
# sure; where not, the parent is asked.
HEARD = "heard"
# Set on a message that is clearly in a language that we do not speak.
FOREIGN = "foreign"

# Beside our own twelve, the languages most spoken in England (Census 2021, main language), so that a Turkish
# message is not taken for the nearest language that we do know. All 75 would take 1.1 GB (shared findings).
ALSO_HEARD = (
    "fr",
    "it",
    "de",
    "tr",
    "lt",
    "hu",
    "bg",
    "sq",
    "nl",
    "el",
    "ru",
    "cs",
    "sk",
    "fa",
    "hi",
    "gu",
    "ta",
    "vi",
    "zh",
)
OURS = tuple(language.value for language in SPOKEN)
# A name, "ok" or "pls" is no evidence: lingua took "hi" for Somali (shared findings).
FEWEST_WORDS = 3
_OUR_SCRIPTS = {"LATIN", "ARABIC", "GURMUKHI", "BENGALI", "CYRILLIC", "FEMININE", "MASCULINE"}  # the last two: ª and º
SURE = 0.9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageOfMessage(GraphComponent):
    """Set `language` on each message: its conversation's, from the metadata. Examples have that of their folder."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageOfMessage:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            metadata = message.get("metadata") or {}
            message.set(LANGUAGE, metadata.get("language") or Language.ENGLISH.value, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The importer has told each example's language (bot/components/examples.py)."""
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OtherLanguage(GraphComponent, IntentClassifier):
    """
    Notice a message of three words or more that is not in its conversation's language.

    It gets `heard` where it is in another of ours, or `foreign`, that language's code, where it is in none of them.
    What the classifier learnt from our own examples decides; lingua only tells the languages that we do not speak, for
    it takes Urdu in Roman letters for English (shared findings).
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # How likely another language must be to be followed, and to be asked about; and how unlikely the
        # conversation's own. Chosen by cross-validation on the examples (docs/measured.md).
        return {"sure": 0.8, "unsure": 0.5, "own": 0.2}

    def __init__(self, config: dict[str, Any]) -> None:
        self._sure: float = config["sure"]
        self._unsure: float = config["unsure"]
        self._own: float = config["own"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OtherLanguage:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text, likely = message.get(TEXT) or "", message.get(LANGUAGES) or {}
            if not likely:
                continue
            heard = self._heard(text, likely, message.get(LANGUAGE))
            foreign = foreign_language(text) if max(likely.values()) < self._sure else None
            if foreign is not None:
                message.set(FOREIGN, foreign, add_to_output=True)
            elif heard is not None:
                message.set(HEARD, heard, add_to_output=True)
        return messages

    def _heard(self, text: str, likely: dict[str, float], own: str) -> dict[str, Any] | None:
        best = max(likely, key=likely.__getitem__)
        if best == own or likely[best] < self._unsure or likely.get(own, 0.0) > self._own:
            return None
        if words_in(text) >= FEWEST_WORDS:
            return {"language": best, "sure": likely[best] >= self._sure}
        # Nobody types two words in Arabic letters by mistake, though they do not tell Urdu from Arabic.
        asked = words_in(text) == FEWEST_WORDS - 1 and not _has_latin_letters(text)
        return {"language": best, "sure": False} if asked else None


def _has_latin_letters(text: str) -> bool:
    return any("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def words_in(text: str) -> int:
    """How many words there are with letters in them: a number or a smile says nothing of a language."""
    return sum(any(letter.isalpha() for letter in word) for word in text.split())


_detector: LanguageDetector | None = None


def foreign_language(text: str) -> str | None:
    """The code of the language a text is clearly in, where we do not speak it; None where we do, or are not sure."""
    in_no_script_of_ours = _in_no_script_of_ours(text)
    if words_in(text) < FEWEST_WORDS and not in_no_script_of_ours:
        return None
    best = _shared_detector().compute_language_confidence_values(text)[0]
    code = best.language.iso_code_639_1.name.lower()
    if code in OURS or not (best.value >= SURE or in_no_script_of_ours):
        return None
    return str(code)


def _in_no_script_of_ours(text: str) -> bool:
    """Whether every letter is of a script that none of our languages is written in: Greek, Devanagari, Chinese."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()}
    return bool(scripts) and scripts.isdisjoint(_OUR_SCRIPTS)


def _shared_detector() -> LanguageDetector:
    # Built on first use: most conversations never need it, and it takes memory.
    global _detector
    if _detector is None:
        codes = [getattr(IsoCode639_1, code.upper()) for code in OURS + ALSO_HEARD]
        languages = [LinguaLanguage.from_iso_code_639_1(code) for code in codes]
        _detector = LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
    return _detector
