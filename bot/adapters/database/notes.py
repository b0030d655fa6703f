"""Parents' notes in the database, encrypted, word for word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection, Engine, Row, Select, Update, case, delete, func, select, update

from bot.adapters.database.tables import NoteRow, table
from bot.adapters.database.upsert import insert_if_new
from bot.notes.note import Note, NoteChangedElsewhere, NoteGone, Section

_NOTES = table(NoteRow)
_COLUMNS = ("id", "owner", "section", "text", "written_at", "taken_back", "position", "version")
_WRITE = insert_if_new(_NOTES, _COLUMNS, unique=("id",))
_OF_MESSAGES = UUID("0e6f3c8a-64f5-4a77-8a52-3a8d1f0b6c11")
_IN_ORDER = {section.value: position for position, section in enumerate(Section)}


class StoredNotes:
    """`Notes`, kept in the database. Everything asks for the owner too: an id alone reaches nobody's note."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        # The same message is the same id, so that the database itself refuses the second copy.
        id = uuid4() if message_id is None else note_of(owner, message_id)
        with self._engine.begin() as connection:
            self._insert(connection, id, owner, section, text, at)
            row = connection.execute(select(_NOTES).where(NoteRow.id == id)).one()
            if row.text != text or row.section != section.value:
                # Two pages with the same form, and other words in each: neither may be lost.
                id = uuid4()
                self._insert(connection, id, owner, section, text, at)
                row = connection.execute(select(_NOTES).where(NoteRow.id == id)).one()
        return _note(row)

    def take_back(self, owner: str, id: UUID) -> None:
        self._write(_changing(owner, id).values(taken_back=True))

    def put_back(self, owner: str, id: UUID) -> None:
        self._write(_changing(owner, id).values(taken_back=False))

    def newest(self, owner: str) -> Note | None:
        with self._engine.connect() as connection:
            row = connection.execute(_kept(owner).order_by(NoteRow.number.desc()).limit(1)).first()
        return None if row is None else _note(row)

    def of(self, owner: str) -> tuple[Note, ...]:
        with self._engine.connect() as connection:
            rows = connection.execute(_kept(owner).order_by(NoteRow.position, NoteRow.number)).all()
        return tuple(_note(row) for row in sorted(rows, key=lambda row: _IN_ORDER[row.section]))

    def change(self, owner: str, id: UUID, text: str, *, version: int) -> Note:
        with self._engine.begin() as connection:
            found = connection.execute(_kept(owner).where(NoteRow.id == id)).first()
            if found is None:
                raise NoteGone
            if found.version == version + 1 and found.text == text:
                return _note(found)  # the same change, sent twice
            # The version is asked for again, in the statement itself: another page may be as quick.
            changed = (
                _changing(owner, id)
                .where(NoteRow.version == version, NoteRow.taken_back.is_(False))
                .values(text=text, before=found.text, version=version + 1)
            )
            done = found.version == version and connection.execute(changed).rowcount > 0
            now = connection.execute(_kept(owner).where(NoteRow.id == id)).first()
        if now is None:
            raise NoteGone
        if not done:
            raise NoteChangedElsewhere(_note(now))
        return _note(now)

    def move(self, owner: str, id: UUID, *, by: int) -> None:
        with self._engine.begin() as connection:
            moved = connection.execute(_kept(owner).where(NoteRow.id == id)).first()
            if moved is None:
                return
            among = _kept(owner).where(NoteRow.section == moved.section).order_by(NoteRow.position, NoteRow.number)
            ids = [row.id for row in connection.execute(among)]
            place = ids.index(id)
            ids.insert(max(0, min(place + by, len(ids) - 1)), ids.pop(place))
            positions = case({kept: position for position, kept in enumerate(ids)}, value=NoteRow.id)
            theirs = update(_NOTES).where(NoteRow.owner == owner, NoteRow.id.in_(ids))
            connection.execute(theirs.values(position=positions))

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        self._write(update(_NOTES).where(NoteRow.owner == old_owner).values(owner=new_owner))

    def delete(self, owner: str, section: Section | None = None) -> int:
        theirs = delete(_NOTES).where(NoteRow.owner == owner)
        if section is not None:
            theirs = theirs.where(NoteRow.section == section.value)
        with self._engine.begin() as connection:
            return connection.execute(theirs).rowcount

    def _insert(self, connection: Connection, id: UUID, owner: str, section: Section, text: str, at: datetime) -> None:
        among = (NoteRow.owner == owner, NoteRow.section == section.value)
        last = connection.scalar(select(func.max(NoteRow.position)).where(*among))
        values = {
            "id": id,
            "owner": owner,
            "section": section.value,
            "text": text,
            "written_at": at,
            "taken_back": False,
            "position": 0 if last is None else last + 1,
            "version": 1,
        }
        connection.execute(_WRITE, values)

    def _write(self, statement: Update) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)


def note_of(owner: str, message_id: str) -> UUID:
    """The id of the note that this owner's message was kept as."""
    return uuid5(_OF_MESSAGES, f"{owner}\n{message_id}")


def _changing(owner: str, id: UUID) -> Update:
    return update(_NOTES).where(NoteRow.owner == owner, NoteRow.id == id)


def _kept(owner: str) -> Select[tuple[object, ...]]:
    return select(_NOTES).where(NoteRow.owner == owner, NoteRow.taken_back.is_(False))


def _note(row: Row[tuple[object, ...]]) -> Note:
    return Note(
        row.id, row.owner, Section(row.section), row.text, row.written_at, row.taken_back, row.version, row.before
    )
