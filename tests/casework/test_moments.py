"""Days and times as people at a British desk write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.casework.moments import date_in, in_london, time_in


@pytest.mark.parametrize(
    "written",
    [
        "3/4/2027",
        "03/04/2027",
        "03/04/27",
        "3.4.2027",
        "3-4-2027",
        "2027-04-03",
        "2027-04-03 00:00:00",
        "3 April 2027",
        "3rd Apr 2027",
        "Saturday 3 April 2027",
        "Sat, 3-Apr-27",
        "03/04/2027 00:00",
    ],
)
def test_the_third_of_april_is_read_day_first(written):
    assert date_in(written) == date(2027, 4, 3)


@pytest.mark.parametrize("written", ["4/13/2027", "31/2/2027", "April", "tomorrow", "", "3/4", "46480"])
def test_what_is_no_day_is_not_guessed(written):
    """4/13 is an American's 13 April; guessed at, 3/4 would once be right and once a month off."""
    assert date_in(written) is None


@pytest.mark.parametrize("written", ["14:30", "14.30", "2:30pm", "2.30 PM", "1430", "14:30:00", "2.30 p.m."])
def test_half_past_two_in_the_afternoon_is_read(written):
    assert time_in(written) == time(14, 30)


@pytest.mark.parametrize("written", ["2", "25:00", "14:70", "13 pm", "half two", ""])
def test_what_is_no_time_is_not_guessed(written):
    assert time_in(written) is None


def test_midnight_and_noon_are_told_apart():
    assert (time_in("12am"), time_in("12pm"), time_in("12.30 am")) == (time(0), time(12), time(0, 30))


def test_a_time_in_the_hour_that_the_clocks_skip_does_not_exist():
    assert in_london(date(2027, 3, 28), time(1, 30)) is None
    assert in_london(date(2027, 3, 28), time(2, 30)) is not None
