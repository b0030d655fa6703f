"""What councils have closed, in the database; read again every two seconds, because every turn asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from bot.adapters.database.audit import append
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.staff_tables import SwitchRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.audit import Entry
from bot.staff.switches import Closed, Part, Reason

_SWITCHES = table(SwitchRow)
_SECONDS = 2.0
_NOTHING: Mapping[Part, Closed] = MappingProxyType({})


def channel_is_open() -> ColumnElement[bool]:
    """Of a row of the outbox: its council has not closed its channel. What is closed waits, and is not claimed."""
    shut = select(SwitchRow.what).where(SwitchRow.council == OutboxRow.council, SwitchRow.what == OutboxRow.channel)
    return ~shut.exists()


class StoredSwitches:
    """`Switches`, kept in the database."""

    def __init__(
        self, engine: Engine, encryption: Encryption, *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._encryption = encryption
        self._seconds = seconds
        self._known: dict[str, dict[Part, Closed]] = {}
        self._until = float("-inf")

    def closed(self, council: str | None) -> Mapping[Part, Closed]:
        if council is None:
            return _NOTHING
        if self._seconds() >= self._until:
            self._look()
        return self._known.get(council, _NOTHING)

    def close(self, council: str, closed: Closed, *, entry: Entry) -> None:
        the_one = (SwitchRow.council == council, SwitchRow.what == closed.part.value)
        with writing(self._engine) as connection:
            before = connection.scalar(select(SwitchRow.reason).where(*the_one).with_for_update())
            if before == closed.reason.value:
                return
            if before is None:
                values = {"council": council, "what": closed.part.value, "since": closed.since}
                connection.execute(insert(_SWITCHES), {**values, "reason": closed.reason.value})
            else:
                connection.execute(update(_SWITCHES).where(*the_one).values(reason=closed.reason.value))
            self._record(connection, entry)
        self._until = float("-inf")

    def open(self, council: str, part: Part, *, entry: Entry) -> None:
        the_one = (SwitchRow.council == council, SwitchRow.what == part.value)
        with writing(self._engine) as connection:
            if connection.execute(delete(_SWITCHES).where(*the_one)).rowcount:
                self._record(connection, entry)
        self._until = float("-inf")

    def _record(self, connection: Connection, entry: Entry) -> None:
        append(connection, entry, self._encryption)

    def _look(self) -> None:
        known: dict[str, dict[Part, Closed]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(_SWITCHES)):
                closed = Closed(Part(row.what), Reason(row.reason), row.since)
                known.setdefault(row.council, {})[closed.part] = closed
        self._known, self._until = known, self._seconds() + _SECONDS
