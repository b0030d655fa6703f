"""How pages look to one parent: how big the words are, light or dark. Kept in the browser, and known to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.web.back import back_to
from bot.web.cookies import keep
from bot.web.visit import RoomsHere

router = APIRouter(include_in_schema=False)

CHOSEN = "display"  # a cookie; it holds a size and colours, "large.dark", and nothing else


class Size(str, Enum):
    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Colours(str, Enum):
    PHONE = "phone"  # as the phone itself is set
    LIGHT = "light"
    DARK = "dark"

    @property
    def schemes(self) -> str:
        """What the browser may paint its own parts in: the page behind ours, scroll bars, the caret."""
        return "light dark" if self is Colours.PHONE else self.value

    @property
    def dark_when(self) -> str:
        """The media that the dark colours are for."""
        return {Colours.PHONE: "(prefers-color-scheme: dark)", Colours.DARK: "all"}.get(self, "not all")


@dataclass(frozen=True)
class Display:
    """What was chosen, or what holds until then."""

    size: Size = Size.NORMAL
    colours: Colours = Colours.PHONE


def display_of(request: Request) -> Display:
    """What was chosen in this browser."""
    size, _, colours = request.cookies.get(CHOSEN, "").partition(".")
    try:
        return Display(Size(size), Colours(colours))
    except ValueError:
        return Display()


@router.post("/display")
def change_display(
    request: Request,
    rooms: RoomsHere,
    size: Annotated[Size | None, Form()] = None,
    colours: Annotated[Colours | None, Form()] = None,
    next: Annotated[str, Form(max_length=200)] = "/",
) -> Response:
    """One button, one choice: the other stays as it was. Back to the page on which it was chosen."""
    display = display_of(request)
    display = replace(display, size=size or display.size, colours=colours or display.colours)
    kept = f"{display.size.value}.{display.colours.value}"
    return keep(RedirectResponse(back_to(next), 303), CHOSEN, kept, rooms)
