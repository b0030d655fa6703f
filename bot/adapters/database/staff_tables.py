"""The tables of the desk: who may sign in, what they did, who else may ask (case systems), and what is switched off."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.database.fields import Encrypted
from bot.adapters.database.tables import Base


class StaffRow(Base):
    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    council: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    email: Mapped[str] = mapped_column(Encrypted)
    email_hash: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(Encrypted)
    role: Mapped[str]
    team: Mapped[str | None]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    last_in: Mapped[datetime | None]
    password_hash: Mapped[str | None]  # argon2id
    totp_secret: Mapped[str | None] = mapped_column(Encrypted)
    totp_step: Mapped[int | None]  # the last 30 seconds whose code was used: no code opens twice
    setup_hash: Mapped[str | None] = mapped_column(unique=True)  # of the link by which a password is chosen
    setup_ends: Mapped[datetime | None]
    outside_hash: Mapped[str | None] = mapped_column(unique=True)  # of who they are at the council's own sign-in


class StaffSessionRow(Base):
    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str]  # "password": the second step is to come; "in"
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """Who saw or changed what, and when. Ids and nothing else: it outlives what it speaks of."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    council: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    digest: Mapped[str]  # of this line and the one before, with the server's key


class ApiKeyRow(Base):
    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    council: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AnsweredRow(Base):
    """What an API call with an idempotency key was answered, to be answered again."""

    __tablename__ = "answered"

    api_key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int | None]  # None while it is being answered
    body: Mapped[str | None] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(index=True)


class ImportRow(Base):
    """A file between its dry run and the writing of it."""

    __tablename__ = "imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    content: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(index=True)


class SwitchRow(Base):
    """What a council has switched off, and why."""

    __tablename__ = "switches"

    council: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    since: Mapped[datetime]


class CountRow(Base):
    """How often parents asked about a topic in a day. Never their words, never who."""

    __tablename__ = "counts"

    council: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
