"""
One appointment for a parent's own calendar, which others may read over their shoulder.

It is made from a time and nothing else, so that no place, name or reason can get into it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from bot.languages import Language
from bot.text.phrases import say

_REMINDERS = (timedelta(days=-1), timedelta(hours=-2))
_WHO_MADE_IT = "-//Appointments//EN"  # the format demands a maker's name, and calendars show it


def calendar_file(
    starts_at: datetime, *, invitation: UUID, now: datetime, language: Language, cancelled: bool = False
) -> bytes:
    """
    An iCalendar file with a neutral title and two reminders. `starts_at` and `now` are in UTC.

    The time is written in UTC, which a phone turns into its own: 10am in London in summer as in winter. There is no
    end, because nobody knows it. The id is the same each time, so that a meeting that moved replaces what stood. One
    that is cancelled says so, also in its title, for calendars that do not know what cancelled is; nobody is reminded.
    """
    title = say("calendar_cancelled" if cancelled else "calendar_title", language)
    event = Event()
    event.add("uid", str(uuid5(invitation, "calendar")))  # the invitation is random, and cannot be got back from this
    event.add("dtstamp", now)
    event.add("dtstart", starts_at)
    event.add("summary", title)
    if cancelled:
        event.add("status", "CANCELLED")
    for before in () if cancelled else _REMINDERS:
        event.add_component(_reminder(title, before))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _WHO_MADE_IT)
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _reminder(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)  # on the lock screen
    alarm.add("trigger", before)
    return alarm
