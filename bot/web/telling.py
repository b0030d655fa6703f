"""The parent's own say in being told of changes and reminded. It stands on "My meeting"."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import RedirectResponse

from bot.web.visit import OwnVisit, RoomsHere

router = APIRouter(include_in_schema=False)


class Wish(str, Enum):
    """What was chosen."""

    YES = "yes"
    NO = "no"


@router.post("/telling")
def tell_me(visit: OwnVisit, rooms: RoomsHere, agreed: Annotated[Wish | None, Form()] = None) -> RedirectResponse:
    """Whoever chose nothing is shown the question again. Agreeing needs a safe way; saying no is always heard."""
    telling = rooms.telling(visit.conversation)
    if telling is None:
        raise HTTPException(404)
    if agreed is None or (agreed is Wish.YES and not telling.is_possible):
        return RedirectResponse("/meeting#telling", 303)
    rooms.agree(visit.conversation, agreed is Wish.YES)
    return RedirectResponse("/meeting?told=true#happened", 303)
