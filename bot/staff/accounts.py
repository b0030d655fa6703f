"""
Where accounts are kept, and what can be wrong when one is made or changed.

* StaffError
  + EmailTaken          somebody has an account with this e-mail address, at this council or another
  + LastAdministrator   after it nobody could look after the council's accounts
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.conferences.link import hashed
from bot.staff.account import Account
from bot.staff.audit import Entry

SETUP_LASTS = timedelta(days=7)
_TOKEN_BYTES = 24


class StaffError(Exception):
    """Something is wrong with an account, or with how somebody signs in."""


class EmailTaken(StaffError):
    """Somebody has an account with this e-mail address. Whose, is not told: it may be another council's."""


class LastAdministrator(StaffError):
    """Nobody who can sign in would be left to look after the council's accounts."""


@dataclass(frozen=True)
class SetupLink:
    """A link by which one person chooses their password. Shown once; only its hash is kept."""

    ends: datetime
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES), repr=False)

    @property
    def token_hash(self) -> str:
        return hashed(self.token)


@dataclass(frozen=True)
class Setup:
    """What a setup link stands for. `ends` is None once it was used to the end."""

    account: Account
    ends: datetime | None


@dataclass(frozen=True)
class Proof:
    """What somebody's password and second step are checked against. For nobody's eyes."""

    password_hash: str | None = field(repr=False)
    secret: str | None = field(repr=False)
    confirmed: bool  # a code of this secret was given: the second step is set up


class Accounts(Protocol):
    """Every account. What is changed is written with its line of the audit, both or neither."""

    def get(self, id: UUID) -> Account | None: ...

    def by_email(self, email: str) -> Account | None: ...

    def by_setup(self, token_hash: str) -> Setup | None: ...

    def of(self, council: str) -> Sequence[Account]:
        """A council's accounts by name, the closed ones last."""

    def proof(self, id: UUID) -> Proof: ...

    def add(self, account: Account, link: SetupLink, *, entry: Entry) -> None:
        """Raises EmailTaken."""

    def change(self, account: Account, *, entry: Entry) -> None:
        """Name, role, team and phone. Raises LastAdministrator."""

    def close(self, id: UUID, *, entry: Entry) -> None:
        """From here on they are out, wherever they are signed in. Raises LastAdministrator."""

    def reopen(self, id: UUID, *, entry: Entry) -> None: ...

    def give_setup(self, id: UUID, link: SetupLink, *, entry: Entry) -> None:
        """A new link takes an old one's place. Password and second step hold until it is used."""

    def choose_password(self, id: UUID, link_hash: str, *, password_hash: str, secret: str, entry: Entry) -> bool:
        """A new password, and a new second step to be confirmed. They are out everywhere. False: the link is gone."""

    def rehash(self, id: UUID, password_hash: str) -> None:
        """The same password, hashed as it is hashed nowadays."""

    def confirm_second_step(self, id: UUID, step: int, *, entry: Entry) -> bool:
        """The second step is set up, and the setup link is spent. False where it is confirmed already."""

    def use_step(self, id: UUID, step: int, *, at: datetime) -> bool:
        """Take the code of these 30 seconds. False where it, or a later one, was taken before."""


def setup_link(now: datetime) -> SetupLink:
    return SetupLink(now + SETUP_LASTS)
