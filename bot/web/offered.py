"""
Which choice was pressed.

On a page only what we offered in this conversation counts: a payload can do more than words, and a page can be forged.
A program at the REST channel can reach no meeting and no note, so that any intent of ours may be pressed, as in Rasa.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from bot.conversation.memory import Turn
from bot.conversation.messages import Choice


def find_offered(value: str, turns: Iterable[Turn]) -> Choice | None:
    """The choice with this value, if one of these turns offered it."""
    return next((choice for turn in turns for choice in turn.reply.choices if choice.value == value), None)


def read_payload(message: str, intents: Collection[str]) -> Choice | None:
    """The choice that a message is: `/reports_when`, `/choose_council{"council": "york"}`; None where it is words."""
    intent, brace, carried = message.removeprefix("/").partition("{")
    if not message.startswith("/") or intent not in intents:
        return None
    try:
        named = json.loads(brace + carried) if brace else {}
    except (ValueError, RecursionError):  # no JSON, or nested so deep that nobody meant it
        return None
    if not all(isinstance(value, str) for value in named.values()):
        return None
    return Choice(title=message, value=message.removeprefix("/"))
