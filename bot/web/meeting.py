"""A parent's own meeting: when, where, who to ring, and the dates that follow from their council's rules."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.web.pages import PageHere
from bot.web.visit import OwnVisit, RoomsHere

router = APIRouter(include_in_schema=False)


@router.get("/meeting")
def meeting(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    return page("meeting.html", meeting=rooms.meeting(visit.conversation))
