"""What machines ask: alive, ready, and how much was done. No words, no names, no ids."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.web.turns import TurnsHere
from bot.web.visit import RoomsHere
from bot.wiring import Desk

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
def metrics(turns: TurnsHere, rooms: RoomsHere) -> Response:
    desk: Desk | None = getattr(rooms, "desk", None)  # a smaller house has none
    told = generate_latest(turns.registry) + (generate_latest(_sending(desk)) if desk else b"")
    return Response(told, media_type=CONTENT_TYPE_LATEST)


def _sending(desk: Desk) -> CollectorRegistry:
    """Whether the worker lives, and how many messages stand where, as the database has it now."""
    registry = CollectorRegistry()
    beat = desk.heartbeat()
    if beat is not None:
        told = "When the worker last showed that it lives."
        Gauge("beforehand_scheduler_last_beat_seconds", told, registry=registry).set(beat.timestamp())
    outbox = Gauge("beforehand_outbox_messages", "Messages by where they stand.", ["state"], registry=registry)
    for state, count in desk.outbox.counts().items():
        outbox.labels(state.value).set(count)
    return registry
