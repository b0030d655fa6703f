"""Signing in with password and second step; setting both up with a link; signing out."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from bot.staff.passwords import LONGEST, SHORTEST, PasswordRefused
from bot.staff.second_step import in_groups
from bot.staff.sessions import Because, NotSignedIn, Session, Stage
from bot.staff.signing_in import AccountClosed, SetupUnfinished, SignInRefused, StepCodeWrong
from bot.web.staff.pages import StaffPage, StaffPageHere, home_of
from bot.web.staff.visit import COOKIE, DeskHere, Looked, SessionHere, address_of, admitted, dismissed
from bot.wiring import Desk

router = APIRouter(prefix="/staff", include_in_schema=False)

SET_UP = "/staff/second-step/set-up"
_REFUSED = {SignInRefused: "refused", AccountClosed: "closed", SetupUnfinished: "unfinished"}
_ON_THE_WAY_IN = ("/staff/sign", "/staff/second-step", "/staff/begin/")
_OURS = re.compile(r"/staff(?:[/?][^\s\\]*)?", re.ASCII)

Field = Annotated[str, Form(max_length=1000)]
Next = Annotated[str, Form(max_length=1000)]


@router.get("/sign-in")
def look_at_sign_in(page: StaffPageHere, looked: Looked, next: str = "") -> Response:
    if isinstance(looked, Session) and looked.stage is Stage.IN:
        return RedirectResponse(way_back(next, looked), 303)
    because = looked.because if isinstance(looked, NotSignedIn) else None
    return sign_in_page(page, next=next, because=because)


@router.post("/sign-in")
def sign_in(
    request: Request, desk: DeskHere, page: StaffPageHere, email: Field = "", password: Field = "", next: Next = ""
) -> Response:
    try:
        token = desk.signing_in.with_password(email, password, address=address_of(request), now=desk.now())
    except (SignInRefused, AccountClosed, SetupUnfinished) as error:
        return sign_in_page(page, next=next, email=email, problem=_REFUSED[type(error)], status=422)
    desk.sessions.end(request.cookies.get(COOKIE, ""))  # whoever sat here before
    query = f"?{urlencode({'next': next})}" if next else ""
    return admitted(RedirectResponse(f"/staff/second-step{query}", 303), token, desk)


@router.get("/second-step")
def look_at_second_step(page: StaffPageHere, session: SessionHere, next: str = "") -> Response:
    if session.stage is not Stage.PASSWORD:
        raise NotSignedIn
    return page("second_step.html", next=next, wrong=False)


@router.post("/second-step")
def give_code(
    request: Request, desk: DeskHere, page: StaffPageHere, session: SessionHere, code: Field = "", next: Next = ""
) -> Response:
    try:
        token = desk.signing_in.with_code(session, code, address=address_of(request), now=desk.now())
    except StepCodeWrong:
        return page("second_step.html", status=422, next=next, wrong=True)
    return admitted(RedirectResponse(way_back(next, session), 303), token, desk)


@router.post("/sign-out")
def sign_out(desk: DeskHere, looked: Looked) -> Response:
    if isinstance(looked, Session):
        desk.signing_in.sign_out(looked, now=desk.now())
    return dismissed(RedirectResponse("/staff/signed-out", 303), desk)


@router.get("/signed-out")
def signed_out(page: StaffPageHere) -> Response:
    return page("signed_out.html")


@router.get("/begin/{token}")
def look_at_begin(token: str, desk: DeskHere, page: StaffPageHere) -> Response:
    return _begin_page(page, desk, token)


@router.post("/begin/{token}")
def choose_password(
    request: Request, token: str, desk: DeskHere, page: StaffPageHere, password: Field = "", repeated: Field = ""
) -> Response:
    if password != repeated:
        return _begin_page(page, desk, token, problem="different")
    try:
        opened = desk.signing_in.choose_password(token, password, now=desk.now())
    except PasswordRefused as error:
        return _begin_page(page, desk, token, problem=error.why.value)
    desk.sessions.end(request.cookies.get(COOKIE, ""))
    return admitted(RedirectResponse(SET_UP, 303), opened, desk)


@router.get("/second-step/set-up")
def look_at_set_up(desk: DeskHere, page: StaffPageHere, session: SessionHere) -> Response:
    return _set_up_page(page, desk, session)


@router.post("/second-step/set-up")
def confirm_second_step(desk: DeskHere, page: StaffPageHere, session: SessionHere, code: Field = "") -> Response:
    try:
        token = desk.signing_in.confirm_second_step(session, code, now=desk.now())
    except StepCodeWrong:
        return _set_up_page(page, desk, session, wrong=True)
    return admitted(RedirectResponse(home_of(session.account), 303), token, desk)


def sign_in_page(
    page: StaffPage,
    *,
    next: str = "",
    because: Because | None = None,
    email: str = "",
    problem: str = "",
    lost: bool = False,
    status: int = 200,
) -> Response:
    """`because` says why somebody is out, `lost` that what they sent was not kept."""
    ended = because.value if because else ""
    return page(
        "sign_in.html",
        status=status,
        next=next,
        because=ended,
        email=email,
        problem=problem,
        lost=lost,
        outside=page.outside,
    )


def way_back(next: str, session: Session) -> str:
    """Where they were, if that is a page of the desk, so that no link can send anybody elsewhere; else their first."""
    if not _OURS.fullmatch(next) or ".." in next or next == "/staff" or next.startswith(_ON_THE_WAY_IN):
        return home_of(session.account)
    return next


def _begin_page(page: StaffPage, desk: Desk, token: str, *, problem: str = "") -> Response:
    whose = desk.signing_in.begin(token, now=desk.now())
    return page(
        "begin.html",
        status=422 if problem else 200,
        whose=whose,
        token=token,
        problem=problem,
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _set_up_page(page: StaffPage, desk: Desk, session: Session, *, wrong: bool = False) -> Response:
    step = desk.signing_in.second_step(session)
    drawn = segno.make(step.address, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)
    return page(
        "set_up_second_step.html",
        status=422 if wrong else 200,
        drawing=Markup(drawn),  # noqa: S704 (segno's own markup: squares, no words)
        secret=in_groups(step.secret),
        address=step.address,
        email=session.account.email,
        wrong=wrong,
    )
