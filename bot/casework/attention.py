"""What a social worker should look at first."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from bot.casework.case import Case, Invited
from bot.notes.sharing import Recipient
from bot.outreach.message import State

# A link that nobody has opened for this long, or so soon before the meeting, is worth a telephone call.
_LONG = timedelta(days=2)
_SOON = timedelta(days=5)


class Attention(IntEnum):
    """Why somebody should look, the most pressing first."""

    LOCKED = 1
    SENDING_FAILED = 2
    STOPPED = 3  # the link was not sent: the phone asked for no more texts
    UNSURE = 4  # it may have been sent, and nobody can tell
    UNREAD = 5
    NOT_OPENED = 6
    NOT_SENT = 7


def attention(case: Case, invited: Invited, now: datetime, reads: frozenset[Recipient]) -> tuple[Attention, ...]:
    """What there is to look at for one invited adult, by somebody who reads as these; nothing once it is over."""
    invitation = invited.invitation
    found = [Attention.UNREAD] if invited.unread_by & reads else []
    if case.is_over(now) or invitation.withdrawn:
        return tuple(found)
    states = {message.state for message in invited.last_link}
    if invitation.locked:
        found.append(Attention.LOCKED)
    if State.FAILED in states:
        found.append(Attention.SENDING_FAILED)
    if State.UNSURE in states:
        found.append(Attention.UNSURE)
    if invited.is_link_stopped:
        found.append(Attention.STOPPED)
    elif not invited.has_link or states == {State.DROPPED}:
        found.append(Attention.NOT_SENT)
    elif invitation.opened_at is None and _waits_long(case, invited, now):
        found.append(Attention.NOT_OPENED)
    return tuple(sorted(found))


def by_attention(cases: tuple[Case, ...], now: datetime, reads: dict[UUID, frozenset[Recipient]]) -> list[Case]:
    """The most pressing first, then the soonest; what is over comes last. `reads` is by conference id."""

    def rank(case: Case) -> tuple[bool, int, datetime]:
        pressing = [
            one
            for invited in case.invited
            for one in attention(case, invited, now, reads.get(case.conference.id, frozenset()))
        ]
        return (case.is_over(now) and not pressing, min(pressing, default=99), case.conference.starts_at)

    return sorted(cases, key=rank)


def _waits_long(case: Case, invited: Invited, now: datetime) -> bool:
    sent = [message.sent_at for message in invited.last_link if message.sent_at]
    if case.conference.starts_at - now <= _SOON:
        return bool(sent) or not invited.last_link
    return bool(sent) and now - max(sent) >= _LONG
