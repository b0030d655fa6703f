"""The accounts of a council, for its administrators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from bot.staff.account import Account, Actor
from bot.staff.accounts import EmailTaken, LastAdministrator
from bot.staff.administering import PersonWrong, Written, person_from
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsAdministrator, DeskHere
from bot.wiring import Desk

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)


class AccountForm(BaseModel):
    """What stands in the boxes, as it was typed."""

    name: str = ""
    email: str = ""
    role: str = ""
    team: str = ""
    phone: str = ""


FilledIn = Annotated[AccountForm, Form()]


@dataclass(frozen=True)
class _Boxes:
    """A form to be shown: what stands in it, and what is wrong with that."""

    written: Written
    problems: dict[str, str] = field(default_factory=dict)


@router.get("")
def accounts(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    return page("accounts.html", accounts=desk.accounts.of(actor.council))


@router.get("/new")
def look_at_new(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    return _new_page(page, desk, actor, _Boxes(Written()))


@router.post("/new")
def add(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, form: FilledIn) -> Response:
    written = Written(**form.model_dump())
    try:
        person = person_from(written, teams=_teams(desk, actor))
        made, link = desk.administering.add(actor.council, person, by=actor, now=desk.now())
    except PersonWrong as error:
        return _new_page(page, desk, actor, _Boxes(written, error.problems))
    except EmailTaken:
        return _new_page(page, desk, actor, _Boxes(written, {"email": "taken"}))
    return _link_page(page, desk, made, link.token, made=True)


@router.get("/{id}")
def look_at(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, done: str = "") -> Response:
    account = desk.administering.find(id, by=actor)
    return _account_page(page, desk, actor, account, _Boxes(_as_written(account)), done=done)


@router.post("/{id}")
def change(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, form: FilledIn) -> Response:
    account = desk.administering.find(id, by=actor)
    written = Written(**{**form.model_dump(), "email": account.email})
    try:
        desk.administering.change(id, person_from(written, teams=_teams(desk, actor)), by=actor, now=desk.now())
    except PersonWrong as error:
        return _account_page(page, desk, actor, account, _Boxes(written, error.problems))
    except LastAdministrator:
        return _account_page(page, desk, actor, account, _Boxes(written, {"role": "last"}))
    return _done(id, "changed")


@router.post("/{id}/link")
def new_link(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    link = desk.administering.new_link(id, by=actor, now=desk.now())
    return _link_page(page, desk, desk.administering.find(id, by=actor), link.token, made=False)


@router.get("/{id}/close")
def look_at_close(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    whose = desk.administering.find(id, by=actor)
    return page("account_close.html", whose=whose, own=whose.id == actor.id, last=False)


@router.post("/{id}/close")
def close(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    try:
        desk.administering.close(id, by=actor, now=desk.now())
    except LastAdministrator:
        whose = desk.administering.find(id, by=actor)
        return page("account_close.html", status=422, whose=whose, own=whose.id == actor.id, last=True)
    return _done(id, "closed")


@router.post("/{id}/reopen")
def reopen(id: UUID, desk: DeskHere, actor: AsAdministrator) -> Response:
    desk.administering.reopen(id, by=actor, now=desk.now())
    return _done(id, "reopened")


def _done(id: UUID, what: str) -> Response:
    return RedirectResponse(f"/staff/accounts/{id}?done={what}", 303)


def _teams(desk: Desk, actor: Actor) -> list[str]:
    """Every team that somebody of the council is in."""
    return sorted({account.team for account in desk.accounts.of(actor.council) if account.team})


def _as_written(account: Account) -> Written:
    return Written(account.name, account.email, account.role.value, account.team or "", account.phone or "")


def _new_page(page: StaffPage, desk: Desk, actor: Actor, boxes: _Boxes) -> Response:
    status = 422 if boxes.problems else 200
    return page("account_new.html", status=status, boxes=boxes, teams=_teams(desk, actor))


def _account_page(
    page: StaffPage, desk: Desk, actor: Actor, account: Account, boxes: _Boxes, *, done: str = ""
) -> Response:
    return page(
        "account.html",
        status=422 if boxes.problems else 200,
        whose=account,
        own=account.id == actor.id,
        boxes=boxes,
        teams=_teams(desk, actor),
        done=done,
    )


def _link_page(page: StaffPage, desk: Desk, whose: Account, token: str, *, made: bool) -> Response:
    """The one time that a setup link is shown. It travels by hand or by word, never by the address bar."""
    address = f"{desk.settings.address}/staff/begin/{token}"
    return page("account_link.html", whose=whose, address=address, made=made)
