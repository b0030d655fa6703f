"""A parent's notes, the same as in the chat: write, change, remove and put back, and delete for good."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from bot.conversation.messages import LONGEST_MESSAGE
from bot.notes.note import Note, Section
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.visit import OwnVisit, RoomsHere, Visit, own_visit
from bot.web.written import is_blank, with_plain_line_ends

router = APIRouter(prefix="/notes", include_in_schema=False)

NoteText = Annotated[str, Form()]


class NoteNotKept(Exception):
    """A note was empty or too long. Carries where it was being written, so that the words go back there."""

    def __init__(self, problem: str, text: str, *, section: Section, id: UUID | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.text = text
        self.section = section
        self.id = id


@router.get("")
async def notes(
    visit: OwnVisit, rooms: RoomsHere, page: PageHere, written: UUID | None = None, removed: UUID | None = None
) -> Response:
    kept = await run_in_threadpool(rooms.notes.of, visit.conversation.notes_owner)
    new = next((note.text for note in kept if note.id == written), None)
    # Danger is answered wherever it is written. The note is kept already.
    danger = await rooms.danger_in(new, visit.conversation) if new else None
    return await run_in_threadpool(all_notes, page, rooms, visit, written=written, removed=removed, danger=danger)


@router.post("/add")
def add(
    visit: OwnVisit,
    rooms: RoomsHere,
    section: Annotated[Section, Form()],
    message_id: Annotated[str, Form(max_length=64)],
    text: NoteText = "",
) -> Response:
    """The form carries an id, so that a note sent twice, in a tunnel, is one note."""
    words = _kept(text, section)
    note = rooms.notes.write(visit.conversation.notes_owner, section, words, at=rooms.now(), message_id=message_id)
    return RedirectResponse(f"/notes?written={note.id}#happened", 303)


@router.get("/delete", dependencies=[Depends(own_visit)])
def ask_whether_to_delete(page: PageHere) -> Response:
    return page("notes_delete.html")


@router.post("/delete")
def delete_all(visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.notes.delete(visit.conversation.notes_owner)
    return RedirectResponse("/notes", 303)


@router.get("/{id}")
def note(id: UUID, visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    return one_note(page, own_note(rooms, visit, id))


@router.post("/{id}")
def change(id: UUID, visit: OwnVisit, rooms: RoomsHere, text: NoteText = "") -> Response:
    note = own_note(rooms, visit, id)
    rooms.notes.change(visit.conversation.notes_owner, id, _kept(text, note.section, id))
    return RedirectResponse(f"/notes#{note.section.value}", 303)


@router.post("/{id}/remove")
def remove(id: UUID, visit: OwnVisit, rooms: RoomsHere) -> Response:
    own_note(rooms, visit, id)
    rooms.notes.take_back(visit.conversation.notes_owner, id)
    return RedirectResponse(f"/notes?removed={id}#happened", 303)


@router.post("/{id}/put-back")
def put_back(id: UUID, visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.notes.put_back(visit.conversation.notes_owner, id)
    note = own_note(rooms, visit, id)
    return RedirectResponse(f"/notes#{note.section.value}", 303)


def all_notes(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    *,
    written: UUID | None = None,
    removed: UUID | None = None,
    refused: NoteNotKept | None = None,
    danger: str | None = None,
) -> Response:
    """The four sections, with the one thing that just happened."""
    return page(
        "notes.html",
        status=422 if refused else 200,
        sections=tuple(Section),
        notes=rooms.notes.of(visit.conversation.notes_owner),
        written=written,
        removed=removed,
        refused=refused,
        danger=danger,
        new_id=lambda: uuid4().hex,
    )


def one_note(page: Page, note: Note, refused: NoteNotKept | None = None) -> Response:
    """One note, to be changed."""
    return page("note_change.html", status=422 if refused else 200, note=note, refused=refused)


def own_note(rooms: Rooms, visit: Visit, id: UUID) -> Note:
    """Nobody's but their own: another's note is simply not there."""
    for note in rooms.notes.of(visit.conversation.notes_owner):
        if note.id == id:
            return note
    raise HTTPException(404)


def _kept(text: str, section: Section, id: UUID | None = None) -> str:
    words = with_plain_line_ends(text)
    if is_blank(words):
        raise NoteNotKept("empty", words, section=section, id=id)
    if len(words) > LONGEST_MESSAGE:
        raise NoteNotKept("too long", words, section=section, id=id)
    return words
