"""Which council wrote to the parent: it decides which rules we go by."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import conversation_of, council_buttons, entity, topic_buttons, utter
from bot import wiring
from bot.wiring import Rooms


class ActionCouncil(Action):
    """Take the council that was named or pressed; where none was, offer those whose guide we have."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_council"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        if conversation.invitation is not None:
            # The invitation says which council it is, whatever else is typed.
            utter(dispatcher, "utter_council_of_link", council=self._rooms.council_name(conversation))
            return []
        council = entity(tracker, "council") or self._rooms.council_in(tracker.latest_message.get("text") or "")
        if council not in self._rooms.shelf.councils:
            utter(dispatcher, "utter_which_council_unknown", buttons=council_buttons(self._rooms))
            return []
        chosen = replace(conversation, council=council)
        if self._rooms.conversations.find(conversation.id) is not None:
            self._rooms.conversations.save(chosen)
        topics = [tracker.get_slot("topic") or "what_is_conference", "prepare_how", "start_notes"]
        buttons = topic_buttons(dict.fromkeys(topics), self._rooms, conversation.language)
        utter(dispatcher, "utter_council_set", council=self._rooms.council_name(chosen), buttons=buttons)
        return [SlotSet("council", council)]
