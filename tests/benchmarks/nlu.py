"""
Understanding alone, in a process of its own: `python -m tests.benchmarks.nlu MODEL FILE`.

FILE holds `{"texts": […], "passes": n}`, and gets `{"intents": {text: intent}, "seconds": […]}` in its place.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter

from bot.conversation.assistant import Assistant
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.loading import load_assistant
from bot.settings import Settings
from bot.wiring import build
from tests.benchmarks.messages import COUNCIL

_ASKING = Conversation(ConversationId("bench"), Door.COMMAND_LINE, council=COUNCIL)


def main(model: Path, file: Path) -> None:
    """Read the sentences, understand them, write what came of it."""
    asked = json.loads(file.read_text(encoding="utf-8"))
    rooms = build(Settings(), database="sqlite://")
    load_assistant(rooms, model)
    if rooms.assistant is None:
        raise RuntimeError("the assistant was not loaded")
    intents, seconds = asyncio.run(_understood(rooms.assistant, asked["texts"], asked["passes"]))
    file.write_text(json.dumps({"intents": intents, "seconds": seconds}), encoding="utf-8")


async def _understood(assistant: Assistant, texts: list[str], passes: int) -> tuple[dict[str, str], list[float]]:
    """What each was taken for, in a first pass that warms up, and the seconds of every later one."""
    intents = {text: (await assistant.understand(text, _ASKING)).intent for text in texts}
    seconds = []
    for text in texts * passes:
        before = perf_counter()
        await assistant.understand(text, _ASKING)
        seconds.append(perf_counter() - before)
    return intents, seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
