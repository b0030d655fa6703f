"""
Text messages that came in, kept until they are answered.

A provider calls, waits a few seconds and calls again: so a message is stored at the door and thought about later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.outreach.message import Message
from bot.texting.phone import Phone


@dataclass(frozen=True)
class InboundText:
    """
    One text message from a phone, as its provider handed it over.

    `number` is E.164 and a United Kingdom mobile's: the door refuses every other. `sent_at` is the provider's time,
    where it tells one; texts are answered in its order. `opted_out` where the provider has answered the text by
    itself: it keeps everything that we say from that phone until they opt in there, so that nothing need be said.
    """

    id: UUID
    provider: str  # "twilio", "notify", "console"
    provider_id: str  # its own name for the text; one that came before is not kept again
    number: str
    body: str
    received_at: datetime
    sent_at: datetime | None = None
    opted_out: bool = False
    wordless: bool = False  # a picture, say, and nothing written

    @property
    def at(self) -> datetime:
        """Where it stands in the order of this phone's texts."""
        return self.sent_at or self.received_at

    def __repr__(self) -> str:
        return f"InboundText({self.id})"  # never who, nor what


@dataclass(frozen=True)
class Heard:
    """What came from a phone lately, for telling a person from a machine."""

    all: int
    same: int  # of those, how many had the words of the one in question, that one counted


@dataclass(frozen=True)
class Said:
    """What was put into the outbox for a phone lately: answers, links, reminders, all that its network counts."""

    all: int
    same: int  # of those, how many had exactly these words


class Inbox(Protocol):
    """
    Keep what came in. Of one phone's texts only one process thinks at a time: a phone is leased.

    A lease that nobody renews ends by itself, so that another process goes on where one died. The words of a text are
    deleted when it is settled; a keyed hash of them stays for a day, for telling a machine that repeats itself.
    """

    def put(self, text: InboundText) -> bool:
        """Keep it to be answered. False where that provider's text is there already, answered or not."""

    def lease(self, *, now: datetime, seconds: int) -> str | None:
        """
        The number of a phone that has texts waiting and that nobody else thinks about, ours now for so many seconds.

        The one whose text waits longest. None where there is none.
        """

    def release(self, number: str) -> None:
        """Nobody thinks about it any more."""

    def waiting(self, number: str) -> tuple[InboundText, ...]:
        """What this phone sent and nobody has answered, in the order of `at`."""

    def settle(self, texts: Sequence[InboundText], phone: Phone, answers: Sequence[Message], *, at: datetime) -> None:
        """
        These texts are answered: the phone stands so from now on, and these messages are to be sent. All or nothing.

        An answer whose `intent` is in the outbox already is not put there again. Where `phone.stopped_at` is newly
        set, what waits to be sent to this number is dropped.

        Raises PhoneOvertaken, and nothing is settled, where the phone has been cut off or erased since it was found,
        or one of the texts is answered already: look it up and begin again.
        """

    def heard(self, text: InboundText, *, since: datetime) -> Heard:
        """What this phone sent since then, this text too."""

    def said(self, number: str, body: str, *, since: datetime) -> Said:
        """What was put into the outbox for this number since then (whatever became of it, but for what was dropped)."""

    def echoes(self, text: InboundText, *, since: datetime) -> bool:
        """Whether its words, but for spaces and capitals, are what we sent to that phone since then."""
