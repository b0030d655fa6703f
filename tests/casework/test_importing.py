"""A file of conferences at a real database: what becomes of each row, and that it is all written or nothing is."""

from __future__ import annotations

import codecs
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.casework import StoredCases
from bot.adapters.database.imports import StoredImports
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.database.staff_tables import ImportRow
from bot.adapters.encryption import Encryption
from bot.casework.arranging import Arranging
from bot.casework.case import Case
from bot.casework.ground import Ground
from bot.casework.importing import ImportGone, Importing, ImportNotGood, ImportOvertaken
from bot.casework.inviting import Inviting
from bot.casework.judging import Fate, Judged, Plan
from bot.casework.mistakes import DraftWrong
from bot.staff.account import Account, Role, actor_of
from bot.staff.accounts import SetupLink
from bot.staff.audit import Action, Entry, staff_subject
from tests.stores import NOW, database_file, encryption, engine, only_sqlite

__all__ = ["database_file", "encryption", "engine"]

A_HUNDRED_ROWS = (Path(__file__).parent / "a_hundred_rows.csv").read_text(encoding="utf-8")

SAM = Account(UUID(int=1), "york", "Sam Petty", "sam.petty@example.org", Role.SOCIAL_WORKER, "East")
ANNA = Account(UUID(int=2), "york", "Anna Field", "anna.field@example.org", Role.MANAGER, "East")
KIT = Account(UUID(int=3), "york", "Kit Harrow", "kit.harrow@example.org", Role.SOCIAL_WORKER, "West")
NOOR = Account(UUID(int=4), "merton", "Noor Fenwick", "noor@example.org", Role.SOCIAL_WORKER, "South")

# Looked at by hand, row by row. All others are as the two lines below say: of each pair with one reference the first
# is a new conference, and the second joins it.
WRONG = {
    5: ("date", "date_unreadable"),  # 31 April
    8: ("date", "date_past"),  # the year before
    11: ("time", "time_unreadable"),  # 25:00
    14: ("phone", "digits_lost"),  # 7.7009E+11
    17: ("place", "place_missing"),
    20: ("chair_name", "missing"),
    23: ("language", "language_unknown"),  # Esperanto
    27: ("date", "contradicts"),  # the 19th, and in the next row the 22nd
    28: ("date", "contradicts"),
    31: ("called", "invited_twice"),
    32: ("email", "email_wrong"),
    35: ("safe_ways", "way_without_address"),
    38: ("social_worker_email", "owner_unknown"),
}
JOINS = {4: 3, 7: 6, 10: 9, 13: 12, 16: 15, 19: 18, 22: 21, 25: 24, 34: 33, 37: 36, 40: 39, 43: 42, 46: 45, 49: 48}
JOINS |= {52: 51, 55: 54, 58: 57, 61: 60, 64: 63, 67: 66, 70: 69, 73: 72, 76: 75, 79: 78, 82: 81, 85: 84, 88: 87}
JOINS |= {91: 90, 94: 93, 97: 96, 100: 99}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class House:
    """What a test needs: the use cases on a database of its own."""

    engine: Engine
    cases: StoredCases
    arranging: Arranging
    importing: Importing
    audit: StoredAudit
    clock: Clock

    def look(self, content: str | bytes, who: Account = SAM) -> Plan:
        return self.importing.look(actor_of(who), self.keep(content, who))

    def keep(self, content: str | bytes, who: Account = SAM) -> UUID:
        return self.importing.keep(actor_of(who), content.encode() if isinstance(content, str) else content)

    def write(self, content: str | bytes, who: Account = SAM, *, set_aside: bool = False) -> None:
        id, actor = self.keep(content, who), actor_of(who)
        self.importing.write(actor, id, seen=self.importing.look(actor, id).seal, set_aside=set_aside)

    def all(self, council: str = "york") -> tuple[Case, ...]:
        return self.cases.cases(council)

    def count(self, table: type) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def house(engine: Engine, encryption: Encryption) -> House:
    accounts, clock = StoredAccounts(engine, encryption), Clock()
    for account in (SAM, ANNA, KIT, NOOR):
        entry = Entry(NOW, account.council, "operator", Action.ACCOUNT_MADE, staff_subject(account.id))
        accounts.add(account, SetupLink(NOW + timedelta(days=7)), entry=entry)
    cases = StoredCases(engine, encryption)
    ground = Ground(cases, accounts, _no_texts, clock, wake=_nobody_is_woken)
    arranging, inviting = Arranging(ground), Inviting(ground)
    importing = Importing(arranging, inviting, accounts, StoredImports(engine, encryption))
    return House(engine, cases, arranging, importing, StoredAudit(engine, encryption), clock)


