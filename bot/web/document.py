"""A parent's notes to print or to keep: what to put in, the PDF, and a page for the browser's own print."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from bot.conferences.calendar import LONDON
from bot.conversation.memory import Conversation
from bot.notes.document import (
    Choice,
    Document,
    Layout,
    NothingToPrint,
    PrintingFailed,
    document,
    in_numbers,
    part_title,
)
from bot.notes.sharing import Part, shareable
from bot.web.pages import Page, PageHere
from bot.web.quiet import log_error
from bot.web.rooms import Rooms
from bot.web.visit import OwnVisit, RoomsHere

router = APIRouter(prefix="/notes", include_in_schema=False)

# It tells nobody anything, and is the same whatever is in it.
_FILE = "my-notes.pdf"
# Shown at once where the phone can: what is only shown is not left among its downloads.
_AS = {"Content-Disposition": f'inline; filename="{_FILE}"'}

Parts = Annotated[frozenset[Part], Query(alias="part")]


def _chosen(part: Parts = frozenset(), layout: Layout = Layout.NORMAL, reference: bool = False) -> Choice:
    return Choice(part, layout, reference)


ChoiceHere = Annotated[Choice, Depends(_chosen)]


@router.get("/document")
def choose(visit: OwnVisit, rooms: RoomsHere, page: PageHere, choice: ChoiceHere) -> Response:
    """Everything is ticked until she has chosen."""
    return _form(page, rooms, visit.conversation, replace(choice, parts=choice.parts or frozenset(Part)))


@router.get("/document.pdf")
def pdf(visit: OwnVisit, rooms: RoomsHere, page: PageHere, choice: ChoiceHere) -> Response:
    try:
        made = rooms.pdf(_document(rooms, visit.conversation, choice))
    except NothingToPrint:
        return _form(page, rooms, visit.conversation, choice, refused=True)
    except PrintingFailed as error:
        log_error(error)
        return page("document_failed.html", status=500, print_view=_address("/notes/print", choice))
    return Response(made, media_type="application/pdf", headers=_AS)


@router.get("/print")
def print_view(visit: OwnVisit, rooms: RoomsHere, page: PageHere, choice: ChoiceHere) -> Response:
    try:
        shown = _document(rooms, visit.conversation, choice)
    except NothingToPrint:
        return _form(page, rooms, visit.conversation, choice, refused=True)
    back = _address("/notes/document", choice)
    return page("document_print.html", document=shown, in_numbers=in_numbers, back=back)


def _document(rooms: Rooms, conversation: Conversation, choice: Choice) -> Document:
    owner = conversation.notes_owner
    return document(
        rooms.notes.of(owner),
        rooms.needs.of(owner),
        rooms.headings(conversation),
        choice,
        language=conversation.language,
        today=rooms.now().astimezone(LONDON).date(),
        reference=rooms.reference(conversation),
    )


def _form(page: Page, rooms: Rooms, conversation: Conversation, choice: Choice, *, refused: bool = False) -> Response:
    """Only parts with something in them are offered; where there are none, the page says what to do first."""
    owner, headings = conversation.notes_owner, rooms.headings(conversation)
    there = shareable(rooms.notes.of(owner), rooms.needs.of(owner))
    return page(
        "document.html",
        status=422 if refused else 200,
        parts=[(part, part_title(part, headings, conversation.language)) for part in there],
        choice=choice,
        has_reference=rooms.reference(conversation) is not None,
        nothing_chosen=refused and bool(there),
        file=_FILE,
    )


def _address(path: str, choice: Choice) -> str:
    """The same choice at another address. There is nothing of the parent's in it."""
    asked = [("part", part.value) for part in Part if part in choice.parts]
    asked.append(("layout", choice.layout.value))
    if choice.with_reference:
        asked.append(("reference", "yes"))
    return f"{path}?{urlencode(asked)}"
