"""
One whole visit in each language, from the first question to the meeting's date, as a parent of it would have it.

The visits are written by a hand that saw no example (tests/talks/twelve). `python -m pytest -s -k twelve` prints them.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.conversation.messages import Kind, Reply
from bot.languages import SPOKEN, Language
from bot.text.data_files import ROOT
from tests.talks.parent import Parent, titles

pytestmark = pytest.mark.rasa

VISITS = ROOT / "tests" / "talks" / "twelve"
# Names, numbers and addresses are the same in every language; nothing else that is said may be.
COUNCIL = "york"


@pytest.fixture(params=SPOKEN, ids=lambda language: language.value)
def language(request) -> Language:
    return request.param


@pytest.fixture
def visit(language) -> dict[str, Any]:
    return yaml.safe_load((VISITS / f"{language.value}.yml").read_text(encoding="utf-8"))


async def test_a_visit_from_start_to_end(rooms, language, visit):
    parent = Parent(rooms, COUNCIL, language=language).comes_by_link()
    missed = []
    for ask in visit["asks"]:
        reply = await parent.says(ask["says"])
        show(language, ask["says"], reply)
        if not await answers_or_offers(parent, ask, reply):
            missed.append((ask["topic"], ask["says"]))
        assert_in_language(reply, language)
    assert len(missed) <= 1, missed

    reply = await parent.says(visit["worry"])
    show(language, visit["worry"], reply)
    assert parent.stands.open_section is not None, said_by(reply)
    reply = await parent.says(visit["note"])
    show(language, visit["note"], reply)
    assert visit["note"] in parent.notes
    assert visit["note"] in [part.text for part in reply.parts if part.kind is Kind.NOTE]
    assert_in_language(reply, language)

    reply = await parent.says(visit["meeting"])
    show(language, visit["meeting"], reply)
    assert "2027" in said_by(reply)
    assert_in_language(reply, language)
    assert parent.stands.language is language


def said_by(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts)


async def answers_or_offers(parent: Parent, ask: dict[str, str], reply: Reply) -> bool:
    """It was taken for its topic, or that topic can be pressed."""
    assert parent.rooms.assistant is not None
    understood = await parent.rooms.assistant.understand(ask["says"], parent.stands)
    return understood.intent == ask["topic"] or ask["topic"] in {choice.value for choice in reply.choices}


def assert_in_language(reply: Reply, language: Language) -> None:
    """Everything that we say is in the parent's language, and marked as a draft where no person has checked it."""
    assert reply.language is language
    if language is Language.ENGLISH:
        assert not reply.is_draft
        return
    for part in reply.parts:
        if part.kind is not Kind.NOTE and part.english is not None:
            assert part.text != part.english


def show(language: Language, says: str, reply: Reply) -> None:
    """For whoever reads the talk."""
    print(f"\n[{language.value}] > {says}")  # noqa: T201
    for part in reply.parts:
        print(f"    {part.kind.value}: {part.text}")  # noqa: T201
    print(f"    {titles(reply)}")  # noqa: T201
