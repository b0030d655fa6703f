"""Puts the doors into one application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from bot.web import (
    ask,
    boxes,
    display,
    document,
    embed,
    health,
    leave,
    link,
    meeting,
    needs,
    notes,
    receipts,
    rest,
    sharing,
    start,
    telling,
    texting,
)
from bot.web.api import doors as api_doors
from bot.web.api.documented import complete
from bot.web.errors import turn_errors_into_pages, went_wrong
from bot.web.guard import BodyLimit, SecurityHeaders, refuse_other_sites
from bot.web.pages import STATIC, Pages, static_path
from bot.web.quiet import QuietLog
from bot.web.rooms import Rooms
from bot.web.staff import doors
from bot.web.staff.outside import OutsideSession
from bot.web.texting import TextingRoom
from bot.web.turns import Turns


@asynccontextmanager
async def _thinking(app: FastAPI) -> AsyncIterator[None]:
    """Text messages are thought about beside the pages, in the loop that the assistant's turns are taken in."""
    thinking = asyncio.create_task(cast(TextingRoom, app.state.rooms.texting).think(app.state.turns.take))
    yield
    thinking.cancel()


def create_app(rooms: Rooms) -> FastAPI:
    """Everything a parent or a program can reach, in front of these rooms."""
    app = FastAPI(
        title="Beforehand",
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_thinking,
    )
    static = static_path()
    app.state.rooms = rooms
    app.state.pages = Pages(static)
    app.state.turns = Turns(rooms)
    app.state.receipts_refused = receipts.refused_counter(app.state.turns.registry)
    app.state.texts = texting.counters(app.state.turns.registry)
    # The channel of machines first: each route before it is tried first, and there are thirty. It knows nobody by a
    # cookie, so another site's page gains nothing there; everywhere else such a page is refused.
    app.include_router(rest.router)
    app.include_router(receipts.router)
    app.include_router(texting.router)
    app.include_router(api_doors.router)
    for door in (
        start,
        display,
        ask,
        meeting,
        document,
        notes,
        needs,
        sharing,
        telling,
        boxes,
        link,
        leave,
        embed,
        health,
    ):
        app.include_router(door.router, dependencies=[Depends(refuse_other_sites)])
    app.include_router(doors.router)
    # Only what is the same for everybody is compressed: the size of a compressed private page tells of its content.
    app.mount(static, GZipMiddleware(StaticFiles(directory=STATIC)))
    turn_errors_into_pages(app)
    complete(app)
    app.add_middleware(OutsideSession, desk=lambda: app.state.rooms.desk)
    app.add_middleware(BodyLimit)
    app.add_middleware(QuietLog, went_wrong=went_wrong)
    app.add_middleware(SecurityHeaders, framed_by=rooms.embed_origins)
    return app
