"""A parent's own meeting: when, where, who, and what is due."""

from __future__ import annotations

from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.saying import conversation_of, tell, topic_buttons, utter
from bot import wiring
from bot.conferences.meeting import MeetingView
from bot.conversation.memory import Conversation
from bot.conversation.messages import Door, Kind
from bot.text.both import english_of, in_both
from bot.text.phrases import say
from bot.wiring import Rooms


class MeetingAction(Action, ABC):
    """Show something of the parent's own meeting; without a link, say kindly how to get one."""

    next_topics: tuple[str, ...] = ()
    only_if_held = False  # of a meeting that is cancelled there is nothing of it to show but that

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        meeting = self._rooms.meeting(conversation)
        if meeting is None:
            self.say_without_link(dispatcher, conversation)
            return []
        if meeting.cancelled is not None and self.only_if_held:
            cancelled = meeting.cancelled if conversation.door is not Door.SMS else _cancelled_by_text(conversation)
            english = english_of(cancelled)
            tell(dispatcher, cancelled, english=english if english != cancelled else None)
        else:
            self.show(dispatcher, meeting, texted=conversation.door is Door.SMS)
        buttons = topic_buttons(self.next_topics, self._rooms, conversation.language)
        dispatcher.utter_message(text="", buttons=buttons)
        return []

    @abstractmethod
    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        """Say it; `texted`, in a text message, which a stranger may read."""

    def say_without_link(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> None:
        private = conversation.is_private
        utter(dispatcher, "utter_meeting_needs_link" if private else "utter_meeting_not_here")


class ActionMeeting(MeetingAction):
    """Their own date, time, place or video link, and who asked for the meeting."""

    next_topics = ("chair_contact", "my_dates", "change_meeting")
    only_if_held = True

    def name(self) -> str:
        return "action_meeting"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_meeting_when", day=meeting.day, time=meeting.time)
        if meeting.place is not None:
            utter(dispatcher, "utter_meeting_place", place=meeting.place)
        if meeting.video_link is not None:
            utter(dispatcher, "utter_meeting_video", video_link=meeting.video_link)
        if meeting.asked_by is not None and not texted:
            utter(dispatcher, "utter_meeting_asked_by", asked_by=meeting.asked_by)


class ActionChair(MeetingAction):
    """Their own chair's name and number, and when the chair will speak with them."""

    next_topics = ("chair_role", "meeting_when")

    def name(self) -> str:
        return "action_chair"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_chair", Kind.CONTACT, name=meeting.chair.name)
        if meeting.chair.phone is not None:
            utter(dispatcher, "utter_chair_phone", Kind.CONTACT, phone=meeting.chair.phone)
        else:
            utter(dispatcher, "utter_chair_no_phone")
        if meeting.chair_speaks is not None:
            utter(dispatcher, "utter_chair_speaks", when=meeting.chair_speaks)


class ActionSocialWorker(MeetingAction):
    """Their own social worker's name and number."""

    next_topics = ("meeting_when", "human_handoff")

    def name(self) -> str:
        return "action_social_worker"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_social_worker", Kind.CONTACT, name=meeting.social_worker.name)
        if meeting.social_worker.phone is not None:
            utter(dispatcher, "utter_social_worker_phone", Kind.CONTACT, phone=meeting.social_worker.phone)
        else:
            utter(dispatcher, "utter_social_worker_no_phone")


class ActionMyDates(MeetingAction):
    """The deadlines of this meeting, each with the rule that it comes from."""

    next_topics = ("meeting_when", "my_own_report", "start_notes")
    only_if_held = True

    def name(self) -> str:
        return "action_my_dates"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_my_dates")
        for line in meeting.dates:
            response = "utter_my_date_past" if line.past else "utter_my_date"
            title = line.plain if texted else line.title
            utter(dispatcher, response, title=title, when=line.when, rule=line.rule)


class ActionChangeMeeting(MeetingAction):
    """Another date, or they cannot come: whom to tell."""

    next_topics = ("social_worker_contact", "can_i_attend")

    def name(self) -> str:
        return "action_change_meeting"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_change_meeting")
        utter(dispatcher, "utter_social_worker", Kind.CONTACT, name=meeting.social_worker.name)
        if meeting.social_worker.phone is not None:
            utter(dispatcher, "utter_social_worker_phone", Kind.CONTACT, phone=meeting.social_worker.phone)

    def say_without_link(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> None:
        buttons = topic_buttons(self.next_topics, self._rooms, conversation.language)
        utter(dispatcher, "utter_change_meeting", buttons=buttons)


class ActionRemind(MeetingAction):
    """A reminder: where to say that they want one, and the phone's own calendar, under a name that tells nothing."""

    next_topics = ("my_dates",)
    only_if_held = True

    def name(self) -> str:
        return "action_remind"

    def show(self, dispatcher: CollectingDispatcher, meeting: MeetingView, *, texted: bool) -> None:
        utter(dispatcher, "utter_remind_calendar")
        utter(dispatcher, "utter_meeting_when", Kind.ANSWER, day=meeting.day, time=meeting.time)

    def say_without_link(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> None:
        utter(dispatcher, "utter_remind")


def _cancelled_by_text(conversation: Conversation) -> str:
    return in_both(lambda language: say("meeting_cancelled_short", language), conversation.language)
