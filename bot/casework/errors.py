"""
What the desk refuses to do.

* CaseworkError
  + CaseNotFound       there is no such conference or invitation for whoever asks: another's is simply not there
  + NotTheirs          they may look at it and no more
  + CaseOvertaken      somebody changed it since they looked
  + WayNotSafe         nothing may be sent that way, or there is no number or address for it
  + MeetingOver        the conference has been, or is cancelled
  + LinkWithdrawnYet   the invitation was withdrawn: a new link has to be sent first
  + NotLocked          there is nothing to unlock
  + OwnerUnknown       no account of this council may have the conference
"""

from __future__ import annotations

from bot.outreach.message import Channel


class CaseworkError(Exception):
    """The desk will not do that."""


class CaseNotFound(CaseworkError):
    """There is no such conference or invitation for whoever asks."""


class NotTheirs(CaseworkError):
    """They may look at it and no more."""


class CaseOvertaken(CaseworkError):
    """Somebody changed it since they looked, or the same form was sent twice."""


class WayNotSafe(CaseworkError):
    """Nothing may be sent that way, or there is no number or address for it."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel.value)
        self.channel = channel


class MeetingOver(CaseworkError):
    """The conference has been, or is cancelled."""


class LinkWithdrawnYet(CaseworkError):
    """The invitation was withdrawn: a new link has to be sent first."""


class NotLocked(CaseworkError):
    """There is nothing to unlock."""


class OwnerUnknown(CaseworkError):
    """No account of this council may have the conference."""
