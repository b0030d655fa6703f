"""`audit verify`, `audit head` and `audit list`, as whoever runs the server types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.engine import connect
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption
from bot.staff.audit import Action, Entry
from tests.stores import KEY, NOW

PETTY = "staff:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0001"
CASE = "conference:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0003"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFOREHAND_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BEFOREHAND_SECRET_KEY", KEY)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = connect(f"sqlite:///{tmp_path / 'beforehand.db'}", Encryption([KEY]))
    upgrade(engine)
    audit = StoredAudit(engine, Encryption([KEY]))
    for action in (Action.CONFERENCE_ADDED, Action.LINK_SENT, Action.CODE_SEEN):
        audit.add(Entry(NOW, "york", PETTY, action, CASE))
    return engine


def behind_our_back(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        for trigger in ("audit_keeps_UPDATE", "audit_keeps_DELETE"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(statement))


def test_a_whole_trail_ends_with_0_and_says_what_it_cannot_tell(run, engine):
    told = run("audit", "verify")

    assert told.exit_code == 0
    assert "Whole, from the first line to number 3." in told.stdout
    assert "--since" in told.stdout


def test_before_anything_was_done_there_is_nothing_to_be_wrong(run):
    assert (run("audit", "verify").exit_code, run("audit", "head").exit_code) == (0, 2)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET action = 'signed_in' WHERE number = 2", "Line 2 was changed"),
        ("DELETE FROM audit WHERE number = 2", "Line 2 was taken out"),
        ("DELETE FROM audit WHERE number = 1", "Line 1 was taken out"),
    ],
)
def test_the_first_line_that_is_wrong_is_named_and_it_ends_with_1(run, engine, statement, said):
    behind_our_back(engine, statement)

    told = run("audit", "verify")

    assert told.exit_code == 1
    assert said in told.stdout


def test_what_head_printed_shows_that_the_newest_were_taken_away(run, engine):
    head = run("audit", "head").stdout.strip()
    assert run("audit", "verify", "--since", head).exit_code == 0
    behind_our_back(engine, "DELETE FROM audit WHERE number = 3")

    assert run("audit", "verify").exit_code == 0
    told = run("audit", "verify", "--since", head)
    assert told.exit_code == 1
    assert "Line 3 was taken out" in told.stdout


def test_what_head_did_not_print_is_told_apart_from_a_wrong_line(run, engine):
    told = run("audit", "verify", "--since", "3:f00d")

    assert told.exit_code == 2
    assert "audit head" in told.stderr


def test_the_list_holds_ids_with_the_newest_first_and_none_of_another_council(run, engine):
    told = run("audit", "list", "--council", "york", "--most", "2")

    assert told.stdout.splitlines() == [
        f"3  2027-03-01 09:30:00  {PETTY}  code_seen  {CASE}",
        f"2  2027-03-01 09:30:00  {PETTY}  link_sent  {CASE}",
    ]
    assert run("audit", "list", "--council", "merton").stdout == ""


def test_without_the_key_that_it_was_written_with_nothing_is_said_to_be_wrong(run, engine, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_SECRET_KEY", Fernet.generate_key().decode())

    told = run("audit", "verify")

    assert told.exit_code == 2
    assert "Put the old key back" in told.stderr
