"""Somebody who signs in, with the phone that they set up; and a clock that waits when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.staff import second_step
from bot.staff.account import Account, Role
from bot.staff.administering import Administering, Person
from bot.staff.sessions import Session
from bot.staff.signing_in import SigningIn
from tests.stores import NOW

PASSWORD = "seven herons over Selby"
ADDRESS = "192.0.2.7"


class Clock:
    """Half past nine on the first of March 2027, until somebody waits."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


class Staff:
    """A member of staff: an account, what is known of it, and the phone with the app."""

    def __init__(self, account: Account, link: str, door: SigningIn, clock: Callable[[], datetime]) -> None:
        self.account = account
        self.link = link
        self._door = door
        self._clock = clock
        self.secret = ""

    def begin(self, password: str = PASSWORD) -> Session:
        """From the setup link until they are in."""
        session = self.choose(password)
        return self.session(self._door.confirm_second_step(session, self.code, now=self._clock()))

    def choose(self, password: str = PASSWORD) -> Session:
        """As far as the picture for the phone."""
        session = self.session(self._door.choose_password(self.link, password, now=self._clock()))
        self.secret = self._door.second_step(session).secret
        return session

    @property
    def code(self) -> str:
        """What the phone shows now."""
        return second_step.code_at(self.secret, self._clock())

    def password(self, password: str = PASSWORD, *, email: str = "", address: str = ADDRESS) -> Session:
        token = self._door.with_password(email or self.account.email, password, address=address, now=self._clock())
        return self.session(token)

    def give_code(self, session: Session, code: str = "", *, address: str = ADDRESS) -> Session:
        token = self._door.with_code(session, code or self.code, address=address, now=self._clock())
        return self.session(token)

    def session(self, token: str) -> Session:
        """What the cookie stands for now. Raises NotSignedIn."""
        return self._door.sessions.find(token, now=self._clock())

    def is_in(self, session: Session) -> Session:
        return self.session(session.token)


def hire(
    administering: Administering,
    door: SigningIn,
    clock: Callable[[], datetime],
    *,
    name: str = "Sam Petty",
    role: Role = Role.SOCIAL_WORKER,
    council: str = "york",
) -> Staff:
    """An account for somebody new, by the operator."""
    team = None if role is Role.ADMINISTRATOR else "East"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    account, link = administering.add(council, Person(name, email, role, team), by=None, now=clock())
    return Staff(account, link.token, door, clock)