def _no_texts(*_: object, **__: object) -> None:
    raise AssertionError("an import sends nothing")


def _nobody_is_woken() -> None:
    raise AssertionError("an import sends nothing")


HEADINGS = (
    "reference,kind,date,time,place,chair_name,chair_phone,social_worker_email,called,language,phone,email,safe_ways"
)


def rows(*changed: dict[str, str]) -> str:
    """A file with a row for each, good but for what is changed."""
    good = {
        "reference": "YRK-1",
        "kind": "first",
        "date": "18/3/2027",
        "time": "10:00",
        "place": "Room 2",
        "chair_name": "Judith Marlow",
        "called": "Ms Winter",
        "language": "English",
        "phone": "07700900123",
        "safe_ways": "sms",
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS.split(","))
    writer.writeheader()
    writer.writerows({**good, **row} for row in changed)
    return out.getvalue()


MOTHER = {"called": "Ms Winter", "phone": "07700900123"}
FATHER = {"called": "Mr Winter", "phone": "07700900124"}


def fates(plan: Plan) -> list[Fate]:
    return [row.fate for row in plan.rows]


def reasons(row: Judged) -> list[tuple[str, str]]:
    return [(mistake.field, mistake.name) for mistake in row.mistakes]


def as_expected(plan: Plan) -> None:
    found = {row.number: (row.fate, row.joins, reasons(row)) for row in plan.rows}
    expected = {
        number: (Fate.WRONG, None, [WRONG[number]])
        if number in WRONG
        else (Fate.JOINS, JOINS[number], [])
        if number in JOINS
        else (Fate.NEW, None, [])
        for number in range(2, 102)
    }
    assert found == expected


@only_sqlite
def test_each_of_a_hundred_rows_has_its_fate_and_its_reason(house):
    plan = house.look(A_HUNDRED_ROWS)

    as_expected(plan)
    assert len({name for _, name in WRONG.values()}) == 12
    assert (len(plan.to_write), len(plan.wrong)) == (87, 13)
    assert house.all() == ()


@pytest.mark.parametrize(
    "write",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: _separated(text, ";").encode("utf-8-sig"),
        lambda text: _separated(text, "\t").encode("utf-16"),
        lambda text: (text + "," * 17 + "\n" + "\n" * 50).encode(),
        lambda text: "\n".join(line + ",,," for line in text.splitlines()).encode(),
    ],
    ids=["BOM", "UTF-16", "Windows", "CRLF", "semicolons", "tabs", "empty rows", "empty columns"],
)
@only_sqlite
def test_the_hundred_rows_are_the_same_however_excel_saved_them(house, write):
    as_expected(house.look(write(A_HUNDRED_ROWS)))


