"""
A file of conferences: looked at as often as somebody likes, written once, all of it or what they choose.

Between the two the file waits, encrypted, for an hour at most. When it is written it is looked at again, and where
anything would now be different nothing is written.

* ImportRefused
  + ImportGone         it was written already, is too old, or is somebody else's
  + ImportOvertaken    it is not as it was when they looked: they have to look again
  + ImportNotGood      there are wrong rows, and nobody has said to set them aside
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from bot.casework.arranging import Arranging
from bot.casework.errors import MeetingOver, OwnerUnknown
from bot.casework.inviting import Inviting
from bot.casework.judging import Fate, Judged, Plan, judge
from bot.casework.ledger import Change
from bot.casework.table import Table, read_table
from bot.conferences.conference import Conference
from bot.staff.account import Account, Actor, Role
from bot.staff.audit import Action

KEEP = timedelta(hours=1)


class ImportRefused(Exception):
    """A file is not written."""


class ImportGone(ImportRefused):
    """It was written already, is too old, or is somebody else's."""


class ImportOvertaken(ImportRefused):
    """Since they looked something has changed that changes what would be written."""


class ImportNotGood(ImportRefused):
    """There are wrong rows, and nobody has said to set them aside; or there is nothing to write."""


class Imports(Protocol):
    """Keep files between looking and writing, each for whoever sent it and nobody else."""

    def keep(self, id: UUID, staff: UUID, content: bytes, *, at: datetime) -> None: ...

    def find(self, id: UUID, staff: UUID, *, since: datetime) -> bytes | None:
        """None where there is none, or it was kept before that."""

    def taken(self, id: UUID, staff: UUID, *, since: datetime) -> AbstractContextManager[tuple[bytes | None, Change]]:
        """
        Take it out, and change what it says, in one transaction, and one after the other.

        What is raised inside puts it back. Of two who take the same one, the second finds none.
        """

    def drop(self, id: UUID, staff: UUID) -> None: ...


class AccountsByEmail(Protocol):
    """Finds accounts."""

    def get(self, id: UUID) -> Account | None: ...

    def by_email(self, email: str) -> Account | None: ...


@dataclass(frozen=True)
class Written:
    """What a file has become."""

    conferences: int
    invited: int
    set_aside: int


@dataclass(frozen=True)
class Importing:
    """What is done with files."""

    arranging: Arranging
    inviting: Inviting
    accounts: AccountsByEmail
    imports: Imports

    def keep(self, actor: Actor, content: bytes) -> UUID:
        """Keep a file to be looked at. Raises DraftWrong where it is none: then nothing is kept."""
        now = self.arranging.ground.clock()
        read_table(content, now=now)
        id = uuid4()
        self.imports.keep(id, actor.id, content, at=now)
        return id

    def look(self, actor: Actor, id: UUID) -> Plan:
        """What would become of every row. Raises ImportGone."""
        content = self.imports.find(id, actor.id, since=self._since())
        if content is None:
            raise ImportGone
        return self._plan(actor, self._table(content))

    def write(self, actor: Actor, id: UUID, *, seen: str, set_aside: bool) -> Written:
        """
        Write what they saw (`Plan.seal`): every row if all are good, else the good ones if the wrong are set aside.

        Nothing is sent. Raises ImportGone, ImportOvertaken, ImportNotGood.
        """
        try:
            with self.imports.taken(id, actor.id, since=self._since()) as (content, change):
                if content is None:
                    raise ImportGone
                plan = self._plan(actor, self._table(content))
                if plan.seal != seen:
                    raise ImportOvertaken
                if not plan.to_write or (plan.wrong and not set_aside):
                    raise ImportNotGood
                written = self._write(change, actor, plan)
                change.record(self.arranging.ground.entry(actor, Action.IMPORTED, f"import:{id}"))
        except (OwnerUnknown, MeetingOver):  # an account was closed, or a minute went by, in this very moment
            raise ImportOvertaken from None
        return written

    def drop(self, actor: Actor, id: UUID) -> None:
        """They do not want it any more."""
        self.imports.drop(id, actor.id)

    def _write(self, change: Change, actor: Actor, plan: Plan) -> Written:
        conferences: dict[int, Conference] = {}  # by the row that each began with
        for row in plan.to_write:
            conference = self._conference_of(change, actor, row, conferences)
            if row.invited is None:
                raise AssertionError("a row without an invited adult is wrong")
            self.inviting.add_in(change, actor, conference, row.invited)
        return Written(len(conferences), len(plan.to_write), len(plan.wrong))

    def _conference_of(self, change: Change, actor: Actor, row: Judged, begun: dict[int, Conference]) -> Conference:
        if row.fate is Fate.JOINS and row.joins is not None:
            return begun[row.joins]
        if row.fate is Fate.ADDED and row.here is not None:
            return row.here
        if row.conference is None:
            raise AssertionError("a row without a conference is wrong")
        begun[row.number] = self.arranging.add_in(change, actor, row.conference)
        return begun[row.number]

    def _plan(self, actor: Actor, table: Table) -> Plan:
        ground = self.arranging.ground
        people = _People(self.accounts, actor)
        return judge(
            table,
            actor,
            now=ground.clock(),
            account_of=people.account_of,
            may_own=people.may_own,
            cases=ground.ledger.cases(actor.council),
        )

    def _table(self, content: bytes) -> Table:
        return read_table(content, now=self.arranging.ground.clock())

    def _since(self) -> datetime:
        return self.arranging.ground.clock() - KEEP


@dataclass
class _People:
    """Accounts that a file names, each looked up once."""

    accounts: AccountsByEmail
    actor: Actor
    _by_email: dict[str, Account | None] = field(default_factory=dict)
    _owners: dict[UUID | None, bool] = field(default_factory=dict)

    def account_of(self, email: str) -> UUID | None:
        if email not in self._by_email:
            self._by_email[email] = self.accounts.by_email(email)
        account = self._by_email[email]
        return account.id if account and self._is_case_worker(account) else None

    def may_own(self, id: UUID | None) -> bool:
        """The same rule by which a conference is added (bot/casework/arranging.py)."""
        if id not in self._owners:
            account = self.accounts.get(id or self.actor.id)
            self._owners[id] = account is not None and self._is_case_worker(account) and self._is_in_reach(account)
        return self._owners[id]

    def _is_case_worker(self, account: Account) -> bool:
        return account.active and account.council == self.actor.council and account.role is not Role.ADMINISTRATOR

    def _is_in_reach(self, account: Account) -> bool:
        return self.actor.role is not Role.MANAGER or (account.team is not None and account.team == self.actor.team)
