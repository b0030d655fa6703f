"""How an action hands its words over: a paragraph of a kind, and choices to press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.pictures import Picture
from bot.answers.telling import Answer
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door, Kind
from bot.languages import Language
from bot.notes.note import Section
from bot.text.phrases import say
from bot.wiring import Rooms

Button = dict[str, str]


def conversation_of(tracker: Tracker, rooms: Rooms) -> Conversation:
    """
    The conversation from our own tables.

    One that they do not have comes from Rasa's own commands (`rasa shell`): it is anonymous, and its slots are all.
    """
    found = rooms.conversations.find(ConversationId(tracker.sender_id))
    if found is not None:
        return found
    language = Language(tracker.get_slot("language") or Language.ENGLISH.value)
    council = tracker.get_slot("council")
    return Conversation(ConversationId(tracker.sender_id), Door.REST, language, council)


def topic_buttons(topics: Iterable[str], rooms: Rooms, language: Language) -> list[Button]:
    """A button for each topic, in its own words."""
    return [{"title": rooms.book.title(topic, language), "payload": f"/{topic}"} for topic in topics]


def council_buttons(rooms: Rooms) -> list[Button]:
    """A button for each council whose guide we have."""
    named = [(key, rooms.shelf.leaflet(key).council) for key in rooms.shelf.councils]
    return [{"title": name, "payload": f'/choose_council{{"council": "{key}"}}'} for key, name in named]


def button(phrase: str, payload: str, language: Language, **words: str) -> Button:
    """A button with a phrase on it."""
    return {"title": say(phrase, language, **words), "payload": f"/{payload}"}


def section_name(section: Section, conversation: Conversation, rooms: Rooms) -> str:
    """What a part of the notes is called by this council, in the parent's language."""
    return rooms.headings(conversation)[section].title


def tell(
    dispatcher: CollectingDispatcher,
    text: str,
    kind: Kind = Kind.ANSWER,
    buttons: list[Button] | None = None,
    english: str | None = None,
    picture: Picture | None = None,
) -> None:
    """Say words that are already in the parent's language; `english` where no person has checked them."""
    drawn = asdict(picture) if picture is not None else None
    dispatcher.utter_message(text=text, buttons=buttons or [], kind=kind.value, english=english, picture=drawn)


def tell_answer(
    dispatcher: CollectingDispatcher,
    topic: str,
    conversation: Conversation,
    rooms: Rooms,
    kind: Kind,
    *,
    council: str | None,
) -> Answer:
    """
    Say what there is on a topic, in one paragraph; of danger, each sentence on its own line.

    By text message it is the short form, and whose guide it is stands in its sentences.
    """
    texted, language = conversation.door is Door.SMS, conversation.language
    about = rooms.book.short if texted else rooms.book.about
    answer = about(topic, council, language)
    # A number must be found at a glance.
    space = "\n" if kind is Kind.DANGER else " "
    in_english = about(topic, council, Language.ENGLISH) if answer.draft else None
    if answer.sentences:
        english = space.join(in_english.sentences) if in_english else None
        tell(dispatcher, space.join(answer.sentences), kind, english=english, picture=answer.picture)
    if answer.facts and kind is not Kind.DANGER and not texted:
        english = say("source_line", Language.ENGLISH, source=in_english.source) if in_english else None
        tell(dispatcher, say("source_line", language, source=answer.source), Kind.SOURCE, english=english)
    return answer


def utter(
    dispatcher: CollectingDispatcher,
    response: str,
    kind: Kind = Kind.ANSWER,
    buttons: list[Button] | None = None,
    **words: str,
) -> None:
    """Say a response of domain.yml, with these words in its placeholders."""
    dispatcher.utter_message(response=response, buttons=buttons or [], kind=kind.value, **words)


def entity(tracker: Tracker, name: str) -> Any:
    """What a choice carried under this name; None where the parent typed."""
    return next(tracker.get_latest_entity_values(name), None)
