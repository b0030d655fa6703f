"""Counting days as a parent's council counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conferences.calendar import add_months, bank_holidays, is_working_day, working_days_after, working_days_before

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2027, 3, 18), 2, date(2027, 3, 16), id="an ordinary Thursday"),
        pytest.param(date(2027, 3, 15), 2, date(2027, 3, 11), id="over a weekend"),
        pytest.param(date(2027, 3, 31), 2, date(2027, 3, 25), id="over Easter 2027"),
        pytest.param(date(2027, 5, 4), 1, date(2027, 4, 30), id="over the early May bank holiday"),
        pytest.param(date(2027, 12, 30), 3, date(2027, 12, 23), id="over a Christmas that falls on a weekend"),
        pytest.param(date(2027, 1, 4), 5, date(2026, 12, 23), id="over Boxing Day's substitute and New Year"),
        pytest.param(date(2027, 3, 14), 1, date(2027, 3, 12), id="counted from a Sunday"),
        pytest.param(date(2026, 12, 29), 1, date(2026, 12, 24), id="over Christmas 2026 and its substitute"),
        pytest.param(date(2026, 12, 31), 3, date(2026, 12, 24), id="into Christmas 2026"),
        pytest.param(date(2027, 3, 30), 1, date(2027, 3, 25), id="from the Tuesday after Easter"),
    ],
)
def test_a_parents_reports_are_due_so_many_working_days_before(day, count, expected):
    assert working_days_before(day, count) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2027, 3, 18), 10, date(2027, 4, 5), id="over Easter 2027"),
        pytest.param(date(2026, 12, 17), 10, date(2027, 1, 5), id="over Christmas 2026"),
        pytest.param(date(2027, 12, 23), 1, date(2027, 12, 24), id="on Christmas Eve, which is a working day"),
        pytest.param(date(2027, 12, 24), 1, date(2027, 12, 29), id="after both Christmas substitutes"),
        pytest.param(date(2027, 3, 19), 1, date(2027, 3, 22), id="from a Friday"),
        pytest.param(date(2026, 12, 24), 1, date(2026, 12, 29), id="from Christmas Eve 2026"),
        pytest.param(date(2026, 12, 14), 15, date(2027, 1, 7), id="15 over Christmas and New Year"),
        pytest.param(date(2027, 3, 25), 1, date(2027, 3, 30), id="from the day before Good Friday"),
        pytest.param(date(2027, 3, 29), 1, date(2027, 3, 30), id="counted from Easter Monday"),
    ],
)
def test_a_parents_plan_is_due_so_many_working_days_after(day, count, expected):
    assert working_days_after(day, count) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"], id="2026"),
        pytest.param(2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"], id="2027"),
        pytest.param(2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"], id="2028"),
    ],
)
def test_the_weekdays_on_which_england_rests_are_those_and_no_others(year, expected):
    """Written down by the rule of each holiday, not by the library that is tested."""
    weekdays = sorted(day for day in bank_holidays(year) if day.weekday() < 5)

    assert [f"{day:%m-%d}" for day in weekdays] == expected


@given(DAYS, COUNTS)
def test_counting_working_days_lands_on_one_and_passes_exactly_so_many(day, count):
    due = working_days_after(day, count)

    passed = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_working_day(due)
    assert sum(map(is_working_day, passed)) == count


@given(DAYS.filter(is_working_day), COUNTS)
def test_counting_back_from_a_working_day_undoes_counting_on(day, count):
    assert working_days_before(working_days_after(day, count), count) == day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2027, 1, 15), 3, date(2027, 4, 15), id="the same day of the month"),
        pytest.param(date(2027, 11, 30), 3, date(2028, 2, 29), id="the last of a leap February"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="the last of February"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="over the end of the year"),
        pytest.param(date(2027, 5, 31), -3, date(2027, 2, 28), id="back to a shorter month"),
        pytest.param(date(2027, 1, 10), -1, date(2026, 12, 10), id="back over the end of the year"),
    ],
)
def test_a_review_three_months_on_never_falls_into_the_month_after(day, months, expected):
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-40, 40))
def test_adding_months_keeps_the_day_unless_the_month_is_too_short(day, months):
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
