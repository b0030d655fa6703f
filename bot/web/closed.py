"""
What a parent is told where their council has closed the chat for a while: why, what still works, and whom to ring.

Danger comes first at this door too: words that tell of it are answered though the chat is closed. Nothing that anybody
wrote is lost; it is given back to be copied.
"""

from __future__ import annotations

from fastapi import Response
from fastapi.concurrency import run_in_threadpool

from bot.conversation.assistant import CRISES
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.languages import Language
from bot.staff.switches import Closed, Part
from bot.text.both import english_of
from bot.text.drafts import noticing_drafts
from bot.text.phrases import say
from bot.web.pages import Page
from bot.web.quiet import log_error
from bot.web.rooms import Rooms
from bot.web.visit import Visit


def chat_closed(rooms: Rooms, council: str | None) -> Closed | None:
    return rooms.closed(council).get(Part.CHAT)


def channels_closed(rooms: Rooms, conversation: Conversation) -> list[Closed]:
    """Ways of writing to this parent that are closed."""
    return [closed for closed in rooms.closed(conversation.council).values() if closed.part is not Part.CHAT]


async def danger_said(rooms: Rooms, conversation: Conversation, words: str, choice: Choice | None) -> str | None:
    """
    Whom to ring, where words or a button tell of danger.

    If nobody can say whether they do, because the assistant is what is broken, the page still says whom to ring.
    """
    try:
        if choice is None:
            return await rooms.danger_in(words, conversation) if words.strip() else None
        if choice.value not in CRISES:
            return None
        said = await run_in_threadpool(lambda: rooms.advice(choice.value, conversation)[1])
    except Exception as error:  # whatever it is, the page must come
        log_error(error)
        return None
    english = english_of(said)
    return said if english == said else f"{said}\n{english}"


def closed_page(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    closed: Closed,
    *,
    words: str = "",
    danger: str | None = None,
    status: int = 200,
) -> Response:
    """In place of the chat."""
    return page(
        "closed.html",
        status=status,
        because=closed.reason.value,
        meeting=rooms.meeting(visit.conversation),
        words=words,
        danger=danger,
    )


def closed_reply(closed: Closed, language: Language, danger: str | None) -> Reply:
    """The same where there is only text."""
    told = [Said(danger, Kind.DANGER)] if danger else []
    names = (f"closed_{closed.part.value}", f"closed_because_{closed.reason.value}", "closed_question")
    told += [_said(name, Kind.ANSWER, language) for name in names]
    return Reply((*told, _said("closed_danger", Kind.DANGER, language)), (), language)


def _said(phrase: str, kind: Kind, language: Language) -> Said:
    with noticing_drafts() as noticed:
        words = say(phrase, language)
    return Said(words, kind, say(phrase, Language.ENGLISH) if noticed.draft else None)
