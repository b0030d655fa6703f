"""Conferences page by page, and with whom something is shared: what is read without the rest of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, and_, func, or_, select

from bot.adapters.database.conferences import conference_of
from bot.adapters.database.tables import ConferenceRow, ShareRow, table
from bot.casework.looking import Wanted
from bot.conferences.conference import Conference
from bot.notes.sharing import Recipient


class StoredLists:
    """`Lists`, from the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def conferences(self, council: str, wanted: Wanted) -> tuple[Conference, ...]:
        found = select(table(ConferenceRow)).where(ConferenceRow.council == council)
        if wanted.since is not None:
            found = found.where(ConferenceRow.starts_at >= wanted.since)
        if wanted.until is not None:
            found = found.where(ConferenceRow.starts_at < wanted.until)
        if wanted.after is not None:
            same = and_(ConferenceRow.starts_at == wanted.after.starts_at, ConferenceRow.id > wanted.after.id)
            found = found.where(or_(ConferenceRow.starts_at > wanted.after.starts_at, same))
        page = found.order_by(ConferenceRow.starts_at, ConferenceRow.id).limit(wanted.most)
        with self._engine.connect() as connection:
            return tuple(map(conference_of, connection.execute(page)))

    def shared(self, invitation: UUID) -> Mapping[Recipient, datetime]:
        standing = (ShareRow.owner == str(invitation), ShareRow.withdrawn_at.is_(None))
        last = select(ShareRow.recipient, func.max(ShareRow.shared_at)).where(*standing).group_by(ShareRow.recipient)
        with self._engine.connect() as connection:
            return {Recipient(recipient): at for recipient, at in connection.execute(last)}
