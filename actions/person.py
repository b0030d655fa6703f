"""Who can be talked to, and in which language."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import Button, conversation_of, entity, tell, topic_buttons, utter
from bot import wiring
from bot.conversation.messages import Kind
from bot.languages import SPOKEN, Language
from bot.text.naming import named_in
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
            utter(dispatcher, "utter_social_worker", Kind.CONTACT, name=meeting.social_worker.name)
            utter(dispatcher, "utter_social_worker_phone", Kind.CONTACT, phone=meeting.social_worker.phone)
        if meeting is not None and meeting.chair.phone is not None:
            utter(dispatcher, "utter_person_chair", Kind.CONTACT, name=meeting.chair.name, phone=meeting.chair.phone)
        chair_line = self._rooms.words_of("chair_phone", conversation)
        if chair_line is not None:
            council = self._rooms.council_name(conversation)
            utter(dispatcher, "utter_person_chair_line", Kind.CONTACT, council=council, phone=chair_line)
        rights = self._rooms.words_of("helpline_family_rights_group", conversation)
        buttons = topic_buttons(("social_worker_contact", "legal_advice"), self._rooms, conversation.language)
        utter(dispatcher, "utter_person_family_rights", Kind.CONTACT, phone=rights or "", buttons=buttons)
        return []


class ActionLanguage(Action):
    """Another language: the one that was pressed or named; where none was, each under its own name."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        wanted = self._wanted(tracker)
        if wanted is None:
            utter(dispatcher, "utter_language", buttons=language_buttons())
            return []
        if self._rooms.conversations.find(conversation.id) is not None:
            self._rooms.conversations.save(replace(conversation, language=wanted))
        utter(dispatcher, "utter_language_set", in_language=wanted.value)
        topics = (conversation.topic,) if conversation.topic else ("what_is_conference", "start_notes")
        tell(dispatcher, "", buttons=topic_buttons(topics, self._rooms, wanted))
        return [SlotSet("language", wanted.value)]

    def _wanted(self, tracker: Tracker) -> Language | None:
        pressed = entity(tracker, "language")
        if pressed in {language.value for language in SPOKEN}:
            return Language(pressed)
        return named_in(tracker.latest_message.get("text") or "")


def language_buttons() -> list[Button]:
    """A button for each language, under its own name."""
    return [
        {"title": language.own_name, "payload": f'/change_language{{"language": "{language.value}"}}'}
        for language in SPOKEN
    ]
