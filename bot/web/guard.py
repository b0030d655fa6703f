"""What every request meets on its way in and out: other sites are refused, floods are cut, headers are put on."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.casework.table import MOST_BYTES as MOST_BYTES_OF_A_FILE
from bot.web.framed import SCRIPT, is_framed, root_of

# Ten thousand emoji in a form are 120 kB: they get a page that says "too long". What is over this gets a short one.
MOST_BYTES = 256 * 1024
# A file at the desk, and the form around it.
_MOST_AT = {"/staff/import": MOST_BYTES_OF_A_FILE + 64 * 1024}

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NOBODY = "frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; {_NOBODY}"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex",
}
_Header = tuple[bytes, bytes]


class OtherSite(Exception):
    """A form on another site was sent to us in a parent's name."""


async def refuse_other_sites(request: Request) -> None:
    """
    Refuse what another site posts in a parent's name.

    Browsers say where a form comes from. Those too old for Sec-Fetch-Site send "Origin: null" with our own forms,
    because our pages send no referrer; there the cookie's SameSite=Lax stands guard. A frame's cookie cannot have
    that, so there such a browser is refused.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise OtherSite
    origin = request.headers.get("origin", "null")
    if site is None and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise OtherSite
    if site is None and root_of(request):
        raise OtherSite


class SecurityHeaders:
    """
    Puts the headers on. Nothing private is kept by a browser: after leaving, "back" shows nothing.

    `framed_by` are the sites that may show the chat in a frame. Every other page refuses every frame.
    """

    def __init__(self, app: ASGIApp, framed_by: Sequence[str] = ()) -> None:
        self._app = app
        # As ASGI wants them, made once and not for each answer.
        self._usual = _as_bytes(_HEADERS)
        self._framed = _as_bytes(_framed_by(framed_by) if framed_by else _HEADERS)
        self._script = _as_bytes({**_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"})
        self._ours = frozenset((*dict(self._usual), b"cache-control"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                keeping = _keeping(scope.get("path", ""), message["status"])
                theirs = [header for header in message.get("headers", ()) if header[0] not in self._ours]
                message["headers"] = [*theirs, *self._for(scope.get("path", "")), (b"cache-control", keeping)]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _for(self, path: str) -> tuple[_Header, ...]:
        if path == SCRIPT:
            return self._script
        return self._framed if is_framed(path) else self._usual


def _framed_by(sites: Sequence[str]) -> dict[str, str]:
    headers = {name: value for name, value in _HEADERS.items() if name != "X-Frame-Options"}  # it can name no site
    policy = _HEADERS["Content-Security-Policy"].replace(_NOBODY, f"frame-ancestors {' '.join(sites)}")
    return {**headers, "Content-Security-Policy": policy}


def _as_bytes(headers: dict[str, str]) -> tuple[_Header, ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


def _keeping(path: str, status: int) -> bytes:
    if path.startswith("/static/") and status in (200, 304):
        return b"public, max-age=31536000, immutable"
    if path == SCRIPT and status == 200:
        return b"public, max-age=3600"  # its address stands in councils' pages and never changes
    return b"no-store"


class BodyLimit:
    """Stops reading a body that no parent could have written."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        announced = Headers(scope=scope).get("content-length", "0") if scope["type"] == "http" else "0"
        most = _MOST_AT.get(scope.get("path", ""), MOST_BYTES)
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most or (announced.isdecimal() and int(announced) > most):
                raise HTTPException(413)
            return message

        await self._app(scope, receive_some, send)
