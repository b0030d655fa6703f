"""Forget me: shown what will go, asked once, done at once."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import conversation_of, entity, utter
from bot import wiring
from bot.conversation.messages import Kind
from bot.wiring import Rooms


class ActionDeleteMyData(Action):
    """Say what will go, ask once, then delete it everywhere."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_delete_my_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        if not conversation.door.is_private:
            utter(dispatcher, "utter_delete_my_data_not_here")
            return []
        if entity(tracker, "scope") != "all":
            if any(share.read_at for share in self._rooms.sharing.of(conversation.notes_owner)):
                utter(dispatcher, "utter_delete_my_data_read", Kind.ASIDE)
            utter(dispatcher, "utter_delete_my_data")
            return []
        self._rooms.forget(conversation)
        utter(dispatcher, "utter_deleted_my_data")
        return [AllSlotsReset()]
