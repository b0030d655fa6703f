"""Make the assistant ready: model, agent, actions. Slow on purpose in one place, so that everybody shares one."""

from __future__ import annotations

import inspect
import os
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

# Rasa's telemetry calls home, and TensorFlow writes pages: both are settled before either is imported.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# Deprecations in Rasa's dependencies, printed by the hundred, are nobody's news here.
warnings.showwarning = lambda *_, **__: None  # a filter would not do: some of them reset it

import actions
from bot import wiring
from bot.languages import SPOKEN
from bot.texting.commands import languages
from bot.wiring import Rooms


def load_assistant(rooms: Rooms, model: Path) -> None:
    """Load the model and put the assistant into the rooms; about fifteen seconds, most of it TensorFlow's."""
    from rasa_sdk import Action

    from bot.adapters.agent.assistant import RasaAssistant, load_agent
    from bot.adapters.agent.silence import silence
    from bot.components.replies import Replies
    from bot.components.tokens import EVERY_LANGUAGE, pipeline
    from bot.components.tracker_store import SlotTrackerStore

    silence()
    wiring.use(rooms)
    found = []
    for module in iter_modules(actions.__path__, "actions."):
        for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(kind, Action) and not inspect.isabstract(kind) and kind.__module__ == module.name:
                found.append(kind())
    agent = load_agent(model, found, Replies, SlotTrackerStore(rooms=rooms))
    for rules in (EVERY_LANGUAGE, *(language.value for language in SPOKEN)):
        pipeline(rules)  # now, or the first parent to write waits half a second for spaCy
    languages()  # and the first to text for seconds; what is wrong in the file is told now
    rooms.assistant = RasaAssistant(agent)
