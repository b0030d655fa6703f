"""`python -m bot import`: the same rules as at the desk, for whoever runs the server."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from typer.testing import CliRunner

from bot import cli, wiring
from bot.settings import Settings
from bot.staff.account import Account, Role
from bot.staff.accounts import SetupLink
from bot.staff.audit import Action, Entry, staff_subject
from tests.stores import KEY

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)
HEADINGS = "Ref,Type,Date,Time,Venue,Chair,Name,Language,Safe ways"
GOOD = "1,first,18/3/2027,10:00,Room 2,Judith,Ms Winter,English,letter"
BAD = GOOD.replace("18/3", "31/4").replace("1,first", "2,first")


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    rooms = wiring.build(Settings(data_dir=tmp_path, secret_key=KEY), clock=lambda: NOW)
    for number, role in ((1, Role.SOCIAL_WORKER), (2, Role.ADMINISTRATOR)):
        account = Account(UUID(int=number), "york", "Sam Petty", f"{role.value}@example.org", role, "East")
        entry = Entry(NOW, "york", "operator", Action.ACCOUNT_MADE, staff_subject(account.id))
        rooms.desk.accounts.add(account, SetupLink(NOW + timedelta(days=7)), entry=entry)
    monkeypatch.setattr(cli, "_rooms", lambda: rooms)
    yield rooms
    rooms.engine.dispose()


@pytest.fixture
def do(rooms, tmp_path):
    """Import a file of these rows, as the social worker."""
    file = tmp_path / "conferences.csv"

    def run(*rows: str, options: tuple[str, ...] = (), who: str = "social_worker@example.org"):
        file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        return CliRunner().invoke(cli.app, ["import", str(file), "--as", who, *options])

    return run


def test_a_good_file_is_written(do, rooms):
    told = do(GOOD)

    assert (told.exit_code, "Written: 1 rows, 1 new conferences." in told.stdout) == (0, True)
    assert len(rooms.desk.cases.cases("york")) == 1


def test_with_a_wrong_row_nothing_is_written_until_it_is_set_aside(do, rooms):
    told = do(GOOD, BAD)

    assert told.exit_code == 1
    assert "row 3: wrong. Date is not a date that we can read." in told.stdout
    assert rooms.desk.cases.cases("york") == ()
    assert do(GOOD, BAD, options=("--set-aside",)).exit_code == 0
    assert len(rooms.desk.cases.cases("york")) == 1


def test_a_dry_run_writes_nothing_and_leaves_nothing(do, rooms):
    told = do(GOOD, options=("--dry-run",))

    assert (told.exit_code, "row 2: new conference." in told.stdout) == (0, True)
    assert rooms.desk.cases.cases("york") == ()
    assert rooms.desk.imports.forget_old(before=NOW + timedelta(days=1)) == 0


@pytest.mark.parametrize("who", ["administrator@example.org", "nobody@example.org"])
def test_it_is_somebodys_who_may_have_conferences(do, who):
    told = do(GOOD, who=who)

    assert (told.exit_code, "is nobody who has conferences" in told.stdout) == (2, True)


def test_a_file_that_is_none_is_refused_in_words(rooms, tmp_path):
    (tmp_path / "x.csv").write_bytes(b"PK\x03\x04")
    for file, said in (("x.csv", "choose Save as"), ("missing.csv", "cannot be read")):
        told = CliRunner().invoke(
            cli.app, ["import", str(tmp_path / file), "--as", "social_worker@example.org"], env={"COLUMNS": "400"}
        )
        assert (told.exit_code, said in told.stdout) == (2, True)
