"""Say which language a message is in: a weight for what follows, never a switch."""

from __future__ import annotations

from typing import Any

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import SPOKEN

LANGUAGE = "language"
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
OURS = ("en", "pl", "ro", "ur", "ar", "pa", "bn", "so", "pt", "uk", "es", "cy")
# A name, "ok" or "pls" is no evidence: lingua took "hi" for Somali (shared findings).
FEWEST_WORDS = 3
SURE = 0.9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageOfMessage(GraphComponent):
    """
    Set `language` on each message: the conversation's, from the metadata, until there is reason to think otherwise.

    A message of three words or more that is clearly in a language that we do not speak also gets `foreign`, that
    language's code. Only the fallback looks at it, so that misspelt English is never turned away.
    """

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
            message.set(LANGUAGE, metadata.get("language") or SPOKEN[0].value, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Every example is in the language of its folder; so far that is one."""
        return training_data


_detector: LanguageDetector | None = None


def foreign_language(text: str) -> str | None:
    """The code of the language a text is clearly in, where we do not speak it; None where we do, or are not sure."""
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    if len(words) < FEWEST_WORDS and all(ord(letter) < 0x250 for letter in text):
        return None
    best = _shared_detector().compute_language_confidence_values(text)[0]
    code = best.language.iso_code_639_1.name.lower()
    # Urdu or Persian, Arabic or Urdu: which it is may be in doubt, that it is not ours is not.
    sure = best.value >= SURE or _in_another_script(text)
    if code in {language.value for language in SPOKEN} or not sure:
        return None
    return str(code)


def _in_another_script(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(ord(letter) >= 0x250 for letter in letters)


def _shared_detector() -> LanguageDetector:
    # Built on first use: most conversations never need it, and it takes memory.
    global _detector
    if _detector is None:
        languages = [Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper())) for code in OURS + ALSO_HEARD]
        _detector = LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
    return _detector
