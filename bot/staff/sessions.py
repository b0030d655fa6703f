"""
Who is signed in: kept on the server; the browser holds a random token.

* StaffError
  + NotSignedIn   no session, or one that has ended; `because` says why, where there was one
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.staff.account import Account
from bot.staff.accounts import StaffError


class Stage(str, Enum):
    """How far somebody has come."""

    PASSWORD = "password"  # noqa: S105 (right; the second step is to come)
    SETUP = "setup"  # came by a setup link and chose a password; the second step is to be set up
    IN = "in"


class Because(str, Enum):
    """Why a session has ended."""

    IDLE = "idle"
    TOO_LONG = "too_long"
    NOT_FINISHED = "not_finished"  # the second step did not come in time
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    CLOSED = "closed"


class NotSignedIn(StaffError):
    """No session, or one that has ended."""

    def __init__(self, because: Because | None = None) -> None:
        super().__init__(because)
        self.because = because


IDLE_AFTER = timedelta(minutes=30)
LASTS = {Stage.PASSWORD: timedelta(minutes=10), Stage.SETUP: timedelta(hours=1), Stage.IN: timedelta(hours=12)}


@dataclass(frozen=True)
class Session:
    """Somebody at the desk."""

    token: str = field(repr=False)
    account: Account
    stage: Stage


class StaffSessions(Protocol):
    """Every session. Only a hash of its token is kept."""

    def start(self, staff_id: UUID, stage: Stage, *, now: datetime) -> str:
        """What is returned goes into the cookie and is kept nowhere."""

    def find(self, token: str, *, now: datetime) -> Session:
        """Looking is being here: the idle time begins anew. Raises NotSignedIn."""

    def end(self, token: str) -> None: ...


def ended(stage: str, *, seen_at: datetime, ends_at: datetime, active: bool, now: datetime) -> Because | None:
    """Why a session is over; None while it is not. `stage` is the reason itself where it was ended from outside."""
    if stage in {because.value for because in Because}:
        return Because(stage)
    if not active:
        return Because.CLOSED
    if now < ends_at and now < seen_at + IDLE_AFTER:
        return None
    if stage != Stage.IN.value:
        return Because.NOT_FINISHED
    return Because.TOO_LONG if now >= ends_at else Because.IDLE
