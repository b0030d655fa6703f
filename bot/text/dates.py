"""
Dates and times as people say them, always by the clock in Britain: "Monday 12 April 2027 at 10am".

A moment must know its time zone. One that does not is refused: an hour's guess could make a parent miss the meeting.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format

from bot.languages import Language
from bot.text.isolate import whole
from bot.text.phrases import say

LONDON = ZoneInfo("Europe/London")

# CLDR would put a comma after the weekday; British public writing does not.
_BRITISH_DATE = "EEEE d MMMM y"


def date_in_words(day: date, language: Language) -> str:
    """ "Monday 12 April 2027" """
    return whole(_date(day, language), language)


def weekday_in_words(day: date, language: Language) -> str:
    """ "Monday" """
    return str(format_date(_day(day), "EEEE", locale=language.locale))


def time_in_words(moment: datetime, language: Language) -> str:
    """ "10am", "2:30pm", "12 noon" """
    return whole(_time(moment, language), language)


def date_and_time_in_words(moment: datetime, language: Language) -> str:
    """ "Monday 12 April 2027 at 10am" """
    date, time = _date(moment, language), _time(moment, language)
    if language is Language.ENGLISH:
        # CLDR's "full" form lost the "at" that people say.
        return say("date_and_time", language, date=date, time=time)
    pattern = str(get_datetime_format("full", locale=language.locale)).replace("'", "")
    return whole(pattern.format(time, date), language)


def _date(day: date, language: Language) -> str:
    pattern = _BRITISH_DATE if language is Language.ENGLISH else "full"
    return str(format_date(_day(day), pattern, locale=language.locale))


def _time(moment: datetime, language: Language) -> str:
    time = _in_london(moment).time()
    if language is not Language.ENGLISH:
        return str(format_time(time, "short", locale=language.locale))
    # "12am" and "12pm" are read both ways.
    if time.minute == 0 and time.hour in (0, 12):
        return f"12 {language.locale.day_periods['format']['wide']['midnight' if time.hour == 0 else 'noon']}"
    return str(format_time(time, "ha" if time.minute == 0 else "h:mma", locale=language.locale)).lower()


def _day(day: date) -> date:
    return _in_london(day).date() if isinstance(day, datetime) else day


def _in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say in which time zone")
    return moment.astimezone(LONDON)
