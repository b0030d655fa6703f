"""Conferences in the database."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Engine, insert, select

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
        if row is None:
            return None
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
        )

    def add(self, conference: Conference) -> None:
        values = {
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
        }
        with self._engine.begin() as connection:
            connection.execute(insert(table(ConferenceRow)), values)

    def remove(self, id: UUID) -> None:
        with self._engine.begin() as connection:
            remove_conferences(connection, [id])
