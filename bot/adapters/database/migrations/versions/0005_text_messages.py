"""Text messages: phones, what they sent, and a keyed hash of the number wherever one is looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.fields import encryption_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "phones",
        sa.Column("number_hash", sa.String, primary_key=True),
        sa.Column("conversation_id", sa.String, nullable=False, index=True),
        sa.Column("state", sa.LargeBinary, nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True, index=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "phone_invitations",
        sa.Column(
            "number_hash",
            sa.String,
            sa.ForeignKey(
                "phones.number_hash",
                name="fk_phone_invitations_number_hash",
                ondelete="CASCADE",
                onupdate="CASCADE",
            ),
            primary_key=True,
        ),
        sa.Column(
            "invitation_id",
            sa.Uuid,
            sa.ForeignKey("invitations.id", name="fk_phone_invitations_invitation_id", ondelete="CASCADE"),
            primary_key=True,
            index=True,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "inbound_texts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("provider_hash", sa.String, nullable=False),
        sa.Column("number_hash", sa.String, nullable=False, index=True),
        sa.Column("number", sa.LargeBinary, nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("body_hash", sa.String, nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out", sa.Boolean, nullable=False),
        sa.Column("wordless", sa.Boolean, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("provider", "provider_hash", name="uq_inbound_texts_provider_provider_hash"),
    )
    op.create_index("ix_inbound_texts_settled_at_received_at", "inbound_texts", ["settled_at", "received_at"])
    op.add_column("outbox", sa.Column("number_hash", sa.String, nullable=True))
    op.add_column("outbox", sa.Column("body_hash", sa.String, nullable=True))  # of what is older nobody asks
    op.create_index("ix_outbox_number_hash", "outbox", ["number_hash"])
    op.add_column("invitations", sa.Column("phone_hash", sa.String, nullable=True))
    op.create_index("ix_invitations_phone_hash", "invitations", ["phone_hash"])
    _fill("invitations", number="phone", hash="phone_hash")
    _fill("outbox", number="address", hash="number_hash", only=sa.column("channel") == "sms")


def _fill(table: str, *, number: str, hash: str, only: sa.ColumnElement[bool] | None = None) -> None:
    """Hash the numbers that are there already: a database cannot read them, so each is read here."""
    connection = op.get_bind()
    encryption = encryption_of(connection)
    rows = sa.table(
        table,
        sa.column("id", sa.Uuid),
        sa.column(number, sa.LargeBinary),
        sa.column(hash, sa.String),
        sa.column("channel"),
    )
    waiting = sa.select(rows.c.id, rows.c[number]).where(rows.c[number].is_not(None), rows.c[hash].is_(None))
    if only is not None:
        waiting = waiting.where(only)
    while found := connection.execute(waiting.limit(_AT_ONCE)).all():
        for id, secret in found:
            value = encryption.keyed_hash(f"number: {encryption.decrypt(secret)}")
            connection.execute(sa.update(rows).where(rows.c.id == id).values({hash: value}))


def downgrade() -> None:
    op.drop_index("ix_invitations_phone_hash", "invitations")
    op.drop_index("ix_outbox_number_hash", "outbox")
    with op.batch_alter_table("invitations") as invitations:
        invitations.drop_column("phone_hash")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("body_hash")
        outbox.drop_column("number_hash")
    for name in ("inbound_texts", "phone_invitations", "phones"):
        op.drop_table(name)
