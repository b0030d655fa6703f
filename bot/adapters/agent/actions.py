"""Our actions, called in the process instead of over HTTP."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import Action as CoreAction
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action as SdkAction
from rasa_sdk import Tracker as SdkTracker
from rasa_sdk.executor import CollectingDispatcher


class ActionInProcess(CoreAction):
    """
    One of our actions, called directly.

    Rasa would send it the whole tracker and domain over HTTP, then spend 95 % of the time checking its own schema
    of the answer (shared findings).
    """

    def __init__(self, action: SdkAction) -> None:
        self._action = action

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        dispatcher = CollectingDispatcher()
        events = self._action.run(dispatcher, _as_sdk(tracker), {}) or []
        said = [await self._uttered(message, output_channel, nlg, tracker) for message in dispatcher.messages]
        return [*said, *(_event(event) for event in events)]

    async def _uttered(
        self,
        message: dict[str, Any],
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
    ) -> Event:
        response = message.pop("response", None)
        if response is None:
            return create_bot_utterance({name: value for name, value in message.items() if value})
        draft = await nlg.generate(response, tracker, output_channel.name(), **message) or {}
        buttons = [*draft.get("buttons", []), *message.pop("buttons", [])]
        given = {name: value for name, value in message.items() if value}
        return create_bot_utterance({**draft, **given, "buttons": buttons, "text": draft.get("text")})


def _event(written: dict[str, Any]) -> Event:
    # Rasa looks through all its classes for the one of a name; nearly every event of ours sets a slot.
    if written["event"] == SlotSet.type_name:
        return SlotSet(written["name"], written["value"])
    return Event.from_parameters(written)


def _as_sdk(tracker: DialogueStateTracker) -> SdkTracker:
    """The tracker as an action sees it; our actions look at slots and the latest message, never at old events."""
    latest = tracker.latest_message
    return SdkTracker(
        sender_id=tracker.sender_id,
        slots=tracker.current_slot_values(),
        latest_message=dict(latest.parse_data) if latest else {},
        events=[],
        paused=False,
        followup_action=None,
        active_loop={},
        latest_action_name=tracker.latest_action_name,
    )
