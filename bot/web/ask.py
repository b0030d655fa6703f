"""The chat: what was said, and a place to ask. One address answers forms with a page and the script with a fragment."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import LONGEST_MESSAGE, Choice, Incoming
from bot.staff.switches import Closed
from bot.web.boxes import ASK, boxes_of
from bot.web.closed import chat_closed, closed_page, danger_said
from bot.web.framed import root_of
from bot.web.offered import find_offered
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.turns import TurnsHere
from bot.web.visit import OwnVisit, RoomsHere, Visit
from bot.web.written import is_blank, with_plain_line_ends

router = APIRouter(include_in_schema=False)

FRAGMENT = "x-fragment"  # sent by chat.js, which wants one turn and not a page
_MOST_TURNS_SHOWN = 40


class NotSent(Exception):
    """What was sent cannot be answered as it is. `problem` names the sentence in ask.html."""

    def __init__(self, problem: str, text: str, danger: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.text = text
        self.danger = danger  # whom to ring, where the words that were not sent tell of danger


class AllDeleted(Exception):
    """The parent asked in the chat for everything to be deleted, and it is."""


class AskForm(BaseModel):
    """What the form on the page sends: words, a question that we suggested, or a choice that we offered."""

    text: str = ""
    suggested: str = ""
    choice: str | None = None
    message_id: str = Field(default="", max_length=64)

    def to_incoming(self, conversation: Conversation, choice: Choice | None) -> Incoming:
        words = "" if choice else with_plain_line_ends(self.suggested or self.text)
        id = self.message_id or uuid4().hex
        return Incoming(conversation.id, id, words, conversation.door, choice=choice)


@router.get("/ask")
def ask(visit: OwnVisit, rooms: RoomsHere, page: PageHere) -> Response:
    closed = chat_closed(rooms, visit.conversation.council)
    if closed is not None:
        return closed_page(page, rooms, visit, closed)
    return chat(page, rooms, visit)


@router.post("/ask")
async def send(
    request: Request,
    form: Annotated[AskForm, Form()],
    visit: OwnVisit,
    rooms: RoomsHere,
    turns: TurnsHere,
    page: PageHere,
) -> Response:
    closed = chat_closed(rooms, visit.conversation.council)
    if closed is not None:
        return await _answer_closed(form, closed, visit, rooms, page)
    choice = await run_in_threadpool(_choice, form, rooms, visit)
    incoming = form.to_incoming(visit.conversation, choice)
    await _check(incoming, rooms, visit)
    reply = await turns.take(incoming)
    await run_in_threadpool(rooms.unfinished.drop, visit.conversation.notes_owner, incoming.message_id)
    visit = await run_in_threadpool(_still_there, visit, rooms)
    if FRAGMENT not in request.headers:
        return RedirectResponse(f"{root_of(request)}/ask#latest", 303)
    turn = Turn(incoming.message_id, incoming.shown, reply, rooms.now())
    return _fragment(page, rooms, visit, turn)


async def _answer_closed(form: AskForm, closed: Closed, visit: Visit, rooms: Rooms, page: Page) -> Response:
    """The script takes a 409 for a page of its own and shows it whole."""
    pressed = Choice("", form.choice) if form.choice is not None else None
    words = with_plain_line_ends(form.suggested or form.text)
    danger = await danger_said(rooms, visit.conversation, words, pressed)
    given_back = with_plain_line_ends(form.text)
    return await run_in_threadpool(
        partial(closed_page, page, rooms, visit, closed, words=given_back, danger=danger, status=409)
    )


def chat(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    *,
    problem: str = "",
    text: str = "",
    message_id: str = "",
    danger: str | None = None,
    status: int = 200,
) -> Response:
    """The whole page, with what went wrong, if anything, and the words that must not be lost."""
    turns = rooms.transcript.last(visit.conversation.id, _MOST_TURNS_SHOWN + 1)
    box = boxes_of(rooms, visit.conversation).at(ASK)
    return page(
        "ask.html",
        status=status,
        turns=turns[-_MOST_TURNS_SHOWN:],
        more_before=len(turns) > _MOST_TURNS_SHOWN,
        problem=problem,
        danger=danger,
        text=text or box.text,
        message_id=message_id or box.id,
        box=box,
        council=_council(rooms, visit.conversation.council),
        section=_section(rooms, visit.conversation),
    )


def _choice(form: AskForm, rooms: Rooms, visit: Visit) -> Choice | None:
    if form.choice is None:
        return None
    offered = find_offered(form.choice, rooms.transcript.last(visit.conversation.id, _MOST_TURNS_SHOWN))
    if offered is None:
        raise NotSent("old choice", form.text)
    return offered


async def _check(incoming: Incoming, rooms: Rooms, visit: Visit) -> None:
    if incoming.choice is None and is_blank(incoming.text):
        raise NotSent("empty", "")
    if len(incoming.text) > LONGEST_MESSAGE:
        danger = await rooms.danger_in(incoming.text, visit.conversation)
        raise NotSent("too long", incoming.text, danger)


def _still_there(visit: Visit, rooms: Rooms) -> Visit:
    """The visit as the turn left it: a turn may set the council, open a note section, or delete everything."""
    conversation = rooms.conversations.find(visit.conversation.id)
    if conversation is None:
        raise AllDeleted
    return Visit(visit.token, conversation)


def _fragment(page: Page, rooms: Rooms, visit: Visit, turn: Turn) -> Response:
    response = page(
        "turn.html",
        turn=turn,
        conversation=visit.conversation,
        council=_council(rooms, visit.conversation.council),
        section=_section(rooms, visit.conversation),
        next_message_id=uuid4().hex,
    )
    response.headers[FRAGMENT] = "turn"
    return response


def _council(rooms: Rooms, key: str | None) -> str | None:
    return dict(rooms.councils()).get(key or "")


def _section(rooms: Rooms, conversation: Conversation) -> str | None:
    """What the part of the notes is called that she is writing; None outside the notes."""
    return rooms.headings(conversation)[conversation.open_section].title if conversation.open_section else None
