"""A parent's own meeting: when, where, who to ring, and the dates that follow from their council's rules."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Response

from bot.languages import Language
from bot.text.catalogue import catalogue
from bot.web.closed import channels_closed
from bot.web.pages import PageHere
from bot.web.visit import OwnVisit, RoomsHere

router = APIRouter(include_in_schema=False)

# Shown at once where the phone can: what is only shown is not left among its downloads.
_AS = {"Content-Disposition": 'inline; filename="appointment.ics"'}


@router.get("/meeting")
def meeting(visit: OwnVisit, rooms: RoomsHere, page: PageHere, told: bool = False) -> Response:
    """
    While the translation is a draft, the day, the place and whom to ring are there in English too.

    `told` is that they have just said whether they want messages.
    """
    meeting = rooms.meeting(visit.conversation)
    in_english = rooms.meeting(replace(visit.conversation, language=Language.ENGLISH))
    drafts = catalogue(visit.conversation.language).has_drafts and in_english is not None
    beside = page.in_english("meeting_facts.html", meeting=in_english, drawn=False) if drafts else None
    telling = rooms.telling(visit.conversation)
    return page(
        "meeting.html",
        meeting=meeting,
        in_english=beside,
        telling=telling,
        texting_number=rooms.texting_number,
        just_told=told,
        channels_closed=channels_closed(rooms, visit.conversation),
    )


@router.get("/meeting/calendar.ics")
def calendar(visit: OwnVisit, rooms: RoomsHere) -> Response:
    """The day for the parent's own calendar, under a name that tells nobody anything."""
    file = rooms.calendar(visit.conversation)
    if file is None:
        raise HTTPException(404)
    return Response(file, media_type="text/calendar", headers=_AS)
