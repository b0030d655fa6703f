"""How a browser is given something to keep: out of reach of scripts, and of other sites' forms."""

from __future__ import annotations

from fastapi import Response

from bot.web.rooms import Rooms


def keep(response: Response, name: str, value: str, rooms: Rooms) -> Response:
    """Let the browser keep a value for as long as it keeps a visit."""
    response.set_cookie(
        name,
        value,
        max_age=rooms.session_days * 24 * 60 * 60,
        path="/",
        secure=rooms.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response
