"""What Rasa remembers of a conversation: the slots. The rest is in our own tables, or is not kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import wiring
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId
from bot.wiring import Rooms


class SlotTrackerStore(TrackerStore):
    """
    Keep a conversation's slots and none of its events.

    They stand in the conversation's own row. Only for senders that our tables do not know, those of Rasa's own
    commands, is there a row of slots apart, encrypted.

    Every event is rebuilt each turn: at turn 400 that took 153 ms a message (shared findings). The rules need only
    the turn they are in, so a tracker begins afresh each time with its slots; and no parent's words lie in it.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        endpoint_config: EndpointConfig | None = None,
        event_broker: EventBroker | None = None,
        *,
        host: EndpointConfig | None = None,
        rooms: Rooms | None = None,
    ) -> None:
        super().__init__(domain, event_broker)
        self._rooms = rooms or wiring.rooms()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker that listens, with its slots as they were left."""
        conversation = self._rooms.conversations.find(ConversationId(sender_id))
        if conversation is not None:
            known = self._listening(sender_id, _slots_of(conversation))
            known.has_conversation = True
            return known
        stored = self._rooms.trackers.load(sender_id)
        return self._listening(sender_id, json.loads(stored) if stored else {})

    def _listening(self, sender_id: str, slots: dict[str, Any]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        for name, value in slots.items():
            if value is not None and name in tracker.slots:
                tracker.update(SlotSet(name, value))
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        conversation = self._rooms.conversations.find(ConversationId(tracker.sender_id))
        if conversation is not None:
            topic = tracker.get_slot("topic")
            if topic != conversation.topic:  # most turns change nothing, and a write costs as much as understanding
                self._rooms.conversations.save(replace(conversation, topic=topic))
        elif not getattr(tracker, "has_conversation", False):  # else this turn deleted it, and it stays deleted
            slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
            self._rooms.trackers.save(tracker.sender_id, json.dumps(slots).encode())

    async def keys(self) -> Iterable[str]:
        """Nobody may list the conversations through Rasa."""
        return ()


def _slots_of(conversation: Conversation) -> dict[str, Any]:
    section = conversation.open_section
    return {
        "language": conversation.language.value,
        "council": conversation.council,
        "open_section": section.value if section else None,
        "topic": conversation.topic,
    }
