"""
"My dates": what is due before a conference and after it, and by whose rule.

A rule comes from this council's leaflet or, where that is silent, from what holds in all England. With no rule there
is no date: a neighbour's is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.conferences.calendar import LONDON, add_months, working_days_after, working_days_before
from bot.conferences.conference import Conference, ConferenceKind
from bot.text.durations import Duration, Unit


class Source(str, Enum):
    """Whose rule it is."""

    COUNCIL = "council"
    NATIONAL = "national"


class Direction(str, Enum):
    """Which side of the conference a deadline lies on."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Rule:
    """A fact that says how long. `bound` is the fact's own ("at_least"), handed on for whoever puts it in words."""

    name: str
    duration: Duration
    bound: str
    source: Source = Source.COUNCIL


class DeadlineName(str, Enum):
    """What is due."""

    REPORTS = "reports"
    SOCIAL_WORKER_REPORT = "social_worker_report"
    OWN_WRITING = "own_writing"
    PLAN = "plan"
    NOTES = "notes"
    SUMMARY = "summary"
    DECISION_LETTER = "decision_letter"
    FIRST_CORE_GROUP = "first_core_group"
    FIRST_REVIEW = "first_review"
    NEXT_REVIEW = "next_review"


@dataclass(frozen=True)
class Deadline:
    """Something due, and the rule that says so. `by` is a time only where the rule counts hours, and then in UTC."""

    name: DeadlineName
    by: date | datetime
    direction: Direction
    rule: str
    duration: Duration
    bound: str
    source: Source

    @property
    def day(self) -> date:
        """The day in London on which it is due."""
        return self.by.astimezone(LONDON).date() if isinstance(self.by, datetime) else self.by

    @property
    def ends_at(self) -> datetime:
        """The last moment at which it is in time: one that is only a day ends with that day."""
        return self.by if isinstance(self.by, datetime) else datetime.combine(self.by, time.max, tzinfo=LONDON)

    def is_past(self, today: date) -> bool:
        """Whether its day is over. Such a deadline is still given: a parent may ask where their report is."""
        return self.day < today


@dataclass(frozen=True)
class _Kind:
    name: DeadlineName
    direction: Direction
    rules: tuple[str, ...]  # the facts that may set it, the closest first
    conferences: tuple[ConferenceKind, ...] = tuple(ConferenceKind)


_INITIAL, _REVIEW = (ConferenceKind.INITIAL,), (ConferenceKind.REVIEW,)

# Which facts (data/facts.yml) set which deadline: the one place that knows their names.
_KINDS = (
    _Kind(DeadlineName.REPORTS, Direction.BEFORE, ("reports_before_first", "reports_all_before"), _INITIAL),
    _Kind(DeadlineName.REPORTS, Direction.BEFORE, ("reports_before_later", "reports_all_before"), _REVIEW),
    _Kind(DeadlineName.SOCIAL_WORKER_REPORT, Direction.BEFORE, ("social_worker_report_before",)),
    _Kind(DeadlineName.OWN_WRITING, Direction.BEFORE, ("own_writing_to_chair_before",)),
    _Kind(DeadlineName.PLAN, Direction.AFTER, ("plan_sent_within",)),
    _Kind(DeadlineName.NOTES, Direction.AFTER, ("notes_sent_within",)),
    _Kind(DeadlineName.SUMMARY, Direction.AFTER, ("summary_sent_within",)),
    _Kind(DeadlineName.DECISION_LETTER, Direction.AFTER, ("decision_letter_within",)),
    _Kind(
        DeadlineName.FIRST_CORE_GROUP,
        Direction.AFTER,
        ("core_group_first_within", "england_core_group_first_within"),
        _INITIAL,
    ),
    _Kind(
        DeadlineName.FIRST_REVIEW,
        Direction.AFTER,
        ("first_review_within", "first_review_in", "england_first_review_within"),
        _INITIAL,
    ),
    _Kind(
        DeadlineName.NEXT_REVIEW,
        Direction.AFTER,
        ("later_reviews_at_least_every", "later_reviews_every", "england_later_reviews_at_least_every"),
        _REVIEW,
    ),
)

# The facts that `deadlines` can use; whoever gathers them need look for no others.
RULE_NAMES = frozenset(name for kind in _KINDS for name in kind.rules)


def deadlines(conference: Conference, rules: Iterable[Rule]) -> tuple[Deadline, ...]:
    """
    Everything that these rules date for this conference, earliest first.

    A council's rule goes before a national one, whatever the order that they come in.
    """
    by_source: dict[Source, dict[str, Rule]] = {source: {} for source in Source}
    for rule in rules:
        by_source[rule.source][rule.name] = rule
    found = (_deadline(kind, conference, by_source) for kind in _KINDS if conference.kind in kind.conferences)
    return tuple(
        sorted((deadline for deadline in found if deadline is not None), key=lambda deadline: deadline.ends_at)
    )


def _deadline(kind: _Kind, conference: Conference, by_source: Mapping[Source, Mapping[str, Rule]]) -> Deadline | None:
    for source in (Source.COUNCIL, Source.NATIONAL):
        for name in kind.rules:
            rule = by_source[source].get(name)
            if rule is not None:
                by = due(conference.starts_at, rule.duration, kind.direction)
                return Deadline(kind.name, by, kind.direction, rule.name, rule.duration, rule.bound, source)
    return None


def due(starts_at: datetime, duration: Duration, direction: Direction) -> date | datetime:
    """
    When something is due so long before or after a conference.

    Hours run from the conference's start, real hours even when the clocks change: nobody knows yet when it will end,
    and the earlier time is the one to hold a council to. Everything else is counted in whole days in London, the
    conference's own not counted; days, weeks and months end where they end, be it a Sunday.
    """
    day, amount = starts_at.astimezone(LONDON).date(), duration.amount
    if duration.unit is Unit.WORKING_DAYS:
        step = working_days_before if direction is Direction.BEFORE else working_days_after
        return step(day, amount)
    signed = -amount if direction is Direction.BEFORE else amount
    if duration.unit is Unit.HOURS:
        return starts_at + timedelta(hours=signed)
    if duration.unit is Unit.MONTHS:
        return add_months(day, signed)
    return day + timedelta(days=signed * (7 if duration.unit is Unit.WEEKS else 1))
