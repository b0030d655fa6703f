"""What comes in from a parent and what goes back. Only the doors know about forms, JSON or text messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType

from bot.answers.pictures import Picture
from bot.languages import Language

ConversationId = NewType("ConversationId", str)

# What a message may hold at most, in characters. Longer ones are answered with a request to send it in parts.
LONGEST_MESSAGE = 4000


class Door(str, Enum):
    """Where a message came in. Behind the doors it decides two things: who is anonymous, and which words are short."""

    PAGE = "page"
    EMBEDDED = "embedded"  # the chat on a council's own site: a page too, but everybody's
    SMS = "sms"
    REST = "rest"
    COMMAND_LINE = "command line"

    @property
    def is_private(self) -> bool:
        """Whether somebody may stand there whom we know well enough to show them a meeting or notes."""
        return self in (Door.PAGE, Door.SMS)

    @property
    def is_page(self) -> bool:
        """Whether a parent stands there in person, and is shown pages."""
        return self in (Door.PAGE, Door.EMBEDDED)

    @property
    def keeps_what_was_said(self) -> bool:
        """
        Whether turns are kept, for a parent to read again and for a message sent twice to be answered once.

        Nobody reads again at the other doors, and Rasa's REST form has no message id: there nothing is kept.
        """
        return self.is_page or self is Door.SMS


@dataclass(frozen=True)
class Choice:
    """Something the parent may press next."""

    title: str
    value: str  # an intent's name, with Rasa's `{"entity": "value"}` behind it where one is needed


@dataclass(frozen=True)
class Incoming:
    """What a parent sent us, from any door: words, or one of the choices we offered."""

    conversation: ConversationId  # opaque: from a session or a keyed hash, never a number or a name
    message_id: str  # the door's own, so that a message sent twice is answered once
    text: str  # the parent's own words; "" where a choice was pressed
    door: Door
    choice: Choice | None = None  # one that we offered in this conversation; the doors see to that

    @property
    def shown(self) -> str:
        """What the parent sees as their own side of it."""
        return self.choice.title if self.choice else self.text


class Kind(str, Enum):
    """What a part of a reply is, so that a page can give it its form."""

    ANSWER = "answer"
    CONTACT = "contact"  # whom to ring or write to
    SOURCE = "source"  # whose guide it comes from
    DANGER = "danger"
    NOTE = "note"  # the parent's own words, read back
    ASIDE = "aside"  # a footnote


@dataclass(frozen=True)
class Said:
    """One paragraph of a reply."""

    text: str
    kind: Kind = Kind.ANSWER
    english: str | None = None  # the same in English, where no person has checked the translation yet
    picture: Picture | None = None  # beside it, where the door can show one; the words say the same

    @property
    def needs_english(self) -> bool:
        """Whether the English is shown at once and not only on request: a wrong number or word here is harm."""
        return self.english is not None and self.kind in (Kind.DANGER, Kind.CONTACT)


@dataclass(frozen=True)
class Reply:
    """What goes back through the door that the message came in by."""

    parts: tuple[Said, ...]
    choices: tuple[Choice, ...] = ()
    language: Language = Language.ENGLISH

    @property
    def is_draft(self) -> bool:
        """Whether any of it is a translation that no person has checked."""
        return any(said.english is not None for said in self.parts)
