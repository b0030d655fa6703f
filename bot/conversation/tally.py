"""
What parents ask about, counted: a topic, a council, a language, a day. Never words, never who, and never danger.

A parent who writes that somebody hurts her must not find that the council saw there was one. So danger is not counted,
and not even how often.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.conversation.assistant import CRISES
from bot.conversation.memory import Conversation
from bot.languages import Language

# How the assistant calls it when it was not sure, and when a question was not about the meeting.
NOT_SURE = "nlu_fallback"
NOT_OURS = "out_of_scope"
NOT_KNOWN = frozenset({NOT_SURE, NOT_OURS})


def counted(topics: Iterable[str]) -> frozenset[str]:
    """Those of them that are counted, and what was not known."""
    return (frozenset(topics) | NOT_KNOWN) - frozenset(CRISES)


class Tally(Protocol):
    """Counts. Must take no time, and must not fail a turn."""

    def add(self, conversation: Conversation, language: Language, topic: str) -> None: ...


class NoTally:
    """Where nobody counts."""

    def add(self, conversation: Conversation, language: Language, topic: str) -> None:
        pass
