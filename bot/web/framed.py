"""
The chat inside a council's own page: everything below `/embed`, and what is kept apart there from the rest.

In a frame a browser sends our usual cookie where the council's site and ours are neighbours, and never elsewhere. So a
frame has a cookie of its own, which opens nothing but its own chat: no meeting and no note can be reached from it.
"""

from __future__ import annotations

from fastapi import Request, Response

from bot.web.rooms import Rooms

ROOT = "/embed"
SCRIPT = "/embed.js"
COLOURS = f"{ROOT}/colours.css"
VISIT = "framed-visit"
CHOSEN = "framed"  # what the council's page asked for; nothing of the parent's


def is_framed(path: str) -> bool:
    return path == ROOT or path.startswith(f"{ROOT}/")


def root_of(request: Request) -> str:
    """What our own addresses begin with here: "" on our pages, "/embed" in a frame."""
    return ROOT if is_framed(request.url.path) else ""


def keep_framed(response: Response, name: str, value: str, rooms: Rooms) -> Response:
    """
    Let the browser keep a value for our frames on this one council's site.

    `Partitioned`: on another site's page the same browser holds another cookie, so nobody can be followed around.
    `Secure` always, because `None` asks for it: browsers take that from plain HTTP on this machine too, for trying out.
    """
    _set(response, name, value, rooms.session_days * 24 * 60 * 60)
    return response


def drop_framed(response: Response, name: str) -> Response:
    """Take a frame's cookie back."""
    _set(response, name, "", 0)
    return response


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    # By hand: Python 3.10's cookies know no `Partitioned`, and so Starlette refuses it.
    lasts = f"Max-Age={seconds}; Path={ROOT}; HttpOnly; Secure; SameSite=None; Partitioned"
    response.headers.append("set-cookie", f"{name}={value}; {lasts}")
