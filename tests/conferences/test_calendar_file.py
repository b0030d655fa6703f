"""The day in a parent's own calendar, which somebody else may look at."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar, Event

from bot.conferences.calendar import LONDON
from bot.conferences.calendar_file import calendar_file
from bot.languages import Language

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)
INVITATION = UUID("11111111-1111-4111-8111-111111111111")


def a_file(starts_at: datetime, invitation: UUID = INVITATION, language: Language = Language.ENGLISH) -> bytes:
    return calendar_file(starts_at.astimezone(timezone.utc), invitation=invitation, now=NOW, language=language)


def event_in(file: bytes) -> Event:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("starts_at", "utc_hour"),
    [
        pytest.param(datetime(2027, 3, 22, 10, tzinfo=LONDON), 10, id="winter time"),
        pytest.param(datetime(2027, 3, 29, 10, tzinfo=LONDON), 9, id="the day after the clocks go forward"),
        pytest.param(datetime(2027, 7, 5, 10, tzinfo=LONDON), 9, id="summer time"),
        pytest.param(datetime(2027, 11, 1, 10, tzinfo=LONDON), 10, id="the day after the clocks go back"),
    ],
)
def test_a_meeting_at_ten_is_at_ten_in_her_calendar_all_the_year(starts_at, utc_hour):
    start = event_in(a_file(starts_at)).start

    assert start.astimezone(LONDON).replace(tzinfo=None) == starts_at.replace(tzinfo=None)
    assert start.astimezone(timezone.utc).hour == utc_hour


def test_it_says_appointment_and_when_and_not_a_thing_more():
    """Whatever is added to the file one day, somebody has to think of who reads it."""
    event = event_in(a_file(datetime(2027, 3, 22, 10, tzinfo=LONDON)))

    assert str(event["SUMMARY"]) == "Appointment"
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}


def test_the_maker_and_the_file_are_neutral_too():
    calendar = Calendar.from_ical(a_file(datetime(2027, 3, 22, 10, tzinfo=LONDON)))

    assert dict(calendar) == {"VERSION": "2.0", "PRODID": "-//Appointments//EN", "METHOD": "PUBLISH"}


def test_she_is_reminded_a_day_and_two_hours_before_with_the_same_word():
    alarms = event_in(a_file(datetime(2027, 3, 22, 10, tzinfo=LONDON))).walk("VALARM")

    assert [alarm["TRIGGER"].dt for alarm in alarms] == [timedelta(days=-1), timedelta(hours=-2)]
    assert [(str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) for alarm in alarms] == [("DISPLAY", "Appointment")] * 2


def test_a_meeting_that_moved_replaces_what_stood_in_her_calendar():
    before = event_in(a_file(datetime(2027, 3, 22, 10, tzinfo=LONDON)))
    after = event_in(a_file(datetime(2027, 3, 24, 14, tzinfo=LONDON)))

    assert before["UID"] == after["UID"]


def test_the_files_of_two_parents_of_one_meeting_have_nothing_in_common_but_the_time():
    ids = {str(event_in(a_file(NOW, invitation))["UID"]) for invitation in (INVITATION, uuid4())}

    assert len(ids) == 2
    assert str(INVITATION) not in ids


@pytest.mark.parametrize("language", list(Language))
def test_every_language_can_be_written_in_it_and_read_back(language):
    event = event_in(a_file(NOW, language=language))

    assert str(event["SUMMARY"]).strip()
    assert {str(alarm["DESCRIPTION"]) for alarm in event.walk("VALARM")} == {str(event["SUMMARY"])}
