"""The boxes that a parent writes in, with what was begun in each and not sent; and the address that keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from bot.conversation.memory import Conversation
from bot.conversation.messages import LONGEST_MESSAGE
from bot.notes.note import Section
from bot.notes.unfinished import Unfinished
from bot.web.rooms import Rooms
from bot.web.visit import OwnVisit, RoomsHere
from bot.web.written import with_plain_line_ends

router = APIRouter(include_in_schema=False)

ASK = "ask"
_PLACES = frozenset({ASK, *(section.value for section in Section)})
_NOTE = re.compile(r"note-[0-9a-f-]{36}")
# What is too long to be sent is kept all the same, within reason: she is about to be told, and to cut it.
_LONGEST = 5 * LONGEST_MESSAGE


class Kept(BaseModel):
    """Under which id and version a box's words stand now. The page sends both along the next time."""

    id: str
    version: int


@dataclass(frozen=True)
class Boxes:
    """Everything that a parent has begun and not sent, by its box."""

    begun: tuple[Unfinished, ...]

    @staticmethod
    def note(id: UUID) -> str:
        """The box in which a note is changed."""
        return f"note-{id}"

    def at(self, place: str) -> Unfinished:
        """What belongs into this box: what was begun there last, or nothing, under an id of its own."""
        here = [one for one in self.begun if one.place == place]
        return here[-1] if here else Unfinished(uuid4().hex, place, "", 0)

    def besides(self, place: str) -> tuple[Unfinished, ...]:
        """What was begun in this box on other pages, and stands nowhere else."""
        return tuple(one for one in self.begun if one.place == place)[:-1]


def boxes_of(rooms: Rooms, conversation: Conversation) -> Boxes:
    return Boxes(rooms.unfinished.of(conversation.notes_owner))


@router.post("/unfinished")
def keep(
    visit: OwnVisit,
    rooms: RoomsHere,
    message_id: Annotated[str, Form(min_length=1, max_length=64)],
    place: Annotated[str, Form(max_length=64)],
    version: Annotated[int, Form(ge=0)],
    text: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Kept:
    """What the script sends while she writes: no page, and no answer that anybody sees."""
    if place not in _PLACES and not _NOTE.fullmatch(place):
        raise HTTPException(404)
    conversation = visit.conversation
    if rooms.transcript.find(conversation.id, message_id) is not None:
        return Kept(id=message_id, version=0)  # it was sent, and this came late
    begun = Unfinished(message_id, place, with_plain_line_ends(text), version)
    kept = rooms.unfinished.keep(conversation.notes_owner, begun, at=rooms.now())
    return Kept(id=kept.id, version=kept.version)


@router.post("/unfinished/drop")
def drop(visit: OwnVisit, rooms: RoomsHere, message_id: Annotated[str, Form(max_length=64)]) -> Response:
    """She does not want it any more."""
    rooms.unfinished.drop(visit.conversation.notes_owner, message_id)
    return RedirectResponse("/notes", 303)
