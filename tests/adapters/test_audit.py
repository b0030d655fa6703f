"""The audit on both databases: one chain however many write at once, and whatever is done behind our back shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from bot.adapters.database.audit import StoredAudit, append
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.staff.audit import Action, Entry, conference_subject
from bot.staff.chain import Wrong
from tests.stores import KEY, NOW, only_sqlite

PETTY = "staff:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0001"
FIELD = "staff:6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0002"
CASE = conference_subject(UUID("6d1f2f1e-94a5-4a3a-8a80-6a9a3c0f0003"))


@pytest.fixture
def audit(engine: Engine, encryption: Encryption) -> StoredAudit:
    return StoredAudit(engine, encryption)


def an_entry(action: Action = Action.CONFERENCE_SEEN, *, actor: str = PETTY, council: str = "york") -> Entry:
    return Entry(NOW, council, actor, action, CASE)


def behind_our_back(engine: Engine, *statements: str) -> None:
    """Somebody who may write to the database takes the triggers away first."""
    triggers = ["DROP TRIGGER audit_keeps ON audit"]
    if engine.dialect.name == "sqlite":
        triggers = ["DROP TRIGGER audit_keeps_UPDATE", "DROP TRIGGER audit_keeps_DELETE"]
    with engine.begin() as connection:
        for statement in (*triggers, *statements):
            connection.execute(text(statement))


def _begin_and_fail(engine: Engine, encryption: Encryption) -> None:
    with writing(engine) as connection:
        append(connection, an_entry(Action.CONFERENCE_MOVED), encryption)
        raise ZeroDivisionError


def test_what_was_done_is_read_again_with_the_newest_first(audit):
    audit.add(an_entry(Action.CONFERENCE_ADDED))
    audit.add(an_entry(Action.LINK_SENT))

    assert [(line.number, line.at, line.actor, line.action, line.subject) for line in audit.newest("york", most=9)] == [
        (2, NOW, PETTY, "link_sent", CASE),
        (1, NOW, PETTY, "conference_added", CASE),
    ]


def test_a_council_reads_its_own_lines_by_pages_and_by_person_and_never_another_councils(audit):
    for council, actor in [("york", PETTY), ("merton", FIELD), ("york", FIELD), ("york", PETTY)]:
        audit.add(an_entry(actor=actor, council=council))

    assert [line.number for line in audit.newest("york", most=2)] == [4, 3]
    assert [line.number for line in audit.newest("york", most=2, before=3)] == [1]
    assert [line.number for line in audit.newest("york", most=9, actor=FIELD)] == [3]
    assert sorted(audit.actors("merton")) == [FIELD]


def test_fifty_people_at_once_leave_one_whole_chain(audit):
    with ThreadPoolExecutor(50) as people:
        list(people.map(lambda _: audit.add(an_entry()), range(50)))

    verified = audit.verify()

    assert (verified.lines, verified.wrong) == (50, None)
    assert verified.head == audit.head()


def test_what_was_not_done_after_all_leaves_no_line(engine, encryption, audit):
    """The line stands in the transaction of what it speaks of."""
    audit.add(an_entry())

    with pytest.raises(ZeroDivisionError):
        _begin_and_fail(engine, encryption)

    assert audit.verify().lines == 1


def test_a_time_told_in_another_zone_is_the_same_time_when_it_is_checked(audit):
    summer = datetime(2027, 7, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    audit.add(Entry(summer, "york", PETTY, Action.SIGNED_IN, PETTY))

    assert audit.verify().whole


def test_the_table_refuses_to_change_a_line_or_to_lose_one(engine, audit):
    audit.add(an_entry())

    for statement in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="only ever added to"), engine.begin() as connection:
            connection.execute(text(statement))

    assert audit.verify().lines == 1


def test_a_line_changed_behind_our_back_is_found(engine, audit):
    for _ in range(5):
        audit.add(an_entry())
    behind_our_back(engine, f"UPDATE audit SET actor = '{FIELD}' WHERE number = 3")

    verified = audit.verify()

    assert (verified.lines, verified.first_wrong, verified.wrong) == (2, 3, Wrong.CHANGED)


def test_a_line_taken_out_behind_our_back_is_found_however_many_are_read_at_once(engine, audit, monkeypatch):
    monkeypatch.setattr("bot.adapters.database.audit._AT_ONCE", 2)
    for _ in range(5):
        audit.add(an_entry())
    behind_our_back(engine, "DELETE FROM audit WHERE number = 4")

    verified = audit.verify()

    assert (verified.lines, verified.first_wrong, verified.wrong) == (3, 4, Wrong.MISSING)


@only_sqlite
def test_a_time_that_is_none_is_a_line_that_was_changed(engine, audit):
    """SQLite takes anything for a time."""
    for _ in range(3):
        audit.add(an_entry())
    behind_our_back(engine, "UPDATE audit SET at = 'tea time' WHERE number = 2")

    assert audit.verify().first_wrong == 2


def test_the_last_lines_taken_away_show_against_a_head_that_was_written_down(engine, audit):
    for _ in range(5):
        audit.add(an_entry())
    written_down = audit.head()
    behind_our_back(engine, "DELETE FROM audit WHERE number > 3")

    assert audit.verify().whole
    assert audit.verify(since=written_down).first_wrong == 4


def test_a_change_of_the_servers_key_does_not_break_the_old_lines(engine, audit):
    audit.add(an_entry())
    newer = Fernet.generate_key().decode()
    after_the_change = StoredAudit(engine, Encryption([newer, KEY]))
    after_the_change.add(an_entry())

    assert after_the_change.verify().lines == 2
    assert StoredAudit(engine, Encryption([newer])).verify().first_wrong == 1
