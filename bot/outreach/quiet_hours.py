"""The hours in which no phone of a parent's should sound, by the clock in London."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.conferences.calendar import LONDON

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From when until when; over midnight where the first is the later. None at all where both are the same."""

    start: time = time(20, 0)
    end: time = time(9, 0)

    def after(self, moment: datetime) -> datetime:
        """This moment, or the first after it that is not quiet. In UTC."""
        day = moment.astimezone(LONDON).date()
        spans = [span for ahead in range(3) for span in self._loud(day + ahead * _DAY)]
        return next(max(first, moment.astimezone(timezone.utc)) for first, last in spans if moment < last)

    def on_day(self, day: date, wanted: time) -> tuple[datetime, datetime]:
        """
        When something may be sent on this very day, in UTC: from the wanted time on, or else as close to it as can be.

        The day is never left: what is said to come a day before must not come on the day itself.
        """
        at = _at(day, wanted)
        spans = self._loud(day)
        later = [(max(first, at), last) for first, last in spans if at < last]
        return later[0] if later else spans[-1]

    def _loud(self, day: date) -> list[tuple[datetime, datetime]]:
        """The parts of a day that are not quiet, in their order."""
        midnight, next_midnight = _at(day, time.min), _at(day + _DAY, time.min)
        start, end = _at(day, self.start), _at(day, self.end)
        if start == end:
            return [(midnight, next_midnight)]
        spans = [(end, start)] if end < start else [(midnight, start), (end, next_midnight)]
        return [(first, last) for first, last in spans if first < last]


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(timezone.utc)
