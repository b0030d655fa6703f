"""
Signing in: password, then the six digits of the second step. Nobody gets in without both.

* StaffError
  + SignInRefused      e-mail address or password is wrong; which, is not told
  + AccountClosed      the password is right, and the account is closed
  + SetupUnfinished    the password is right, and there is no second step yet: the setup link leads there
  + StepCodeWrong      not the code of now, or one that was used
  + SetupUnknown       no setup link of ours, or one that another has taken the place of
  + SetupUsed          a setup link that was used to the end
  + SetupEnded         a setup link whose time is over
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.conferences.link import hashed
from bot.staff import second_step
from bot.staff.account import Account
from bot.staff.accounts import Accounts, StaffError
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.passwords import Passwords, accept
from bot.staff.sessions import NotSignedIn, Session, StaffSessions, Stage
from bot.staff.throttle import Throttle, Tries
from bot.staff.trail import Trail


class SignInRefused(StaffError):
    """E-mail address or password is wrong."""


class AccountClosed(StaffError):
    """The account is closed."""


class SetupUnfinished(StaffError):
    """There is no second step yet."""


class StepCodeWrong(StaffError):
    """Not the code of now, or one that was used."""


class SetupUnknown(StaffError):
    """No setup link of ours."""


class SetupUsed(StaffError):
    """It was used to the end."""


class SetupEnded(StaffError):
    """Its time is over."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__(ended_at)
        self.ended_at = ended_at


@dataclass(frozen=True)
class SecondStep:
    """A second step that is being set up. Shown to whom it belongs to, and to nobody else."""

    secret: str = field(repr=False)
    address: str = field(repr=False)  # what the QR code says


@dataclass(frozen=True)
class SigningIn:
    """Lets people in, and out. Methods return the token of a new session."""

    accounts: Accounts
    sessions: StaffSessions
    throttle: Throttle
    trail: Trail
    passwords: Passwords

    def with_password(self, email: str, password: str, *, address: str, now: datetime) -> str:
        """
        The first step. `address` is where the request came from.

        An account's tries are counted before they are compared, so that guesses sent at once are still five. From one
        address only the wrong ones are counted: a council's whole office may come from one.
        """
        who = email.strip().casefold()
        self.throttle.check(Tries.ADDRESS, address)
        self.throttle.count(Tries.PASSWORD, who)
        account = self.accounts.by_email(email)
        kept = self.accounts.proof(account.id).password_hash if account is not None else None
        if not self.passwords.is_right(password, kept) or account is None or kept is None:
            self._refused(account, address, now)
            raise SignInRefused
        self.throttle.clear(Tries.PASSWORD, who)
        if not account.active:
            raise AccountClosed
        if not account.has_second_step:
            raise SetupUnfinished
        if self.passwords.is_old(kept):
            self.accounts.rehash(account.id, self.passwords.hash(password))
        return self.sessions.start(account.id, Stage.PASSWORD, now=now)

    def with_code(self, session: Session, code: str, *, address: str, now: datetime) -> str:
        """The second step. No code opens twice, whoever is quicker."""
        account = self._at(session, Stage.PASSWORD)
        self.throttle.check(Tries.ADDRESS, address)
        self.throttle.count(Tries.CODE, str(account.id))
        step = second_step.step_of(self.accounts.proof(account.id).secret or "", code, now)
        if step is None or not self.accounts.use_step(account.id, step, at=now):
            self._refused(account, address, now)
            raise StepCodeWrong
        self.throttle.clear(Tries.CODE, str(account.id))
        return self._in(session, now)

    def sign_out(self, session: Session, *, now: datetime) -> None:
        self.sessions.end(session.token)
        if session.stage is Stage.IN:
            self.trail.add(_entry(session.account, Action.SIGNED_OUT, now))

    # With a setup link.

    def begin(self, token: str, *, now: datetime) -> Account:
        """Whose link it is. Nothing is spent. Raises SetupUnknown, SetupUsed or SetupEnded."""
        setup = self.accounts.by_setup(hashed(token))
        if setup is None or not setup.account.active:
            raise SetupUnknown
        if setup.ends is None:
            raise SetupUsed
        if now >= setup.ends:
            raise SetupEnded(setup.ends)
        return setup.account

    def choose_password(self, token: str, password: str, *, now: datetime) -> str:
        """
        Choose a password, and go on to the second step. Raises PasswordRefused too.

        The link is good until the second step is set up, so that whoever is called away can begin again. The old
        password and the old second step are gone from here on, and everybody who was in with them is out.
        """
        account = self.begin(token, now=now)
        accept(password, account)
        chosen = self.accounts.choose_password(
            account.id,
            hashed(token),
            password_hash=self.passwords.hash(password),
            secret=second_step.new_secret(),
            entry=_entry(account, Action.PASSWORD_CHOSEN, now),
        )
        if not chosen:  # it was used or replaced in between
            raise SetupUnknown
        return self.sessions.start(account.id, Stage.SETUP, now=now)

    def second_step(self, session: Session) -> SecondStep:
        """What is to be put into the app."""
        account = self._at(session, Stage.SETUP)
        proof = self.accounts.proof(account.id)
        if proof.secret is None or proof.confirmed:  # never shown again
            raise NotSignedIn
        return SecondStep(proof.secret, second_step.address_of(proof.secret, account.email))

    def confirm_second_step(self, session: Session, code: str, *, now: datetime) -> str:
        """The app shows the right digits: the account is ready, and they are in."""
        account, secret = session.account, self.second_step(session).secret
        self.throttle.count(Tries.CODE, str(account.id))
        step = second_step.step_of(secret, code, now)
        entry = _entry(account, Action.SECOND_STEP_SET, now)
        if step is None or not self.accounts.confirm_second_step(account.id, step, entry=entry):
            raise StepCodeWrong
        self.throttle.clear(Tries.CODE, str(account.id))
        return self._in(session, now)

    def _at(self, session: Session, stage: Stage) -> Account:
        if session.stage is not stage:
            raise NotSignedIn
        return session.account

    def _in(self, session: Session, now: datetime) -> str:
        # A new token: whoever had seen the old one is not in with it.
        self.sessions.end(session.token)
        self.trail.add(_entry(session.account, Action.SIGNED_IN, now))
        return self.sessions.start(session.account.id, Stage.IN, now=now)

    def _refused(self, account: Account | None, address: str, now: datetime) -> None:
        if account is not None:
            subject = staff_subject(account.id)
            self.trail.add(Entry(now, account.council, NOBODY, Action.SIGN_IN_REFUSED, subject))
        self.throttle.count(Tries.ADDRESS, address)


NOBODY = "nobody"


def _entry(account: Account, action: Action, now: datetime) -> Entry:
    subject = staff_subject(account.id)
    return Entry(now, account.council, subject, action, subject)
