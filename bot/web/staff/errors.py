"""What can be wrong at the desk becomes pages here: signed out, not for this role, too many tries, a form not ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.routing import Match

from bot.staff.administering import NotHere
from bot.staff.outside import OutsideError
from bot.staff.sessions import NotSignedIn, Stage
from bot.staff.signing_in import SetupEnded, SetupUnknown, SetupUsed
from bot.staff.throttle import TooManyTries
from bot.web.staff.csrf import FormNotOurs
from bot.web.staff.outside import outside_failed
from bot.web.staff.pages import StaffPage, staff_page_for
from bot.web.staff.sign_in import SET_UP, sign_in_page
from bot.web.staff.visit import PATH, SecondStepAwaited, WrongRole, desk_of

_LONGEST_WAY_BACK = 500


def is_staff(request: Request) -> bool:
    return request.url.path == PATH or request.url.path.startswith(f"{PATH}/")


def staff_error(request: Request, status: int, what: str = "") -> Response:
    """The desk's own page for what can be wrong anywhere."""
    return staff_page_for(request)("error.html", status=status, code=what or status)


def staff_went_wrong(request: Request) -> Response:
    """For what nobody expected. Asks the rooms nothing: they may be what is broken."""
    return StaffPage(request, NotSignedIn())("error.html", status=500, code=500)


def _not_signed_in(request: Request, error: NotSignedIn) -> Response:
    """Whoever only looked signs in and is led back. Whoever sent something is told that it was not kept."""
    if request.method == "GET":
        return RedirectResponse(f"{PATH}/sign-in?{urlencode({'next': _here(request)})}", 303)
    path = request.url.path if _can_be_looked_at(request) else ""
    return sign_in_page(staff_page_for(request), next=path, because=error.because, lost=True, status=401)


def _second_step_awaited(_: Request, error: SecondStepAwaited) -> Response:
    return RedirectResponse(f"{PATH}/second-step" if error.stage is Stage.PASSWORD else SET_UP, 303)


def _wrong_role(request: Request, error: WrongRole) -> Response:
    page = staff_page_for(request)
    return page("not_for_you.html", status=403, roles=[role.value for role in error.roles])


def _form_not_ours(request: Request, _: FormNotOurs) -> Response:
    return staff_error(request, 403, "form")


def _too_many_tries(request: Request, error: TooManyTries) -> Response:
    seconds = max(1, round((error.again_at - desk_of(request).now()).total_seconds()))
    response = staff_page_for(request)("too_many_tries.html", status=429, again_at=error.again_at)
    response.headers["Retry-After"] = str(seconds)
    return response


def _not_here(request: Request, _: NotHere) -> Response:
    return staff_error(request, 404)


def _setup(problem: str, status: int) -> Callable[[Request, Exception], Response]:
    def told(request: Request, error: Exception) -> Response:
        page = staff_page_for(request)
        return page("setup_problem.html", status=status, problem=problem, ended_at=getattr(error, "ended_at", None))

    return told


def _here(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"[:_LONGEST_WAY_BACK]


def _can_be_looked_at(request: Request) -> bool:
    looking = {**request.scope, "method": "GET"}
    return any(route.matches(looking)[0] is Match.FULL for route in request.app.routes)


STAFF_ERRORS: dict[type[Exception], Callable[..., Any]] = {
    NotSignedIn: _not_signed_in,
    SecondStepAwaited: _second_step_awaited,
    WrongRole: _wrong_role,
    FormNotOurs: _form_not_ours,
    TooManyTries: _too_many_tries,
    NotHere: _not_here,
    OutsideError: outside_failed,
    SetupUnknown: _setup("unknown", 404),
    SetupUsed: _setup("used", 410),
    SetupEnded: _setup("ended", 410),
}
