"""Which rows of a file are of one conference, where they contradict each other, and whether it is here already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from bot.casework.case import Case, ConferenceDraft
from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference, Official

T = TypeVar("T")
_Moment = tuple[datetime, str, str]


def same_words(written: str | None) -> str:
    """Words without what two people would write differently: capitals and spaces."""
    return " ".join((written or "").casefold().split())


@dataclass
class Gathered(Generic[T]):
    """What belongs to one conference."""

    members: list[T] = field(default_factory=list)
    drafts: list[ConferenceDraft] = field(default_factory=list)  # one for each member


def gather(rows: Iterable[tuple[T, ConferenceDraft]]) -> list[Gathered[T]]:
    """Sort rows by conference, in the order of their first rows."""
    every = list(rows)
    by_reference: dict[str, Gathered[T]] = defaultdict(Gathered)
    at: dict[_Moment, list[Gathered[T]]] = defaultdict(list)
    for _, draft in every:
        group = by_reference[same_words(draft.reference)] if draft.reference else None
        if group is not None and not any(group is known for known in at[_moment(draft)]):
            at[_moment(draft)].append(group)
    groups: dict[int, Gathered[T]] = {}
    for row, draft in every:
        group = by_reference[same_words(draft.reference)] if draft.reference else _only_one(at, _moment(draft))
        group.members.append(row)
        group.drafts.append(draft)
        groups.setdefault(id(group), group)
    return list(groups.values())


def _only_one(at: dict[_Moment, list[Gathered[T]]], moment: _Moment) -> Gathered[T]:
    """Where a row without a reference belongs: to one that has, if only one is there."""
    if len(at[moment]) != 1:  # none, or two: nobody could tell to which
        at[moment] = [Gathered()]
    return at[moment][0]


def contradictions(group: Gathered[T]) -> Iterator[tuple[T, dict[str, T]]]:
    """Whoever contradicts another of the same conference: in which fields, and whom."""
    said = [_said(draft) for draft in group.drafts]
    firsts = sorted({tuple(one.values()): place for place, one in reversed(list(enumerate(said)))}.values())
    for place, member in enumerate(group.members):
        for other in firsts:
            fields = [name for name in said[place] if _differ(said[place][name], said[other][name])]
            if fields:
                yield member, dict.fromkeys(fields, group.members[other])
                break


def merged(drafts: Sequence[ConferenceDraft]) -> ConferenceDraft:
    """What all of them say together: what the first leaves out, another may give."""
    whole = drafts[0]
    for draft in drafts[1:]:
        given = {name: value for name, value in vars(draft).items() if getattr(whole, name) is None}
        whole = replace(whole, **given)
        if whole.chair.phone is None and draft.chair.phone is not None:
            whole = replace(whole, chair=draft.chair)
    return whole


@dataclass(frozen=True)
class Here:
    """A conference that is here already, and the file's."""

    case: Case
    is_same: bool  # False: it has the same reference, and another day or kind
    is_over: bool

    def differs(self, draft: ConferenceDraft | None) -> list[str]:
        """In which fields the file says something else."""
        if draft is None:
            return []
        ours, theirs = _said(draft), _said(_as_draft(self.case.conference))
        return [name for name in _SHOWN_DIFFERENT if _differ(ours[name], theirs[name])]


_SHOWN_DIFFERENT = ("place", "video_link", "chair_name", "chair_phone")


class KnownCases:
    """The conferences that are here already, found by reference or, where one has none, by day, time, place, chair."""

    def __init__(self, cases: Iterable[Case], now: datetime) -> None:
        self._now = now
        self._by_reference: dict[str, list[Case]] = defaultdict(list)
        self._at: dict[_Moment, list[Case]] = defaultdict(list)
        for case in cases:
            self._by_reference[same_words(case.conference.reference)].append(case)
            self._at[_moment(_as_draft(case.conference))].append(case)

    def of(self, drafts: Sequence[ConferenceDraft]) -> Here | None:
        """The conference of these rows; else one that has its reference and is still to come."""
        reference = next((same_words(draft.reference) for draft in drafts if draft.reference), "")
        there = [case for draft in drafts for case in self._at.get(_moment(draft), ())]
        named = self._by_reference.get(reference, []) if reference else []
        for case in named:
            if any(_at_one_time(draft, case.conference) for draft in drafts):
                return Here(case, True, case.is_over(self._now))
        for case in there:
            if not (reference and case.conference.reference):
                return Here(case, True, case.is_over(self._now))
        return next((Here(case, False, False) for case in named if not case.is_over(self._now)), None)


def _at_one_time(draft: ConferenceDraft, conference: Conference) -> bool:
    return (draft.kind, draft.starts_at) == (conference.kind, conference.starts_at)


def _as_draft(conference: Conference) -> ConferenceDraft:
    return ConferenceDraft(
        kind=conference.kind,
        starts_at=conference.starts_at,
        chair=conference.chair,
        place=conference.place,
        video_link=conference.video_link,
        reference=conference.reference,
    )


def _moment(draft: ConferenceDraft) -> _Moment:
    return draft.starts_at, same_words(draft.place or draft.video_link), same_words(draft.chair.name)


def _said(draft: ConferenceDraft) -> dict[str, object]:
    """Each field as it counts; None says nothing."""
    local = draft.starts_at.astimezone(LONDON)
    speaks = draft.chair_speaks_at and draft.chair_speaks_at.astimezone(LONDON)
    worker = draft.social_worker or Official("")
    each: dict[str, str | UUID | None] = {
        "place": draft.place,
        "video_link": draft.video_link,
        "asked_by": draft.asked_by,
        "chair_name": draft.chair.name,
        "chair_phone": draft.chair.phone,
        "social_worker_name": worker.name,
        "social_worker_phone": worker.phone,
        "reference": draft.reference,
    }
    return {
        "kind": draft.kind,
        "date": local.date(),
        "time": local.time(),
        **{name: same_words(str(words)) if words else None for name, words in each.items()},
        "chair_speaks_date": speaks and speaks.date(),
        "chair_speaks_time": speaks and speaks.time(),
        "social_worker_email": draft.owner_id,
        "chair_email": draft.chair_id,
    }


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
