"""Parents' notes in the database, encrypted, word for word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine, Row, Select, Update, delete, select, update

from bot.adapters.database.tables import NoteRow, table
from bot.adapters.database.upsert import insert_if_new
from bot.notes.note import Note, Section

_NOTES = table(NoteRow)
_WRITE = insert_if_new(_NOTES, ("id", "owner", "section", "text", "written_at", "taken_back"), unique=("id",))
_OF_MESSAGES = UUID("0e6f3c8a-64f5-4a77-8a52-3a8d1f0b6c11")
_IN_ORDER = {section.value: position for position, section in enumerate(Section)}


class StoredNotes:
    """`Notes`, kept in the database. Everything asks for the owner too: an id alone reaches nobody's note."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        # The same message is the same id, so that the database itself refuses the second copy.
        id = uuid4() if message_id is None else uuid5(_OF_MESSAGES, f"{owner}\n{message_id}")
        note = Note(id, owner, section, text, at)
        values = {
            "id": note.id,
            "owner": owner,
            "section": section.value,
            "text": text,
            "written_at": at,
            "taken_back": False,
        }
        with self._engine.begin() as connection:
            connection.execute(_WRITE, values)
        return note

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
            rows = connection.execute(_kept(owner).order_by(NoteRow.number)).all()
        return tuple(_note(row) for row in sorted(rows, key=lambda row: _IN_ORDER[row.section]))

    def change(self, owner: str, id: UUID, text: str) -> None:
        """Raises LookupError where the note is gone, since a parent's new words must not vanish unsaid."""
        if not self._write(_changing(owner, id).values(text=text)):
            raise LookupError(id)

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        self._write(update(_NOTES).where(NoteRow.owner == old_owner).values(owner=new_owner))

    def delete(self, owner: str, section: Section | None = None) -> int:
        theirs = delete(_NOTES).where(NoteRow.owner == owner)
        if section is not None:
            theirs = theirs.where(NoteRow.section == section.value)
        with self._engine.begin() as connection:
            return connection.execute(theirs).rowcount

    def _write(self, statement: Update) -> bool:
        """Whether there was a note to change."""
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount > 0


def _changing(owner: str, id: UUID) -> Update:
    return update(_NOTES).where(NoteRow.owner == owner, NoteRow.id == id)


def _kept(owner: str) -> Select[tuple[object, ...]]:
    return select(_NOTES).where(NoteRow.owner == owner, NoteRow.taken_back.is_(False))


def _note(row: Row[tuple[object, ...]]) -> Note:
    return Note(row.id, row.owner, Section(row.section), row.text, row.written_at, row.taken_back)
