"""What `make run` shows: a meeting for each council, and people to sign in as at its desk. Nobody in it exists."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import UUID, uuid5

from bot.conferences.demonstration import PEOPLE, replace_demonstrations
from bot.staff import second_step
from bot.staff.account import Account, Role
from bot.staff.accounts import setup_link
from bot.staff.administering import OPERATOR
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.passwords import Passwords
from bot.staff_cli import DEMONSTRATIONS
from bot.wiring import Rooms

TEAM = "Demonstration"

# Each keeps their id, so that the next demonstration finds them again.
_NAMESPACE = UUID("b0a1c9f4-2c1e-4d57-8a39-6f0d8d5f2c77")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another


def show(rooms: Rooms, tell: Callable[[str], None]) -> None:
    """Make all of it anew, and say how to come in."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    owners = make_staff(rooms, password)
    made = replace_demonstrations(
        now=rooms.now(), conferences=rooms.conferences, invitations=rooms.invitations, owners=owners, team=TEAM
    )
    address = rooms.settings.address
    tell("Demonstration meetings. Nobody in them exists. Each link works once; `make run` makes new ones.")
    for one in made:
        tell(f"  {one.council:<16} {address}/l/{one.token}   code {one.code}")
    tell(f"The desk of their councils' staff: {address}/staff   The password of all of these, this time: {password}")
    for council in PEOPLE:
        tell(f"  {council:<16} {'   '.join(_email(role, council) for role in Role)}")
    tell(f"  and the six digits of now: .venv/bin/python -m bot staff code {_email(Role.SOCIAL_WORKER, 'york')}")


def make_staff(rooms: Rooms, password: str) -> dict[str, UUID]:
    """
    A social worker, a manager and an administrator for each council, with this password and a second step.

    Each council's social worker, to whom its meeting belongs.
    """
    password_hash = Passwords().hash(password)  # one for all of them: it takes a while
    for council, people in PEOPLE.items():
        for role, name in zip(Role, (people.social_worker.name, people.manager, people.administrator), strict=True):
            _make(rooms, _account(council, role, name), password_hash)
    return {council: _id(Role.SOCIAL_WORKER, council) for council in PEOPLE}


def _make(rooms: Rooms, account: Account, password_hash: str) -> None:
    def entry(action: Action) -> Entry:
        return Entry(now, account.council, OPERATOR, action, staff_subject(account.id))

    accounts, now = rooms.desk.accounts, rooms.now()
    link = setup_link(now)
    there = accounts.get(account.id)
    if there is None:
        accounts.add(account, link, entry=entry(Action.ACCOUNT_MADE))
    else:
        if not there.active:
            accounts.reopen(account.id, entry=entry(Action.ACCOUNT_CHANGED))
        accounts.give_setup(account.id, link, entry=entry(Action.ACCOUNT_CHANGED))
    accounts.choose_password(
        account.id,
        link.token_hash,
        password_hash=password_hash,
        secret=second_step.new_secret(),
        entry=entry(Action.PASSWORD_CHOSEN),
    )
    accounts.confirm_second_step(account.id, 0, entry=entry(Action.SECOND_STEP_SET))


def _account(council: str, role: Role, name: str) -> Account:
    team = None if role is Role.ADMINISTRATOR else TEAM
    return Account(_id(role, council), council, name, _email(role, council), role, team)


def _id(role: Role, council: str) -> UUID:
    return uuid5(_NAMESPACE, f"{council} {role.value}")


def _email(role: Role, council: str) -> str:
    return f"{role.value.replace('_', '.')}.{council}{DEMONSTRATIONS}"
