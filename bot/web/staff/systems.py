"""Case systems, for a council's administrators: their keys, and who is told of events."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from bot.casework.systems import SystemWrong, Told
from bot.outreach.events import Event, events_of
from bot.staff.account import Actor, Scope
from bot.staff.administering import NotHere
from bot.staff.keys import ApiKey
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsAdministrator, DeskHere, as_administrator
from bot.wiring import Desk

router = APIRouter(prefix="/staff/systems", include_in_schema=False)

_DONE = ("revoked", "ended", "tested")


class KeyForm(BaseModel):
    """What stands in the boxes, as it was typed."""

    name: str = ""
    scopes: list[str] = []


class SubscriptionForm(BaseModel):
    """What stands in the boxes, as it was typed."""

    url: str = ""
    events: list[str] = []


FilledInKey = Annotated[KeyForm, Form()]
FilledInSubscription = Annotated[SubscriptionForm, Form()]


@router.get("")
def systems(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, done: str = "") -> Response:
    return page(
        "systems.html",
        keys=desk.systems.keys(actor),
        subscriptions=desk.systems.subscriptions(actor),
        done=done if done in _DONE else "",
    )


@router.get("/keys/new", dependencies=[Depends(as_administrator)])
def look_at_new_key(page: StaffPageHere) -> Response:
    return _key_page(page, KeyForm(), {})


@router.post("/keys/new")
def make_key(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, form: FilledInKey) -> Response:
    known = {scope.value: scope for scope in Scope}
    try:
        key, written = desk.systems.make_key(actor, form.name, {known[name] for name in form.scopes if name in known})
    except SystemWrong as error:
        return _key_page(page, form, error.problems)
    return page("systems_secret.html", what="key", whose=key.name, secret=written)


@router.get("/keys/{id}/revoke")
def look_at_revoke(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    return page(
        "systems_sure.html", what="key", whose=_key(desk, actor, id).name, action=f"/staff/systems/keys/{id}/revoke"
    )


@router.post("/keys/{id}/revoke")
def revoke(id: UUID, desk: DeskHere, actor: AsAdministrator) -> Response:
    desk.systems.revoke_key(actor, id)
    return _back("revoked")


@router.get("/subscriptions/new", dependencies=[Depends(as_administrator)])
def look_at_new_subscription(page: StaffPageHere) -> Response:
    return _subscription_page(page, SubscriptionForm(events=[event.value for event in Event]), {})


@router.post("/subscriptions/new")
def subscribe(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, form: FilledInSubscription) -> Response:
    try:
        made = desk.systems.subscribe(actor, form.url, events_of(form.events))
    except SystemWrong as error:
        return _subscription_page(page, form, error.problems)
    return page("systems_secret.html", what="subscription", whose=made.url, secret=made.secret)


@router.get("/subscriptions/{id}")
def look_at_subscription(
    id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, done: str = ""
) -> Response:
    return page("systems_told.html", told=_told(desk, actor, id), done=done if done in _DONE else "")


@router.post("/subscriptions/{id}/test")
def test(id: UUID, desk: DeskHere, actor: AsAdministrator) -> Response:
    desk.systems.test(actor, id)
    return RedirectResponse(f"/staff/systems/subscriptions/{id}?done=tested", 303)


@router.get("/subscriptions/{id}/end")
def look_at_end(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    url = _told(desk, actor, id).subscription.url
    return page("systems_sure.html", what="subscription", whose=url, action=f"/staff/systems/subscriptions/{id}/end")


@router.post("/subscriptions/{id}/end")
def end(id: UUID, desk: DeskHere, actor: AsAdministrator) -> Response:
    desk.systems.end(actor, id)
    return _back("ended")


def _back(what: str) -> Response:
    return RedirectResponse(f"/staff/systems?done={what}", 303)


def _key(desk: Desk, actor: Actor, id: UUID) -> ApiKey:
    for key in desk.systems.keys(actor):
        if key.id == id:
            return key
    raise NotHere


def _told(desk: Desk, actor: Actor, id: UUID) -> Told:
    for told in desk.systems.subscriptions(actor):
        if told.subscription.id == id:
            return told
    raise NotHere


def _key_page(page: StaffPage, form: KeyForm, problems: dict[str, str]) -> Response:
    status = 422 if problems else 200
    return page("systems_key.html", status=status, form=form, problems=problems)


def _subscription_page(page: StaffPage, form: SubscriptionForm, problems: dict[str, str]) -> Response:
    return page("systems_subscribe.html", status=422 if problems else 200, form=form, problems=problems)
