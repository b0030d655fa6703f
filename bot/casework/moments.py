"""Days and times as people at a British desk write them, and as Excel does behind their back."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from bot.conferences.calendar import LONDON

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
# Day first, always: 3/4/2027 is the third of April.
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: 00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4}|\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2})? ?(am|pm|a\.m\.|p\.m\.)?")
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_CENTURY = 2000


def date_in(written: str) -> date | None:
    """The day that somebody wrote: 18/3/2027, 18.03.27, 2027-03-18, 18 March 2027, Thu 18 Mar 2027. None if none."""
    plain = " ".join(written.lower().split())
    try:
        if found := _ISO.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _BRITISH.fullmatch(plain):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        if (found := _IN_WORDS.fullmatch(plain)) and found[2][:3] in _MONTHS:
            return date(_year(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
    except ValueError:  # the 31st of February
        return None
    return None


def time_in(written: str) -> time | None:
    """The time that somebody wrote: 14:30, 14.30, 2.30pm, 2 pm, 1430, 14:30:00. None if none, or a bare "2"."""
    plain = " ".join(written.lower().split())
    if found := _FOUR_DIGITS.fullmatch(plain):
        return time(int(found[1]), int(found[2]))
    found = _TIME.fullmatch(plain)
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def in_london(day: date, clock: time) -> datetime | None:
    """That time on that day in London; None in the hour that is skipped when the clocks go forward."""
    local = datetime.combine(day, clock, tzinfo=LONDON)
    there_and_back = datetime.fromtimestamp(local.timestamp(), LONDON)
    return local if there_and_back.time() == clock else None


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else _CENTURY + int(written)
