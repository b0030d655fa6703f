"""A case system's key: what it opens, and how it is known again. The key itself is shown once and not kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.conferences.link import hashed
from bot.staff.account import Actor, Scope
from bot.staff.audit import Entry

# So that a key that has leaked into a file is recognised as one.
PREFIX = "bf_"
_KEY_BYTES = 32


@dataclass(frozen=True)
class ApiKey:
    """What is kept of a key. `name` is for people: which system has it."""

    id: UUID
    council: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    last_used_at: datetime | None = None  # to the minute
    revoked_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Whoever calls with it."""
        return Actor(self.id, self.council, scopes=self.scopes)


class Keys(Protocol):
    """Every council's keys. What is changed is written with its line of the audit, both or neither."""

    def find(self, key: str) -> ApiKey | None:
        """The one that this is, revoked ones too."""

    def of(self, council: str) -> Sequence[ApiKey]:
        """A council's, those that work first, the newest first."""

    def add(self, key: ApiKey, key_hash: str, *, entry: Entry) -> None: ...

    def revoke(self, id: UUID, council: str, *, entry: Entry) -> bool:
        """At once and for good. False where this council has no such key, or it was revoked before."""

    def used(self, id: UUID, *, at: datetime) -> None:
        """Remember that it was used just now."""


def new_key() -> str:
    """Draw a key: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(_KEY_BYTES)


def hash_of_key(key: str) -> str:
    """What is kept of it."""
    return hashed(key)


def key_subject(id: UUID) -> str:
    return f"key:{id}"
