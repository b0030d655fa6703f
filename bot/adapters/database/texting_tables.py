"""
The tables of text messages. A number is found by its keyed hash; what can be read back of it is kept encrypted, and
only until its text is answered.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.database.fields import Encrypted
from bot.adapters.database.tables import Base


class PhoneRow(Base):
    """
    Where a phone stands. Its number is not in here, not even encrypted: whoever texts tells it.

    `version` counts what others than its own texts have changed: see `phones`.
    """

    __tablename__ = "phones"

    number_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    state: Mapped[str | None] = mapped_column(Encrypted)  # the rest of it, as JSON; None: nothing is known
    heard_at: Mapped[datetime | None] = mapped_column(index=True)
    stopped_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    version: Mapped[int]


class PhoneInvitationRow(Base):
    """That the code for an invitation came from a phone."""

    __tablename__ = "phone_invitations"

    number_hash: Mapped[str] = mapped_column(
        ForeignKey("phones.number_hash", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    invitation_id: Mapped[UUID] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    opened_at: Mapped[datetime]


class InboundTextRow(Base):
    """
    A text that came in. Once it is settled nothing of it can be read; that it came is known for a while longer.

    Its provider's own name for it is hashed: in a copied database it would say where to find the words.
    """

    __tablename__ = "inbound_texts"
    __table_args__ = (
        UniqueConstraint("provider", "provider_hash"),
        Index(None, "settled_at", "received_at"),  # what waits, the longest first
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[str]
    provider_hash: Mapped[str]
    number_hash: Mapped[str] = mapped_column(index=True)
    number: Mapped[str | None] = mapped_column(Encrypted)
    body: Mapped[str | None] = mapped_column(Encrypted)
    body_hash: Mapped[str | None]
    received_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opted_out: Mapped[bool]
    wordless: Mapped[bool]
    settled_at: Mapped[datetime | None]
