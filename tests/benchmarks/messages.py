"""What is sent: the same words, in the same order, to both sides."""

from __future__ import annotations

import json
from enum import Enum
from itertools import cycle, islice

from bot.answers.book import load_book
from bot.leaflets.shelf import load_shelf
from bot.text.data_files import ROOT


class Kind(str, Enum):
    """How a message is answered."""

    ANSWER = "answer turn"  # by a response of domain.yml, straight from a rule
    ACTION = "action turn"  # by action_answer, from the council's leaflet


COUNCIL = "york"
# Unlike anything we know: the language detector, loaded when it is first needed, counts in the memory.
UNKNOWN = "Bonjour madame, je ne comprends pas bien cette lettre"

_TEXTS = {
    Kind.ANSWER: (
        "hello there",
        "thank you very much",
        "are you a real person",
        "what can you do",
        "thanks for that",
        "hello",
        "are you a robot",
    ),
    Kind.ACTION: (
        "when do I get the reports",
        "who will be at the meeting",
        "can I bring a solicitor",
        "are they going to take my children away",
        "how do I make a complaint",
        "can my child come to the meeting",
        "what is a child protection plan",
        "what is a core group",
        "who is the chair",
    ),
}
_ANSWERED_BY_A_RESPONSE = frozenset({"greet", "thanks", "bot_identity", "help"})


def all_texts() -> list[str]:
    """Every message of ours."""
    return [text for texts in _TEXTS.values() for text in texts]


def questions() -> list[str]:
    """Some hundred questions in parents' words, as the evaluation asks them."""
    lines = (ROOT / "tests" / "evaluation" / "en.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines if line.strip()]


def understood_as_meant(intents: dict[str, str]) -> dict[Kind, tuple[str, ...]]:
    """Of each kind, the messages that this model takes for that kind: a better classifier must not mix the rows."""
    book = load_book(load_shelf())
    return {
        Kind.ANSWER: tuple(text for text in _TEXTS[Kind.ANSWER] if intents[text] in _ANSWERED_BY_A_RESPONSE),
        Kind.ACTION: tuple(text for text in _TEXTS[Kind.ACTION] if book.answers(intents[text])),
    }


def in_turn(texts: tuple[str, ...], count: int, first: int = 0) -> tuple[str, ...]:
    """So many messages, one text after the other, over and over."""
    return tuple(islice(cycle(texts), first, first + count))
