"""
What would become of each row of a file: a new conference, one more adult at one, nothing because it is here already, or
nothing because something is wrong. Looks and writes nothing.

Rows are of one conference where their reference is the same or, where one has none, day, time, place and chair are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from bot.casework.case import Case, ConferenceDraft, InvitedDraft
from bot.casework.matching import Gathered, Here, KnownCases, contradictions, gather, merged, same_words
from bot.casework.may import may_change, may_see
from bot.casework.mistakes import DraftWrong, Mistake
from bot.casework.reading import CONFERENCE_FIELDS, INVITED_FIELDS, AccountOf, read_conference, read_invited
from bot.casework.table import Row, Table
from bot.conferences.conference import Conference
from bot.languages import Language
from bot.staff.account import Actor
from bot.text.dates import date_in_words

# Whether an account may be given a conference by whoever asks; None asks for their own.
MayOwn = Callable[[UUID | None], bool]


class Fate(str, Enum):
    """What becomes of a row."""

    NEW = "new"  # a new conference, with this adult
    JOINS = "joins"  # one more adult at the new conference of an earlier row
    ADDED = "added"  # one more adult at a conference that is here already
    THERE = "there"  # both are here already
    WRONG = "wrong"


@dataclass(frozen=True)
class Judged:
    """One row and its fate."""

    row: Row
    fate: Fate
    conference: ConferenceDraft | None = None  # with what other rows of the same conference say besides
    invited: InvitedDraft | None = None
    joins: int | None = None  # the number of the row that its conference began with
    here: Conference | None = None
    mistakes: tuple[Mistake, ...] = ()
    doubts: tuple[Mistake, ...] = ()

    @property
    def number(self) -> int:
        return self.row.number


@dataclass(frozen=True)
class Plan:
    """What would become of a file."""

    table: Table
    rows: tuple[Judged, ...]

    def of(self, *fates: Fate) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if row.fate in fates)

    @cached_property
    def wrong(self) -> tuple[Judged, ...]:
        return self.of(Fate.WRONG)

    @cached_property
    def doubtful(self) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if row.doubts)

    @cached_property
    def to_write(self) -> tuple[Judged, ...]:
        return self.of(Fate.NEW, Fate.JOINS, Fate.ADDED)

    @cached_property
    def seal(self) -> str:
        """The same for two plans that would write the same. It tells nothing of what stands in the rows."""
        each = [(row.number, row.fate.value, row.joins, row.here and row.here.id) for row in self.rows]
        return sha256(repr(each).encode()).hexdigest()[:32]


@dataclass
class _Read:
    """A row that has been read, and what was found about it so far."""

    row: Row
    conference: ConferenceDraft | None = None
    invited: InvitedDraft | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    doubts: list[Mistake] = field(default_factory=list)

    def wrong(self, field: str, name: str, **words: str) -> None:
        self.mistakes.append(Mistake(field, name, tuple(sorted(words.items()))))


def judge(
    table: Table, actor: Actor, *, now: datetime, account_of: AccountOf, may_own: MayOwn, cases: Sequence[Case]
) -> Plan:
    """`cases` are all of the council's: a conference that was handed to a colleague must not be written twice."""
    read = [_read(row, now, account_of, may_own) for row in table.rows]
    known, fates = KnownCases(cases, now), dict[int, Judged]()
    for group in gather((one, one.conference) for one in read if one.conference is not None):
        _find_contradictions(group)
        _find_twice(group.members)
        for judged in _judge_group(group, known.of(group.drafts), actor):
            fates[judged.number] = judged
    return Plan(table, tuple(fates.get(one.row.number) or _wrong(one) for one in read))


def _read(row: Row, now: datetime, account_of: AccountOf, may_own: MayOwn) -> _Read:
    read = _Read(row, mistakes=list(row.mistakes), doubts=list(row.doubts))
    try:
        conference = read_conference(row.fields, now=now, account_of=account_of)
        read.conference = conference.draft
        read.doubts += conference.doubts
        if not may_own(conference.draft.owner_id):
            read.wrong("social_worker_email", "owner_unknown")
    except DraftWrong as error:
        read.mistakes += error.mistakes
    try:
        read.invited = read_invited(row.fields).draft
    except DraftWrong as error:
        read.mistakes += error.mistakes
    read.mistakes = _told_once(read.mistakes)
    return read


