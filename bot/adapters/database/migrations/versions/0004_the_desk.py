"""The desk: staff, audit, keys; whom to reach and how; the outbox; what is switched off and counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "staff",
    "staff_sessions",
    "audit",
    "api_keys",
    "answered",
    "imports",
    "switches",
    "counts",
    "subscriptions",
    "outbox",
    "heartbeats",
)
_CASES = ("owner_id", "chair_id", "team", "cancelled_at", "version")
_PEOPLE = ("owner_id", "chair_id")
_GUESTS = ("phone", "email", "safe_contact", "interpreter", "code")

# A line of the audit is written once. Whoever may write to the database could still take a trigger away: the chain of
# digests would show it.
_SQLITE_REFUSES = """
CREATE TRIGGER audit_keeps_{what} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END
"""
_POSTGRESQL_REFUSES = """
CREATE OR REPLACE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()
"""


def upgrade() -> None:
    _make_staff()
    _make_sending()
    _widen_cases()
    _keep_the_audit()


def _make_staff() -> None:
    op.create_table(
        "staff",
        _id(),
        _text("council", index=True),
        _secret("name"),
        _secret("email"),
        _text("email_hash"),
        _secret("phone", nullable=True),
        _text("role"),
        _text("team", nullable=True),
        sa.Column("active", sa.Boolean, nullable=False),
        _moment("created_at"),
        _moment("last_in", nullable=True),
        _text("password_hash", nullable=True),
        _secret("totp_secret", nullable=True),
        sa.Column("totp_step", sa.Integer, nullable=True),
        _text("setup_hash", nullable=True),
        _moment("setup_ends", nullable=True),
        _text("outside_hash", nullable=True),
        sa.UniqueConstraint("email_hash", name="uq_staff_email_hash"),
        sa.UniqueConstraint("setup_hash", name="uq_staff_setup_hash"),
        sa.UniqueConstraint("outside_hash", name="uq_staff_outside_hash"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String, primary_key=True),
        _points_at("staff_id", "staff.id", "staff_sessions"),
        _text("stage"),
        _moment("started_at"),
        _moment("seen_at"),
        _moment("ends_at", index=True),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        _moment("at", index=True),
        _text("council", index=True),
        _text("actor"),
        _text("action"),
        _text("subject"),
        _text("digest"),
    )
    op.create_table(
        "api_keys",
        _id(),
        _text("council", index=True),
        _text("name"),
        _text("key_hash"),
        _text("scopes"),
        _moment("created_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )
    op.create_table(
        "answered",
        sa.Column(
            "api_key_id",
            sa.Uuid,
            sa.ForeignKey("api_keys.id", name="fk_answered_api_key_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key_hash", sa.String, primary_key=True),
        _text("request_hash"),
        sa.Column("status", sa.Integer, nullable=True),
        _secret("body", nullable=True),
        _moment("at", index=True),
    )
    op.create_table(
        "imports", _id(), _points_at("staff_id", "staff.id", "imports"), _secret("content"), _moment("at", index=True)
    )
    op.create_table(
        "switches",
        sa.Column("council", sa.String, primary_key=True),
        sa.Column("what", sa.String, primary_key=True),
        _text("reason"),
        _moment("since"),
    )
    op.create_table(
        "counts",
        sa.Column("council", sa.String, primary_key=True),
        sa.Column("language", sa.String, primary_key=True),
        sa.Column("topic", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _make_sending() -> None:
    op.create_table(
        "subscriptions",
        _id(),
        _text("council", index=True),
        _secret("url"),
        _secret("secret"),
        _text("events"),
        sa.Column("active", sa.Boolean, nullable=False),
        _moment("created_at"),
    )
    op.create_table(
        "outbox",
        _id(),
        _text("intent"),
        _text("council", index=True),
        _points_at("invitation_id", "invitations.id", "outbox", nullable=True),
        _points_at("subscription_id", "subscriptions.id", "outbox", nullable=True),
        _text("channel"),
        _text("kind"),
        _text("language"),
        _secret("address"),
        _secret("subject", nullable=True),
        _secret("body"),
        _moment("created_at"),
        _moment("due_at"),
        _moment("not_after", nullable=True),
        _text("state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("claimed_at", nullable=True),
        _text("provider", nullable=True),
        _text("provider_id", nullable=True, index=True),
        _text("problem", nullable=True),
        _moment("sent_at", nullable=True),
        _moment("settled_at", nullable=True),
        sa.UniqueConstraint("intent", name="uq_outbox_intent"),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.create_table("heartbeats", sa.Column("name", sa.String, primary_key=True), _moment("at"))


def _widen_cases() -> None:
    with op.batch_alter_table("conferences") as conferences:
        conferences.add_column(sa.Column("team", sa.String, nullable=True))
        conferences.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        conferences.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="1"))
        for name in _PEOPLE:
            conferences.add_column(sa.Column(name, sa.Uuid, nullable=True))
            conferences.create_foreign_key(f"fk_conferences_{name}", "staff", [name], ["id"], ondelete="SET NULL")
            conferences.create_index(f"ix_conferences_{name}", [name])
    for name in _GUESTS:
        op.add_column("invitations", sa.Column(name, sa.LargeBinary, nullable=True))
    op.add_column("invitations", sa.Column("ways", sa.String, nullable=False, server_default=""))
    op.add_column("invitations", sa.Column("agreed", sa.Boolean, nullable=True))
    op.add_column("invitations", sa.Column("links", sa.Integer, nullable=False, server_default="1"))
    op.add_column("invitations", sa.Column("version", sa.Integer, nullable=False, server_default="1"))


def _keep_the_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_REFUSES.format(what=what))
        return
    op.execute(_POSTGRESQL_REFUSES)
    op.execute(_POSTGRESQL_TRIGGER)


def downgrade() -> None:
    with op.batch_alter_table("conferences") as conferences:
        for name in _PEOPLE:
            conferences.drop_constraint(f"fk_conferences_{name}", type_="foreignkey")
            conferences.drop_index(f"ix_conferences_{name}")
        for name in _CASES:
            conferences.drop_column(name)
    with op.batch_alter_table("invitations") as invitations:
        for name in (*_GUESTS, "ways", "agreed", "links", "version"):
            invitations.drop_column(name)
    for name in ("heartbeats", "outbox", "subscriptions", *reversed(_TABLES[:8])):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_kept()")


def _id() -> sa.Column[UUID]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _text(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable, index=index)


def _secret(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _points_at(name: str, there: str, table: str, *, nullable: bool = False) -> sa.Column[UUID]:
    key = sa.ForeignKey(there, name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid, key, nullable=nullable, index=True)
