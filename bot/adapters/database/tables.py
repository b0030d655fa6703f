"""
The tables. `Encrypted` marks every field that says something about a person.

A conversation's turns, sessions and tracker hang by its id without a foreign key: Rasa's own commands keep trackers
of conversations that we know nothing of, and a session may begin before anything was said. `removal` clears them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, MetaData, String, Table, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.adapters.database.fields import Encrypted, EncryptedBytes, Moment


class Base(DeclarativeBase):
    """Names what SQL would name differently in each database, so that migrations can find it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Uuid(), str: String(), date: Date(), datetime: Moment()}


class SealRow(Base):
    """One known word, encrypted: whoever can read it has the right key."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(Encrypted)


class ConferenceRow(Base):
    __tablename__ = "conferences"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    council: Mapped[str]
    kind: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[str | None] = mapped_column(Encrypted)
    video_link: Mapped[str | None] = mapped_column(Encrypted)
    asked_by: Mapped[str | None] = mapped_column(Encrypted)
    chair_name: Mapped[str] = mapped_column(Encrypted)
    chair_phone: Mapped[str | None] = mapped_column(Encrypted)
    chair_speaks_at: Mapped[datetime | None]
    social_worker_name: Mapped[str] = mapped_column(Encrypted)
    social_worker_phone: Mapped[str | None] = mapped_column(Encrypted)
    reference: Mapped[str | None] = mapped_column(Encrypted)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    team: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int]


class InvitationRow(Base):
    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    called: Mapped[str] = mapped_column(Encrypted)
    language: Mapped[str]
    last_day: Mapped[date]
    spent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    withdrawn: Mapped[bool]
    code_tries: Mapped[int]
    phone: Mapped[str | None] = mapped_column(Encrypted)
    phone_hash: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(Encrypted)
    ways: Mapped[str]  # what contact is safe, with commas between
    safe_contact: Mapped[str | None] = mapped_column(Encrypted)
    interpreter: Mapped[str | None] = mapped_column(Encrypted)
    agreed: Mapped[bool | None]  # to be told of changes and reminded; None: nobody has asked
    code: Mapped[str | None] = mapped_column(Encrypted)  # to be told by voice, until it has been given
    links: Mapped[int]  # how many links were drawn for it
    version: Mapped[int]


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    door: Mapped[str]
    language: Mapped[str]
    council: Mapped[str | None]
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"), index=True)
    open_section: Mapped[str | None]
    topic: Mapped[str | None] = mapped_column(Encrypted)  # what a parent asked about says something about them
    touched_at: Mapped[datetime] = mapped_column(index=True)


class TurnRow(Base):
    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id"),
        Index(None, "conversation_id", "number"),  # the newest turns, however long the conversation
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str]
    message_id: Mapped[str]
    text: Mapped[str] = mapped_column(Encrypted)
    reply: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(index=True)


class NoteRow(Base):
    __tablename__ = "notes"

    number: Mapped[int] = mapped_column(primary_key=True)  # the order of writing, finer than the clock
    id: Mapped[UUID] = mapped_column(unique=True)
    owner: Mapped[str] = mapped_column(index=True)
    section: Mapped[str]
    text: Mapped[str] = mapped_column(Encrypted)
    written_at: Mapped[datetime] = mapped_column(index=True)
    taken_back: Mapped[bool]
    position: Mapped[int]  # among its section's, as the parent ordered them; equal ones stand as they were written
    version: Mapped[int]
    before: Mapped[str | None] = mapped_column(Encrypted)


class UnfinishedRow(Base):
    __tablename__ = "unfinished"

    owner: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    text: Mapped[str] = mapped_column(Encrypted)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class NeedsRow(Base):
    __tablename__ = "needs"

    owner: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[str] = mapped_column(Encrypted)
    version: Mapped[int]


class ShareRow(Base):
    __tablename__ = "shares"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    owner: Mapped[str] = mapped_column(index=True)
    recipient: Mapped[str]
    part: Mapped[str]
    lines: Mapped[str] = mapped_column(Encrypted)
    language: Mapped[str]
    shared_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ErasureRow(Base):
    """That something was deleted at a parent's wish, and when. Nothing says whose it was."""

    __tablename__ = "erasures"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    what: Mapped[str]  # "notes" or "everything"


class SessionRow(Base):
    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    pending_invitation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True
    )
    ends_at: Mapped[datetime] = mapped_column(index=True)


class TrackerRow(Base):
    __tablename__ = "trackers"

    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[bytes] = mapped_column(EncryptedBytes)
    touched_at: Mapped[datetime] = mapped_column(index=True)


def table(row: type[Base]) -> Table:
    """The table behind a row's class, for statements that change it."""
    return cast(Table, row.__table__)
