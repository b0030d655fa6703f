"""
What a council's case system can be told of, as it happens: an invitation was opened, shared from, or locked.

It is told that, when, and of which invitation: never a parent's words, nor what was shared.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind

_SECRET_BYTES = 32
_LONGEST_URL = 2000
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Event(str, Enum):
    """What can happen."""

    OPENED = "opened"  # the right code was given, for the first time
    SHARED = "shared"  # something was shared with the chair or the social worker
    LOCKED = "locked"  # the fifth wrong code

    @property
    def type(self) -> str:
        """As the case system reads it."""
        return f"invitation.{self.value}"


@dataclass(frozen=True)
class Subscription:
    """A case system that wants to be told. `secret` is what its messages are signed with."""

    id: UUID
    council: str
    url: str
    events: frozenset[Event]
    created_at: datetime
    active: bool = True
    secret: str = field(default="", repr=False)  # "whsec_…"; empty where nobody needs it


@dataclass(frozen=True)
class Happening:
    """One thing that happened. `once` is by what of two tellings of it one is dropped."""

    event: Event
    once: str
    at: datetime
    conference_id: UUID
    invitation_id: UUID
    shared_with: str | None = None  # "chair" or "social_worker"

    def intent(self, subscription: UUID) -> str:
        return f"event:{self.event.value}:{self.invitation_id}:{self.once}:{subscription}"


def telling(happening: Happening, subscription: Subscription, *, due_at: datetime) -> Message:
    """The message that tells one case system."""
    about = {"conference_id": str(happening.conference_id), "invitation_id": str(happening.invitation_id)}
    if happening.shared_with is not None:
        about["shared_with"] = happening.shared_with
    intent = happening.intent(subscription.id)
    return _message(subscription, happening.event.type, intent, about, at=happening.at, due_at=due_at)


def trial(subscription: Subscription, *, at: datetime) -> Message:
    """A message that tells of nothing, to try the line."""
    return _message(subscription, "test", f"event:test:{uuid4()}:{subscription.id}", {}, at=at, due_at=at)


def new_secret() -> str:
    """As standardwebhooks.com wants it."""
    return f"whsec_{b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"


def can_be_told(url: str) -> bool:
    """Whether that is an address to tell: https://, or http:// on this machine, for trying out."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "@" in parts.netloc:
        return False
    here = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    return bool(parts.hostname) and (parts.scheme == "https" or here)


def events_of(names: Sequence[str]) -> frozenset[Event]:
    """Those that we know."""
    known = {event.value: event for event in Event}
    return frozenset(known[name] for name in names if name in known)


def _message(
    subscription: Subscription, type: str, intent: str, about: dict[str, str], *, at: datetime, due_at: datetime
) -> Message:
    id = uuid4()
    moment = at.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Message(
        id=id,
        intent=intent,
        council=subscription.council,
        channel=Channel.WEBHOOK,
        kind=MessageKind.EVENT,
        language=Language.ENGLISH,
        address=subscription.url,
        body=json.dumps({"id": str(id), "type": type, "at": moment, **about}, separators=(",", ":")),
        created_at=at,
        due_at=due_at,
        # Not the invitation's: what a parent is sent and what a case system is told are kept apart.
        subscription_id=subscription.id,
    )