def _told_once(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """One mistake a field, the first; and none that only follows from another."""
    each: dict[str, Mistake] = {}
    for mistake in mistakes:
        each.setdefault(mistake.field, mistake)
    ways = each.get("safe_ways")
    if ways is not None and ways.name == "way_without_address":
        missing = "email" if dict(ways.words)["address"].startswith("e-mail") else "phone"
        if missing in each:
            del each["safe_ways"]
    order = ("row", *CONFERENCE_FIELDS, *INVITED_FIELDS)
    return sorted(each.values(), key=lambda mistake: order.index(mistake.field))


def _find_contradictions(group: Gathered[_Read]) -> None:
    for one, others in contradictions(group):
        for name, other in others.items():
            one.wrong(name, "contradicts", row=str(other.row.number))


def _find_twice(group: Iterable[_Read]) -> None:
    """The same adult twice at one conference; and two who would be sent the same message."""
    called: dict[str, _Read] = {}
    addresses: dict[str, _Read] = {}
    for one in group:
        if one.invited is None:
            continue
        name = same_words(one.invited.called)
        if name in called:
            one.wrong("called", "invited_twice", row=str(called[name].row.number))
            continue
        called[name] = one
        for where in ("phone", "email"):
            address = getattr(one.invited.contact, where)
            other = addresses.setdefault(address, one) if address else one
            if other is not one:
                one.doubts.append(Mistake(where, "same_number", (("row", str(other.row.number)),)))


def _judge_group(group: Gathered[_Read], here: Here | None, actor: Actor) -> Iterable[Judged]:
    if here is not None:
        for one in group.members:
            if here.is_same:
                _tell_here(one, here, actor)
            else:
                _tell_elsewhere(one, here.case.conference, actor)
    good = [one for one in group.members if not one.mistakes]
    drafts = [one.conference for one in good if one.conference is not None]
    whole = merged(drafts) if drafts else None
    return [
        _wrong(one) if one.mistakes else replace(_good(one, good[0], here), conference=whole) for one in group.members
    ]


def _good(one: _Read, first: _Read, here: Here | None) -> Judged:
    judged = Judged(one.row, Fate.NEW, invited=one.invited, doubts=tuple(one.doubts))
    if here is not None:
        there = _is_invited_at(one, here.case)
        return replace(judged, fate=Fate.THERE if there else Fate.ADDED, here=here.case.conference)
    return judged if one is first else replace(judged, fate=Fate.JOINS, joins=first.row.number)


def _wrong(one: _Read) -> Judged:
    return Judged(one.row, Fate.WRONG, one.conference, one.invited, None, None, tuple(one.mistakes), tuple(one.doubts))


def _tell_elsewhere(one: _Read, conference: Conference, actor: Actor) -> None:
    """The reference is taken, by a conference at another time."""
    if may_see(actor, conference):
        one.wrong("reference", "reference_taken", day=date_in_words(conference.day, Language.ENGLISH))
    else:
        one.wrong("reference", "reference_elsewhere")


def _tell_here(one: _Read, here: Here, actor: Actor) -> None:
    """Its conference is here. What is not the same there stays as it is; an adult who is not at it yet is added."""
    if one.invited is None or one.mistakes:
        return
    if not _is_invited_at(one, here.case):
        if here.is_over:
            one.wrong("date", "conference_cancelled")
        elif not may_change(actor, here.case.conference):
            one.wrong("called", "invited_elsewhere")
        for where in ("phone", "email"):
            theirs = getattr(one.invited.contact, where)
            if theirs and any(getattr(known.invitation.contact, where) == theirs for known in here.case.invited):
                one.wrong(where, "invited_as_another")
    one.doubts += [Mistake(name, "here_otherwise") for name in here.differs(one.conference)]


def _is_invited_at(one: _Read, case: Case) -> bool:
    name = same_words(one.invited.called) if one.invited else ""
    return any(same_words(known.invitation.called) == name for known in case.invited)
