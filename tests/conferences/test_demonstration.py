"""What somebody sees who tries Beforehand for the first time."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone

import pytest

from bot.conferences.calendar import is_working_day
from bot.conferences.conference import ConferenceKind
from bot.conferences.demonstration import demonstration_day, replace_demonstrations
from bot.conferences.link import LinkUnknown, enter_code, spend_link
from tests.stores import NOW

# Ofcom's numbers for drama: nobody is rung by a trial.
DRAMA = re.compile(r"01632 960\d{3}|020 7946 0\d{3}")


@pytest.fixture
def opened(conferences, invitations):
    """Every council's demonstration, come into by its link and code."""

    def open_all(now: datetime) -> dict[str, object]:
        found = {}
        for made in replace_demonstrations(now=now, conferences=conferences, invitations=invitations):
            invitation = spend_link(made.token, today=now.date(), now=now, invitations=invitations)
            enter_code(invitation.id, made.code, now=now, invitations=invitations)
            assert made.invitation.contact.phone.startswith("+447700900")  # nobody's
            found[made.council] = conferences.get(invitation.conference_id)
        return found

    return open_all


def test_each_council_has_a_conference_that_opens_with_its_link_and_code(opened):
    found = opened(NOW)

    assert sorted(found) == ["kirklees", "merton", "nottinghamshire", "staffordshire", "york"]
    assert {conference.local.time() for conference in found.values()} == {time(10, 0)}
    assert found["york"].kind is ConferenceKind.INITIAL
    assert sum(conference.video_link is not None for conference in found.values()) == 1


def test_nobody_is_rung_by_a_trial(opened):
    for conference in opened(NOW).values():
        assert DRAMA.fullmatch(conference.chair.phone)
        assert DRAMA.fullmatch(conference.social_worker.phone)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_demonstration_is_about_three_weeks_ahead_on_a_working_day(month):
    for day in range(1, 29):
        today = datetime(2026, month, day, tzinfo=timezone.utc).date()
        ahead = demonstration_day(today) - today
        assert timedelta(days=21) <= ahead <= timedelta(days=26)
        assert is_working_day(demonstration_day(today))


def test_a_second_run_replaces_the_first_one(conferences, invitations):
    first = replace_demonstrations(now=NOW, conferences=conferences, invitations=invitations)
    second = replace_demonstrations(now=NOW + timedelta(days=1), conferences=conferences, invitations=invitations)

    with pytest.raises(LinkUnknown):
        spend_link(first[0].token, today=NOW.date(), now=NOW, invitations=invitations)
    spend_link(second[0].token, today=NOW.date(), now=NOW, invitations=invitations)
