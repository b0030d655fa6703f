"""Words that move on in the notes, or out of them: yes, no, more, goodbye."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.notes import NotesAction
from actions.saying import conversation_of, topic_buttons, utter
from bot.conversation.memory import Conversation


class ActionYes(NotesAction):
    """ "Yes", outside any question of ours: go on where we were."""

    def name(self) -> str:
        return "action_yes"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        return self.work(dispatcher, tracker, conversation)

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        if conversation.open_section is not None:
            return self.open(dispatcher, conversation, conversation.open_section)
        topics = ("what_is_conference", "prepare_how", "start_notes")
        utter(dispatcher, "utter_yes", buttons=topic_buttons(topics, self._rooms, conversation.language))
        return []


class ActionNo(ActionYes):
    """ "No": in the notes, this section is done, and the next is asked."""

    def name(self) -> str:
        return "action_no"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        if conversation.open_section is None:
            utter(dispatcher, "utter_no")
            return []
        following = conversation.open_section.following
        if following is not None:
            return self.open(dispatcher, conversation, following)
        utter(
            dispatcher,
            "utter_notes_done",
            buttons=topic_buttons(("review_notes", "share_notes"), self._rooms, conversation.language),
        )
        return self.close(conversation)


class ActionMore(ActionNo):
    """ "More", "next": in the notes the next section; elsewhere what often follows the topic answered last."""

    def name(self) -> str:
        return "action_more"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        if conversation.open_section is not None:
            return super().work(dispatcher, tracker, conversation)
        topic = tracker.get_slot("topic")
        if topic is None or not self._rooms.book.answers(topic):
            topics = ("what_is_conference", "prepare_how", "start_notes")
            utter(dispatcher, "utter_more_of_what", buttons=topic_buttons(topics, self._rooms, conversation.language))
            return []
        answer = self._rooms.book.about(topic, conversation.council, conversation.language)
        utter(dispatcher, "utter_more", buttons=topic_buttons(answer.next, self._rooms, conversation.language))
        return []


class ActionGoodbye(ActionYes):
    """Stop for now: an open section is closed, and what was written stays."""

    def name(self) -> str:
        return "action_goodbye"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        if conversation.open_section is None:
            utter(dispatcher, "utter_goodbye")
            return []
        buttons = topic_buttons(("review_notes",), self._rooms, conversation.language)
        utter(dispatcher, "utter_notes_kept_goodbye", buttons=buttons)
        return self.close(conversation)
