"""Leaving fast, and deleting for good: all notes, or everything. What will go is shown first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from bot.conversation.memory import Conversation
from bot.notes.note import Section
from bot.web.pages import PageHere
from bot.web.rooms import Rooms
from bot.web.shared import Receipt, receipts_of
from bot.web.visit import MaybeVisit, OwnVisit, RoomsHere, dismissed

router = APIRouter(include_in_schema=False)

SOMEWHERE_ELSE = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class Going:
    """What will be deleted, in numbers and names: never the words, which may be read over a shoulder."""

    notes: Mapping[str, int]  # by heading
    unfinished: int
    needs: bool
    shared: tuple[Receipt, ...]
    said: bool

    @property
    def anything_written(self) -> bool:
        return bool(self.notes or self.unfinished or self.needs or self.shared)

    @property
    def anything_read(self) -> bool:
        return any(receipt.read_at for receipt in self.shared)


def what_will_go(rooms: Rooms, conversation: Conversation) -> Going:
    owner = conversation.notes_owner
    sections = [note.section for note in rooms.notes.of(owner)]
    headings = rooms.headings(conversation)
    return Going(
        notes={headings[section].title: sections.count(section) for section in Section if section in sections},
        unfinished=len(rooms.unfinished.of(owner)),
        needs=bool(rooms.needs.of(owner).lines),
        shared=receipts_of(rooms, conversation),
        said=bool(rooms.transcript.last(conversation.id, 1)),
    )


@router.get("/leave")
def how_to_leave(page: PageHere) -> Response:
    return page("leave.html")


@router.get("/exit")
def leave(visit: MaybeVisit, rooms: RoomsHere) -> Response:
    """A plain link must do, so this is a GET; it deletes nothing."""
    if visit is not None:
        rooms.sessions.end(visit.token)
    return dismissed(RedirectResponse(SOMEWHERE_ELSE, 303), rooms)


@router.get("/delete")
def ask_whether_to_delete(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    going = what_will_go(rooms, visit.conversation)
    return page("delete.html", going=going, texting_number=rooms.texting_number)


@router.post("/delete")
def delete(visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.forget(visit.conversation)
    rooms.sessions.end(visit.token)
    return dismissed(RedirectResponse("/deleted", 303), rooms)


@router.get("/notes/delete")
def ask_whether_to_delete_notes(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    return page("notes_delete.html", going=what_will_go(rooms, visit.conversation), done=False)


@router.post("/notes/delete")
def delete_notes(visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.forget_notes(visit.conversation)
    return RedirectResponse("/notes/deleted", 303)


@router.get("/notes/deleted")
def notes_deleted(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    return page("notes_delete.html", going=what_will_go(rooms, visit.conversation), done=True)


@router.get("/deleted")
def deleted(page: PageHere) -> Response:
    return page("deleted.html")
