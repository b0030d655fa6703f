"""What Alembic runs: from `upgrade` with its connection, or from the `alembic` command with the settings' database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from bot.adapters.database.engine import connect
from bot.adapters.database.fields import Moment
from bot.adapters.database.tables import Base
from bot.adapters.encryption import Encryption
from bot.settings import Settings


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,  # SQLite can undo a half-done migration too, though Alembic does not expect it to
        render_as_batch=True,  # SQLite cannot change a column: Alembic then copies the table
        render_item=as_plain_sql,
    )
    with context.begin_transaction():
        context.run_migrations()


def as_plain_sql(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as what the database sees: an old migration must run when they have moved on."""
    if kind != "type" or not type(item).__module__.startswith("bot."):
        return False
    return "sa.DateTime(timezone=True)" if isinstance(item, Moment) else "sa.LargeBinary()"


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    settings = Settings()
    with connect(settings.database, Encryption(settings.secret_keys)).begin() as own:
        migrate(own)
