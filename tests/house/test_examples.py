"""How parents ask, in the numbers and the variety that the classifier needs; and nothing learnt by heart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from bot.languages import SPOKEN, Language
from bot.text.letters import readable, words_of
from tests.evaluation.questions import (
    ALL,
    EVALUATION,
    NOT_DANGER,
    OTHERS,
    Question,
    examples,
    folded,
    not_learnt,
    questions,
)
from tests.house.topics import TOPICS, least

# In how many places of one topic the same sentence may stand with only one word changed; more where more are asked for.
HANDFUL = 10
# Below that, "when is it" and "where is it" are no template.
LONG_ENOUGH = 5


def as_learnt(text: str) -> str:
    """What the classifier tells apart: "thats fine" and "that's fine" are two spellings worth having."""
    return " ".join(words_of(readable(text))) or text


@pytest.fixture(scope="module", params=SPOKEN, ids=lambda language: language.value)
def language(request) -> Language:
    return request.param


@pytest.fixture(scope="module")
def learnt(language) -> tuple[Question, ...]:
    return examples(language)


def test_every_topic_has_enough_examples_and_nothing_else_has_any(language, learnt):
    counted = Counter(example.intent for example in learnt)
    short = {topic: counted[topic] for topic in TOPICS if counted[topic] < least(topic, language)}

    assert short == {}
    assert set(counted) - set(TOPICS) == set()


def test_no_example_stands_twice(learnt):
    """In one topic it weighs double; in two it says that both are right."""
    where = defaultdict(list)
    for example in learnt:
        where[as_learnt(example.text)].append(example.intent)

    assert {text: intents for text, intents in where.items() if len(intents) > 1} == {}


def test_examples_are_written_not_made_from_templates(language, learnt):
    """ "Can I bring my mum", "can I bring my dad", "can I bring my nan" teach the list, not the asking."""
    slots: dict[str, Counter[str]] = defaultdict(Counter)
    for example in learnt:
        words = folded(example.text).split()
        if len(words) >= LONG_ENOUGH:
            for at in range(len(words)):
                slots[example.intent][" ".join([*words[:at], "…", *words[at + 1 :]])] += 1
    made = {topic: [pattern for pattern, times in patterns.items() if times > 1] for topic, patterns in slots.items()}

    allowed = {topic: HANDFUL * least(topic, language) // least("greet", language) for topic in made}
    assert {topic: patterns for topic, patterns in made.items() if len(patterns) > allowed[topic]} == {}


def test_no_example_holds_markup_or_a_placeholder(learnt):
    """Rasa would read [york](council) as an entity; a brace means that somebody forgot to fill it in."""
    assert [example.text for example in learnt if re.search(r"\]\(|\]\{|\{\w+\}|https?://", example.text)] == []


def test_no_example_names_a_real_number_or_address(learnt):
    """Examples are committed: what looks like a person's phone or e-mail must not be in them."""
    assert [example.text for example in learnt if re.search(r"\b0\d{9,10}\b|\w@\w+\.\w", example.text)] == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_what_is_evaluated_was_not_learnt(path):
    asked = questions(path)
    clean = not_learnt(asked, examples())

    assert [question.text for question in asked if question not in clean] == []


@pytest.mark.parametrize("path", [EVALUATION, *OTHERS.values()], ids=lambda path: path.stem)
def test_what_is_evaluated_has_every_topic_and_only_those(path):
    asked = Counter(question.intent for question in questions(path))

    assert set(asked) == set(TOPICS)
    assert min(asked.values()) >= 3
    assert {question.intent for question in questions(NOT_DANGER)} <= set(TOPICS)


def test_no_question_is_evaluated_twice():
    """In one language; a greeting may be the same in two."""
    asked = Counter((question.language, folded(question.text)) for path in ALL for question in questions(path))

    assert [text for text, times in asked.items() if times > 1] == []
