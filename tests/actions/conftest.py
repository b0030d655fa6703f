"""The rooms on a database in memory, and somebody to whom an action speaks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot import wiring
from bot.conferences.demonstration import replace_demonstrations
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.settings import Settings
from bot.wiring import Rooms
from tests.stores import KEY, NOW

_people = count()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    settings = Settings(data_dir=tmp_path_factory.mktemp("var"), secret_key=KEY)
    return wiring.build(settings, clock=lambda: NOW, database="sqlite://")


@dataclass
class Heard:
    """What an action said and left behind."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages if message.get("response")]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages if message.get("text")]

    @property
    def payloads(self) -> list[str]:
        return [button["payload"] for message in self.messages for button in message.get("buttons") or []]

    @property
    def slots(self) -> dict[str, Any]:
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}

    def words(self, response: str) -> dict[str, Any]:
        """What was put into a response's placeholders."""
        return next(message for message in self.messages if message.get("response") == response)


@dataclass
class Person:
    """A parent at a door, with a conversation of their own."""

    house: Rooms
    id: ConversationId
    slots: dict[str, Any] = field(default_factory=dict)

    @property
    def conversation(self) -> Conversation:
        found = self.house.conversations.find(self.id)
        assert found is not None
        return found

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.house.notes.of(self.conversation.notes_owner)]

    def stands(self, **changes: Any) -> None:
        self.house.conversations.save(replace(self.conversation, **changes))

    def wrote(self, *texts: str) -> None:
        section = self.conversation.open_section
        assert section is not None
        for text in texts:
            self.house.notes.write(self.conversation.notes_owner, section, text, at=NOW)

    def meets(
        self,
        action: type[Action],
        intent: str = "",
        text: str = "",
        entities: dict[str, str] | None = None,
        **message: Any,
    ) -> Heard:
        """Run one action as if this had just been said."""
        said = {
            "text": text,
            "intent": {"name": intent, "confidence": 1.0},
            "intent_ranking": [{"name": intent, "confidence": 1.0}],
            "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
            **message,
        }
        dispatcher = CollectingDispatcher()
        tracker = Tracker(self.id, self.slots, said, [], False, None, {}, "action_listen")
        events = action(self.house).run(dispatcher, tracker, {})
        return Heard(dispatcher.messages, list(events))


@pytest.fixture
def person(house):
    """`person(door, council)` begins a conversation; with `invited` they came by that council's demonstration link."""

    def begin(door: Door = Door.PAGE, council: str | None = "york", *, invited: bool = False) -> Person:
        id = ConversationId(f"person {next(_people)}")
        house.conversations.save(Conversation(id, door, council=council))
        if invited:
            made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
            (link,) = [one for one in made if one.council == council]
            invitation = house.spend_link(link.token)
            house.enter_code(invitation, link.code)
            house.open_meeting(id, invitation)
        return Person(house, id)

    return begin


@pytest.fixture
def stranger(house) -> Person:
    """Somebody at Rasa's own shell: our tables do not know them."""
    return Person(house, ConversationId(f"shell {uuid4().hex}"))
