"""How far one invited adult has come with their link: one word for it, and when that was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.casework.case import Invited
from bot.outreach.message import State


class Standing(str, Enum):
    """The furthest that is known."""

    WITHDRAWN = "withdrawn"
    OPENED = "opened"  # link and code were given
    LOCKED = "locked"
    NOT_SENT = "not_sent"
    FAILED = "failed"
    UNSURE = "unsure"
    PRESSED = "pressed"  # the link's button was pressed; the code is still to come
    ARRIVED = "arrived"
    SENT = "sent"
    GOING = "going"
    LETTER = "letter"  # a letter was made, or the link was given in another way


@dataclass(frozen=True)
class Stands:
    """Where somebody stands; `at` is None where there is no time for it."""

    standing: Standing
    at: datetime | None = None


def standing_of(invited: Invited) -> Stands:
    """Where they stand with the link that works. Who has been in has been in, whatever was sent since."""
    invitation = invited.invitation
    if invitation.withdrawn:
        return Stands(Standing.WITHDRAWN)
    if invitation.locked:
        return Stands(Standing.LOCKED)
    if invitation.opened_at is not None:
        return Stands(Standing.OPENED, invitation.opened_at)
    if not invited.has_link:
        return Stands(Standing.NOT_SENT)
    if invitation.spent_at is not None:
        return Stands(Standing.PRESSED, invitation.spent_at)
    if invited.is_link_stopped:
        return Stands(Standing.NOT_SENT)
    return _of_messages(invited)


def _of_messages(invited: Invited) -> Stands:
    """Of a link that goes two ways, the better one: it is enough that one of them came."""
    by_state = {message.state: message for message in invited.last_link if message.state is not State.DROPPED}
    if State.DELIVERED in by_state:
        return Stands(Standing.ARRIVED, by_state[State.DELIVERED].settled_at)
    if State.SENT in by_state:
        return Stands(Standing.SENT, by_state[State.SENT].sent_at)
    for state, standing in _OTHERS.items():
        if state in by_state:
            return Stands(standing, by_state[state].settled_at)
    return Stands(Standing.LETTER)


_OTHERS = {
    State.QUEUED: Standing.GOING,
    State.SENDING: Standing.GOING,
    State.UNSURE: Standing.UNSURE,
    State.FAILED: Standing.FAILED,
}
