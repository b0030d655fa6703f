"""What an engineer relies on when a new version starts on an old database."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text

from bot.adapters.database.engine import connect
from bot.adapters.database.tables import Base
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption, KeyWrong
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


@only_sqlite
def test_sqlite_is_set_up_for_many_readers_and_keeps_its_promises(engine):
    with engine.connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        }

    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "secure_delete": 1}
