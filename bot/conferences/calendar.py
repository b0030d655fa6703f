"""
Counting days the way a leaflet does, with England's weekends and bank holidays.

The day that is counted from (the conference's own) is never counted: two working days before a Thursday is the
Tuesday, and one working day after a Friday is the Monday. The day from which we count need not be a working day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

# Councils, conferences and the parents who are asked to them all live by this clock.
LONDON = ZoneInfo("Europe/London")

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """
    England's bank holidays, with the days given instead of those that fall on a weekend.

    Built whole, a year at a time: the library's own calendar fills itself while it is read, which two threads
    must not see half done.
    """
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, bank holidays left out."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """The working day by which something due `count` working days before `day` is due."""
    return _step(day, count, -_DAY)


def working_days_after(day: date, count: int) -> date:
    """The last working day on which something due within `count` working days of `day` is in time."""
    return _step(day, count, _DAY)


def _step(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day)
    return day


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on (or back), or the month's last where it is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
