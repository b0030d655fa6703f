"""Leaving fast, and deleting what was said."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from bot.web.pages import PageHere
from bot.web.visit import MaybeVisit, OwnVisit, RoomsHere, dismissed, own_visit

router = APIRouter(include_in_schema=False)

SOMEWHERE_ELSE = "https://www.bbc.co.uk/weather"


@router.get("/leave")
def how_to_leave(page: PageHere) -> Response:
    return page("leave.html")


@router.get("/exit")
def leave(visit: MaybeVisit, rooms: RoomsHere) -> Response:
    """A plain link must do, so this is a GET; it deletes nothing."""
    if visit is not None:
        rooms.sessions.end(visit.token)
    return dismissed(RedirectResponse(SOMEWHERE_ELSE, 303), rooms)


@router.get("/delete", dependencies=[Depends(own_visit)])
def ask_whether_to_delete(page: PageHere) -> Response:
    return page("delete.html")


@router.post("/delete")
def delete(visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.forget(visit.conversation)
    rooms.sessions.end(visit.token)
    return dismissed(RedirectResponse("/deleted", 303), rooms)


@router.get("/deleted")
def deleted(page: PageHere) -> Response:
    return page("deleted.html")
