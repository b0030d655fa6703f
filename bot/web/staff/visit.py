"""
Who sits at the desk: the session that the cookie stands for, and what their role may open.

* NotSignedIn (bot.staff.sessions)   the sign-in page says why, and leads back
* SecondStepAwaited                  the password was right; the six digits are missing
* WrongRole                          the page is for others
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request, Response

from bot.staff.account import Account, Actor, Role, actor_of
from bot.staff.sessions import NotSignedIn, Session, Stage
from bot.wiring import Desk

COOKIE = "desk"
PATH = "/staff"

CASE_WORKERS = (Role.SOCIAL_WORKER, Role.MANAGER)


class SecondStepAwaited(Exception):
    """The password was right; the second step has yet to be given, or set up."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


class WrongRole(Exception):
    """The page is for these roles."""

    def __init__(self, account: Account, roles: tuple[Role, ...]) -> None:
        super().__init__(roles)
        self.account = account
        self.roles = roles


async def desk_here(request: Request) -> Desk:
    """A coroutine, though it awaits nothing: FastAPI would send a function to a thread, which costs more than it."""
    return desk_of(request)


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.rooms.desk)


DeskHere = Annotated[Desk, Depends(desk_here)]


def look(request: Request) -> Session | NotSignedIn:
    """The session that the request's cookie stands for, at whatever stage, or why there is none."""
    desk = desk_of(request)
    token = request.cookies.get(COOKIE, "")
    if not token:
        return NotSignedIn()
    try:
        return desk.sessions.find(token, now=desk.now())
    except NotSignedIn as none:
        return none


Looked = Annotated[Session | NotSignedIn, Depends(look)]


async def session_here(looked: Looked) -> Session:
    if isinstance(looked, NotSignedIn):
        raise looked
    return looked


SessionHere = Annotated[Session, Depends(session_here)]


async def signed_in(session: SessionHere) -> Account:
    if session.stage is not Stage.IN:
        raise SecondStepAwaited(session.stage)
    return session.account


SignedIn = Annotated[Account, Depends(signed_in)]


async def actor_here(account: SignedIn) -> Actor:
    return actor_of(account)


ActorHere = Annotated[Actor, Depends(actor_here)]


async def as_case_worker(account: SignedIn) -> Actor:
    return _only(account, CASE_WORKERS)


async def as_administrator(account: SignedIn) -> Actor:
    return _only(account, (Role.ADMINISTRATOR,))


# A page's guard and who asks, in one: `def conferences(actor: AsCaseWorker, …)`.
AsCaseWorker = Annotated[Actor, Depends(as_case_worker)]
AsAdministrator = Annotated[Actor, Depends(as_administrator)]


def _only(account: Account, roles: tuple[Role, ...]) -> Actor:
    if account.role not in roles:
        raise WrongRole(account, roles)
    return actor_of(account)


def address_of(request: Request) -> str:
    """Where the request comes from. Behind a proxy uvicorn has put in what the proxy says."""
    return request.client.host if request.client else ""


def admitted(response: Response, token: str, desk: Desk) -> Response:
    """Give the browser its cookie, until it is closed."""
    response.set_cookie(COOKIE, token, path=PATH, secure=desk.settings.secure_cookies, httponly=True, samesite="lax")
    return response


def dismissed(response: Response, desk: Desk) -> Response:
    """Take the browser's cookie back."""
    response.delete_cookie(COOKIE, path=PATH, secure=desk.settings.secure_cookies, httponly=True, samesite="lax")
    return response
