"""
How often somebody may try.

* StaffError
  + TooManyTries   `again_at` says when the next try counts
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.staff.accounts import StaffError


class Tries(Enum):
    """What is counted, and how often it may be in fifteen minutes."""

    PASSWORD = ("password", 5)  # for one account, or for an e-mail address that has none
    CODE = ("code", 5)  # for one account
    ADDRESS = ("address", 20)  # wrong ones from one address on the network: a whole office may share it

    @property
    def most(self) -> int:
        return self.value[1]


class TooManyTries(StaffError):
    """Wait, and try again."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


class Throttle(Protocol):
    """Counts tries."""

    def count(self, tries: Tries, who: str) -> None:
        """Count one. Raises TooManyTries where it is one too many: then it is not to be looked at at all."""

    def check(self, tries: Tries, who: str) -> None:
        """Count nothing. Raises TooManyTries where the next would be one too many."""

    def clear(self, tries: Tries, who: str) -> None:
        """It was right: begin anew."""
