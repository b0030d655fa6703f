"""
What a council has closed for a while, and why. Parents see the reason; danger is answered all the same.

The reasons are a few, and translated: what an administrator would write nobody could read to a parent in Somali.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.staff.account import Actor, Role
from bot.staff.accounts import StaffError
from bot.staff.audit import Action, Entry


class Part(str, Enum):
    """What can be closed. The last two have the names of the channels that they are (bot.outreach.message)."""

    CHAT = "chat"
    SMS = "sms"
    EMAIL = "email"


class Reason(str, Enum):
    """Why. `closed_because_…` in data/phrases.yml says it to parents."""

    MENDING = "mending"
    CHECKING = "checking"
    UNUSED = "unused"


@dataclass(frozen=True)
class Closed:
    """One part that is closed."""

    part: Part
    reason: Reason
    since: datetime


class NotAdministrator(StaffError):
    """Only an administrator opens and closes, and only at their own council."""


class Switches(Protocol):
    """Keep what is closed. A change is written with its line of the audit, both or neither."""

    def closed(self, council: str | None) -> Mapping[Part, Closed]:
        """What of this council is closed. Asked at every turn: it may be two seconds old."""

    def close(self, council: str, closed: Closed, *, entry: Entry) -> None:
        """Close it, or change why; what is closed for the same reason stays as it is and is no new line."""

    def open(self, council: str, part: Part, *, entry: Entry) -> None:
        """What is open stays open and is no new line."""


@dataclass(frozen=True)
class Switching:
    """Opens and closes."""

    switches: Switches

    def close(self, actor: Actor, part: Part, reason: Reason, *, now: datetime) -> None:
        """Raises NotAdministrator."""
        entry = _entry(actor, Action.SWITCHED_OFF, part, now)
        self.switches.close(actor.council, Closed(part, reason, now), entry=entry)

    def open(self, actor: Actor, part: Part, *, now: datetime) -> None:
        """Raises NotAdministrator."""
        self.switches.open(actor.council, part, entry=_entry(actor, Action.SWITCHED_ON, part, now))


def _entry(actor: Actor, action: Action, part: Part, now: datetime) -> Entry:
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAdministrator
    return Entry(now, actor.council, actor.name, action, f"switch:{part.value}")
