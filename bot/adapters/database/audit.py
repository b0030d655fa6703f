"""The audit in the database: a chain of lines that the table itself refuses to change (see migration 0004)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, text

from bot.adapters.database.staff_tables import AuditRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.audit import Entry
from bot.staff.chain import NOTHING_YET, Head, Line, Verified, sealed, verify

_AUDIT = table(AuditRow)
_LAST = select(AuditRow.number, AuditRow.digest).order_by(AuditRow.number.desc()).limit(1)
_LINES = select(
    AuditRow.number, AuditRow.at, AuditRow.council, AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.digest
)
_OF_COUNCIL = _LINES.where(AuditRow.council == bindparam("council")).order_by(AuditRow.number.desc())
_ACTORS = select(AuditRow.actor).where(AuditRow.council == bindparam("council")).distinct()
_ADD = insert(_AUDIT)

# Any number, as long as nothing else in this database locks it.
_LOCK = text("SELECT pg_advisory_xact_lock(5550004)")
_AT_ONCE = 1000


def append(connection: Connection, entry: Entry, encryption: Encryption) -> None:
    """
    Add one line in the caller's transaction, which is `writing(engine)`: it stands when the transaction does.

    Add it last, just before the commit: PostgreSQL lets the next line wait until then, and whoever first adds a line
    and then changes rows could wait for somebody who waits for them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    before = _head(connection)
    line = Line(before.number + 1, entry.at, entry.council, entry.actor, entry.action.value, entry.subject, "")
    digest = encryption.keyed_hash(sealed(line, before.digest))
    connection.execute(
        _ADD,
        {
            "number": line.number,
            "at": line.at,
            "council": line.council,
            "actor": line.actor,
            "action": line.action,
            "subject": line.subject,
            "digest": digest,
        },
    )


class StoredAudit:
    """The trail of what staff did."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def add(self, entry: Entry) -> None:
        """For what has no transaction of its own."""
        with writing(self._engine) as connection:
            append(connection, entry, self._encryption)

    def newest(self, council: str, *, most: int, before: int | None = None, actor: str | None = None) -> Sequence[Line]:
        """A council's lines, the newest first, from the one before that number on; or one actor's."""
        wanted = _OF_COUNCIL.limit(most)
        if before is not None:
            wanted = wanted.where(AuditRow.number < before)
        if actor is not None:
            wanted = wanted.where(AuditRow.actor == actor)
        with self._engine.connect() as connection:
            return [_line(row) for row in connection.execute(wanted, {"council": council})]

    def actors(self, council: str) -> Sequence[str]:
        """Everybody who stands in a council's lines."""
        with self._engine.connect() as connection:
            return connection.scalars(_ACTORS, {"council": council}).all()

    def head(self) -> Head:
        """The newest line of all councils, to be written down elsewhere."""
        with self._engine.connect() as connection:
            return _head(connection)

    def verify(self, since: Head | None = None) -> Verified:
        """Follow the chain from its first line; `since` must be one of its lines."""
        with self._engine.connect().execution_options(yield_per=_AT_ONCE) as connection:
            return verify(_all(connection), self._encryption, since)


def _head(connection: Connection) -> Head:
    last = connection.execute(_LAST).first()
    return NOTHING_YET if last is None else Head(last.number, last.digest)


def _all(connection: Connection) -> Iterator[Line]:
    return (_line(row) for row in connection.execute(_LINES.order_by(AuditRow.number)))


def _line(row: Row[tuple[int, datetime, str, str, str, str, str]]) -> Line:
    return Line(*row)
