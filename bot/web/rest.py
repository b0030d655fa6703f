"""
Rasa's REST channel, for a council's own programs. Anonymous: it never sees a meeting or a note.

It cannot tell a message sent twice, because Rasa's form has no message id: each one is new. Of what was said nothing
is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from bot.conversation.memory import Conversation
from bot.conversation.messages import LONGEST_MESSAGE, ConversationId, Door, Incoming, Reply
from bot.conversation.speaking import as_paragraphs
from bot.conversation.turn import Settle
from bot.languages import SPOKEN, Language
from bot.staff.switches import Closed
from bot.web.closed import chat_closed, closed_reply, danger_said
from bot.web.offered import read_payload
from bot.web.rooms import Rooms
from bot.web.turns import turns_of
from bot.web.visit import rooms_of
from bot.web.written import is_blank


class CouncilUnknown(Exception):
    """The metadata names a council whose leaflet we do not have."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(known)
        self.known = known


class MessageTooLong(Exception):
    """More than can be answered at once. `danger` is whom to ring, in words, where it tells of danger all the same."""

    def __init__(self, danger: str | None) -> None:
        super().__init__()
        self.danger = danger


def _with_words(text: object) -> object:
    if isinstance(text, str) and is_blank(text):
        raise ValueError("is empty: send at least one word")
    return text


def _spoken(language: object) -> object:
    codes = [spoken.value for spoken in SPOKEN]
    if language is not None and language not in codes:
        raise ValueError(f"is not a language that we speak: send one of {', '.join(codes)}, or leave it out")
    return language


class Metadata(BaseModel):
    """What a program may tell about the parent it speaks for."""

    council: str | None = Field(default=None, description="The short name of a council: `york`.")
    language: Annotated[Language | None, BeforeValidator(_spoken)] = None


class RestMessage(BaseModel):
    """One message. A message that is exactly a button's payload, `/reports_when`, presses that button."""

    sender: str = Field(min_length=1, max_length=255, description="The same for every message of one conversation.")
    message: Annotated[str, BeforeValidator(_with_words)] = Field(
        description=f"At most {LONGEST_MESSAGE} characters.", json_schema_extra={"maxLength": LONGEST_MESSAGE}
    )
    metadata: Metadata | None = None


class Button(BaseModel):
    title: str
    payload: str = Field(description="Send this as the message to press the button.")


class RestReply(BaseModel):
    recipient_id: str
    text: str
    buttons: list[Button] | None = None


class ReadAtOnce(APIRoute):
    """
    A route whose body is read by its model, straight from the bytes.

    FastAPI's own way, made for dependencies and forms, took a tenth of an answer. The signature of `answer` still
    tells the OpenAPI document what is sent.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return _read_and_answer


async def _read_and_answer(request: Request) -> Response:
    try:
        sent = RestMessage.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error
    return await answer(sent, request)


router = APIRouter(tags=["messages"], route_class=ReadAtOnce)


@router.post("/webhooks/rest/webhook", response_model=list[RestReply])
async def answer(sent: RestMessage, request: Request) -> Response:
    rooms, turns = rooms_of(request), turns_of(request)
    id = rooms.anonymous_id(sent.sender)
    settle = _settling(rooms, id, sent.metadata or Metadata())
    closed = _closed(rooms, id, settle)
    if closed is not None:
        return JSONResponse(_as_rasa_does(sent.sender, await _closed_reply(rooms, sent.message, *closed)))
    if len(sent.message) > LONGEST_MESSAGE:
        raise MessageTooLong(await rooms.danger_in(sent.message, settle(None)))
    reply = await turns.take(_incoming(rooms, id, sent.message), settle)
    # As it is: FastAPI would check our own words against the model above, which takes as long as the saying.
    return JSONResponse(_as_rasa_does(sent.sender, reply))


def _closed(rooms: Rooms, id: ConversationId, settle: Settle) -> tuple[Closed, Conversation] | None:
    """Why there is no chat for this conversation's council, if it is closed."""
    told = settle(None)
    if told.council is None and any(rooms.closed(council) for council, _ in rooms.councils()):
        told = settle(rooms.conversations.find(id))
    closed = chat_closed(rooms, told.council)
    return None if closed is None else (closed, told)


async def _closed_reply(rooms: Rooms, message: str, closed: Closed, conversation: Conversation) -> Reply:
    pressed = read_payload(message, rooms.intents)
    danger = await danger_said(rooms, conversation, "" if pressed else message, pressed)
    return closed_reply(closed, conversation.language, danger)


def _settling(rooms: Rooms, id: ConversationId, metadata: Metadata) -> Settle:
    known = [key for key, _ in rooms.councils()]
    if metadata.council is not None and metadata.council not in known:
        raise CouncilUnknown(known)
    told: dict[str, Any] = {name: value for name, value in metadata if value is not None}
    return lambda found: replace(found or Conversation(id, Door.REST), **told)


def _incoming(rooms: Rooms, id: ConversationId, message: str) -> Incoming:
    pressed = read_payload(message, rooms.intents)
    text = "" if pressed else message
    return Incoming(id, uuid4().hex, text, Door.REST, choice=pressed)


def _as_rasa_does(sender: str, reply: Reply) -> list[dict[str, Any]]:
    """One message a paragraph, the buttons with the last: `RestReply`s."""
    messages: list[dict[str, Any]] = [{"recipient_id": sender, "text": text} for text in as_paragraphs(reply)]
    if reply.choices:
        messages = messages or [{"recipient_id": sender, "text": ""}]
        messages[-1]["buttons"] = [{"title": choice.title, "payload": f"/{choice.value}"} for choice in reply.choices]
    return messages
