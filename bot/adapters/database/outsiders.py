"""Which account belongs to whom a council's own sign-in let through."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, select, update

from bot.adapters.database.audit import append
from bot.adapters.database.staff import StoredAccounts, account_of
from bot.adapters.database.staff_tables import StaffRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.account import Account, actor_of
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.outside import Outsider, OutsideUnknown
from bot.staff.signing_in import NOBODY

_STAFF = table(StaffRow)


class StoredOutsiders:
    """`Outsiders`, kept in the database: of who somebody is there we keep a hash."""

    def __init__(self, engine: Engine, encryption: Encryption, accounts: StoredAccounts) -> None:
        self._engine = engine
        self._encryption = encryption
        self._accounts = accounts

    def sign_in(self, outsider: Outsider, council: str, *, at: datetime) -> Account:
        """Raises OutsideUnknown."""
        same_email = self._accounts.by_email(outsider.email) if outsider.email else None
        account = self._bound(outsider, council, at, same_email)
        if account is None:
            with writing(self._engine) as connection:
                refused = Entry(at, council, NOBODY, Action.SIGN_IN_REFUSED, "council")
                append(connection, refused, self._encryption)
            raise OutsideUnknown(council)
        return account

    def _bound(self, outsider: Outsider, council: str, at: datetime, same_email: Account | None) -> Account | None:
        hashes = self._encryption.keyed_hashes(json.dumps(["outside", outsider.issuer, outsider.subject]))
        open_here = and_(StaffRow.council == council, StaffRow.active)
        with writing(self._engine) as connection:
            if same_email is not None:  # of two windows that come in at once, the second sees what the first has bound
                _one(connection, StaffRow.id == same_email.id)
            row = _one(connection, StaffRow.outside_hash.in_(hashes), open_here)
            if row is None and same_email is not None and not _anybody(connection, hashes):
                # An e-mail address may have been somebody else's before: who is bound to another stays so.
                row = _one(connection, StaffRow.id == same_email.id, StaffRow.outside_hash.is_(None), open_here)
            if row is None:
                return None
            account = account_of(row)
            bound = update(_STAFF).where(StaffRow.id == account.id)
            connection.execute(bound.values(outside_hash=hashes[0], last_in=at))
            done = Entry(at, council, actor_of(account).name, Action.SIGNED_IN, staff_subject(account.id))
            append(connection, done, self._encryption)
            return account


def _one(connection: Connection, *which: ColumnElement[bool]) -> Row[tuple[Any, ...]] | None:
    return connection.execute(select(_STAFF).where(*which).with_for_update()).first()


def _anybody(connection: Connection, hashes: tuple[str, ...]) -> bool:
    """Whether somebody is bound to them: a closed account, or another council's."""
    return connection.scalar(select(StaffRow.id).where(StaffRow.outside_hash.in_(hashes))) is not None