def _separated(text: str, separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


@only_sqlite
def test_nothing_is_written_while_a_row_is_wrong_and_nobody_has_said_to_set_it_aside(house):
    with pytest.raises(ImportNotGood):
        house.write(A_HUNDRED_ROWS)

    assert house.all() == ()
    assert house.count(ImportRow) == 1  # it can still be written on purpose


def test_with_the_wrong_rows_set_aside_the_others_are_written_and_nothing_is_sent(house):
    actor, id = actor_of(SAM), house.keep(A_HUNDRED_ROWS)

    written = house.importing.write(actor, id, seen=house.importing.look(actor, id).seal, set_aside=True)

    assert (written.conferences, written.invited, written.set_aside) == (56, 87, 13)
    assert len(house.all()) == 56
    assert sum(len(case.invited) for case in house.all()) == 87
    assert not any(invited.has_link for case in house.all() for invited in case.invited)
    assert house.count(OutboxRow) == 0
    assert house.count(ImportRow) == 0
    newest = house.audit.newest("york", most=1)[0]
    assert (newest.action, newest.actor, newest.subject) == ("imported", f"staff:{SAM.id}", f"import:{id}")


@only_sqlite
def test_what_excel_did_is_undone_in_what_is_written(house):
    house.write(A_HUNDRED_ROWS, set_aside=True)

    invited = {one.invitation.called: one.invitation for case in house.all() for one in case.invited}
    first = next(case.conference for case in house.all() if case.conference.reference == "YRK-4001")
    assert invited["Ms Winter"].contact.phone == "+447700900100"
    assert first.chair.phone == "01632960032"
    assert first.local.isoformat() == "2027-03-19T11:30:00+00:00"
    assert (first.owner_id, first.team, first.social_worker.name) == (SAM.id, "East", "Sam Petty")


@only_sqlite
def test_a_hundred_rows_are_looked_at_and_written_while_somebody_waits(house):
    started = perf_counter()

    house.write(A_HUNDRED_ROWS, set_aside=True)

    assert perf_counter() - started < 10  # about one second; this machine may be busy


def test_the_same_file_again_changes_nothing(house):
    house.write(A_HUNDRED_ROWS, set_aside=True)
    before = house.all()

    plan = house.look(A_HUNDRED_ROWS)

    assert [row.number for row in plan.of(Fate.THERE)] == [n for n in range(2, 102) if n not in WRONG]
    assert [row.number for row in plan.wrong] == list(WRONG)
    with pytest.raises(ImportNotGood):  # there is nothing to write
        house.write(A_HUNDRED_ROWS, set_aside=True)
    assert house.all() == before


def test_a_mended_row_joins_the_conference_that_was_written_without_it(house):
    house.write(rows(MOTHER, {**FATHER, "language": "Esperanto"}), set_aside=True)

    plan = house.look(rows(MOTHER, FATHER))
    house.write(rows(MOTHER, FATHER))

    assert fates(plan) == [Fate.THERE, Fate.ADDED]
    (case,) = house.all()
    assert sorted(one.invitation.called for one in case.invited) == ["Mr Winter", "Ms Winter"]


@only_sqlite
def test_rows_without_a_reference_are_one_conference_where_time_place_and_chair_are(house):
    same = {"reference": "", "place": "room 2 "}

    plan = house.look(
        rows({**MOTHER, "reference": ""}, {**FATHER, **same}, {**FATHER, "reference": "", "chair_name": "Tom Alder"})
    )

    assert fates(plan) == [Fate.NEW, Fate.JOINS, Fate.NEW]


@only_sqlite
def test_a_row_without_its_reference_joins_the_one_that_has_it(house):
    plan = house.look(rows({**FATHER, "reference": ""}, MOTHER))

    assert fates(plan) == [Fate.NEW, Fate.JOINS]
    assert plan.rows[0].conference is not None
    assert plan.rows[0].conference.reference == "YRK-1"


@only_sqlite
def test_where_two_rows_contradict_each_other_each_names_the_other(house):
    plan = house.look(rows(MOTHER, {**FATHER, "place": "Room 3", "time": "11:00"}, {"reference": "YRK-2"}))

    assert fates(plan) == [Fate.WRONG, Fate.WRONG, Fate.NEW]
    assert [(m.field, m.what) for m in plan.rows[0].mistakes] == [
        ("time", "is not the same as in row 3, and both are the same conference"),
        ("place", "is not the same as in row 3, and both are the same conference"),
    ]
    assert "row 2" in plan.rows[1].mistakes[0].what


@only_sqlite
def test_what_one_row_leaves_out_another_may_say(house):
    house.write(rows({**MOTHER, "chair_phone": ""}, {**FATHER, "chair_phone": "01632 960031"}))

    (case,) = house.all()
    assert case.conference.chair.phone == "01632 960031"


@only_sqlite
def test_two_who_would_get_their_messages_on_one_phone_are_worth_a_look(house):
    """He may read what was meant for her."""
    plan = house.look(rows(MOTHER, {**FATHER, "phone": "7700 900123"}))

    assert fates(plan) == [Fate.NEW, Fate.JOINS]
    assert [(doubt.field, doubt.name) for doubt in plan.rows[1].doubts] == [("phone", "same_number")]


@only_sqlite
def test_a_number_that_excel_cut_is_told_once(house):
    """Not also that there is no number to text."""
    (row,) = house.look(rows({"phone": "7.7009E+11"})).rows

    assert reasons(row) == [("phone", "digits_lost")]


@only_sqlite
def test_a_conference_that_moved_at_the_desk_is_not_written_anew(house):
    house.write(rows(MOTHER))

    (row,) = house.look(rows({**MOTHER, "date": "19/3/2027"})).rows

    assert row.fate is Fate.WRONG
    assert row.mistakes[0].what == "is that of a conference that is here already, on Thursday 18 March 2027"


@only_sqlite
def test_a_conference_that_was_given_to_a_colleague_is_not_written_twice(house):
    house.write(rows({**MOTHER, "social_worker_email": KIT.email}))

    plan = house.look(rows(MOTHER, FATHER))

    assert fates(plan) == [Fate.THERE, Fate.WRONG]
    assert reasons(plan.rows[1]) == [("called", "invited_elsewhere")]


@only_sqlite
def test_another_at_the_same_number_is_not_added_without_a_look(house):
    """Ms Winter may have become Mrs Brook at the desk."""
    house.write(rows(MOTHER))

    (row,) = house.look(rows({**MOTHER, "called": "Mrs Brook"})).rows

    assert reasons(row) == [("phone", "invited_as_another")]


@only_sqlite
def test_a_cancelled_conference_stays_cancelled(house):
    house.write(rows(MOTHER))
    (case,) = house.all()
    ground = replace(house.arranging.ground, wake=lambda: None)
    Arranging(ground).cancel(actor_of(SAM), case.conference.id, version=1)

    plan = house.look(rows(MOTHER, FATHER))

    assert fates(plan) == [Fate.THERE, Fate.WRONG]
    assert reasons(plan.rows[1]) == [("date", "conference_cancelled")]


@only_sqlite
def test_what_the_desk_has_otherwise_stays_and_is_told(house):
    house.write(rows(MOTHER))

    (row,) = house.look(rows({**MOTHER, "place": "Room 9"})).rows

    assert (row.fate, [(d.field, d.name) for d in row.doubts]) == (Fate.THERE, [("place", "here_otherwise")])


@only_sqlite
def test_a_manager_gives_conferences_to_their_team_and_to_nobody_else(house):
    plan = house.look(
        rows({"social_worker_email": SAM.email}, {"reference": "2", "social_worker_email": KIT.email}), ANNA
    )

    assert fates(plan) == [Fate.NEW, Fate.WRONG]
    house.write(rows({"social_worker_email": SAM.email}), ANNA)
    assert house.all()[0].conference.owner_id == SAM.id


@only_sqlite
def test_another_councils_conferences_are_simply_not_there(house):
    house.write(rows(MOTHER))

    assert fates(house.look(rows(MOTHER), NOOR)) == [Fate.NEW]
    assert fates(house.look(rows({**MOTHER, "social_worker_email": SAM.email}), NOOR)) == [Fate.WRONG]


def test_another_cannot_look_at_or_write_somebodys_file(house):
    id = house.keep(rows(MOTHER))
    seen = house.importing.look(actor_of(SAM), id).seal

    for other in (ANNA, NOOR):
        with pytest.raises(ImportGone):
            house.importing.look(actor_of(other), id)
        with pytest.raises(ImportGone):
            house.importing.write(actor_of(other), id, seen=seen, set_aside=True)
    assert house.all() == ()


def test_a_file_is_gone_after_an_hour(house, engine, encryption):
    id = house.keep(rows(MOTHER))
    house.clock.now += timedelta(hours=1, seconds=1)

    with pytest.raises(ImportGone):
        house.importing.look(actor_of(SAM), id)
    assert StoredImports(engine, encryption).forget_old(before=house.clock.now - timedelta(hours=1)) == 1
    assert house.count(ImportRow) == 0


@only_sqlite
def test_a_file_that_is_none_is_not_kept(house):
    with pytest.raises(DraftWrong):
        house.keep(b"PK\x03\x04")

    assert house.count(ImportRow) == 0


def test_a_form_sent_twice_writes_once(house):
    actor, id = actor_of(SAM), house.keep(rows(MOTHER))
    seen = house.importing.look(actor, id).seal

    def press(_: int) -> str:
        try:
            house.importing.write(actor, id, seen=seen, set_aside=False)
        except ImportGone:
            return "gone"
        return "written"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == ["gone", "gone", "gone", "written"]
    assert len(house.all()) == 1


def test_the_same_file_sent_by_two_windows_at_once_is_written_once(house):
    actor, ids = actor_of(SAM), [house.keep(rows(MOTHER)) for _ in range(2)]
    seen = house.importing.look(actor, ids[0]).seal

    def press(id: UUID) -> str:
        try:
            house.importing.write(actor, id, seen=seen, set_aside=False)
        except ImportOvertaken:
            return "overtaken"
        return "written"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, ids)) == ["overtaken", "written"]
    assert len(house.all()) == 1


def test_if_anything_fails_in_the_middle_nothing_is_written_and_the_file_is_still_there(house, monkeypatch):
    actor, id = actor_of(SAM), house.keep(rows(MOTHER, FATHER, {"reference": "2"}))
    seen = house.importing.look(actor, id).seal
    added = Inviting.add_in

    def add_in(self, change, actor, conference, draft):
        if draft.called == "Mr Winter":
            raise OSError("the disk is full")
        return added(self, change, actor, conference, draft)

    with monkeypatch.context() as broken:
        broken.setattr(Inviting, "add_in", add_in)
        with pytest.raises(OSError):
            house.importing.write(actor, id, seen=seen, set_aside=False)

    assert house.all() == ()
    assert [line.action for line in house.audit.newest("york", most=1)] == ["account_made"]
    house.importing.write(actor, id, seen=seen, set_aside=False)
    assert len(house.all()) == 2


def test_the_file_lies_in_the_database_encrypted(house):
    house.keep(rows(MOTHER))

    with house.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT content FROM imports").scalar()
    assert b"Winter" not in bytes(stored)
