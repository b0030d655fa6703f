"""A provider that is down is not hammered, and a parent does not wait for ever."""

from __future__ import annotations

from datetime import timedelta

from bot.outreach.backoff import wait


def test_what_failed_together_does_not_come_back_together():
    quick, slow = (wait(3, asked=None, random=lambda drawn=drawn: drawn) for drawn in (0.0, 1.0))

    assert (quick, slow) == (timedelta(minutes=4), timedelta(minutes=5))


def test_nobody_waits_longer_than_an_hour_and_a_quarter_between_two_tries():
    longest = max(wait(attempts, asked=None, random=lambda: 1.0) for attempts in range(1, 1000))

    assert longest == timedelta(minutes=75)
    assert wait(1, asked=1e12, random=lambda: 0.0) <= timedelta(days=1)
