"""Who can be talked to, and in which language."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import conversation_of, topic_buttons, utter
from bot import wiring
from bot.wiring import Rooms


class ActionPerson(Action):
    """Whom to ring: their own social worker and chair where we know them, and people outside the council."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        utter(dispatcher, "utter_person")
        meeting = self._rooms.meeting(conversation)
        if meeting is not None and meeting.social_worker.phone is not None:
            utter(dispatcher, "utter_social_worker", name=meeting.social_worker.name)
            utter(dispatcher, "utter_social_worker_phone", phone=meeting.social_worker.phone)
        if meeting is not None and meeting.chair.phone is not None:
            utter(dispatcher, "utter_person_chair", name=meeting.chair.name, phone=meeting.chair.phone)
        chair_line = self._rooms.words_of("chair_phone", conversation)
        if chair_line is not None:
            council = self._rooms.council_name(conversation)
            utter(dispatcher, "utter_person_chair_line", council=council, phone=chair_line)
        rights = self._rooms.words_of("helpline_family_rights_group", conversation)
        buttons = topic_buttons(("social_worker_contact", "legal_advice"), self._rooms, conversation.language)
        utter(dispatcher, "utter_person_family_rights", phone=rights or "", buttons=buttons)
        return []


class ActionLanguage(Action):
    """Another language: the truth, that there is only English so far."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        buttons = topic_buttons(("interpreter",), self._rooms, conversation.language)
        utter(dispatcher, "utter_language", buttons=buttons)
        return []
