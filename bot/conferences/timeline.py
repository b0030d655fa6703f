"""The dates of a conference in one line, its own day among them: what is past, what is next, what comes later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.conferences.conference import Conference
from bot.conferences.deadlines import Deadline


class State(str, Enum):
    """Where a date stands, seen from today."""

    PAST = "past"
    NEXT = "next"
    LATER = "later"
    CANCELLED = "cancelled"  # the meeting's own day, which nothing is due by any more


@dataclass(frozen=True)
class Row:
    """One date of the line. `deadline` is None for the conference's own."""

    day: date
    state: State
    deadline: Deadline | None = None


def timeline(conference: Conference, dates: Iterable[Deadline], *, today: date) -> tuple[Row, ...]:
    """
    Everything in the order in which it falls.

    Today is not past yet. Where several things are due on the nearest day to come, all of them are next: a council
    that sends the plan, the summary and the letter by one evening has no first among them. Of a meeting that is
    cancelled only its own day is left.
    """
    if conference.cancelled_at is not None:
        return (Row(conference.day, State.CANCELLED),)
    own: tuple[datetime, Deadline | None] = (conference.starts_at, None)
    moments = sorted([own, *((deadline.ends_at, deadline) for deadline in dates)], key=lambda one: one[0])
    days = [deadline.day if deadline else conference.day for _, deadline in moments]
    next_day = min((day for day in days if day >= today), default=None)
    return tuple(Row(day, _state(day, next_day), deadline) for day, (_, deadline) in zip(days, moments, strict=True))


def _state(day: date, next_day: date | None) -> State:
    if next_day is None or day < next_day:
        return State.PAST
    return State.NEXT if day == next_day else State.LATER
