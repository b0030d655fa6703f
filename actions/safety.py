"""Danger: answered before anything else, whatever the conversation was about."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import nearest
from actions.notes import ways_on
from actions.saying import button, conversation_of, tell, tell_answer, topic_buttons, utter
from bot import wiring
from bot.conversation.assistant import CRISES
from bot.conversation.messages import Kind
from bot.wiring import Rooms


class ActionDanger(Action):
    """Say whom to ring, and the truth: nobody reads this chat live."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        crisis = tracker.get_intent_of_latest_message()
        answer = tell_answer(dispatcher, crisis, conversation, self._rooms, Kind.DANGER, council=None)
        if conversation.open_section is not None:
            utter(dispatcher, "utter_danger_note_kept", Kind.ASIDE)
        # Where it was no danger after all, the question must not be lost.
        meant = [topic for topic in nearest(tracker, self._rooms) if topic not in CRISES][:1]
        topics = dict.fromkeys((*answer.next, *meant))
        tell(dispatcher, "", buttons=topic_buttons(topics, self._rooms, conversation.language))
        if conversation.open_section is not None:
            undo = button("choice_undo", 'delete_notes{"scope": "last"}', conversation.language)
            tell(dispatcher, "", buttons=[undo, *ways_on(conversation.open_section, conversation, self._rooms)])
        return []
