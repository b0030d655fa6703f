"""The first tables."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In the order of making, since some point at others.
_TABLES = ("seal", "conferences", "invitations", "conversations", "turns", "notes", "sessions", "trackers")


def upgrade() -> None:
    op.create_table("seal", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), _encrypted("word"))
    _make_cases()
    _make_conversations()
    _make_notes()


def _make_cases() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.Uuid, primary_key=True),
        _text("council"),
        _text("kind"),
        _moment("starts_at", index=True),
        _encrypted("place", nullable=True),
        _encrypted("video_link", nullable=True),
        _encrypted("asked_by", nullable=True),
        _encrypted("chair_name"),
        _encrypted("chair_phone", nullable=True),
        _moment("chair_speaks_at", nullable=True),
        _encrypted("social_worker_name"),
        _encrypted("social_worker_phone", nullable=True),
        _encrypted("reference", nullable=True),
    )
    conference = sa.ForeignKey("conferences.id", ondelete="CASCADE")
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("conference_id", sa.Uuid, conference, nullable=False, index=True),
        sa.Column("token_hash", sa.String, nullable=False, unique=True),
        _text("code_hash"),
        _encrypted("called"),
        _text("language"),
        sa.Column("last_day", sa.Date, nullable=False),
        _moment("spent_at", nullable=True),
        _moment("opened_at", nullable=True),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("code_tries", sa.Integer, nullable=False),
    )


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, primary_key=True),
        _text("door"),
        _text("language"),
        _text("council", nullable=True),
        _invitation("invitation_id"),
        _text("open_section", nullable=True),
        _moment("touched_at", index=True),
    )
    op.create_table(
        "turns",
        sa.Column("number", sa.Integer, primary_key=True),
        _text("conversation_id"),
        _text("message_id"),
        _encrypted("text"),
        _encrypted("reply"),
        _moment("at", index=True),
        sa.UniqueConstraint("conversation_id", "message_id"),
    )
    op.create_index("ix_turns_conversation_id_number", "turns", ["conversation_id", "number"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String, primary_key=True),
        _text("conversation_id", index=True),
        _invitation("pending_invitation_id"),
        _moment("ends_at", index=True),
    )
    op.create_table(
        "trackers",
        sa.Column("conversation_id", sa.String, primary_key=True),
        _encrypted("state"),
        _moment("touched_at", index=True),
    )


def _make_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        _text("owner", index=True),
        _text("section"),
        _encrypted("text"),
        _moment("written_at", index=True),
        sa.Column("taken_back", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _text(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable, index=index)


def _encrypted(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _invitation(name: str) -> sa.Column[UUID]:
    invitation = sa.ForeignKey("invitations.id", ondelete="SET NULL")
    return sa.Column(name, sa.Uuid, invitation, nullable=True, index=True)
