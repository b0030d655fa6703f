"""What was sent to the parents of somebody's cases, and what a person knows of it that no provider can tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.casework.case import Case, Invited
from bot.casework.ground import Ground, invitation_in
from bot.casework.may import may_change
from bot.outreach.message import Message
from bot.staff.account import Actor, Role
from bot.staff.audit import Action, invitation_subject

MOST = 200


@dataclass(frozen=True)
class SentMessage:
    """One message, and to whom it goes."""

    message: Message
    invited: Invited
    case: Case


@dataclass(frozen=True)
class SentMessages:
    """The messages of the cases that somebody works on. A chair, who only looks, is shown none."""

    ground: Ground

    def of(self, actor: Actor) -> tuple[SentMessage, ...]:
        """The newest first."""
        if actor.role is Role.MANAGER:
            cases = self.ground.ledger.cases(actor.council, team=actor.team) if actor.team else ()
        else:
            cases = self.ground.ledger.cases(actor.council, owner=actor.id)
        self.ground.record(actor, Action.MESSAGES_SEEN, "council")
        found = [
            SentMessage(message, invited, case)
            for case in cases
            if may_change(actor, case.conference)
            for invited in case.invited
            for message in invited.messages
        ]
        return tuple(sorted(found, key=lambda sent: sent.message.created_at, reverse=True)[:MOST])

    def arrived(self, actor: Actor, invitation: UUID, message: UUID) -> None:
        """
        They have heard from the parent that it came. Of a message that is not unsure any more nothing is changed.

        Raises CaseNotFound, NotTheirs.
        """
        with self.ground.ledger.change() as change:
            invitation_in(change, actor, invitation, may_change)
            if change.arrived(invitation, message, at=self.ground.clock()):
                entry = self.ground.entry(actor, Action.MESSAGE_ARRIVED, invitation_subject(invitation))
                change.record(entry)
