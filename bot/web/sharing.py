"""Sharing parts of the notes: chosen, looked at exactly as it will be read, shared; and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.conversation.memory import Conversation
from bot.notes.sharing import Part, Recipient, Share, SharedLine, shareable
from bot.text.isolate import whole
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.shared import PartView, digest_of, part_view, receipts_of
from bot.web.visit import OwnVisit, RoomsHere, Visit

router = APIRouter(prefix="/share", include_in_schema=False)

Parts = Annotated[list[Part], Form()]
Digest = Annotated[str, Form(max_length=64)]
Content = Mapping[Part, tuple[SharedLine, ...]]


@dataclass(frozen=True)
class Happened:
    """What was just done, for the page to say: the shares of one press, or one that was to be taken back."""

    shared: UUID | None = None
    taken: UUID | None = None


class ShareNotChosen(Exception):
    """For whom or what was not chosen, or nothing is left of it. Carries what was, so that it stays ticked."""

    def __init__(self, recipient: Recipient | None, parts: tuple[Part, ...]) -> None:
        super().__init__()
        self.recipient = recipient
        self.parts = parts


@router.get("")
def share(
    visit: OwnVisit, rooms: RoomsHere, page: PageHere, shared: UUID | None = None, taken: UUID | None = None
) -> Response:
    return choosing(page, rooms, visit, happened=Happened(shared, taken))


@router.post("/preview")
def preview(
    visit: OwnVisit,
    rooms: RoomsHere,
    page: PageHere,
    recipient: Annotated[Recipient | None, Form()] = None,
    part: Parts = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """Nothing is saved here: it is a POST so that what she chose stands in no address."""
    if not _can_share(rooms, visit):
        return RedirectResponse("/share", 303)
    found = _content(rooms, visit, part)
    if recipient is None or not found:
        raise ShareNotChosen(recipient, tuple(part))
    return _preview(page, rooms, visit, recipient, found)


@router.post("")
def share_now(
    visit: OwnVisit,
    rooms: RoomsHere,
    page: PageHere,
    recipient: Annotated[Recipient, Form()],
    digest: Digest,
    part: Parts = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """What is shared is what the digest stands for, which is what she saw; else she is shown what there is now."""
    if not _can_share(rooms, visit):
        return RedirectResponse("/share", 303)
    found, language = _content(rooms, visit, part), visit.conversation.language
    if not found:
        raise ShareNotChosen(recipient, tuple(part))
    if digest_of(recipient, found, language) != digest:
        return _preview(page, rooms, visit, recipient, found, changed=True)
    made = rooms.sharing.share(visit.conversation.notes_owner, recipient, found, language=language, at=rooms.now())
    return RedirectResponse(f"/share?shared={made[0].id}#happened", 303)


@router.get("/{id:uuid}/take-back")
def ask_whether_to_take_back(id: UUID, visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    own = _own_share(rooms, visit, id)
    (receipt,) = receipts_of(rooms, visit.conversation, only=own)
    return page("share_take_back.html", receipt=receipt)


@router.post("/{id:uuid}/take-back")
def take_back(id: UUID, visit: OwnVisit, rooms: RoomsHere) -> Response:
    _own_share(rooms, visit, id)
    rooms.sharing.withdraw(visit.conversation.notes_owner, id, at=rooms.now())
    return RedirectResponse(f"/share?taken={id}#happened", 303)


def choosing(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    *,
    happened: Happened = Happened(),
    refused: ShareNotChosen | None = None,
) -> Response:
    """For whom and which parts; below it everything that was ever shared."""
    conversation = visit.conversation
    receipts = receipts_of(rooms, conversation)
    return page(
        "share.html",
        status=422 if refused else 200,
        meeting=rooms.meeting(conversation),
        council=whole(rooms.council_name(conversation), conversation.language),
        own_writing=rooms.own_writing(conversation),
        recipients=tuple(Recipient),
        parts=_views(rooms, conversation, _shareable(rooms, visit)),
        receipts=receipts,
        just_shared=[
            receipt for receipt in reversed(receipts) if receipt.is_of_one_press_with(happened.shared, receipts)
        ],
        just_taken=next((receipt for receipt in receipts if receipt.id == happened.taken), None),
        refused=refused,
    )


def _preview(
    page: Page, rooms: Rooms, visit: Visit, recipient: Recipient, found: Content, *, changed: bool = False
) -> Response:
    language = visit.conversation.language
    return page(
        "share_preview.html",
        status=409 if changed else 200,
        meeting=rooms.meeting(visit.conversation),
        recipient=recipient,
        parts=_views(rooms, visit.conversation, found),
        digest=digest_of(recipient, found, language),
        changed=changed,
    )


def _views(rooms: Rooms, conversation: Conversation, found: Content) -> tuple[PartView, ...]:
    return tuple(part_view(rooms, conversation, part, lines, conversation.language) for part, lines in found.items())


def _can_share(rooms: Rooms, visit: Visit) -> bool:
    """Without a link we know neither the chair nor the social worker."""
    return rooms.meeting(visit.conversation) is not None


def _shareable(rooms: Rooms, visit: Visit) -> Content:
    owner = visit.conversation.notes_owner
    return shareable(rooms.notes.of(owner), rooms.needs.of(owner))


def _content(rooms: Rooms, visit: Visit, chosen: list[Part]) -> Content:
    return {part: lines for part, lines in _shareable(rooms, visit).items() if part in chosen}


def _own_share(rooms: Rooms, visit: Visit, id: UUID) -> Share:
    """Nobody's but their own: another's is simply not there."""
    for share in rooms.sharing.of(visit.conversation.notes_owner):
        if share.id == id:
            return share
    raise HTTPException(404)
