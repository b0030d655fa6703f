"""Signing in at the council's own sign-in: the way there, the way back, and the page where it did not work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.staff.outside import (
    OutsideDown,
    OutsideError,
    OutsideLost,
    OutsideNotOffered,
    Outsider,
    OutsideRefused,
    OutsideUnknown,
)
from bot.staff.sessions import Session, Stage
from bot.web.quiet import log_error
from bot.web.staff.pages import staff_page_for
from bot.web.staff.sign_in import way_back
from bot.web.staff.visit import COOKIE, PATH, DeskHere, admitted, desk_of
from bot.wiring import Desk

router = APIRouter(prefix=f"{PATH}/outside", include_in_schema=False)

_PLACE = f"{PATH}/outside"
_SECONDS_AWAY = 600
_NEXT = "next"
_LONGEST_WAY_BACK = 500

_STATUS: dict[type[OutsideError], int] = {
    OutsideNotOffered: 404,
    OutsideDown: 502,
    OutsideRefused: 403,
    OutsideLost: 400,
    OutsideUnknown: 403,
}


class OutsideSession:
    """
    Gives the way there and the way back a `request.session`: a signed cookie that no other address gets to see.

    The desk is asked for when the first of them comes by.
    """

    def __init__(self, app: ASGIApp, desk: Callable[[], Desk]) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and scope["path"].startswith(f"{_PLACE}/")
        await (self._keeping if ours else self._app)(scope, receive, send)

    @cached_property
    def _keeping(self) -> ASGIApp:
        desk = self._desk()
        return SessionMiddleware(
            self._app,
            desk.outside.cookie_key,
            session_cookie="desk_outside",
            max_age=_SECONDS_AWAY,
            path=_PLACE,
            same_site="lax",  # the way back comes from another site
            https_only=desk.settings.secure_cookies,
        )


@router.get("/{council}")
async def leave(request: Request, council: str, desk: DeskHere, next: str = "") -> Response:
    gone = await desk.outside.leave(request, council)
    request.session[_NEXT] = next[:_LONGEST_WAY_BACK]
    return gone


@router.get("/{council}/back")
async def back(request: Request, council: str, desk: DeskHere) -> Response:
    outsider = await desk.outside.back(request, council)
    next = request.session.get(_NEXT, "")
    request.session.clear()
    session = await run_in_threadpool(_let_in, outsider, council, request.cookies.get(COOKIE, ""), desk)
    return admitted(RedirectResponse(way_back(next, session), 303), session.token, desk)


def _let_in(outsider: Outsider, council: str, cookie: str, desk: Desk) -> Session:
    now = desk.now()
    account = desk.outsiders.sign_in(outsider, council, at=now)
    desk.sessions.end(cookie)  # whoever sat here before
    return Session(desk.sessions.start(account.id, Stage.IN, now=now), account, Stage.IN)


async def outside_failed(request: Request, error: OutsideError) -> Response:
    """Says what to do."""
    if isinstance(error, OutsideDown):
        log_error(error)
    known = dict(desk_of(request).outside.offered())
    page = await run_in_threadpool(staff_page_for, request)
    return page(
        "outside_problem.html",
        status=_STATUS[type(error)],
        problem=type(error).__name__,
        provider=known.get(error.council, ""),
        again=f"{_PLACE}/{error.council}" if error.council in known else "",
    )
