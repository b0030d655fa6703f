"""
Signing in through the council's own sign-in. Nobody gets an account by it: it only proves who somebody is.

* StaffError (bot.staff.accounts)
  + OutsideError
    - OutsideNotOffered   this council has no sign-in of its own with us
    - OutsideDown         it cannot be reached, or says what it must not
    - OutsideRefused      it let nobody through, or they turned back
    - OutsideLost         they came back without having left from this browser, or too late
    - OutsideUnknown      it let somebody through who has no account with us, or a closed one
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.staff.account import Account
from bot.staff.accounts import StaffError


class OutsideError(StaffError):
    """Nobody was signed in. Never holds who it was."""

    def __init__(self, council: str) -> None:
        super().__init__(council)
        self.council = council


class OutsideNotOffered(OutsideError):
    """This council has no sign-in of its own with us."""


class OutsideDown(OutsideError):
    """It cannot be reached, or says what it must not: the administrator has to look."""


class OutsideRefused(OutsideError):
    """It let nobody through, or they turned back."""


class OutsideLost(OutsideError):
    """They came back without having left from this browser, or too late."""


class OutsideUnknown(OutsideError):
    """Let through, and without an account here that is open."""


@dataclass(frozen=True)
class Outsider:
    """Whom a council's own sign-in let through."""

    issuer: str
    subject: str = field(repr=False)
    email: str | None = field(repr=False)  # None: it gives none, or says itself that nobody has proven it


class Outsiders(Protocol):
    """Whose account it is. Written with its line of the audit, both or neither."""

    def sign_in(self, outsider: Outsider, council: str, *, at: datetime) -> Account:
        """
        The account that was bound to them, or that has their e-mail address and is bound to nobody; it is from now on.

        Another council's account is none. Raises OutsideUnknown.
        """
