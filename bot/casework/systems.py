"""
What an administrator does about case systems: give and revoke keys, say who is told of events, try the line.

* SystemWrong     a form about a case system cannot be taken; carries what is wrong by field
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from bot.outreach.events import Event, Subscription, can_be_told, new_secret, trial
from bot.outreach.message import Message
from bot.staff.account import Actor, Role, Scope
from bot.staff.administering import NotHere
from bot.staff.audit import Action, Entry
from bot.staff.keys import ApiKey, Keys, hash_of_key, key_subject, new_key

LONGEST_NAME = 100
_MOST_DELIVERIES = 20


class SystemWrong(Exception):
    """A form cannot be taken. `problems` is a field's name to the name of what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = problems


class SubscriptionsKept(Protocol):
    """Every council's subscriptions. What is changed is written with its line of the audit, both or neither."""

    def of(self, council: str) -> Sequence[Subscription]:
        """A council's, those that are active first, the newest first; without their secrets."""

    def add(self, subscription: Subscription, *, entry: Entry) -> None: ...

    def finish(self, id: UUID, council: str, *, entry: Entry) -> bool:
        """False where this council has no such subscription, or it has ended."""

    def put(self, message: Message) -> None:
        """Into the outbox."""

    def deliveries(self, id: UUID, *, most: int) -> Sequence[Message]:
        """What it was told, or is to be, the newest first."""


@dataclass(frozen=True)
class Told:
    """A subscription and what it was last told."""

    subscription: Subscription
    deliveries: tuple[Message, ...]


@dataclass(frozen=True)
class Systems:
    """Looks after a council's case systems. Every actor is one of its administrators; others raise NotHere."""

    kept_keys: Keys
    kept_subscriptions: SubscriptionsKept
    clock: Callable[[], datetime]
    wake: Callable[[], None]

    def keys(self, actor: Actor) -> Sequence[ApiKey]:
        _allow(actor)
        return self.kept_keys.of(actor.council)

    def make_key(self, actor: Actor, name: str, scopes: Collection[Scope]) -> tuple[ApiKey, str]:
        """The key itself is in nobody's hands but the caller's. Raises SystemWrong."""
        _allow(actor)
        name = " ".join(name.split())
        problems = {"name": "missing" if not name else "too_long"} if not 0 < len(name) <= LONGEST_NAME else {}
        if not scopes:
            problems["scopes"] = "missing"
        if problems:
            raise SystemWrong(problems)
        key, written = ApiKey(uuid4(), actor.council, name, frozenset(scopes), self.clock()), new_key()
        self.kept_keys.add(key, hash_of_key(written), entry=self._entry(actor, Action.KEY_MADE, key_subject(key.id)))
        return key, written

    def revoke_key(self, actor: Actor, id: UUID) -> None:
        """Nothing happens where it was revoked before. Raises NotHere."""
        if not any(key.id == id for key in self.keys(actor)):
            raise NotHere
        self.kept_keys.revoke(id, actor.council, entry=self._entry(actor, Action.KEY_REVOKED, key_subject(id)))

    def subscriptions(self, actor: Actor) -> Sequence[Told]:
        _allow(actor)
        return [
            Told(one, tuple(self.kept_subscriptions.deliveries(one.id, most=_MOST_DELIVERIES)))
            for one in self.kept_subscriptions.of(actor.council)
        ]

    def subscribe(self, actor: Actor, url: str, events: Collection[Event]) -> Subscription:
        """With its secret, this once. Raises SystemWrong."""
        _allow(actor)
        url = url.strip()
        problems = {} if can_be_told(url) else {"url": "wrong" if url else "missing"}
        if not events:
            problems["events"] = "missing"
        if problems:
            raise SystemWrong(problems)
        made = Subscription(uuid4(), actor.council, url, frozenset(events), self.clock(), secret=new_secret())
        entry = self._entry(actor, Action.SUBSCRIPTION_MADE, _subject(made.id))
        self.kept_subscriptions.add(made, entry=entry)
        return made

    def end(self, actor: Actor, id: UUID) -> None:
        """What waits to be told is not. Nothing happens where it ended before. Raises NotHere."""
        self._subscription(actor, id)
        entry = self._entry(actor, Action.SUBSCRIPTION_ENDED, _subject(id))
        self.kept_subscriptions.finish(id, actor.council, entry=entry)

    def test(self, actor: Actor, id: UUID) -> None:
        """Tell it of nothing, to see that it arrives. Raises NotHere."""
        subscription = self._subscription(actor, id)
        if not subscription.active:
            raise NotHere
        self.kept_subscriptions.put(trial(replace(subscription, secret=""), at=self.clock()))
        self.wake()

    def _subscription(self, actor: Actor, id: UUID) -> Subscription:
        _allow(actor)
        found = next((one for one in self.kept_subscriptions.of(actor.council) if one.id == id), None)
        if found is None:
            raise NotHere
        return found

    def _entry(self, actor: Actor, action: Action, subject: str) -> Entry:
        return Entry(self.clock(), actor.council, actor.name, action, subject)


def _allow(actor: Actor) -> None:
    if actor.role is not Role.ADMINISTRATOR:
        raise NotHere


def _subject(id: UUID) -> str:
    return f"subscription:{id}"
