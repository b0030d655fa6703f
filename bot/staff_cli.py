"""`python -m bot staff`: the first account of a council, and what to do when nobody can sign in any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.adapters.database.staff import StoredAccounts
from bot.languages import Language
from bot.leaflets.shelf import load_shelf
from bot.settings import Settings
from bot.staff.account import Account, Role
from bot.staff.accounts import EmailTaken, LastAdministrator, SetupLink
from bot.staff.administering import Administering, PersonWrong, Written, person_from
from bot.staff.second_step import code_at
from bot.terminal import opened, stop
from bot.text.data_files import DataFileError
from bot.text.dates import date_in_words

staff = typer.Typer(no_args_is_help=True, help="The accounts of a council's staff.")

# Nobody owns it, so whoever has an address there is nobody: only demonstrations do.
DEMONSTRATIONS = "@example.org"

_console = Console()
_WRONG = {
    "name": "--name is missing.",
    "email": "--email is not an e-mail address.",
    "team": "--team is missing: a manager sees the conferences of their team.",
    "phone": "--phone is not a telephone number.",
}

_Council = Annotated[str, typer.Option(help="york, merton, …")]
_Email = Annotated[str, typer.Argument(help="The e-mail address that they sign in with.")]


@dataclass(frozen=True)
class _Desk:
    settings: Settings
    accounts: StoredAccounts

    @property
    def administering(self) -> Administering:
        return Administering(self.accounts)

    def teams(self, council: str) -> set[str]:
        return {account.team for account in self.accounts.of(council) if account.team}


@staff.command("add")
def add(
    council: _Council,
    role: Annotated[Role, typer.Option(help="What they do.")],
    name: Annotated[str, typer.Option(help="As colleagues know them.")],
    email: Annotated[str, typer.Option(help="They sign in with it.")],
    team: Annotated[str, typer.Option(help="Of a social worker or a manager.")] = "",
    phone: Annotated[str, typer.Option(help="A work phone, where there is one.")] = "",
) -> None:
    """Make an account, and print the link by which they choose a password and set up their phone."""
    desk = _desk()
    _check(council)
    try:
        person = person_from(Written(name, email, role.value, team, phone), teams=desk.teams(council))
        made, link = desk.administering.add(council, person, by=None, now=_now())
    except PersonWrong as error:
        stop(" ".join(_WRONG[box] for box in error.problems))
    except EmailTaken:
        stop("There is an account with this e-mail address already. `python -m bot staff list` shows whose.")
    _show(link, made, desk)


@staff.command("list")
def show(council: _Council) -> None:
    """A council's accounts."""
    desk = _desk()
    _check(council)
    accounts = desk.accounts.of(council)
    if not accounts:
        _tell("There is none yet. `python -m bot staff add` makes the first, an administrator's.")
        return
    table = Table("name", Column("e-mail", overflow="fold"), "role", "team", "", box=None)
    for one in accounts:
        table.add_row(one.name, one.email, one.role.value, one.team or "", _state(one))
    _console.print(table)


@staff.command("begin")
def begin(email: _Email) -> None:
    """Print a new setup link, for somebody whose password or phone is gone. Their old link ends."""
    desk = _desk()
    account = _found(desk, email)
    if not account.active:
        stop("The account is closed. `python -m bot staff reopen` opens it again.")
    _show(desk.administering.new_link(account.id, by=None, now=_now()), account, desk)


@staff.command("close")
def close(email: _Email) -> None:
    """Close an account. They are out at once, wherever they are signed in."""
    desk = _desk()
    try:
        desk.administering.close(_found(desk, email).id, by=None, now=_now())
    except LastAdministrator:
        stop("Nobody who can sign in would be left to look after the council's accounts. Add another first.")
    _tell("The account is closed.")


@staff.command("reopen")
def reopen(email: _Email) -> None:
    """Open a closed account again."""
    desk = _desk()
    desk.administering.reopen(_found(desk, email).id, by=None, now=_now())
    _tell("The account is open.")


@staff.command("code")
def code(email: _Email) -> None:
    """Print the six digits of now. Of a demonstration's account only: everybody else has a phone."""
    if not email.strip().casefold().endswith(DEMONSTRATIONS):
        stop(f"Only for demonstration accounts (…{DEMONSTRATIONS}). `python -m bot staff begin` helps who lost theirs.")
    desk = _desk()
    secret = desk.accounts.proof(_found(desk, email).id).secret
    if secret is None:
        stop("Their phone is not set up yet: open the setup link first.")
    _tell(code_at(secret, _now()))


def _show(link: SetupLink, account: Account, desk: _Desk) -> None:
    day = date_in_words(link.ends, Language.ENGLISH)
    _tell(f"The setup link for {account.name}, until {day}. It is shown only now; give it to nobody else:")
    _tell(f"{desk.settings.address}/staff/begin/{link.token}")


def _state(account: Account) -> str:
    if not account.active:
        return "closed"
    return "" if account.has_second_step or account.last_in else "not set up yet"


def _found(desk: _Desk, email: str) -> Account:
    account = desk.accounts.by_email(email)
    if account is None:
        stop("There is no account with this e-mail address.")
    return account


def _check(council: str) -> None:
    try:
        councils = load_shelf().councils
    except DataFileError:
        stop("A leaflet is wrong. `python -m bot leaflets check` says where.")
    if council not in councils:
        stop(f"There is no council {council!r}. There are: {', '.join(councils)}.")


def _desk() -> _Desk:
    settings, engine, encryption = opened()
    return _Desk(settings, StoredAccounts(engine, encryption))


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _tell(words: str) -> None:
    # Links are long: a terminal's width must not cut one in two.
    _console.print(words, markup=False, highlight=False, soft_wrap=True)
