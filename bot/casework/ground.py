"""What everything in this room stands on: the ledger, the clock, the words of messages, and finding a case first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from bot.casework.case import Case
from bot.casework.errors import CaseNotFound, NotTheirs
from bot.casework.ledger import Change, Ledger
from bot.casework.may import may_see
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.outreach.message import Channel, Message, MessageKind
from bot.staff.account import Account, Actor
from bot.staff.audit import Action, Entry


class Texts(Protocol):
    """Words a message to a parent, in their language."""

    def __call__(
        self,
        kind: MessageKind,
        invitation: Invitation,
        conference: Conference,
        *,
        channel: Channel,
        at: datetime,
        token: str | None = None,
        was: datetime | None = None,
    ) -> Message:
        """`token` is the link's, where the message is one; `was` when a moved meeting was to be."""


class KnownAccounts(Protocol):
    """Finds accounts by their ids."""

    def get(self, id: UUID) -> Account | None: ...


@dataclass(frozen=True)
class Ground:
    """What a use case needs. `wake` tells the worker that there is something to send, after it was written."""

    ledger: Ledger
    accounts: KnownAccounts
    texts: Texts
    clock: Callable[[], datetime]
    wake: Callable[[], None]

    def case(self, actor: Actor, id: UUID) -> Case:
        """Raises CaseNotFound for another's too."""
        return _theirs(actor, self.ledger.case(id))

    def case_of(self, actor: Actor, invitation: UUID) -> Case:
        """Raises CaseNotFound for another's too."""
        return _theirs(actor, self.ledger.case_of(invitation))

    def entry(self, actor: Actor, action: Action, subject: str) -> Entry:
        return Entry(self.clock(), actor.council, actor.name, action, subject)

    def record(self, actor: Actor, action: Action, subject: str) -> None:
        """Write down that somebody looked, where nothing else is written."""
        with self.ledger.change() as change:
            change.record(self.entry(actor, action, subject))


def conference_in(change: Change, actor: Actor, id: UUID, may: Callable[[Actor, Conference], bool]) -> Conference:
    """The conference inside a change. Raises CaseNotFound, or NotTheirs where they may only look."""
    conference = change.conference(id)
    if conference is None or not (may_see(actor, conference) or may(actor, conference)):
        raise CaseNotFound
    if not may(actor, conference):
        raise NotTheirs
    return conference


def invitation_in(
    change: Change, actor: Actor, id: UUID, may: Callable[[Actor, Conference], bool]
) -> tuple[Invitation, Conference]:
    """The same for an invitation, with its conference."""
    invitation = change.invitation(id)
    if invitation is None:
        raise CaseNotFound
    return invitation, conference_in(change, actor, invitation.conference_id, may)


def id_of(actor: Actor, once: UUID | None) -> UUID:
    """A new id; from the same form of the same person always the same one. Nobody can choose another's."""
    return uuid4() if once is None else uuid5(actor.id, once.hex)


def _theirs(actor: Actor, case: Case | None) -> Case:
    if case is None or not may_see(actor, case.conference):
        raise CaseNotFound
    return case
