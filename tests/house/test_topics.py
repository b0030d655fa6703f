"""Every topic that a parent may have is known everywhere: domain, rules, answers, buttons."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.answers.book import load_book
from bot.languages import Language
from bot.leaflets.shelf import load_shelf
from bot.text.data_files import ROOT
from tests.house.calls import calls, every_string, files, strings, tree
from tests.house.topics import TOPICS

FALLBACK = "nlu_fallback"  # Rasa's own name for "not sure"
DRAWN = ROOT.parent / "shared" / "topics.md"


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def book():
    return load_book(load_shelf())


def rules() -> Iterator[tuple[list[str], list[str]]]:
    """Each rule's intents and actions."""
    for file in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            intents = [one["intent"] for step in rule["steps"] for one in step.get("or", [step]) if "intent" in one]
            yield intents, [step["action"] for step in rule["steps"] if "action" in step]


def test_our_list_is_the_one_that_was_drawn():
    if not DRAWN.exists():
        if os.environ.get("CI"):
            pytest.fail(f"NOT CHECKED: {DRAWN} is not here")
        pytest.skip(f"NOT CHECKED: {DRAWN} is not here")
    text = DRAWN.read_text(encoding="utf-8")
    rows = [name for row in re.findall(r"^\| ([a-z_, ]+) \|", text, re.M) for name in row.split(", ") if "_" in name]

    assert len(rows) > 40
    assert set(rows) - set(TOPICS) == set()
    assert [topic for topic in TOPICS if not re.search(rf"\b{topic}\b", text)] == []


def test_the_domain_has_every_topic_and_no_other(domain):
    assert Counter(domain["intents"]) == Counter(TOPICS)


def test_every_topic_has_one_rule_of_one_action():
    """More than one action a turn would not be run: bot/adapters/agent/processor.py runs one and listens."""
    ruled = Counter(intent for intents, _ in rules() for intent in intents)

    assert ruled == Counter([*TOPICS, FALLBACK])
    assert [actions for _, actions in rules() if len(actions) != 1] == []


def test_every_action_of_a_rule_is_in_the_domain_and_every_one_of_the_domain_is_used(domain):
    ruled = {actions[0] for _, actions in rules()}
    known = set(domain["actions"]) | set(domain["responses"])

    assert ruled - known == set()
    # Kept for what is being written: NotingPolicy chooses it, no rule does.
    assert set(domain["actions"]) - ruled == {"action_keep_note"}


def test_a_topic_that_rasas_rule_answers_from_the_guide_has_an_answer(book):
    answered = [intent for intents, actions in rules() if actions == ["action_answer"] for intent in intents]

    assert len(answered) > 40
    assert [topic for topic in answered if not book.answers(topic)] == []


def test_every_topic_that_an_answer_offers_is_known_and_has_a_title(book):
    offered = {next_topic for topic in book.topics.values() for next_topic in topic.next}

    assert offered - set(TOPICS) == set()
    assert [topic for topic in offered if not book.title(topic, Language.ENGLISH).strip()] == []


def test_every_title_belongs_to_a_topic_and_no_two_are_alike(book):
    titles = Counter(book.title(topic, Language.ENGLISH) for topic in book.topics)

    assert set(book.topics) - set(TOPICS) == set()
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_topic_that_an_action_offers_is_known_and_has_a_title(book):
    names = [name for call in calls("topic_buttons", "_topics") for name in strings(call)]
    names += [name for call in calls(assigned_to=("topics", "next_topics")) for name in strings(call)]

    assert len(names) > 20
    assert [name for name in names if name not in TOPICS or not book.has(name)] == []


def payload_problems(payload: str, domain: dict[str, Any]) -> list[str]:
    intent, brace, carried = payload.removeprefix("/").partition("{")
    problems = [] if intent in domain["intents"] else [f"no intent {intent!r}"]
    if brace:
        try:
            entities = json.loads(brace + carried)
        except json.JSONDecodeError:
            return [*problems, f"not JSON: {brace + carried}"]
        problems += [f"no entity {name!r}" for name in entities if name not in domain["entities"]]
    return problems


def test_every_button_of_the_domain_parses(domain):
    buttons = [
        (name, button)
        for name, variations in domain["responses"].items()
        for variation in variations
        for button in variation.get("buttons", [])
    ]

    assert len(buttons) > 5
    assert [
        (name, payload_problems(b["payload"], domain)) for name, b in buttons if payload_problems(b["payload"], domain)
    ] == []
    assert [name for name, b in buttons if not b["title"].strip() or not b["payload"].startswith("/")] == []


def test_every_payload_that_an_action_makes_parses(domain):
    payloads = [strings(call)[1] for call in calls("button") if len(strings(call)) > 1]

    assert len(payloads) > 4
    assert [(p, payload_problems(p, domain)) for p in payloads if payload_problems(p, domain)] == []


def test_every_reply_that_an_action_says_is_in_the_domain(domain):
    named = {name for call in calls("utter") for name in strings(call) if name.startswith("utter_")}

    assert len(named) > 40
    assert named - set(domain["responses"]) == set()


def test_every_reply_of_the_domain_is_said_somewhere(domain):
    """A reply that nobody says would be translated into eleven languages for nothing."""
    named = {name for path in files("actions") for name in every_string(tree(path))}
    named |= {action for _, actions in rules() for action in actions}

    assert set(domain["responses"]) - named == set()
