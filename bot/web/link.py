"""The way in by a social worker's link: a page that tells nothing, a button that spends it, a code that opens it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.languages import Language
from bot.web.language import chosen_language, with_chosen
from bot.web.pages import PageHere
from bot.web.rooms import Rooms
from bot.web.visit import MaybeVisit, OwnVisit, RoomsHere, Visit, admitted, begin_for_link

router = APIRouter(include_in_schema=False)


class NoLinkSpent(Exception):
    """Somebody came to the code without a link."""


@router.get("/l/{token}")
def link(visit: MaybeVisit, rooms: RoomsHere, page: PageHere) -> Response:
    """The same page for every token: programs that look at links, and people over shoulders, learn nothing."""
    return page("link.html", notes_here=_has_loose_notes(rooms, visit))


@router.post("/l/{token}")
def spend(
    token: str,
    request: Request,
    visit: MaybeVisit,
    rooms: RoomsHere,
    language: Annotated[Language | None, Form()] = None,
) -> Response:
    """
    From here on everything is in the language of the invitation, unless another was chosen in this browser.

    To choose one on this very page spends nothing. It comes to the link's own address, which no page may repeat.
    """
    if language is not None:
        return with_chosen(RedirectResponse(request.url.path, 303), language, rooms)
    invitation = rooms.spend_link(token)
    visit = begin_for_link(rooms, visit, chosen_language(request) or rooms.invited_language(invitation))
    rooms.sessions.set_pending(visit.token, invitation)
    return admitted(RedirectResponse("/code", 303), visit, rooms)


@router.get("/code")
def code(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    if rooms.sessions.pending_invitation(visit.token) is None:
        raise NoLinkSpent
    return page("code.html", tries_left=None, texting_number=rooms.texting_number)


@router.post("/code")
def enter(visit: OwnVisit, rooms: RoomsHere, code: Annotated[str, Form()] = "") -> Response:
    """The right code starts a new session: one that somebody set up beforehand must not come into a meeting."""
    invitation = rooms.sessions.pending_invitation(visit.token)
    if invitation is None:
        raise NoLinkSpent
    rooms.enter_code(invitation, code)
    opened = rooms.open_meeting(visit.conversation.id, invitation)
    rooms.sessions.end(visit.token)
    token = rooms.sessions.start(opened, now=rooms.now())
    return admitted(RedirectResponse("/meeting", 303), Visit(token, replace(visit.conversation, id=opened)), rooms)


def _has_loose_notes(rooms: Rooms, visit: Visit | None) -> bool:
    """Whether notes were begun here that the link would take along. On a shared phone they may be another's."""
    return (
        visit is not None
        and visit.conversation.invitation is None
        and bool(rooms.notes.of(visit.conversation.notes_owner))
    )
