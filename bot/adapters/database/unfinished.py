"""What parents are in the middle of writing, in the database, encrypted."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Delete, Engine, delete, insert, select, update

from bot.adapters.database.tables import UnfinishedRow, table
from bot.notes.unfinished import Unfinished

_UNFINISHED = table(UnfinishedRow)


class StoredUnfinished:
    """`UnfinishedWriting`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, owner: str, unfinished: Unfinished, *, at: datetime) -> Unfinished:
        id, version = unfinished.id, unfinished.version + 1
        with self._engine.begin() as connection:
            found = connection.execute(
                select(_UNFINISHED).where(UnfinishedRow.owner == owner, UnfinishedRow.id == id).with_for_update()
            ).first()
            if found is not None and found.version > unfinished.version and found.text != unfinished.text:
                id, found, version = uuid4().hex, None, 1
            if not unfinished.text:
                connection.execute(_theirs(owner, unfinished.id))
                return Unfinished(unfinished.id, unfinished.place, "", 0)
            values = {"place": unfinished.place, "text": unfinished.text, "version": version, "at": at}
            if found is None:
                connection.execute(insert(_UNFINISHED), {"owner": owner, "id": id, **values})
            else:
                here = update(_UNFINISHED).where(UnfinishedRow.owner == owner, UnfinishedRow.id == id)
                connection.execute(here.values(values))
        return Unfinished(id, unfinished.place, unfinished.text, version)

    def of(self, owner: str) -> tuple[Unfinished, ...]:
        theirs = select(_UNFINISHED).where(UnfinishedRow.owner == owner).order_by(UnfinishedRow.at)
        with self._engine.connect() as connection:
            return tuple(Unfinished(row.id, row.place, row.text, row.version) for row in connection.execute(theirs))

    def drop(self, owner: str, id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_theirs(owner, id))

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(_UNFINISHED).where(UnfinishedRow.owner == old_owner).values(owner=new_owner))


def _theirs(owner: str, id: str) -> Delete:
    return delete(_UNFINISHED).where(UnfinishedRow.owner == owner, UnfinishedRow.id == id)
