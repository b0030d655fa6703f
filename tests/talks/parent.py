"""A parent at a door, talking with the whole house: one message after another, as the doors hand them in."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from bot.conferences.demonstration import replace_demonstrations
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, ConversationId, Door, Incoming, Kind, Reply
from bot.languages import Language
from bot.wiring import Rooms
from tests.stores import NOW


class Parent:
    """Somebody with a conversation of their own. Says words, or presses one of the choices last offered."""

    def __init__(
        self,
        rooms: Rooms,
        council: str | None = "york",
        door: Door = Door.PAGE,
        language: Language = Language.ENGLISH,
    ) -> None:
        self.rooms = rooms
        self.id = ConversationId(f"parent {uuid4().hex}")
        self.replies: list[Reply] = []
        self._numbers = count()
        rooms.conversations.save(Conversation(self.id, door, language, council))

    def comes_by_link(self) -> Parent:
        """Opens the link to their council's demonstration and gives the code."""
        rooms = self.rooms
        made = replace_demonstrations(now=NOW, conferences=rooms.conferences, invitations=rooms.invitations)
        (link,) = [one for one in made if one.council == self.stands.council]
        invitation = rooms.spend_link(link.token)
        rooms.enter_code(invitation, link.code)
        self.id = rooms.open_meeting(self.id, invitation)
        return self

    async def says(self, text: str) -> Reply:
        return await self._sends(text, None)

    async def presses(self, what: str) -> Reply:
        """By its title or by its value."""
        offered = self.replies[-1].choices
        (choice,) = [choice for choice in offered if what in (choice.title, choice.value)]
        return await self._sends("", choice)

    async def _sends(self, text: str, choice: Choice | None) -> Reply:
        incoming = Incoming(self.id, f"m{next(self._numbers)}", text, self.stands.door, choice)
        self.replies.append(await self.rooms.take_turn(incoming))
        return self.replies[-1]

    @property
    def stands(self) -> Conversation:
        found = self.rooms.conversations.find(self.id)
        assert found is not None, "the conversation was deleted"
        return found

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.rooms.notes.of(self.stands.notes_owner)]


def said(reply: Reply, kind: Kind | None = None) -> str:
    """Everything a reply says, or what of it is of one kind."""
    return "\n".join(part.text for part in reply.parts if kind is None or part.kind is kind)


def titles(reply: Reply) -> list[str]:
    return [choice.title for choice in reply.choices]


def is_danger(reply: Reply) -> bool:
    """Whether danger is what it answers first, with whom to ring, in English too while that is a draft."""
    first: Any = reply.parts[0]
    truth = "Nobody reads this chat" in (first.english or first.text)
    return first.kind is Kind.DANGER and "999" in first.text and truth
