"""Sending the link: exactly the words that will go, what they cost, by which safe ways; a letter; how it fared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from bot.casework.case import Case, Invited
from bot.casework.errors import CaseOvertaken, MeetingOver
from bot.outreach.cost import Cost, cost_of
from bot.outreach.letter import letter_for
from bot.outreach.message import Channel
from bot.outreach.texts import Words, link_preview
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere
from bot.wiring import Desk

router = APIRouter(prefix="/staff", include_in_schema=False)

Links = Annotated[int, Form()]
Ways = Annotated[list[Channel], Form()]
# It tells nobody anything, and is the same whatever is in it.
_FILE = {"Content-Disposition": 'attachment; filename="letter.pdf"'}


@dataclass(frozen=True)
class Offer:
    """One safe way: what would be sent by it, and at what price."""

    channel: Channel
    address: str
    words: Words
    cost: Cost
    is_ticked: bool


@router.get("/invitations/{id:uuid}/send")
def look_at_send(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case, invited = desk.inviting.look(actor, id)
    if case.is_over(desk.now()):
        raise MeetingOver
    return _send_page(page, desk, case, invited)


@router.post("/invitations/{id:uuid}/send")
def send(
    id: UUID,
    actor: AsCaseWorker,
    desk: DeskHere,
    page: StaffPageHere,
    way: Ways = [],  # noqa: B006 (FastAPI copies it)
    links: Links = 0,
) -> Response:
    """The code is in the answer and at no address. Sent twice, the same form sends once."""
    if not way:
        return _send_page(page, desk, *desk.inviting.look(actor, id), problem="none", status=422)
    try:
        desk.inviting.send(actor, id, frozenset(way), links=links)
    except CaseOvertaken:
        case, invited = desk.inviting.look(actor, id)
        if invited.last_link:
            return RedirectResponse(f"/staff/invitations/{id}/sent", 303)
        return _send_page(page, desk, case, invited, problem="overtaken", status=409)
    case, invited = desk.inviting.look(actor, id)
    return page("sent.html", case=case, invited=invited, code=desk.inviting.code(actor, id), just_sent=True)


@router.get("/invitations/{id:uuid}/sent")
def look_at_sent(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case, invited = desk.inviting.look(actor, id)
    return page("sent.html", case=case, invited=invited, code=None, just_sent=False)


@router.post("/invitations/{id:uuid}/letter")
def letter(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, links: Links = 0) -> Response:
    """A new link, on paper only: it is nowhere else. Sent twice, the same form makes one."""
    try:
        invitation, conference, link = desk.inviting.letter(actor, id, links=links)
    except CaseOvertaken:
        return _send_page(page, desk, *desk.inviting.look(actor, id), problem="letter", status=409)
    made = desk.letters.pdf(letter_for(invitation, conference, link=f"{desk.settings.address}/l/{link.token}"))
    return Response(made, media_type="application/pdf", headers=_FILE)


def _send_page(
    page: StaffPage, desk: Desk, case: Case, invited: Invited, *, problem: str = "", status: int = 200
) -> Response:
    return page(
        "send.html",
        status=status,
        case=case,
        invited=invited,
        offers=_offers(desk, invited),
        closed=desk.switches.closed(case.conference.council),
        problem=problem,
    )


def _offers(desk: Desk, invited: Invited) -> tuple[Offer, ...]:
    """One way is ticked: each further one is one more place where somebody may find the link."""
    invitation, settings = invited.invitation, desk.settings
    found: list[Offer] = []
    for channel in (Channel.SMS, Channel.EMAIL):
        address = invitation.contact.phone if channel is Channel.SMS else invitation.contact.email
        if channel in invited.channels and address:
            words = link_preview(settings.address, invitation.language, channel, reply_to=desk.reply_to)
            cost = cost_of(channel, words.body, pence_a_part=settings.sms_pence)
            found.append(Offer(channel, address, words, cost, is_ticked=not found))
    return tuple(found)
