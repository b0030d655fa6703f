"""Which choice a parent pressed. Only what we offered in this conversation counts: a payload can do more than words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.memory import Turn
from bot.conversation.messages import Choice


def find_offered(value: str, turns: Iterable[Turn]) -> Choice | None:
    """The choice with this value, if one of these turns offered it."""
    return next((choice for turn in turns for choice in turn.reply.choices if choice.value == value), None)
