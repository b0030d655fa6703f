"""The tables of sending: the outbox, who is to be told of events, and the sign that the scheduler lives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.database.fields import Encrypted
from bot.adapters.database.tables import Base


class OutboxRow(Base):
    """One message to be sent once. `intent` says why: a second one for the same reason cannot be written."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    intent: Mapped[str] = mapped_column(unique=True)
    council: Mapped[str] = mapped_column(index=True)
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    address: Mapped[str] = mapped_column(Encrypted)
    number_hash: Mapped[str | None] = mapped_column(index=True)  # of a text message
    subject: Mapped[str | None] = mapped_column(Encrypted)
    body: Mapped[str] = mapped_column(Encrypted)
    body_hash: Mapped[str | None]  # of a text message, for a day
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime | None]  # a reminder of yesterday helps nobody
    state: Mapped[str]
    attempts: Mapped[int]
    claimed_at: Mapped[datetime | None]
    provider: Mapped[str | None]
    provider_id: Mapped[str | None] = mapped_column(index=True)
    problem: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class SubscriptionRow(Base):
    """A case system that is told when something happens."""

    __tablename__ = "subscriptions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    council: Mapped[str] = mapped_column(index=True)
    url: Mapped[str] = mapped_column(Encrypted)
    secret: Mapped[str] = mapped_column(Encrypted)
    events: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]


class HeartbeatRow(Base):
    """When something that should run again and again last did."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
