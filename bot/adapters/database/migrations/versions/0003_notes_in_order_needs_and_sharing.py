"""Notes have an order, versions and one text before; what is unfinished, needed on the day, shared; and erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notes", sa.Column("position", sa.Integer, nullable=False, server_default="0"))
    op.add_column("notes", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("notes", sa.Column("before", sa.LargeBinary, nullable=True))
    op.create_table(
        "unfinished",
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_unfinished"),
    )
    op.create_index("ix_unfinished_at", "unfinished", ["at"])
    op.create_table(
        "needs",
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("lines", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_needs"),
    )
    op.create_table(
        "shares",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("lines", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("shared_at", _MOMENT, nullable=False),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_shares"),
        sa.UniqueConstraint("id", name="uq_shares_id"),
    )
    op.create_index("ix_shares_owner", "shares", ["owner"])
    op.create_table(
        "erasures",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_erasures"),
    )
    op.create_index("ix_erasures_at", "erasures", ["at"])


def downgrade() -> None:
    for name in ("erasures", "shares", "needs", "unfinished"):
        op.drop_table(name)
    with op.batch_alter_table("notes") as notes:
        for name in ("before", "version", "position"):
            notes.drop_column(name)
