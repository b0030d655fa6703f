"""What a parent shared, for whom she shared it with: as a page, on paper, as a PDF. Never more, never the chat."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Response

from bot.casework.case import Case, Invited
from bot.casework.errors import CaseNotFound
from bot.conferences.calendar import LONDON
from bot.languages import Language
from bot.notes.document import Document, PrintingFailed, document_of, printed_part
from bot.notes.headings import Heading
from bot.notes.note import Section
from bot.notes.sharing import Share
from bot.staff.account import Actor
from bot.web.quiet import log_error
from bot.web.shared import PartView, part_as_read
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere
from bot.web.visit import RoomsHere
from bot.wiring import Desk

router = APIRouter(prefix="/staff", include_in_schema=False)

# It tells nobody anything, and is the same whatever is in it.
_FILE = {"Content-Disposition": 'attachment; filename="notes.pdf"'}


@dataclass(frozen=True)
class SharedPart:
    """One part as it is read, and when it was shared."""

    view: PartView
    share: Share


@router.post("/invitations/{id:uuid}/shared")
def read(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere) -> Response:
    """A POST, for with it the parent is told that it was read. Nothing of it is left at an address."""
    return _page(page, desk, actor, id)


@router.post("/invitations/{id:uuid}/shared.pdf")
def pdf(id: UUID, actor: AsCaseWorker, desk: DeskHere, rooms: RoomsHere, page: StaffPageHere) -> Response:
    case, _ = _look(desk, actor, id)
    shares = [share for found in desk.inviting.read(actor, id).values() for share in found]
    if not shares:
        return _page(page, desk, actor, id)
    try:
        made = rooms.pdf(_document(desk, case, shares))
    except PrintingFailed as error:
        log_error(error)
        return _page(page, desk, actor, id, not_printed=True)
    return Response(made, media_type="application/pdf", headers=_FILE)


def _page(page: StaffPage, desk: Desk, actor: Actor, id: UUID, *, not_printed: bool = False) -> Response:
    case, invited = _look(desk, actor, id)
    found = desk.inviting.read(actor, id)
    council = case.conference.council
    return page(
        "shared.html",
        status=500 if not_printed else 200,
        case=case,
        invited=invited,
        shared={recipient: _parts(desk, council, shares) for recipient, shares in found.items() if shares},
        for_others=tuple(sorted(invited.shared_with - found.keys())),
        not_printed=not_printed,
    )


def _look(desk: Desk, actor: Actor, id: UUID) -> tuple[Case, Invited]:
    """The chair may look too: `reads_as` says who reads what."""
    case = desk.inviting.ground.case_of(actor, id)
    found = next((invited for invited in case.invited if invited.invitation.id == id), None)
    if found is None:
        raise CaseNotFound
    return case, found


def _parts(desk: Desk, council: str, shares: tuple[Share, ...]) -> tuple[SharedPart, ...]:
    def headings(language: Language) -> dict[Section, Heading]:
        return desk.headings(council, language)

    return tuple(
        SharedPart(part_as_read(headings, share.part, share.lines, share.language, reader=Language.ENGLISH), share)
        for share in shares
    )


def _document(desk: Desk, case: Case, shares: list[Share]) -> Document:
    """Each part under the headings that she saw; the frame is in the language of what she shared last."""
    newest = max(shares, key=lambda share: share.shared_at)
    council = case.conference.council
    return document_of(
        tuple(
            printed_part(share.part, share.lines, desk.headings(council, share.language), share.language)
            for share in shares
        ),
        language=newest.language,
        day=newest.shared_at.astimezone(LONDON).date(),
        reference=case.conference.reference,
        shared=True,
    )
