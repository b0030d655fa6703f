"""The accounts of a council's staff, in the database. What two requests may do at once is one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, Update, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.database.audit import append
from bot.adapters.database.staff_tables import StaffRow, StaffSessionRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.account import Account, Role
from bot.staff.accounts import EmailTaken, LastAdministrator, Proof, Setup, SetupLink
from bot.staff.audit import Entry
from bot.staff.sessions import Because, Stage

_STAFF = table(StaffRow)
_SESSIONS = table(StaffSessionRow)


class StoredAccounts:
    """`Accounts`, kept in the database; e-mail addresses are found by their hash."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def get(self, id: UUID) -> Account | None:
        row = self._row(StaffRow.id == id)
        return None if row is None else account_of(row)

    def by_email(self, email: str) -> Account | None:
        row = self._row(self._has(email))
        return None if row is None else account_of(row)

    def by_setup(self, token_hash: str) -> Setup | None:
        row = self._row(StaffRow.setup_hash == token_hash)
        return None if row is None else Setup(account_of(row), row.setup_ends)

    def of(self, council: str) -> Sequence[Account]:
        with self._engine.connect() as connection:
            found = connection.execute(select(_STAFF).where(StaffRow.council == council))
            accounts = [account_of(row) for row in found]
        # Names are encrypted: no database can sort by them.
        return sorted(accounts, key=lambda account: (not account.active, account.name.casefold(), account.email))

    def proof(self, id: UUID) -> Proof:
        row = self._row(StaffRow.id == id)
        return Proof(None, None, False) if row is None else _proof_of(row)

    def add(self, account: Account, link: SetupLink, *, entry: Entry) -> None:
        values = {
            **_values_of(account),
            "id": account.id,
            "council": account.council,
            "email": account.email,
            "email_hash": self._encryption.keyed_hash(_hashed_with(account.email)),
            "active": True,
            "created_at": entry.at,
            **_setup_of(link),
        }
        try:
            with writing(self._engine) as connection:
                # The hash may be an older key's, which no constraint would find.
                if connection.execute(select(StaffRow.id).where(self._has(account.email))).first() is not None:
                    raise EmailTaken
                connection.execute(insert(_STAFF), values)
                append(connection, entry, self._encryption)
        except IntegrityError:
            raise EmailTaken from None

    def change(self, account: Account, *, entry: Entry) -> None:
        with writing(self._engine) as connection:
            if account.role is not Role.ADMINISTRATOR:
                _keep_an_administrator(connection, account.id)
            connection.execute(_changing(account.id).values(**_values_of(account)))
            append(connection, entry, self._encryption)

    def close(self, id: UUID, *, entry: Entry) -> None:
        with writing(self._engine) as connection:
            _keep_an_administrator(connection, id)
            connection.execute(_changing(id).values(active=False, setup_hash=None, setup_ends=None))
            _end_all(connection, id, Because.CLOSED)
            append(connection, entry, self._encryption)

    def reopen(self, id: UUID, *, entry: Entry) -> None:
        self._write(_changing(id).values(active=True), entry)

    def give_setup(self, id: UUID, link: SetupLink, *, entry: Entry) -> None:
        self._write(_changing(id).values(**_setup_of(link)), entry)

    def choose_password(self, id: UUID, link_hash: str, *, password_hash: str, secret: str, entry: Entry) -> bool:
        chosen = _changing(id).where(StaffRow.setup_hash == link_hash, StaffRow.setup_ends > entry.at, StaffRow.active)
        with writing(self._engine) as connection:
            new = {"password_hash": password_hash, "totp_secret": secret, "totp_step": None}
            if not connection.execute(chosen.values(**new)).rowcount:
                return False
            _end_all(connection, id, Because.PASSWORD_CHANGED)
            append(connection, entry, self._encryption)
            return True

    def rehash(self, id: UUID, password_hash: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_changing(id).values(password_hash=password_hash))

    def confirm_second_step(self, id: UUID, step: int, *, entry: Entry) -> bool:
        unset = _changing(id).where(StaffRow.totp_secret.is_not(None), StaffRow.totp_step.is_(None))
        return self._write(unset.values(totp_step=step, setup_ends=None, last_in=entry.at), entry)

    def use_step(self, id: UUID, step: int, *, at: datetime) -> bool:
        newer = _changing(id).where(StaffRow.totp_step < step, StaffRow.active)
        with self._engine.begin() as connection:
            return connection.execute(newer.values(totp_step=step, last_in=at)).rowcount > 0

    def _write(self, statement: Update, entry: Entry) -> bool:
        """Whether there was a row to change; only then is there a line."""
        with writing(self._engine) as connection:
            if not connection.execute(statement).rowcount:
                return False
            append(connection, entry, self._encryption)
            return True

    def _has(self, email: str) -> ColumnElement[bool]:
        return StaffRow.email_hash.in_(self._encryption.keyed_hashes(_hashed_with(email)))

    def _row(self, which: ColumnElement[bool]) -> Row[tuple[object, ...]] | None:
        with self._engine.connect() as connection:
            return connection.execute(select(_STAFF).where(which)).first()


def account_of(row: Row[tuple[Any, ...]]) -> Account:
    """An account as it is kept, without what proves that somebody is who they say."""
    return Account(
        id=row.id,
        council=row.council,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        team=row.team,
        phone=row.phone,
        active=row.active,
        has_password=row.password_hash is not None,
        has_second_step=row.totp_step is not None,
        last_in=row.last_in,
    )


def _proof_of(row: Row[tuple[Any, ...]]) -> Proof:
    return Proof(row.password_hash, row.totp_secret, row.totp_step is not None)


def _values_of(account: Account) -> dict[str, Any]:
    """What an administrator may change."""
    return {"name": account.name, "role": account.role.value, "team": account.team, "phone": account.phone}


def _setup_of(link: SetupLink) -> dict[str, Any]:
    return {"setup_hash": link.token_hash, "setup_ends": link.ends}


def _changing(id: UUID) -> Update:
    return update(_STAFF).where(StaffRow.id == id)


def _hashed_with(email: str) -> str:
    # Marked, so that nobody else's hash of the same words is this one.
    return f"staff e-mail: {email.strip().casefold()}"


def _keep_an_administrator(connection: Connection, without: UUID) -> None:
    """
    Raise where nobody but this one could look after the council's accounts.

    The rows are locked, where the database can: of two who take each other's role at once, one is too late.
    """
    council = select(StaffRow.council).where(StaffRow.id == without).scalar_subquery()
    can_sign_in = or_(StaffRow.totp_step.is_not(None), StaffRow.outside_hash.is_not(None))
    looking_after = select(StaffRow.id).where(
        StaffRow.council == council, StaffRow.role == Role.ADMINISTRATOR.value, StaffRow.active, can_sign_in
    )
    # One who cannot sign in yet is no loss.
    if list(connection.scalars(looking_after.order_by(StaffRow.id).with_for_update())) == [without]:
        raise LastAdministrator


def _end_all(connection: Connection, staff_id: UUID, because: Because) -> None:
    """End every session of somebody, so that the next page they open says why. What is over keeps its own reason."""
    going = StaffSessionRow.stage.in_([stage.value for stage in Stage])
    own = update(_SESSIONS).where(StaffSessionRow.staff_id == staff_id, going)
    connection.execute(own.values(stage=because.value))
