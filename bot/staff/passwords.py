"""
Passwords: which may be chosen, and how they are kept (argon2id, by argon2-cffi).

* StaffError
  + PasswordRefused   `why` says what is wrong with the one that was chosen

Long is what counts. Nobody is asked for a digit or a sign: such rules give "Password1!".
"""

from __future__ import annotations

import re
import threading
import unicodedata
from enum import Enum
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.staff.account import Account
from bot.staff.accounts import StaffError

SHORTEST = 12
LONGEST = 200
_LEAST_OF_ONES_OWN = 6
# Each takes 64 MB while it is made: a flood of forms must not take all there is.
_AT_ONCE = 4


class WhyRefused(str, Enum):
    SHORT = "short"
    LONG = "long"
    ABOUT_YOU = "about_you"  # hardly more than the e-mail address or the name


class PasswordRefused(StaffError):
    """This password may not be chosen."""

    def __init__(self, why: WhyRefused) -> None:
        super().__init__(why)
        self.why = why


def accept(password: str, account: Account) -> None:
    """Raises PasswordRefused."""
    same = _same(password)
    if len(same) < SHORTEST:
        raise PasswordRefused(WhyRefused.SHORT)
    if len(same) > LONGEST:
        raise PasswordRefused(WhyRefused.LONG)
    own = _squeezed(same)
    for known in (account.email, account.email.partition("@")[0], account.name, *account.name.split()):
        own = own.replace(_squeezed(known), "") if _squeezed(known) else own
    if len(own) < _LEAST_OF_ONES_OWN:
        raise PasswordRefused(WhyRefused.ABOUT_YOU)


class Passwords:
    """Hashes and checks. A hash says how it was made, so that the way can change without anybody's doing."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        with self._places:
            return self._hasher.hash(_same(password))

    def is_right(self, password: str, kept: str | None) -> bool:
        """Takes the same time where there is nothing to compare with: nobody can find out who has an account."""
        with self._places:
            try:
                self._hasher.verify(kept if kept is not None else self._nobodys, _same(password)[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether it was made in a way that is not today's."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("")


def _same(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
