"""A parent's notes, the same as in the chat: write, change, put in order, remove and put back, and delete for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from bot.conversation.messages import LONGEST_MESSAGE
from bot.notes.headings import prompt
from bot.notes.note import Note, NoteChangedElsewhere, NoteGone, Section
from bot.web.boxes import Boxes, boxes_of
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.visit import OwnVisit, RoomsHere, Visit
from bot.web.written import is_blank, with_plain_line_ends

router = APIRouter(prefix="/notes", include_in_schema=False)

NoteText = Annotated[str, Form()]
MessageId = Annotated[str, Form(max_length=64)]


class NoteNotKept(Exception):
    """A note was empty or too long. Carries where it was being written, so that the words go back there."""

    def __init__(self, problem: str, text: str, *, section: Section, id: UUID | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.text = text
        self.section = section
        self.id = id


class NoteOvertaken(Exception):
    """A note was changed or removed on another page. Carries her words, and the note as it is now, if it is."""

    def __init__(self, text: str, *, section: Section, now: Note | None) -> None:
        super().__init__()
        self.text = text
        self.section = section
        self.now = now


@dataclass(frozen=True)
class Happened:
    """The one thing that was just done, for the page to say and to offer the way back from."""

    written: UUID | None = None
    changed: UUID | None = None
    removed: UUID | None = None


@router.get("")
async def notes(
    visit: OwnVisit,
    rooms: RoomsHere,
    page: PageHere,
    written: UUID | None = None,
    changed: UUID | None = None,
    removed: UUID | None = None,
) -> Response:
    kept = await run_in_threadpool(rooms.notes.of, visit.conversation.notes_owner)
    new = next((note for note in kept if note.id in (written, changed)), None)
    # Danger is answered wherever it is written, as in the chat while that section is open. The note is kept already.
    danger = await rooms.danger_in(new.text, replace(visit.conversation, open_section=new.section)) if new else None
    happened = Happened(written, changed, removed)
    return await run_in_threadpool(all_notes, page, rooms, visit, happened=happened, danger=danger)


@router.post("/add")
def add(
    visit: OwnVisit, rooms: RoomsHere, section: Annotated[Section, Form()], message_id: MessageId, text: NoteText = ""
) -> Response:
    """The form carries an id, so that a note sent twice, in a tunnel, is one note."""
    words, owner = _kept(text, section), visit.conversation.notes_owner
    note = rooms.notes.write(owner, section, words, at=rooms.now(), message_id=message_id)
    rooms.unfinished.drop(owner, message_id)
    return RedirectResponse(f"/notes?written={note.id}#happened", 303)


@router.get("/{id:uuid}")
def note(id: UUID, visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    return one_note(page, rooms, visit, own_note(rooms, visit, id))


@router.post("/{id:uuid}")
def change(
    id: UUID,
    visit: OwnVisit,
    rooms: RoomsHere,
    version: Annotated[int, Form()],
    section: Annotated[Section, Form()],
    message_id: MessageId = "",
    text: NoteText = "",
) -> Response:
    """`version` is the one that the page showed; `section` is where her words go if the note is gone meanwhile."""
    words, owner = _kept(text, section, id), visit.conversation.notes_owner
    try:
        rooms.notes.change(owner, id, words, version=version)
    except NoteGone:
        raise NoteOvertaken(words, section=section, now=None) from None
    except NoteChangedElsewhere as error:
        raise NoteOvertaken(words, section=error.now.section, now=error.now) from None
    rooms.unfinished.drop(owner, message_id)
    return RedirectResponse(f"/notes?changed={id}#happened", 303)


@router.post("/{id:uuid}/undo")
def undo(id: UUID, visit: OwnVisit, rooms: RoomsHere, version: Annotated[int, Form()]) -> Response:
    """Let it say again what it said before; pressed again, what it said after."""
    note = own_note(rooms, visit, id)
    if note.before is None or note.version != version:
        return RedirectResponse(f"/notes#{_place(note)}", 303)
    rooms.notes.change(visit.conversation.notes_owner, id, note.before, version=version)
    return RedirectResponse(f"/notes?changed={id}#happened", 303)


@router.post("/{id:uuid}/move")
def move(id: UUID, visit: OwnVisit, rooms: RoomsHere, to: Annotated[Literal["up", "down"], Form()]) -> Response:
    note = own_note(rooms, visit, id)
    rooms.notes.move(visit.conversation.notes_owner, id, by=-1 if to == "up" else 1)
    return RedirectResponse(f"/notes#{_place(note)}", 303)


@router.post("/{id:uuid}/remove")
def remove(id: UUID, visit: OwnVisit, rooms: RoomsHere) -> Response:
    own_note(rooms, visit, id)
    rooms.notes.take_back(visit.conversation.notes_owner, id)
    return RedirectResponse(f"/notes?removed={id}#happened", 303)


@router.post("/{id:uuid}/put-back")
def put_back(id: UUID, visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.notes.put_back(visit.conversation.notes_owner, id)
    return RedirectResponse(f"/notes#{_place(own_note(rooms, visit, id))}", 303)


def all_notes(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    *,
    happened: Happened = Happened(),
    refused: NoteNotKept | None = None,
    danger: str | None = None,
) -> Response:
    """Every list, with the one thing that just happened."""
    conversation = visit.conversation
    kept, boxes = rooms.notes.of(conversation.notes_owner), boxes_of(rooms, conversation)
    own = {section: [note for note in kept if note.section is section] for section in Section}
    return page(
        "notes.html",
        status=422 if refused else 200,
        headings=rooms.headings(conversation),
        framework=rooms.framework(conversation),
        own=own,
        prompts={section: prompt(section, len(own[section]), conversation.language) for section in Section},
        boxes=boxes,
        happened=happened,
        removed_here=happened.removed and all(note.id != happened.removed for note in kept),
        refused=refused,
        danger=danger,
    )


def one_note(page: Page, rooms: Rooms, visit: Visit, note: Note, refused: NoteNotKept | None = None) -> Response:
    """One note, to be changed."""
    box = boxes_of(rooms, visit.conversation).at(Boxes.note(note.id))
    return page("note_change.html", status=422 if refused else 200, note=note, refused=refused, box=box)


def overtaken_note(page: Page, error: NoteOvertaken) -> Response:
    """What is there now and what she wrote, one above the other; nothing is lost whatever she presses."""
    id = uuid4().hex
    return page("note_overtaken.html", status=409, text=error.text, section=error.section, now=error.now, message_id=id)


def own_note(rooms: Rooms, visit: Visit, id: UUID) -> Note:
    """Nobody's but their own: another's note is simply not there."""
    for note in rooms.notes.of(visit.conversation.notes_owner):
        if note.id == id:
            return note
    raise HTTPException(404)


def _place(note: Note) -> str:
    return f"note-{note.id}"


def _kept(text: str, section: Section, id: UUID | None = None) -> str:
    words = with_plain_line_ends(text)
    if is_blank(words):
        raise NoteNotKept("empty", words, section=section, id=id)
    if len(words) > LONGEST_MESSAGE:
        raise NoteNotKept("too long", words, section=section, id=id)
    return words
