"""Writing notes in the conversation: one section at a time, word for word, with a way back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import nearest
from actions.saying import Button, button, conversation_of, entity, section_name, tell, topic_buttons, utter
from bot import wiring
from bot.conversation.memory import Conversation
from bot.conversation.messages import Door, Kind
from bot.conversation.noting import looks_like_question
from bot.notes.headings import prompt
from bot.notes.note import Section
from bot.text.both import english_of
from bot.wiring import Rooms

_SECTION_OF_INTENT = {f"note_{section.value}": section for section in Section}
_NAMES = frozenset(section.value for section in Section)


class NotesAction(Action, ABC):
    """Something with notes: only where we know who stands at the door."""

    def __init__(self, rooms: Rooms | None = None) -> None:
        self._rooms = rooms or wiring.rooms()

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        conversation = conversation_of(tracker, self._rooms)
        if not conversation.is_private:
            utter(dispatcher, "utter_notes_not_here")
            return []
        return self.work(dispatcher, tracker, conversation)

    @abstractmethod
    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        """Do it."""

    def open(self, dispatcher: CollectingDispatcher, conversation: Conversation, section: Section) -> list[EventType]:
        """Ask for one section; what is written next goes there."""
        self._rooms.conversations.save(replace(conversation, open_section=section))
        say_heading(dispatcher, section_name(section, conversation, self._rooms))
        already = sum(note.section is section for note in self._rooms.notes.of(conversation.notes_owner))
        self.ask(dispatcher, conversation, section, already)
        utter(dispatcher, "utter_word_for_word", Kind.ASIDE, buttons=ways_on(section, conversation, self._rooms))
        return [SlotSet("open_section", section.value)]

    def ask(self, dispatcher: CollectingDispatcher, conversation: Conversation, section: Section, already: int) -> None:
        """The next question to think about, one at a time; after the last, only that there is room for more."""
        question = prompt(section, already, conversation.language)
        if question is None:
            utter(dispatcher, "utter_note_more")
            return
        tell(dispatcher, question, english=_english(question))

    def close(self, conversation: Conversation) -> list[EventType]:
        """No section is open any more; what was written stays."""
        self._rooms.conversations.save(replace(conversation, open_section=None))
        return [SlotSet("open_section", None)]


class ActionOpenSection(NotesAction):
    """Open the section asked for, by a topic or on a button; where none was, the first that is still empty."""

    def name(self) -> str:
        return "action_open_section"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        notes = self._rooms.notes.of(conversation.notes_owner)
        written = {note.section for note in notes}
        empty = next((section for section in Section if section not in written), Section.STRENGTHS)
        pressed = entity(tracker, "section")
        named = _SECTION_OF_INTENT.get(tracker.get_intent_of_latest_message() or "", empty)
        section = Section(pressed) if pressed in _NAMES else named
        if not notes:
            utter(dispatcher, "utter_only_you_see", Kind.ASIDE)
        return self.open(dispatcher, conversation, section)


class ActionKeepNote(NotesAction):
    """
    Read back what was saved.

    It was saved before the assistant saw it (bot/conversation/turn.py); here nothing is written.
    """

    def name(self) -> str:
        return "action_keep_note"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        note = self._rooms.notes.newest(conversation.notes_owner)
        if note is None:
            return self.close(conversation)
        utter(dispatcher, "utter_note_kept", section=section_name(note.section, conversation, self._rooms))
        if conversation.door is not Door.SMS:  # on a locked phone anybody reads it
            tell(dispatcher, note.text, Kind.NOTE)
        undo = button("choice_undo", 'delete_notes{"scope": "last"}', conversation.language)
        if looks_like_question(note.text, conversation.language):
            topic = nearest(tracker, self._rooms)[:1]
            offered = topic_buttons(topic, self._rooms, conversation.language)
            utter(dispatcher, "utter_note_or_question", Kind.ASIDE, buttons=offered)
        already = sum(kept.section is note.section for kept in self._rooms.notes.of(conversation.notes_owner))
        self.ask(dispatcher, conversation, note.section, already)
        tell(dispatcher, "", buttons=[undo, *ways_on(note.section, conversation, self._rooms)])
        return []


class ActionReviewNotes(NotesAction):
    """All notes, word for word, under their sections."""

    def name(self) -> str:
        return "action_review_notes"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        notes = self._rooms.notes.of(conversation.notes_owner)
        if not notes:
            utter(dispatcher, "utter_notes_none", buttons=self._topics(conversation, "start_notes", "prepare_how"))
            return []
        utter(dispatcher, "utter_notes_all")
        for section in Section:
            texts = [note.text for note in notes if note.section is section]
            if texts:
                say_heading(dispatcher, section_name(section, conversation, self._rooms))
            for text in texts:
                tell(dispatcher, text, Kind.NOTE)
        lists = [
            list_button(section, conversation, self._rooms) for section in (Section.QUESTIONS, Section.CORRECTIONS)
        ]
        topics = self._topics(conversation, "start_notes", "share_notes", "delete_notes")
        tell(dispatcher, "", buttons=[*topics[:1], *lists, *topics[1:]])
        return []

    def _topics(self, conversation: Conversation, *topics: str) -> list[Button]:
        return topic_buttons(topics, self._rooms, conversation.language)


class ActionDeleteNotes(NotesAction):
    """Take back the last note, or delete them all once that was pressed."""

    def name(self) -> str:
        return "action_delete_notes"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        scope = entity(tracker, "scope")
        if scope == "last":
            return self._take_back_last(dispatcher, conversation)
        if scope == "all":
            self._rooms.forget_notes(conversation)
            utter(dispatcher, "utter_deleted_notes")
            return [SlotSet("open_section", None)]
        if not self._rooms.notes.of(conversation.notes_owner):
            buttons = topic_buttons(("start_notes",), self._rooms, conversation.language)
            utter(dispatcher, "utter_notes_none", buttons=buttons)
            return []
        utter(dispatcher, "utter_delete_notes", buttons=self._ways(conversation))
        return []

    def _take_back_last(self, dispatcher: CollectingDispatcher, conversation: Conversation) -> list[EventType]:
        note = self._rooms.notes.newest(conversation.notes_owner)
        if note is None:
            utter(dispatcher, "utter_nothing_to_take_back")
            return []
        self._rooms.notes.take_back(note.owner, note.id)
        name = section_name(note.section, conversation, self._rooms)
        if conversation.door is not Door.SMS:
            tell(dispatcher, note.text, Kind.NOTE)
        utter(dispatcher, "utter_note_taken_back", section=name, buttons=self._after_taking_back(conversation))
        return []

    def _after_taking_back(self, conversation: Conversation) -> list[Button]:
        if conversation.open_section is None:
            return topic_buttons(("review_notes",), self._rooms, conversation.language)
        return ways_on(conversation.open_section, conversation, self._rooms)

    def _ways(self, conversation: Conversation) -> list[Button]:
        return [
            button("choice_undo", 'delete_notes{"scope": "last"}', conversation.language),
            button("choice_delete_all_notes", 'delete_notes{"scope": "all"}', conversation.language),
            button("choice_keep", "deny", conversation.language),
        ]


class ActionShareNotes(NotesAction):
    """Where sharing is done, for it is done on a page that shows it first; and by when this council's guide says."""

    def name(self) -> str:
        return "action_share_notes"

    def work(self, dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[EventType]:
        utter(dispatcher, "utter_share_notes")
        before = self._rooms.words_of("own_writing_to_chair_before", conversation)
        if before is not None:
            council = self._rooms.council_name(conversation)
            utter(dispatcher, "utter_share_notes_chair", council=council, before=before)
        buttons = topic_buttons(("review_notes", "my_own_report"), self._rooms, conversation.language)
        tell(dispatcher, "", buttons=buttons)
        return []


def list_button(section: Section, conversation: Conversation, rooms: Rooms) -> Button:
    """Opens one part of the notes by its name."""
    payload = f'/start_notes{{"section": "{section.value}"}}'
    return {"title": section_name(section, conversation, rooms), "payload": payload}


def say_heading(dispatcher: CollectingDispatcher, name: str) -> None:
    """Which part of the notes this is."""
    tell(dispatcher, name, Kind.ASIDE, english=_english(name))


def _english(words: str) -> str | None:
    english = english_of(words)
    return english if english != words else None


def ways_on(section: Section, conversation: Conversation, rooms: Rooms) -> list[Button]:
    """Ways out of a section: the next one, the notes so far, or enough for today."""
    following, language = section.following, conversation.language
    next_one = (
        button("choice_next_section", "deny", language, section=section_name(following, conversation, rooms))
        if following
        else button("choice_done", "deny", language)
    )
    return [
        next_one,
        *topic_buttons(("review_notes",), rooms, language),
        button("choice_stop", "goodbye", language),
    ]
