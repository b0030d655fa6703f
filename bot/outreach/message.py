"""One message to be sent once, and the outbox that keeps it until it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.languages import Language


class Channel(str, Enum):
    """How a message travels."""

    SMS = "sms"
    EMAIL = "email"
    WEBHOOK = "webhook"  # to a case system


class MessageKind(str, Enum):
    """What a message is for. A parent who did not agree is sent the link and nothing else."""

    LINK = "link"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER_FIVE_DAYS = "reminder_five_days"
    REMINDER_ONE_DAY = "reminder_one_day"
    REMINDER_OWN_WRITING = "reminder_own_writing"
    EVENT = "event"
    REPLY = "reply"  # to a text that a parent sent: the desk is never shown one

    @property
    def is_reminder(self) -> bool:
        return self.value.startswith("reminder_")


class State(str, Enum):
    """
    Where a message stands.

    QUEUED → SENDING → SENT → DELIVERED or FAILED. From SENDING back to QUEUED only when the provider is known not to
    have it. UNSURE: it may have been sent, and nobody can tell: a person decides. DROPPED: not needed any more.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"
    FAILED = "failed"
    UNSURE = "unsure"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Message:
    """
    One message. `intent` names the reason for it ("link:<invitation>:3"): of two for the same reason one is kept.

    `address` is an E.164 number, an e-mail address or a URL; `body` the words, or for a webhook its JSON. Both, and
    the subject, are encrypted where they are kept. Once a message was sent, the token of a link is taken out of it.
    """

    id: UUID
    intent: str
    council: str
    channel: Channel
    kind: MessageKind
    language: Language
    address: str
    body: str
    created_at: datetime
    due_at: datetime
    subject: str | None = None
    invitation_id: UUID | None = None
    subscription_id: UUID | None = None
    not_after: datetime | None = None
    state: State = State.QUEUED
    attempts: int = 0
    claimed_at: datetime | None = None
    provider: str | None = None
    provider_id: str | None = None
    problem: str | None = None  # a name, "number_wrong": never a provider's own words, which may repeat the number
    sent_at: datetime | None = None
    settled_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Message({self.id}, {self.kind.value}, {self.state.value})"  # never whom to, nor what


class Outbox(Protocol):
    """
    What the worker does with messages. Writing one is a part of the change that causes it: see `bot.casework.ledger`.
    """

    def claim(self, *, now: datetime, most: int) -> tuple[Message, ...]:
        """
        Take what is due, oldest first, marked as being sent: nobody else is handed it.

        What is past its `not_after` is dropped and not handed out.
        """

    def stranded(self, *, now: datetime, after_seconds: int) -> tuple[Message, ...]:
        """What has been "being sent" for so long that whoever was sending it must have died; marked as ours now."""

    def sent(self, id: UUID, *, provider: str, provider_id: str | None, at: datetime) -> None:
        """The provider has it. The token of a link is taken out of the words, except where nothing leaves us."""

    def try_again(self, id: UUID, *, problem: str, due_at: datetime) -> None:
        """The provider surely does not have it."""

    def failed(self, id: UUID, *, problem: str, at: datetime) -> None:
        """It will not be sent. Also a receipt's: it was sent, and did not arrive."""

    def unsure(self, id: UUID, *, problem: str, at: datetime) -> None:
        """It may have been sent; nobody can tell."""

    def receipt(self, *, provider: str, provider_id: str, state: State, problem: str | None, at: datetime) -> bool:
        """What became of it, from the provider. False where we know no such message; a later receipt cannot undo
        "delivered"."""

    def of_invitation(self, id: UUID) -> tuple[Message, ...]:
        """Everything that was ever to be sent for one invitation, the newest first."""

    def of_council(self, council: str, *, most: int) -> tuple[Message, ...]:
        """The newest messages of a council."""
