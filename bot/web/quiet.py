"""
One log line a request, and none of a parent's words in it.

The line names the route, never the path: a path may hold a link's token. An error is logged by its kind and place,
never by its message: messages quote what was sent.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from time import perf_counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("bot.web")


class QuietLog:
    """Logs each request, and turns what nobody expected into a page."""

    def __init__(self, app: ASGIApp, went_wrong: Callable[[Request], Response]) -> None:
        self._app = app
        self._went_wrong = went_wrong

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 0, perf_counter()

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        except Exception as error:  # the last place before uvicorn, which would print its message
            log_error(error)
            if status == 0:
                await self._went_wrong(Request(scope))(scope, receive, send_noting_status)
        _log.info("%s %s %d %.0f ms", scope["method"], _route(scope), status, 1000 * (perf_counter() - started))


def log_error(error: BaseException) -> None:
    """What kind of error it was and the way to it; then the same of what caused it."""
    way = " < ".join(
        f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _log.error("%s at %s", type(error).__qualname__, way)
    if error.__cause__ is not None:
        log_error(error.__cause__)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "(no route)")
