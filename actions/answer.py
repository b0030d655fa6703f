"""Answer a question from the council's leaflet, or say that we cannot."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import conversation_of, council_buttons, section_name, tell, tell_answer, topic_buttons, utter
from bot import wiring
from bot.answers.telling import Answer
from bot.conversation.memory import Conversation
from bot.conversation.messages import Kind
from bot.wiring import Rooms

# How many of the nearest topics are offered when we are not sure.
OFFERED = 3
# A topic this unlikely is not worth a frightened person's reading.
WORTH_OFFERING = 0.03
# Below this an answer may be the wrong one, so what else the question may have meant is offered before what follows.
_DOUBTFUL = 0.6
_ALSO_LIKELY = 0.08


class ActionAnswer(Action):
    """Answer a question with what this parent's council says about it."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        topic = tracker.get_intent_of_latest_message()
        known = self._rooms.book.about(topic, conversation.council, conversation.language)
        kind = Kind.CONTACT if known.has_contacts else Kind.ANSWER
        answer = tell_answer(dispatcher, topic, conversation, self._rooms, kind, council=conversation.council)
        self._close(dispatcher, tracker, conversation, answer)
        return [SlotSet("topic", topic)]

    def _close(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation, answer: Answer
    ) -> None:
        say_maybe_danger(dispatcher, tracker, self._rooms)
        if conversation.open_section is not None:
            section = section_name(conversation.open_section, conversation, self._rooms)
            utter(dispatcher, "utter_note_stays_open", Kind.ASIDE, section=section)
        if answer.needs_council:
            utter(dispatcher, "utter_which_council", buttons=council_buttons(self._rooms))
        else:
            topics = dict.fromkeys((*also_meant(tracker, self._rooms), *answer.next))
            tell(dispatcher, "", buttons=topic_buttons(topics, self._rooms, conversation.language))


class ActionOffer(Action):
    """Offer the topics that lie nearest, when we are not sure which is meant."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        if not any(letter.isalnum() for letter in tracker.latest_message.get("text") or ""):
            utter(dispatcher, "utter_no_words")
            return []
        say_maybe_danger(dispatcher, tracker, self._rooms)
        topics = nearest(tracker, self._rooms)
        utter(dispatcher, "utter_offer", buttons=topic_buttons(topics, self._rooms, conversation.language))
        utter(dispatcher, "utter_offer_one_more_way", Kind.ASIDE)
        return []


class ActionOutOfScope(Action):
    """Say that a question is not ours, and where it may belong."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def name(self) -> str:
        return "action_out_of_scope"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        say_maybe_danger(dispatcher, tracker, self._rooms)
        if tracker.latest_message.get("foreign"):
            self._say_foreign(dispatcher, conversation)
            return []
        utter(dispatcher, "utter_out_of_scope")
        topics = ("what_is_conference", "help", "human_handoff")
        buttons = topic_buttons(topics, self._rooms, conversation.language)
        utter(dispatcher, "utter_out_of_scope_whom_to_ask", buttons=buttons)
        return []

    def _say_foreign(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> None:
        # Whoever reads neither language may know a word of English.
        utter(dispatcher, "utter_foreign", Kind.CONTACT)
        number = self._rooms.words_of("other_format_phone", conversation)
        if number is not None:
            council = self._rooms.council_name(conversation)
            utter(dispatcher, "utter_foreign_phone", Kind.CONTACT, council=council, phone=number)


def nearest(tracker: Tracker, rooms: Rooms) -> list[str]:
    """The likeliest topics that have a label to press, best first."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    likely = [ranked["name"] for ranked in ranking if ranked["confidence"] >= WORTH_OFFERING]
    offered = [topic for topic in likely if rooms.book.has(topic)]
    return offered[:OFFERED] or ["what_is_conference", "help", "human_handoff"]


def also_meant(tracker: Tracker, rooms: Rooms) -> list[str]:
    """What else a doubtful question may have meant, at most two topics."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    if not ranking or ranking[0]["confidence"] >= _DOUBTFUL:
        return []
    others = [ranked["name"] for ranked in ranking[1:3] if ranked["confidence"] >= _ALSO_LIKELY]
    return [topic for topic in others if rooms.book.has(topic)]


def say_maybe_danger(dispatcher: CollectingDispatcher, tracker: Tracker, rooms: Rooms) -> None:
    """One line with 999 where a message may be about danger, though something else is likelier."""
    if tracker.latest_message.get("maybe_danger"):
        utter(dispatcher, "utter_danger_maybe", Kind.DANGER, emergency=rooms.emergency)
