"""Links: sent by text message or e-mail. A letter is printed at the desk."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from bot.casework.errors import CaseOvertaken
from bot.outreach.message import Channel
from bot.web.api.documented import refusals
from bot.web.api.idempotency import Repeatable
from bot.web.api.invitations import code_for
from bot.web.api.keys import MaySend
from bot.web.api.problems import ApiError
from bot.web.api.route import ApiRoute, named
from bot.web.api.schemas import LinkOnItsWay, LinksAsked
from bot.web.api.shown import messages_shown
from bot.web.staff.visit import DeskHere

router = APIRouter(tags=["links"], route_class=ApiRoute, generate_unique_id_function=named)


@router.post("/invitations/{invitation_id}/links", status_code=202, responses=refusals(404, 409, 413, 415))
def send_link(
    actor: MaySend, desk: DeskHere, invitation_id: UUID, sent: LinksAsked, _: Repeatable = None
) -> LinkOnItsWay:
    """Send a new link with a new code; those before open nothing any more. Who is already in stays in."""
    links = desk.looking.links(actor, invitation_id)
    try:
        made = desk.inviting.send(actor, invitation_id, {Channel(way) for way in sent.ways}, links=links)
    except CaseOvertaken:
        raise ApiError(409, "Somebody sent a link at the same moment. Look at the status first.") from None
    return LinkOnItsWay(
        invitation_id=invitation_id,
        messages=messages_shown(made.messages),
        code=code_for(actor, desk, invitation_id),
    )
