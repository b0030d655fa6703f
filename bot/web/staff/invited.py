"""An invited adult: added, changed, told their code, unlocked, taken back, their number cut off."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from bot.casework.case import Case, Invited, InvitedDraft
from bot.casework.errors import CaseOvertaken, MeetingOver, NotLocked
from bot.casework.mistakes import DraftWrong
from bot.casework.reading import read_invited
from bot.conferences.invitation import Invitation
from bot.web.staff.case_form import Filled, WrittenHere, fields_of_invited, filled_by, languages
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere

router = APIRouter(prefix="/staff", include_in_schema=False)

Links = Annotated[int, Form()]
Version = Annotated[int, Form()]


@router.get("/conferences/{id:uuid}/invite")
def look_at_invite(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case = desk.arranging.case_to_change(actor, id)
    if case.is_over(desk.now()):
        raise MeetingOver
    return _form(page, case, Filled({}))


@router.post("/conferences/{id:uuid}/invite")
def invite(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, written: WrittenHere) -> Response:
    """Twice sent, it is one invitation."""
    form, case = filled_by(written), desk.arranging.case_to_change(actor, id)
    try:
        draft = read_invited(written).draft
    except DraftWrong as error:
        return _form(page, case, Filled(written, error.mistakes, once=form.once), status=422)
    invitation = desk.inviting.add(actor, id, draft, once=form.once)
    return _on(invitation, written.get("then", ""), "invited")


@router.get("/invitations/{id:uuid}/change")
def look_at_change(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case, invited = desk.inviting.look(actor, id)
    return _form(page, case, Filled(fields_of_invited(invited.invitation)), invited=invited)


@router.post("/invitations/{id:uuid}/change")
def change(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, written: WrittenHere) -> Response:
    """Where somebody changed it meanwhile, both are shown, and saving again is meant."""
    form, (case, invited) = filled_by(written), desk.inviting.look(actor, id)
    try:
        draft = read_invited(written).draft
        if invited.invitation.version != form.version and _draft_of(invited.invitation) == draft:
            return _on(invited.invitation, written.get("then", ""), "changed")  # the same form, sent twice
        invitation = desk.inviting.change(actor, id, draft, version=form.version)
    except DraftWrong as error:
        return _form(page, case, Filled(written, error.mistakes), invited=invited, status=422)
    except CaseOvertaken:
        now, invited = desk.inviting.look(actor, id)
        return _form(page, now, Filled(written), invited=invited, overtaken=True, status=409)
    return _on(invitation, written.get("then", ""), "changed")


@router.post("/invitations/{id:uuid}/code")
def show_code(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    """In the answer and at no address, so that nobody comes upon it by going back."""
    case, invited = desk.inviting.look(actor, id)
    code = desk.inviting.code(actor, id)
    return page("code.html", case=case, invited=invited, code=code, is_new=False)


@router.post("/invitations/{id:uuid}/unlock")
def unlock(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    try:
        desk.inviting.unlock(actor, id)
    except NotLocked:  # by this very form, or the parent has been let in meanwhile
        case, _ = desk.inviting.look(actor, id)
        return RedirectResponse(f"/staff/conferences/{case.conference.id}?done=unlocked#i-{id}", 303)
    case, invited = desk.inviting.look(actor, id)
    return page("code.html", case=case, invited=invited, code=desk.inviting.code(actor, id), is_new=True)


@router.get("/invitations/{id:uuid}/withdraw")
def ask_whether_to_withdraw(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case, invited = desk.inviting.look(actor, id)
    return page("withdraw.html", case=case, invited=invited, overtaken=False)


@router.post("/invitations/{id:uuid}/withdraw")
def withdraw(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, links: Links = 0) -> Response:
    try:
        desk.inviting.withdraw(actor, id, links=links)
    except CaseOvertaken:
        case, invited = desk.inviting.look(actor, id)
        return page("withdraw.html", status=409, case=case, invited=invited, overtaken=True)
    case, _ = desk.inviting.look(actor, id)
    return RedirectResponse(f"/staff/conferences/{case.conference.id}?done=withdrawn#i-{id}", 303)


@router.get("/invitations/{id:uuid}/cut-off")
def ask_whether_to_cut_off(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    case, invited = desk.inviting.look(actor, id)
    return page("cut_off.html", case=case, invited=invited, overtaken=False)


@router.post("/invitations/{id:uuid}/cut-off")
def cut_off(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, version: Version = 0) -> Response:
    try:
        desk.inviting.cut_off(actor, id, version=version)
    except CaseOvertaken:
        case, invited = desk.inviting.look(actor, id)
        return page("cut_off.html", status=409, case=case, invited=invited, overtaken=True)
    case, _ = desk.inviting.look(actor, id)
    return RedirectResponse(f"/staff/conferences/{case.conference.id}?done=cut_off#i-{id}", 303)


def _form(
    page: StaffPage,
    case: Case,
    form: Filled,
    *,
    invited: Invited | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> Response:
    """`invited` is who is changed; without them one more is added."""
    kept = invited is not None and status == 422  # they still change the one that they saw
    return page(
        "invited_form.html",
        status=status,
        case=case,
        invited=invited,
        form=form,
        version=form.version if kept else invited.invitation.version if invited else 0,
        languages=languages(),
        overtaken=overtaken,
    )


def _on(invitation: Invitation, then: str, done: str) -> Response:
    if then == "send":
        return RedirectResponse(f"/staff/invitations/{invitation.id}/send", 303)
    return RedirectResponse(f"/staff/conferences/{invitation.conference_id}?done={done}#i-{invitation.id}", 303)


def _draft_of(invitation: Invitation) -> InvitedDraft:
    return InvitedDraft(invitation.called, invitation.language, invitation.contact, invitation.agreed)
