"""What parents shared, in the database, encrypted; when it was read, and when taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, Select, insert, select, text, update

from bot.adapters.database.announcing import announce
from bot.adapters.database.tables import ShareRow, table
from bot.adapters.database.writing import writing
from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.sharing import NothingToShare, Part, Recipient, Share, SharedLine
from bot.outreach.events import Event

_SHARES = table(ShareRow)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")


class StoredShares:
    """`Sharing`, kept in the database. What a reader and a parent do at once is one conditional write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def share(
        self,
        owner: str,
        recipient: Recipient,
        parts: Mapping[Part, tuple[SharedLine, ...]],
        *,
        language: Language,
        at: datetime,
    ) -> tuple[Share, ...]:
        if not any(parts.values()):
            raise NothingToShare
        asked = [Share(uuid4(), owner, recipient, part, lines, language, at) for part, lines in parts.items() if lines]
        with writing(self._engine) as connection:
            _one_at_a_time(connection, owner)
            shared = tuple(_share(connection, share) for share in asked)
            new = {share.id for share in shared} & {share.id for share in asked}
            invitation = _invitation(owner)
            if new and invitation is not None:
                once = str(min(new))
                announce(connection, invitation, Event.SHARED, at=at, once=once, shared_with=recipient.value)
        return shared

    def of(self, owner: str) -> tuple[Share, ...]:
        with self._engine.connect() as connection:
            rows = connection.execute(_theirs(owner).order_by(ShareRow.number.desc())).all()
        return tuple(map(_read, rows))

    def withdraw(self, owner: str, id: UUID, *, at: datetime) -> Share:
        with self._engine.begin() as connection:
            _take_back(connection, ShareRow.owner == owner, ShareRow.id == id, at=at)
            row = connection.execute(_theirs(owner).where(ShareRow.id == id)).first()
        if row is None:
            raise LookupError("no such share of theirs")
        return _read(row)

    def read(self, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
        with self._engine.begin() as connection:
            return read_in(connection, owner, recipient, at=at)


def read_in(connection: Connection, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
    """`read`, in the caller's transaction: the desk's, with its line of the audit."""
    standing = (ShareRow.owner == owner, ShareRow.recipient == recipient.value, ShareRow.withdrawn_at.is_(None))
    connection.execute(update(_SHARES).where(*standing, ShareRow.read_at.is_(None)).values(read_at=at))
    rows = connection.execute(select(_SHARES).where(*standing).order_by(ShareRow.number)).all()
    newest = {share.part: share for share in map(_read, rows)}
    return tuple(newest[part] for part in Part if part in newest)


def _one_at_a_time(connection: Connection, owner: str) -> None:
    """A form sent twice at the same instant is one share. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"what": f"shares of {owner}"})


def _invitation(owner: str) -> UUID | None:
    try:
        return UUID(owner)
    except ValueError:  # a conversation's: nobody was invited by it
        return None


def _share(connection: Connection, share: Share) -> Share:
    same = (
        ShareRow.owner == share.owner,
        ShareRow.recipient == share.recipient.value,
        ShareRow.part == share.part.value,
        ShareRow.read_at.is_(None),
    )
    unread = connection.execute(select(_SHARES).where(*same, ShareRow.withdrawn_at.is_(None))).all()
    for row in unread:
        if _read(row).lines == share.lines:
            return _read(row)
    _take_back(connection, *same, at=share.shared_at)
    values = {
        "id": share.id,
        "owner": share.owner,
        "recipient": share.recipient.value,
        "part": share.part.value,
        "lines": json.dumps([[line.text, line.need and line.need.value] for line in share.lines]),
        "language": share.language.value,
        "shared_at": share.shared_at,
        "read_at": None,
        "withdrawn_at": None,
    }
    connection.execute(insert(_SHARES), values)
    return share


def _take_back(connection: Connection, *which: object, at: datetime) -> None:
    untouched = (ShareRow.read_at.is_(None), ShareRow.withdrawn_at.is_(None))
    connection.execute(update(_SHARES).where(*which, *untouched).values(withdrawn_at=at))  # type: ignore[arg-type]


def _theirs(owner: str) -> Select[tuple[object, ...]]:
    return select(_SHARES).where(ShareRow.owner == owner)


def _read(row: Row[tuple[object, ...]]) -> Share:
    lines = tuple(SharedLine(line, Need(need) if need else None) for line, need in json.loads(row.lines))
    return Share(
        row.id,
        row.owner,
        Recipient(row.recipient),
        Part(row.part),
        lines,
        Language(row.language),
        row.shared_at,
        row.read_at,
        row.withdrawn_at,
    )
