"""
Calls of machines that prove who they are: GOV.UK Notify by a token that only we two know, Twilio by its signature.

Without a token of ours nobody is believed.
"""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

# A text of 1600 letters in Bengali is 14 400 bytes of a form.
MOST_BYTES = 16 * 1024


async def small_body(request: Request) -> bytes:
    """The body; not read on where it is longer than any of theirs. Raises HTTPException (413)."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return body


def bears(request: Request, token: SecretStr) -> bool:
    """Whether it is GOV.UK Notify who calls."""
    wanted = token.get_secret_value()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.encode(), wanted.encode())
    return bool(wanted) and scheme.lower() == "bearer" and same


def form_in(body: bytes) -> dict[str, str]:
    """What Twilio sends, read as Twilio has signed it."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def is_signed(request: Request, form: dict[str, str], *, token: SecretStr, address: str) -> bool:
    """Whether it is Twilio who calls. `address` is what Twilio knows us by: behind a proxy the request does not say."""
    key = token.get_secret_value()
    query = request.scope["query_string"].decode("latin-1")
    called = f"{address}{request.scope['path']}{'?' if query else ''}{query}"
    signature = request.headers.get("x-twilio-signature", "")
    return bool(key) and bool(RequestValidator(key).validate(called, form, signature))
