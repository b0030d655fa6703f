"""
What Excel does to a cell, undone where nothing was lost; where something was, a mistake says what to do.

A number without its nought, a day that became a number, quotes that keep a number a text. Nothing is guessed: what
could be read in two ways is told and not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.casework.mistakes import Mistake
from bot.conferences.calendar import LONDON
from bot.languages import Language
from bot.text.dates import date_in_words

PHONES = frozenset({"phone", "chair_phone", "social_worker_phone"})
DATES = frozenset({"date", "chair_speaks_date"})
TIMES = frozenset({"time", "chair_speaks_time"})

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
# Nobody sees these, and Excel and telephone books put them around numbers. Joiners stay: names are written with them.
_UNSEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_FORMULA_TEXT = re.compile(r'=\s*["“”](.*)["“”]', re.DOTALL)
_APOSTROPHE = re.compile(r"['‘’](?=[\d+=@\-])")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
_TOO_NARROW = re.compile(r"#{2,}")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")
_DAY_NUMBER = re.compile(r"(\d{5})(?:[.,]0+)?", re.ASCII)
_ANY_NUMBER = re.compile(r"\d{5,}(?:[.,]\d+)?", re.ASCII)
_FRACTION = re.compile(r"0?[.,](\d+)", re.ASCII)
_CUT_TIME = re.compile(r"[789][0-5]\d", re.ASCII)
_PLAIN_DIGITS = re.compile(r"[\d ()\-]+", re.ASCII)
_WAYS_APART = re.compile(r"\s*(?:[/&+\n|]|\band\b|\bor\b)\s*", re.IGNORECASE)

# Day 0 of Excel's calendar, which believes that there was a 29 February 1900.
_DAY_0 = date(1899, 12, 30)
_TWO_YEARS = timedelta(days=731)
_MINUTES_A_DAY = 24 * 60
_LONGEST_WITHOUT_NOUGHT = 10


@dataclass(frozen=True)
class Cell:
    """What stands in a cell once it is mended; what is wrong with it, or worth a look."""

    text: str
    mistake: Mistake | None = None
    doubt: Mistake | None = None


def mended(field: str, written: str, now: datetime) -> Cell:
    """Undo what Excel did to the cell of that field."""
    text = plain(written)
    lost = _lost(field, text)
    if lost is not None:
        return Cell("", Mistake(field, lost))
    if field in PHONES:
        return Cell(_phone(field, text))
    if field in DATES:
        return _date(field, text, now)
    if field in TIMES:
        return _time(field, text)
    return Cell(_WAYS_APART.sub(", ", text) if field == "safe_ways" else text)


def plain(written: str) -> str:
    """The text of a cell without what nobody sees, and without what only says that it is a text."""
    text = _UNSEEN.sub("", _SPACES.sub(" ", written)).strip()
    if found := _FORMULA_TEXT.fullmatch(text):
        text = found[1].strip()
    text = _APOSTROPHE.sub("", text, count=1) if _APOSTROPHE.match(text) else text
    for begins, ends in ("“”", '""'):
        if len(text) > 1 and text.startswith(begins) and text.endswith(ends) and text.count(begins) in (1, 2):
            text = text[1:-1].strip()
    return text


def _lost(field: str, text: str) -> str | None:
    if _TOO_NARROW.fullmatch(text):
        return "excel_narrow"
    if _ERROR.fullmatch(text):
        return "excel_error"
    if _SHORTENED.fullmatch(text) and field in PHONES | {"reference"}:
        return "digits_lost"
    return None


def _phone(field: str, text: str) -> str:
    number = _WHOLE_NUMBER.fullmatch(text)
    text = number[1] if number else text
    digits = "".join(filter(str.isdigit, text))
    # A mobile number is mended where it is read (bot.outreach.addresses); the others are shown as they are written.
    if field == "phone" or not _PLAIN_DIGITS.fullmatch(text) or digits.startswith("0"):
        return text
    if digits.startswith("44") and len(digits) > _LONGEST_WITHOUT_NOUGHT:
        return f"+{text}"
    return f"0{text}" if len(digits) in (9, _LONGEST_WITHOUT_NOUGHT) else text


def _date(field: str, text: str, now: datetime) -> Cell:
    found = _DAY_NUMBER.fullmatch(text)
    if not found:
        return Cell("", Mistake(field, "date_number")) if _ANY_NUMBER.fullmatch(text) else Cell(text)
    day = _DAY_0 + timedelta(days=int(found[1]))
    # Old Macs counted from 1904. Four years lie between, so that within two years only one of the two can be meant.
    if not timedelta() <= day - now.astimezone(LONDON).date() <= _TWO_YEARS:
        return Cell("", Mistake(field, "date_number"))
    said = (("day", date_in_words(day, Language.ENGLISH)),)
    return Cell(day.isoformat(), doubt=Mistake(field, "date_was_number", said))


def _time(field: str, text: str) -> Cell:
    found = _FRACTION.fullmatch(text)
    if found:
        # "0.50" is noon to Excel, and ten to one to whoever types a time with a point.
        minutes = float(f"0.{found[1]}") * _MINUTES_A_DAY
        if len(found[1]) == 2 or abs(minutes - round(minutes)) > 0.02 or round(minutes) >= _MINUTES_A_DAY:
            return Cell("", Mistake(field, "time_number"))
        return Cell(f"{round(minutes) // 60:02}:{round(minutes) % 60:02}")
    return Cell(f"0{text}" if _CUT_TIME.fullmatch(text) else text)
