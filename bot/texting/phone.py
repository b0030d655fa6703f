"""A phone that texts us: which conversation it is in, what it may be shown, and what it was offered last."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.conversation.messages import Choice, ConversationId, Door
from bot.languages import Language


class PhoneOvertaken(Exception):
    """Since this phone was looked up it was cut off or erased, or another process answered it: begin again."""


def new_conversation() -> ConversationId:
    """A name for a conversation that holds nothing of its phone."""
    return ConversationId(f"{Door.SMS.value}:{secrets.token_hex(16)}")


@dataclass(frozen=True)
class Offer:
    """Choices that were numbered from 1 in a message, and since when. A later digit means one of the latest."""

    at: datetime
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Phone:
    """
    Where one phone stands. Kept encrypted, under a keyed hash of its number.

    `opened` are the invitations whose code came from this phone, oldest first; cut off at the desk or withdrawn ones
    are not among them. `invitation` is the one that it is in now: with several, it is asked which.
    """

    number: str  # E.164
    conversation: ConversationId  # opaque: the number is nowhere in it
    opened: tuple[UUID, ...] = ()
    invitation: UUID | None = None
    language: Language = Language.ENGLISH  # of the last answer; the conversation's own goes before it
    greeted: bool = False
    more: tuple[str, ...] = ()  # what MORE sends next, ready to be sent
    offers: tuple[Offer, ...] = ()  # the newest last; at most MOST_OFFERS
    held: str | None = None  # words that wait until we know which of two meetings they are for
    heard_at: datetime | None = None
    stopped_at: datetime | None = None  # they asked for no more texts
    silent_until: datetime | None = None  # a machine answers there, as it seems
    warned_at: datetime | None = None  # when it was last told that it sends too much
    version: int = 0  # how often others than its own texts have changed it; only the store counts it

    def __repr__(self) -> str:
        return "Phone(…)"  # never whose

    def with_offer(self, offer: Offer) -> Phone:
        """The same, having been offered these choices."""
        return replace(self, offers=(*self.offers, offer)[-MOST_OFFERS:])

    def offered_at(self, moment: datetime) -> tuple[Choice, ...]:
        """What a number sent at that moment means: the newest choices offered before it; those of no later list."""
        before = [offer for offer in self.offers if offer.at <= moment]
        if not before:  # by a clock that is a little behind ours, perhaps
            before = [offer for offer in self.offers[:1] if offer.at <= moment + CLOCKS_DIFFER]
        return before[-1].choices if before else ()


MOST_OFFERS = 3
CLOCKS_DIFFER = timedelta(seconds=5)


class Phones(Protocol):
    """Keep phones. `Inbox.settle` saves them; the rest is here."""

    def find(self, number: str) -> Phone | None: ...

    def stopped(self, number: str) -> datetime | None:
        """When it asked for no more texts; None where it did not, or came back."""

    def cut_off(self, invitation: UUID) -> None:
        """
        No phone is in this invitation any more, and what they were offered or would be told next is gone with it.

        The conversation of that invitation stays; each phone begins another with its next text.
        """
