"""
What an administrator, or the operator at the command line, does with accounts. Each is a line of the audit.

* StaffError
  + PersonWrong   what was written of somebody cannot be kept; `problems` says at which box, and why
  + NotHere       no such account, or another council's, or whoever asks is no administrator
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.staff.account import Account, Actor, Role
from bot.staff.accounts import Accounts, SetupLink, StaffError, setup_link
from bot.staff.audit import Action, Entry, staff_subject

OPERATOR = "operator"
_LONGEST = 200


class PersonWrong(StaffError):
    """Something in the boxes is missing, or cannot be right."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class NotHere(StaffError):
    """There is no such account, or it is another council's, or whoever asks is no administrator."""


@dataclass(frozen=True)
class Written:
    """What somebody typed of a person."""

    name: str = ""
    email: str = ""
    role: str = ""
    team: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Person:
    """What is written down of a person."""

    name: str
    email: str
    role: Role
    team: str | None = None
    phone: str | None = None


def person_from(written: Written, *, teams: Iterable[str]) -> Person:
    """
    Read what was typed. `teams` are those that there are: one typed in other letters is that one.

    Raises PersonWrong. A team is needed by whoever has cases: a manager sees those of their team.
    """
    name, team, phone = (" ".join(text.split()) for text in (written.name, written.team, written.phone))
    problems = {box: "long" for box, text in (("name", name), ("team", team)) if len(text) > _LONGEST}
    if not name:
        problems["name"] = "missing"
    address = _address(written.email, problems)
    role = next((role for role in Role if role.value == written.role), None)
    if role is None:
        problems["role"] = "missing"
    if not team and role is not Role.ADMINISTRATOR:
        problems["team"] = "missing"
    if phone and not _can_be_rung(phone):
        problems["phone"] = "wrong"
    if problems or role is None:
        raise PersonWrong(problems)
    known = next((there for there in teams if there.casefold() == team.casefold()), team)
    return Person(name, address, role, known if role is not Role.ADMINISTRATOR else None, phone or None)


def _address(written: str, problems: dict[str, str]) -> str:
    try:
        # As bot.outreach reads a parent's: example.org is for trying things out.
        return validate_email(written.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        problems["email"] = "wrong" if written.strip() else "missing"
        return ""


def _can_be_rung(number: str) -> bool:
    """An office's number too. Those that Ofcom keeps for drama are right here: nobody is rung."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "GB"))
    except phonenumbers.NumberParseException:
        return False


@dataclass(frozen=True)
class Administering:
    """Looks after a council's accounts. `by` is one of its administrators; None is the operator of the server."""

    accounts: Accounts

    def add(self, council: str, person: Person, *, by: Actor | None, now: datetime) -> tuple[Account, SetupLink]:
        """Raises EmailTaken."""
        _allow(council, by)
        account = Account(uuid4(), council, person.name, person.email, person.role, person.team, person.phone)
        link = setup_link(now)
        self.accounts.add(account, link, entry=_entry(account, Action.ACCOUNT_MADE, by, now))
        return account, link

    def find(self, id: UUID, *, by: Actor | None) -> Account:
        """Raises NotHere."""
        account = self.accounts.get(id)
        if account is None:
            raise NotHere
        _allow(account.council, by)
        return account

    def change(self, id: UUID, person: Person, *, by: Actor | None, now: datetime) -> None:
        """All but the e-mail address, which is who they are. Raises LastAdministrator."""
        account = self.find(id, by=by)
        changed = replace(account, name=person.name, role=person.role, team=person.team, phone=person.phone)
        self.accounts.change(changed, entry=_entry(account, Action.ACCOUNT_CHANGED, by, now))

    def new_link(self, id: UUID, *, by: Actor | None, now: datetime) -> SetupLink:
        """For somebody whose password or phone is gone, or who did not set up in time."""
        account = self.find(id, by=by)
        link = setup_link(now)
        self.accounts.give_setup(id, link, entry=_entry(account, Action.ACCOUNT_CHANGED, by, now))
        return link

    def close(self, id: UUID, *, by: Actor | None, now: datetime) -> None:
        """Raises LastAdministrator."""
        account = self.find(id, by=by)
        if account.active:
            self.accounts.close(id, entry=_entry(account, Action.ACCOUNT_CLOSED, by, now))

    def reopen(self, id: UUID, *, by: Actor | None, now: datetime) -> None:
        account = self.find(id, by=by)
        if not account.active:
            self.accounts.reopen(id, entry=_entry(account, Action.ACCOUNT_CHANGED, by, now))


def _allow(council: str, by: Actor | None) -> None:
    if by is not None and (by.role is not Role.ADMINISTRATOR or by.council != council):
        raise NotHere


def _entry(account: Account, action: Action, by: Actor | None, now: datetime) -> Entry:
    return Entry(now, account.council, by.name if by is not None else OPERATOR, action, staff_subject(account.id))
