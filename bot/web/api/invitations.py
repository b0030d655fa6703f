"""Invitations: listed, added, seen, changed; how far one has got; taken back and unlocked."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from bot.conferences.invitation import Invitation
from bot.staff.account import Actor, Scope
from bot.web.api.documented import ETAG, LOCATION, refusals
from bot.web.api.idempotency import Repeatable
from bot.web.api.keys import MayRead, MayWrite
from bot.web.api.route import ApiRoute, named
from bot.web.api.schemas import InvitationList, InvitationShown, InvitationStatus, InvitedFields, NewCode
from bot.web.api.shown import invitation_shown, invited_draft, status_shown
from bot.web.api.versions import IfMatch, put_etag, version_in
from bot.web.staff.visit import DeskHere
from bot.wiring import Desk

router = APIRouter(tags=["invitations"], route_class=ApiRoute, generate_unique_id_function=named)


@router.get("/conferences/{conference_id}/invitations", responses=refusals(404))
def list_invitations(actor: MayRead, desk: DeskHere, conference_id: UUID) -> InvitationList:
    """Everybody who is invited to a conference."""
    case = desk.arranging.case(actor, conference_id)
    return InvitationList(items=[invitation_shown(invited.invitation) for invited in case.invited])


@router.post(
    "/conferences/{conference_id}/invitations",
    status_code=201,
    responses={**refusals(404, 409, 413, 415), 201: {"headers": {**ETAG, **LOCATION}}},
)
def add_invitation(
    actor: MayWrite,
    desk: DeskHere,
    conference_id: UUID,
    sent: InvitedFields,
    response: Response,
    _: Repeatable = None,
) -> InvitationShown:
    """Invite one more adult. Nothing is sent to them yet."""
    made = desk.inviting.add(actor, conference_id, invited_draft(sent))
    response.headers["Location"] = f"/api/v1/invitations/{made.id}"
    return _with_etag(made, response)


@router.get("/invitations/{invitation_id}", responses={**refusals(404), 200: {"headers": ETAG}})
def get_invitation(actor: MayRead, desk: DeskHere, invitation_id: UUID, response: Response) -> InvitationShown:
    """One invitation, with its version as ETag."""
    return _with_etag(desk.looking.invited(actor, invitation_id).invitation, response)


@router.put(
    "/invitations/{invitation_id}",
    responses={**refusals(404, 412, 413, 415, 428), 200: {"headers": ETAG}},
)
def change_invitation(
    actor: MayWrite,
    desk: DeskHere,
    invitation_id: UUID,
    sent: InvitedFields,
    if_match: IfMatch,
    response: Response,
) -> InvitationShown:
    """Change it. What waits to be sent to an old number, or to somebody who does not agree any more, is not sent."""
    after = desk.inviting.change(actor, invitation_id, invited_draft(sent), version=version_in(if_match))
    return _with_etag(after, response)


@router.get("/invitations/{invitation_id}/status", responses=refusals(404))
def get_status(actor: MayRead, desk: DeskHere, invitation_id: UUID) -> InvitationStatus:
    """How far it has got: sent, opened, locked, shared from. Never what a parent wrote."""
    return status_shown(desk.looking.progress(actor, invitation_id))


@router.post("/invitations/{invitation_id}/withdraw", status_code=204, responses=refusals(404, 409))
def withdraw_invitation(actor: MayWrite, desk: DeskHere, invitation_id: UUID, _: Repeatable = None) -> None:
    """Take it back, at once: its link opens nothing, and whoever came in by it is out. A new link makes it whole."""
    desk.inviting.withdraw(actor, invitation_id)


@router.post("/invitations/{invitation_id}/unlock", responses=refusals(404, 409))
def unlock_invitation(actor: MayWrite, desk: DeskHere, invitation_id: UUID, _: Repeatable = None) -> NewCode:
    """After five wrong codes: another code and five tries, for the same link."""
    desk.inviting.unlock(actor, invitation_id)
    return NewCode(invitation_id=invitation_id, code=code_for(actor, desk, invitation_id))


def code_for(actor: Actor, desk: Desk, id: UUID) -> str | None:
    """The code, for a key that may be told codes."""
    return desk.inviting.code(actor, id) if Scope.CODES in actor.scopes else None


def _with_etag(invitation: Invitation, response: Response) -> InvitationShown:
    put_etag(response, invitation.version)
    return invitation_shown(invitation)
