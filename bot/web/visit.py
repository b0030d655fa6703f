"""Who stands at the door: the conversation that a cookie stands for. The cookie holds a random token, no more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import Depends, Request, Response

from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.web import framed
from bot.web.cookies import keep
from bot.web.rooms import Rooms

COOKIE = "visit"


class NoVisit(Exception):
    """The cookie is missing, forged or too old, and the page is somebody's own."""


@dataclass(frozen=True)
class Visit:
    """A cookie and the conversation that it opens."""

    token: str
    conversation: Conversation


def rooms_of(request: Request) -> Rooms:
    return cast(Rooms, request.app.state.rooms)


async def rooms_here(request: Request) -> Rooms:
    """A coroutine, though it awaits nothing: FastAPI would send a function to a thread, which costs more than it."""
    return rooms_of(request)


def cookie_of(request: Request) -> str:
    """The name of the cookie that counts here: a frame on a council's page has its own."""
    return framed.VISIT if framed.root_of(request) else COOKIE


def visit_of(request: Request) -> Visit | None:
    """The visit that the request's cookie stands for, if any."""
    rooms = rooms_of(request)
    token = request.cookies.get(cookie_of(request), "")
    id = rooms.sessions.find(token, now=rooms.now()) if token else None
    conversation = rooms.conversations.find(id) if id else None
    if conversation is not None and conversation.door is Door.SMS:
        # Its last message came by text; here it is a page's again.
        conversation = replace(conversation, door=Door.PAGE)
    return Visit(token, conversation) if conversation else None


RoomsHere = Annotated[Rooms, Depends(rooms_here)]
MaybeVisit = Annotated[Visit | None, Depends(visit_of)]


def own_visit(visit: MaybeVisit) -> Visit:
    if visit is None:
        raise NoVisit
    return visit


OwnVisit = Annotated[Visit, Depends(own_visit)]


def begin(rooms: Rooms, language: Language, door: Door = Door.PAGE) -> Visit:
    """Start a conversation that nobody has had before."""
    conversation = Conversation(ConversationId(f"{door.value}:{secrets.token_hex(16)}"), door, language)
    rooms.conversations.save(conversation)
    return Visit(rooms.sessions.start(conversation.id, now=rooms.now()), conversation)


def begin_for_link(rooms: Rooms, visit: Visit | None, language: Language) -> Visit:
    """
    Carry on the visit in which a link is opened, or begin one, in this language.

    Two invited parents may share a phone: a visit that has a meeting already is never given another.
    """
    if visit is None:
        return begin(rooms, language)
    if visit.conversation.invitation is None:
        rooms.conversations.save(replace(visit.conversation, language=language))
        return visit
    rooms.sessions.end(visit.token)
    return begin(rooms, language)


def settle_council(rooms: Rooms, conversation: Conversation, council: str | None) -> None:
    """Set the council a parent chose. One who came by link has the council that invited them, and keeps it."""
    if conversation.invitation is None:
        rooms.conversations.save(replace(conversation, council=council))


def admitted(response: Response, visit: Visit, rooms: Rooms) -> Response:
    """Give the browser its cookie."""
    if visit.conversation.door is Door.EMBEDDED:
        return framed.keep_framed(response, framed.VISIT, visit.token, rooms)
    return keep(response, COOKIE, visit.token, rooms)


def dismissed(response: Response, rooms: Rooms, *, root: str = "") -> Response:
    """Take the browser's cookie back: our page's, or with a frame's root the frame's."""
    if root:
        return framed.drop_framed(response, framed.VISIT)
    response.delete_cookie(COOKIE, path="/", secure=rooms.secure_cookies, httponly=True, samesite="lax")
    return response
