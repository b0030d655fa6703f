"""Dates and times as a parent reads them."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import Language
from bot.text.dates import LONDON, date_and_time_in_words, date_in_words, time_in_words, weekday_in_words

MEETING = datetime(2027, 4, 12, 10, 0, tzinfo=LONDON)


def test_a_parent_reads_the_day_without_a_comma():
    assert date_in_words(date(2027, 4, 12), Language.ENGLISH) == "Monday 12 April 2027"
    assert weekday_in_words(date(2027, 4, 12), Language.ENGLISH) == "Monday"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        pytest.param(10, 0, "10am", id="full hour"),
        pytest.param(14, 30, "2:30pm", id="half past two in the afternoon"),
        pytest.param(9, 5, "9:05am", id="five past nine"),
        pytest.param(12, 0, "12 noon", id="noon, never 12pm"),
        pytest.param(0, 0, "12 midnight", id="midnight, never 12am"),
        pytest.param(12, 15, "12:15pm", id="after noon"),
    ],
)
def test_a_parent_reads_the_time_as_people_in_britain_say_it(hour, minute, words):
    assert time_in_words(MEETING.replace(hour=hour, minute=minute), Language.ENGLISH) == words


def test_date_and_time_stand_together():
    assert date_and_time_in_words(MEETING, Language.ENGLISH) == "Monday 12 April 2027 at 10am"
    assert date_and_time_in_words(MEETING, Language.POLISH) == "poniedziałek, 12 kwietnia 2027 10:00"


def test_a_summer_meeting_kept_in_universal_time_is_told_by_the_clock_on_the_wall():
    """Nine o'clock in UTC is ten in Britain in April: an hour's mistake and the parent is late."""
    kept = datetime(2027, 4, 12, 9, 0, tzinfo=timezone.utc)

    assert time_in_words(kept, Language.ENGLISH) == "10am"


def test_a_meeting_just_after_midnight_in_britain_is_on_that_day():
    kept = datetime(2027, 6, 30, 23, 30, tzinfo=timezone.utc)

    assert date_in_words(kept, Language.ENGLISH) == "Thursday 1 July 2027"


def test_a_moment_without_a_time_zone_is_refused_not_guessed():
    with pytest.raises(ValueError, match="time zone"):
        time_in_words(datetime(2027, 4, 12, 10, 0), Language.ENGLISH)


@pytest.mark.parametrize("language", [Language.ARABIC, Language.URDU])
def test_in_a_right_to_left_line_a_date_stays_whole(language):
    words = date_in_words(date(2027, 4, 12), language)

    assert words[0] == "\u2068"
    assert words[-1] == "\u2069"


@given(
    moment=st.datetimes(
        min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(timezone.utc)
    ),
    language=st.sampled_from(Language),
)
def test_every_moment_has_words_in_every_language(moment, language):
    assert str(moment.astimezone(LONDON).day) in date_and_time_in_words(moment, language)
