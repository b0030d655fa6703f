"""Somebody who works for a council, and what they may do. A case system with a key is somebody too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID


class Role(str, Enum):
    """What somebody may see."""

    SOCIAL_WORKER = "social_worker"  # their own conferences
    MANAGER = "manager"  # their team's
    ADMINISTRATOR = "administrator"  # accounts, settings, the council's page; no case


class Scope(str, Enum):
    """What a case system's key may do."""

    READ = "conferences:read"
    WRITE = "conferences:write"
    SEND = "links:send"
    CODES = "codes:read"  # the codes too: whoever has link and code is in


@dataclass(frozen=True)
class Account:
    """One person's account. How they prove who they are is not in here."""

    id: UUID
    council: str
    name: str
    email: str
    role: Role
    team: str | None = None
    phone: str | None = None
    active: bool = True
    has_password: bool = False
    has_second_step: bool = False
    last_in: datetime | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does something at the desk: a person who is signed in, or a case system by its key."""

    id: UUID
    council: str
    role: Role | None = None  # None: a key
    team: str | None = None
    scopes: frozenset[Scope] = frozenset()

    @property
    def name(self) -> str:
        """As the audit has it."""
        return f"{'key' if self.role is None else 'staff'}:{self.id}"


def actor_of(account: Account) -> Actor:
    """Somebody who is signed in."""
    return Actor(account.id, account.council, account.role, account.team)
