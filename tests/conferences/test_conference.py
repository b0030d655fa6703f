"""When a parent's conference is, by their own clock."""

from __future__ import annotations

from datetime import datetime, time, timezone

import pytest

from bot.conferences.calendar import LONDON
from tests.stores import a_conference


@pytest.mark.parametrize(
    ("starts", "hour"),
    [
        pytest.param(datetime(2027, 3, 26, 10, 0, tzinfo=timezone.utc), 10, id="the last Friday of winter time"),
        pytest.param(datetime(2027, 3, 29, 9, 0, tzinfo=timezone.utc), 10, id="the first Monday of summer time"),
    ],
)
def test_a_parent_is_shown_the_time_on_the_clock_in_the_room(starts, hour):
    assert a_conference(starts).local.time() == time(hour)


def test_a_time_given_in_london_is_kept_in_utc():
    conference = a_conference(datetime(2027, 7, 1, 10, 0, tzinfo=LONDON))

    assert conference.starts_at.tzinfo is timezone.utc
    assert conference.starts_at.hour == 9


def test_a_conference_whose_time_has_no_zone_is_refused():
    """It would be an hour off for half the year."""
    with pytest.raises(ValueError, match="no time zone"):
        a_conference(datetime(2027, 7, 1, 10, 0))
