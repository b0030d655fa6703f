"""Conferences in the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, insert, select

from bot.adapters.database.removal import remove_conferences
from bot.adapters.database.tables import ConferenceRow, table
from bot.conferences.conference import Conference, ConferenceKind, Official


class StoredConferences:
    """`Conferences`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, id: UUID) -> Conference | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(table(ConferenceRow)).where(ConferenceRow.id == id)).first()
        return None if row is None else conference_of(row)

    def add(self, conference: Conference) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(table(ConferenceRow)), values_of(conference))

    def remove(self, id: UUID) -> None:
        with self._engine.begin() as connection:
            remove_conferences(connection, [id])


def conference_of(row: Row[tuple[object, ...]]) -> Conference:
    """A conference as it is kept."""
    return Conference(
        id=row.id,
        council=row.council,
        kind=ConferenceKind(row.kind),
        starts_at=row.starts_at,
        place=row.place,
        video_link=row.video_link,
        asked_by=row.asked_by,
        chair=Official(row.chair_name, row.chair_phone),
        chair_speaks_at=row.chair_speaks_at,
        social_worker=Official(row.social_worker_name, row.social_worker_phone),
        reference=row.reference,
        owner_id=row.owner_id,
        chair_id=row.chair_id,
        team=row.team,
        cancelled_at=row.cancelled_at,
        version=row.version,
    )


def values_of(conference: Conference) -> dict[str, Any]:
    """What a conference's row holds."""
    return {
        "id": conference.id,
        "council": conference.council,
        "kind": conference.kind.value,
        "starts_at": conference.starts_at,
        "place": conference.place,
        "video_link": conference.video_link,
        "asked_by": conference.asked_by,
        "chair_name": conference.chair.name,
        "chair_phone": conference.chair.phone,
        "chair_speaks_at": conference.chair_speaks_at,
        "social_worker_name": conference.social_worker.name,
        "social_worker_phone": conference.social_worker.phone,
        "reference": conference.reference,
        "owner_id": conference.owner_id,
        "chair_id": conference.chair_id,
        "team": conference.team,
        "cancelled_at": conference.cancelled_at,
        "version": conference.version,
    }
