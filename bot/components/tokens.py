"""Cut a message into words with spaCy."""

from __future__ import annotations

from functools import cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from bot.components.language import LANGUAGE

# spaCy's name for the rules that all languages share.
EVERY_LANGUAGE = "xx"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(Tokenizer):
    """
    Tokens by spaCy's rules for the message's language.

    Rasa's own SpacyTokenizer wants a statistical model; a blank pipeline has the same rules, loads at once and
    exists for all our languages.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples uncut: the classifier reads their texts, and a minute of training went into this."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        document = pipeline(message.get(LANGUAGE) or "en").make_doc(message.get(attribute))
        return [Token(token.text, token.idx) for token in document if not token.is_space]


@cache
def pipeline(language: str) -> Language:
    """spaCy's rules for one language, loaded once. A language that spaCy lacks is cut by its common rules."""
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank(EVERY_LANGUAGE)
