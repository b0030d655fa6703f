"""Adding, changing and cancelling a conference; whoever agreed is told in the same breath."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from bot.casework.beginning import begin
from bot.casework.case import Case
from bot.casework.errors import CaseNotFound, CaseOvertaken, MeetingOver, OwnerUnknown
from bot.casework.may import may_see
from bot.casework.mistakes import DraftWrong, Mistake
from bot.conferences.conference import Conference
from bot.staff.account import Account, Actor
from bot.web.staff.case_form import (
    Filled,
    WrittenHere,
    chairs,
    conference_in,
    fields_of,
    filled_by,
    is_as,
    languages,
    new_conference,
    only_conference_in,
    owners,
    where_and_when,
)
from bot.web.staff.case_views import news_for
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere, SignedIn
from bot.wiring import Desk

router = APIRouter(prefix="/staff", include_in_schema=False)


@router.get("/conferences/new")
def look_at_new(actor: AsCaseWorker, account: SignedIn, desk: DeskHere, page: StaffPageHere) -> Response:  # noqa: ARG001 (the guard)
    return _form(page, desk, account, Filled(new_conference(account)))


@router.post("/conferences/new")
def add(actor: AsCaseWorker, account: SignedIn, desk: DeskHere, page: StaffPageHere, written: WrittenHere) -> Response:
    """Twice sent, it is one conference."""
    form = filled_by(written)
    try:
        read, invited = conference_in(written, desk, account)
        if read.doubts and not form.is_looked_at:
            return _form(page, desk, account, Filled(written, doubts=read.doubts, once=form.once), status=422)
        conference, invitation = begin(desk.arranging, desk.inviting, actor, read.draft, invited, once=form.once)
    except DraftWrong as error:
        return _form(page, desk, account, Filled(written, error.mistakes, once=form.once), status=422)
    except OwnerUnknown:
        return _form(page, desk, account, Filled(written, _NO_OWNER, once=form.once), status=422)
    if not may_see(actor, conference):
        return RedirectResponse("/staff?done=handed_over", 303)
    if invitation and written.get("then") == "send":
        return RedirectResponse(f"/staff/invitations/{invitation.id}/send", 303)
    return RedirectResponse(f"/staff/conferences/{conference.id}?done=added", 303)


@router.get("/conferences/{id:uuid}/change")
def look_at_change(id: UUID, actor: AsCaseWorker, account: SignedIn, desk: DeskHere, page: StaffPageHere) -> Response:
    case = _open(desk, actor, id)
    return _form(page, desk, account, Filled(fields_of(case.conference, desk)), case=case)


@router.post("/conferences/{id:uuid}/change")
def change(
    id: UUID, actor: AsCaseWorker, account: SignedIn, desk: DeskHere, page: StaffPageHere, written: WrittenHere
) -> Response:
    """Where somebody changed it meanwhile, both are shown, and saving again is meant."""
    form, case = filled_by(written), desk.arranging.case_to_change(actor, id)
    try:
        read = only_conference_in(written, desk, account)
        if case.conference.version != form.version and is_as(case.conference, read.draft):
            return _changed(desk, actor, id, form)  # the same form, sent twice
        if read.doubts and not form.is_looked_at:
            return _form(page, desk, account, Filled(written, doubts=read.doubts), case=case, status=422)
        desk.arranging.change(actor, id, read.draft, version=form.version)
    except DraftWrong as error:
        return _form(page, desk, account, Filled(written, error.mistakes), case=case, status=422)
    except OwnerUnknown:
        return _form(page, desk, account, Filled(written, _NO_OWNER), case=case, status=422)
    except CaseOvertaken:
        now = _open(desk, actor, id)
        return _form(page, desk, account, Filled(written), case=now, overtaken=now.conference, status=409)
    return _changed(desk, actor, id, form)


@router.get("/conferences/{id:uuid}/cancel")
def ask_whether_to_cancel(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    return _cancel_page(page, _open(desk, actor, id))


@router.post("/conferences/{id:uuid}/cancel")
def cancel(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, written: WrittenHere) -> Response:
    version = filled_by(written).version
    try:
        desk.arranging.cancel(actor, id, version=version)
    except (CaseOvertaken, MeetingOver) as error:
        now = desk.arranging.case_to_change(actor, id)
        if now.conference.cancelled_at is not None:  # by this very form, most likely
            return RedirectResponse(_told(now.conference), 303)
        if isinstance(error, MeetingOver):
            raise
        return _cancel_page(page, now, overtaken=True, status=409)
    return RedirectResponse(f"/staff/conferences/{id}/told?version={version + 1}", 303)


_NO_OWNER = (Mistake("social_worker_email", "owner_unknown"),)


def _form(
    page: StaffPage,
    desk: Desk,
    account: Account,
    form: Filled,
    *,
    case: Case | None = None,
    overtaken: Conference | None = None,
    status: int = 200,
) -> Response:
    """`case` is the one that is changed; without it one is added, with its first invited adult."""
    kept = case is not None and status == 422  # they still change the one that they saw
    return page(
        "conference_form.html",
        status=status,
        case=case,
        form=form,
        version=form.version if kept else case.conference.version if case else 0,
        was=form.written.get("was", "") if kept else where_and_when(case.conference) if case else "",
        owners=owners(desk, account),
        chairs=chairs(desk, account),
        languages=languages(),
        news=news_for(case) if case else None,
        overtaken=overtaken,
    )


def _cancel_page(page: StaffPage, case: Case, *, overtaken: bool = False, status: int = 200) -> Response:
    return page("cancel.html", status=status, case=case, news=news_for(case), overtaken=overtaken)


def _open(desk: Desk, actor: Actor, id: UUID) -> Case:
    """One that can still be changed."""
    case = desk.arranging.case_to_change(actor, id)
    if case.is_over(desk.now()):
        raise MeetingOver
    return case


def _changed(desk: Desk, actor: Actor, id: UUID, form: Filled) -> Response:
    """On to who was told, if it was moved; to the first page, where it is somebody else's now."""
    try:
        conference = desk.arranging.case(actor, id).conference
    except CaseNotFound:
        return RedirectResponse("/staff?done=handed_over", 303)
    moved = form.written.get("was") != where_and_when(conference)
    return RedirectResponse(_told(conference) if moved else f"/staff/conferences/{id}?done=changed", 303)


def _told(conference: Conference) -> str:
    return f"/staff/conferences/{conference.id}/told?version={conference.version}"
