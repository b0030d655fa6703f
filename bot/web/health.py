"""What machines ask: alive, ready, and how much was done. No words, no names, no ids."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.turns import TurnsHere
from bot.web.visit import RoomsHere

router = APIRouter(tags=["health"])


@router.get("/health/live", response_class=PlainTextResponse)
async def live() -> str:
    return "alive"


@router.get("/health/ready", response_class=PlainTextResponse)
def ready(rooms: RoomsHere) -> str:
    if not rooms.ready():
        raise HTTPException(503, "Not ready to answer messages yet. Ask again in a few seconds.")
    return "ready"


@router.get("/metrics", include_in_schema=False)
async def metrics(turns: TurnsHere) -> Response:
    return Response(generate_latest(turns.registry), media_type=CONTENT_TYPE_LATEST)
