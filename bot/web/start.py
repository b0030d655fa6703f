"""The first page, where a parent says which council wrote to them; and the page to say so anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.languages import Language
from bot.web.back import back_to
from bot.web.language import language_of, with_chosen
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.visit import MaybeVisit, OwnVisit, RoomsHere, admitted, begin, own_visit, settle_council

router = APIRouter(include_in_schema=False)

NOT_SURE = "not-sure"


class CouncilMissing(Exception):
    """No council was chosen, nor "I am not sure". `template` is the page that asks for it."""

    def __init__(self, template: str) -> None:
        super().__init__(template)
        self.template = template


@router.get("/")
def start(rooms: RoomsHere, page: PageHere) -> Response:
    return first_page(page, rooms)


@router.post("/start")
def begin_with_council(
    request: Request, rooms: RoomsHere, visit: MaybeVisit, council: Annotated[str, Form()] = ""
) -> Response:
    chosen = _chosen(council, rooms, "start.html")
    visit = visit or begin(rooms, language_of(request))
    settle_council(rooms, visit.conversation, chosen)
    return admitted(RedirectResponse("/ask", 303), visit, rooms)


@router.post("/language")
def change_language(
    rooms: RoomsHere,
    visit: MaybeVisit,
    language: Annotated[Language, Form()],
    next: Annotated[str, Form(max_length=200)] = "/",
) -> Response:
    """Back to the page on which it was chosen, in the language that was."""
    if visit is not None:
        rooms.conversations.save(replace(visit.conversation, language=language))
    return with_chosen(RedirectResponse(back_to(next), 303), language, rooms)


@router.get("/council", dependencies=[Depends(own_visit)])
def council(rooms: RoomsHere, page: PageHere) -> Response:
    return choose_council(page, rooms, "council.html")


@router.post("/council")
def change_council(rooms: RoomsHere, visit: OwnVisit, council: Annotated[str, Form()] = "") -> Response:
    settle_council(rooms, visit.conversation, _chosen(council, rooms, "council.html"))
    return RedirectResponse("/ask", 303)


def first_page(page: Page, rooms: Rooms, *, lost: bool = False, words: str = "", status: int = 200) -> Response:
    """`lost` says that the visit was not found; `words` are what was sent without one, for the parent to copy."""
    return page(
        "start.html", status=status, councils=rooms.councils(), not_sure=NOT_SURE, lost=lost, words=words, missing=False
    )


def choose_council(page: Page, rooms: Rooms, template: str, *, missing: bool = False) -> Response:
    return page(
        template,
        status=422 if missing else 200,
        councils=rooms.councils(),
        not_sure=NOT_SURE,
        missing=missing,
        lost=False,
        words="",
    )


def _chosen(council: str, rooms: Rooms, template: str) -> str | None:
    if council == NOT_SURE:
        return None
    if council not in dict(rooms.councils()):
        raise CouncilMissing(template)
    return council
