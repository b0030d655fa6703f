"""
The chat on a council's own site: one script tag there, and here the frame that it opens.

The frame knows nobody. Its door is EMBEDDED: what is asked is answered and kept like on our page, but no meeting can be
opened in it and no note written. Which sites may show it is set in BEFOREHAND_EMBED_ORIGINS.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.conversation.messages import Door
from bot.languages import SPOKEN, Language
from bot.text.phrases import say
from bot.web import ask
from bot.web.accent import Accent, accent
from bot.web.framed import CHOSEN, COLOURS, ROOT, SCRIPT, is_framed, keep_framed
from bot.web.language import language_of
from bot.web.pages import STATIC, Page, PageHere
from bot.web.visit import MaybeVisit, OwnVisit, RoomsHere, admitted, begin, dismissed, own_visit, settle_council

router = APIRouter(include_in_schema=False)

# The same handlers as on our page: who stands there, and how it looks, follows from the address.
router.add_api_route(f"{ROOT}/ask", ask.ask, methods=["GET"])
router.add_api_route(f"{ROOT}/ask", ask.send, methods=["POST"])

_WORDS = "WORDS"  # in embed.js, where the words of every language go


@dataclass(frozen=True)
class Asked:
    """What a council's page asks for. Kept as `york.ur.00703c`, so that the frame still knows when it begins anew."""

    council: str
    language: str
    colour: str

    @classmethod
    def of(cls, request: Request) -> Asked:
        """As the frame's address says, or else as it was kept."""
        asked: Mapping[str, str] = request.query_params
        if "council" not in asked:
            kept = request.cookies.get(CHOSEN, "").split(".")
            asked = dict(zip(("council", "language", "colour"), kept, strict=False))
        written = accent(asked.get("colour", ""))
        colour = written.plain.removeprefix("#") if written else ""
        return cls(asked.get("council", "").strip().lower(), asked.get("language", ""), colour)

    @property
    def kept(self) -> str:
        return f"{self.council}.{self.language}.{self.colour}"

    @property
    def once_more(self) -> str:
        """The frame's address, saying that a cookie was given."""
        asked = {"council": self.council, "language": self.language, "colour": self.colour, "again": "1"}
        return f"{ROOT}?{urlencode(asked)}"


@router.get(SCRIPT)
def script(request: Request) -> Response:
    """What a council's page loads. The same for everybody, so it may be compressed."""
    headers = {"Vary": "Accept-Encoding"}
    packed = "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(_script(packed), media_type="text/javascript", headers=headers)


@router.get(COLOURS)
def colours(request: Request) -> Response:
    """The council's colour over ours; nothing where it gave none. By the cookie, so that every page can ask for it."""
    found = accent(Asked.of(request).colour)
    return Response(_css(found) if found else "", media_type="text/css")


@router.get(ROOT)
def enter(request: Request, rooms: RoomsHere, visit: MaybeVisit, page: PageHere) -> Response:
    """
    Begin in the frame, or go on there.

    A browser that keeps no cookie in a frame could never be shown an answer. So the first time it is given one and sent
    round once; only if it brings it back is a visit begun.
    """
    asked = Asked.of(request)
    language = _language(asked, request)
    asked = replace(asked, language=language.value)
    names = dict(rooms.councils())
    if asked.council not in names:
        return _apart(page, language, 404, list(names.values()))
    if "sec-fetch-site" not in request.headers:  # too old, or not by HTTPS: we could not tell its forms from others'
        return _apart(page, language)
    if CHOSEN not in request.cookies:
        if "again" in request.query_params:
            return _apart(page, language)
        return keep_framed(RedirectResponse(asked.once_more, 303), CHOSEN, asked.kept, rooms)
    visit = visit or begin(rooms, language, Door.EMBEDDED)
    settle_council(rooms, visit.conversation, asked.council)
    response = admitted(RedirectResponse(f"{ROOT}/ask#latest", 303), visit, rooms)
    return keep_framed(response, CHOSEN, asked.kept, rooms)


@router.post(f"{ROOT}/language")
def change_language(
    rooms: RoomsHere,
    visit: OwnVisit,
    language: Annotated[Language, Form()],
    next: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Of this frame's chat alone: what was chosen on our own pages stays."""
    rooms.conversations.save(replace(visit.conversation, language=language))
    return RedirectResponse(next if is_framed(next) else f"{ROOT}/ask", 303)


@router.get(f"{ROOT}/delete", dependencies=[Depends(own_visit)])
def ask_whether_to_delete(page: PageHere) -> Response:
    return page("delete.html")


@router.post(f"{ROOT}/delete")
def delete(visit: OwnVisit, rooms: RoomsHere) -> Response:
    rooms.forget(visit.conversation)
    rooms.sessions.end(visit.token)
    return dismissed(RedirectResponse(f"{ROOT}/deleted", 303), rooms, root=ROOT)


@router.get(f"{ROOT}/deleted")
def deleted(page: PageHere) -> Response:
    return page("deleted.html")


@router.post(f"{ROOT}/exit", status_code=204)
def leave(visit: MaybeVisit, rooms: RoomsHere) -> Response:
    """
    End the visit, while the link takes the whole page elsewhere.

    The link itself cannot: the page that it opens is not in the council's, and does not get the frame's cookie.
    """
    if visit is not None:
        rooms.sessions.end(visit.token)
    return dismissed(Response(status_code=204), rooms, root=ROOT)


def _apart(page: Page, language: Language, status: int = 200, councils: list[str] | None = None) -> Response:
    """Say why there is no chat here, and the way to our own page."""
    return page.speaking(language)("apart.html", status=status, councils=councils or [])


def _language(asked: Asked, request: Request) -> Language:
    """The page's; where we do not speak it, the browser's."""
    code = asked.language.partition("-")[0].lower()
    return next((language for language in SPOKEN if language.value == code), None) or language_of(request)


@cache
def _script(packed: bool) -> bytes:
    """The council's page has no words of ours, so they come with the script, in every language."""
    words = {language.value: _words(language) for language in SPOKEN}
    source = (STATIC / "embed.js").read_text(encoding="utf-8")
    whole = source.replace(_WORDS, json.dumps(words, ensure_ascii=False, separators=(",", ":"))).encode()
    return gzip.compress(whole) if packed else whole


def _words(language: Language) -> list[str]:
    return [say("embed_open", language), say("embed_close", language), language.direction]


def _css(found: Accent) -> str:
    return (
        f":root:root{{--calm:{found.plain};--calm-dark:{found.darker}}}"
        f"@media(prefers-color-scheme:light){{:root:root{{--calm-soft:{found.soft}}}}}"
    )
