"""What parents need on the day, in the database, encrypted."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.database.tables import NeedsRow, table
from bot.notes.needs import Need, Needs, NeedsChangedElsewhere

_NEEDS = table(NeedsRow)


class StoredNeeds:
    """`DayNeeds`, kept in the database: all of one parent's in one row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, owner: str) -> Needs:
        with self._engine.connect() as connection:
            return _of(connection, owner)

    def save(self, owner: str, lines: Mapping[Need, str], *, version: int) -> Needs:
        written = {need: lines[need] for need in Need if lines.get(need)}
        with self._engine.begin() as connection:
            before = _of(connection, owner)
            if before.lines == written:
                return before  # the same form, sent twice, or nothing was changed
            if before.version != version or not _written(connection, owner, written, version):
                raise NeedsChangedElsewhere(before)
        return Needs(written, version + 1)

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        with self._engine.begin() as connection:
            hand_over_in(connection, old_owner, new_owner)


def hand_over_in(connection: Connection, old_owner: str, new_owner: str) -> None:
    """`hand_over`, in the caller's transaction."""
    old, new = _of(connection, old_owner), _of(connection, new_owner)
    connection.execute(delete(_NEEDS).where(NeedsRow.owner == old_owner))
    together = {**old.lines, **new.lines}
    if together != new.lines:
        _written(connection, new_owner, {need: together[need] for need in Need if need in together}, new.version)


def _of(connection: Connection, owner: str) -> Needs:
    row = connection.execute(select(_NEEDS).where(NeedsRow.owner == owner)).first()
    if row is None:
        return Needs()
    return Needs({Need(name): text for name, text in json.loads(row.lines).items()}, row.version)


def _written(connection: Connection, owner: str, lines: Mapping[Need, str], version: int) -> bool:
    """Whether they still were this version. Two pages may save at once: the database decides."""
    values = {"lines": json.dumps({need.value: text for need, text in lines.items()}), "version": version + 1}
    if version == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(_NEEDS), {"owner": owner, **values})
        except IntegrityError:
            return False
        return True
    theirs = update(_NEEDS).where(NeedsRow.owner == owner, NeedsRow.version == version)
    return connection.execute(theirs.values(values)).rowcount > 0
