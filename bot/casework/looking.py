"""What a case system looks at: a council's conferences page by page, one invitation, and how far it has got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.casework.case import Invited
from bot.casework.errors import CaseNotFound
from bot.casework.ground import Ground
from bot.conferences.conference import Conference
from bot.notes.sharing import Recipient
from bot.staff.account import Actor
from bot.staff.audit import Action, conference_subject


@dataclass(frozen=True)
class Place:
    """Where a page ended: the next begins behind it."""

    starts_at: datetime
    id: UUID


@dataclass(frozen=True)
class Wanted:
    """Which conferences, and how many at once: those that start at `since` or later, and before `until`."""

    most: int
    after: Place | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """How far an invitation has got. Of what was shared nothing but with whom, and when."""

    invited: Invited
    shared: Mapping[Recipient, datetime]


class Lists(Protocol):
    """What is read without the rest of a case."""

    def conferences(self, council: str, wanted: Wanted) -> tuple[Conference, ...]:
        """The soonest first, and of two at the same time always in the same order."""

    def shared(self, invitation: UUID) -> Mapping[Recipient, datetime]:
        """With whom something is shared and not taken back, and when that last was."""


@dataclass(frozen=True)
class Looking:
    """What is looked at by a key. That it looked is recorded."""

    ground: Ground
    lists: Lists

    def conferences(self, actor: Actor, wanted: Wanted) -> tuple[Conference, ...]:
        """Every conference of the council's, for a key that may read."""
        self._must_be_a_key(actor)
        self.ground.record(actor, Action.CONFERENCES_LISTED, "council")
        return self.lists.conferences(actor.council, wanted)

    def invited(self, actor: Actor, id: UUID) -> Invited:
        """One invitation. Raises CaseNotFound."""
        self._must_be_a_key(actor)
        case = self.ground.case_of(actor, id)
        self.ground.record(actor, Action.CONFERENCE_SEEN, conference_subject(case.conference.id))
        return next(invited for invited in case.invited if invited.invitation.id == id)

    def progress(self, actor: Actor, id: UUID) -> Progress:
        """How far it has got. Raises CaseNotFound."""
        return Progress(self.invited(actor, id), self.lists.shared(id))

    def links(self, actor: Actor, id: UUID) -> int:
        """How many links were drawn, for whoever is about to send another. Raises CaseNotFound."""
        case = self.ground.ledger.case_of(id)
        if case is None or case.conference.council != actor.council:
            raise CaseNotFound
        return next(invited.invitation.links for invited in case.invited if invited.invitation.id == id)

    def _must_be_a_key(self, actor: Actor) -> None:
        if actor.role is not None:
            raise CaseNotFound
