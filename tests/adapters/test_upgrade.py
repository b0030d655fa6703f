"""What an engineer relies on when a new version starts on an old database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import Engine, inspect, select, text

from bot.adapters.database import upgrade as upgrading
from bot.adapters.database.engine import connect
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.outbox import put
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import Base, InvitationRow, table
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption, KeyWrong
from bot.outreach.message import Channel, MessageKind
from tests.outreach.messages import a_message
from tests.stores import KEY, only_sqlite

UPGRADE = """
import sys
from bot.adapters.database.engine import connect
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption
upgrade(connect(sys.argv[1], Encryption([sys.argv[2]])))
"""


def test_migrations_make_the_tables_that_the_code_expects(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)

    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_two_workers_that_start_at_once_both_come_up(database_file):
    def start(_: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", UPGRADE, f"sqlite:///{database_file}", KEY]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        assert [(done.returncode, done.stderr) for done in pool.map(start, range(2))] == [(0, "")] * 2


@only_sqlite
def test_a_start_with_another_key_is_refused_before_anything_is_written(engine):
    other = connect(str(engine.url), Encryption([Fernet.generate_key().decode()]))

    with pytest.raises(KeyWrong, match="Put the old key back"):
        upgrade(other)


def test_a_phone_from_before_text_messages_is_found_by_its_number_after_the_upgrade(engine, encryption, invited):
    """The desk of the version before kept the number encrypted and nothing to find it by."""
    id, number = invited[0].id, "+447700900123"
    with engine.begin() as connection:
        theirs = table(InvitationRow).update().where(InvitationRow.id == id)
        connection.execute(theirs.values(phone=number, ways="sms"))
        put(connection, a_message(address=number, kind=MessageKind.REMINDER_ONE_DAY))
        put(connection, a_message(address="zahra@example.org", channel=Channel.EMAIL))
    _alembic(engine, command.downgrade, "0004")
    assert "phones" not in inspect(engine).get_table_names()

    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        hashed = [encryption.keyed_hash(f"number: {number}"), None]
        assert connection.scalars(select(OutboxRow.number_hash).order_by(OutboxRow.channel.desc())).all() == hashed
    assert [found.id for found in StoredInvitations(engine, encryption).for_number(number)] == [id]


def _alembic(engine: Engine, what: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        what(config, revision)


@only_sqlite
def test_sqlite_is_set_up_for_many_readers_and_keeps_its_promises(engine):
    with engine.connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        }

    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "secure_delete": 1}
