"""The questions to evaluate with, the examples that were learnt from, and the scores."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rasa.shared.nlu.constants import INTENT, TEXT

from bot.components.examples import read_examples
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import SPOKEN, Language
from bot.text.data_files import ROOT
from bot.text.letters import readable, words_of
from bot.wiring import Rooms

HERE = Path(__file__).parent
EVALUATION = HERE / "en.jsonl"
NOT_DANGER = HERE / "not_danger_en.jsonl"  # sounds like danger, and is not
FAMILY = HERE / "family_en.jsonl"  # mentions family life; some of it is danger
OTHERS = {language: HERE / f"{language.value}.jsonl" for language in SPOKEN if language is not Language.ENGLISH}
ALL = (EVALUATION, NOT_DANGER, FAMILY, *OTHERS.values())
NLU = ROOT / "data" / "nlu"

CRISES = ("crisis_self", "crisis_child", "crisis_abuse")
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Question:
    text: str
    intent: str
    language: Language = Language.ENGLISH


@dataclass(frozen=True)
class Judged:
    """A question with what it was taken for, best guess first."""

    text: str
    intent: str
    guessed: tuple[str, ...]
    language: Language = Language.ENGLISH  # that it was asked in
    answered_in: Language = Language.ENGLISH

    @property
    def is_crisis(self) -> bool:
        return self.intent in CRISES

    @property
    def alarmed(self) -> bool:
        """Whether any crisis was answered: to somebody in danger it matters little which."""
        return self.guessed[0] in CRISES


@dataclass(frozen=True)
class Score:
    """Shares; None where nothing of the kind was asked."""

    top_1: float | None
    top_3: float | None
    out_of_scope_caught: float | None
    crisis_recall: float | None
    false_alarms: float | None  # of what is no danger
    wrong_language: float | None = None  # answered in another than it was asked in


def questions(path: Path) -> list[Question]:
    """A file's questions; their language is the end of its name."""
    language = Language(path.stem.rpartition("_")[2])
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Question(**json.loads(line), language=language) for line in lines if line.strip()]


def not_learnt(asked: Iterable[Question], learnt: Iterable[Question]) -> list[Question]:
    """Those that stand in no example word for word. It should be all of them, which tests/house holds."""
    known = {folded(example.text) for example in learnt}
    return [question for question in asked if folded(question.text) not in known]


def folded(text: str) -> str:
    """Without capitals and punctuation: what is left is the same question."""
    return " ".join(words_of(readable(text).replace("'", "")))


@cache
def examples(*languages: Language) -> tuple[Question, ...]:
    """What the model is trained from: these languages' examples, or all."""
    return tuple(
        Question(example.get(TEXT), example.get(INTENT), language)
        for language in languages or SPOKEN
        for file in sorted((NLU / language.value).glob("*.yml"))
        for example in read_examples(file)
    )


async def understood(rooms: Rooms, asked: Iterable[Question], *, begun_in: Language | None = None) -> list[Judged]:
    """Every question as a fresh conversation, begun in its own language or in this one."""
    assert rooms.assistant is not None
    judged = []
    for question in asked:
        nobody = Conversation(ConversationId("evaluation"), Door.COMMAND_LINE, begun_in or question.language)
        understanding = await rooms.assistant.understand(question.text, nobody)
        ranking = dict.fromkeys([understanding.intent, *(intent for intent, _ in understanding.ranking)])
        language = Language(understanding.language)
        judged.append(Judged(question.text, question.intent, tuple(ranking)[:3], question.language, language))
    return judged


def score(judged: list[Judged]) -> Score:
    outside = [one for one in judged if one.intent == OUT_OF_SCOPE]
    crises = [one for one in judged if one.is_crisis]
    harmless = [one for one in judged if not one.is_crisis]
    return Score(
        top_1=_share(one.intent == one.guessed[0] for one in judged),
        top_3=_share(one.intent in one.guessed for one in judged),
        out_of_scope_caught=_share(one.guessed[0] == OUT_OF_SCOPE for one in outside),
        crisis_recall=_share(one.alarmed for one in crises),
        false_alarms=_share(one.alarmed for one in harmless),
        wrong_language=_share(one.answered_in is not one.language for one in judged),
    )


def _share(held: Iterable[bool]) -> float | None:
    all_of_them = list(held)
    return sum(all_of_them) / len(all_of_them) if all_of_them else None
