"""
Every form of the desk carries a token that only our own page can have known. It is drawn from the session's.

Before anybody has signed in, the cookie holds a token that opens nothing, so that the form for signing in has one too:
nobody can be signed in by another site under that site's name.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from fastapi import Request

from bot.staff.sessions import NotSignedIn
from bot.web.staff.visit import COOKIE

FIELD = "csrf"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({"/staff/sign-in"})


class FormNotOurs(Exception):
    """The form's token is missing, or is not this session's."""


def token_for(cookie: str) -> str:
    """What a form must carry beside this cookie. It does not tell the cookie."""
    return hmac.new(cookie.encode("utf-8", "replace"), b"form", sha256).hexdigest()


async def check_csrf(request: Request) -> None:
    """Refuse a form without its token. The desk's router asks this of every route (bot/web/staff/doors.py)."""
    if request.method in _SAFE_METHODS:
        return
    cookie = request.cookies.get(COOKIE, "")
    if not cookie and request.url.path not in _OPEN:
        raise NotSignedIn  # the browser was closed in between, and has forgotten its cookie
    sent = (await request.form()).get(FIELD)
    if not cookie or not isinstance(sent, str):
        raise FormNotOurs
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), token_for(cookie).encode()):
        raise FormNotOurs
