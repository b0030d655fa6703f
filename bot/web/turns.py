"""One turn, counted and timed. The numbers hold a door's name and nothing else."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.conversation.messages import Incoming, Reply
from bot.conversation.turn import Settle
from bot.web.rooms import Rooms


class TurnFailed(Exception):
    """The assistant could not answer. What the parent wrote must not be lost for it."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self.incoming = incoming


class StillStarting(TurnFailed):
    """The assistant is being loaded: nothing is wrong, and in half a minute it answers."""


class Turns:
    """Take turns, and keep count of them by door."""

    def __init__(self, rooms: Rooms) -> None:
        self.registry = CollectorRegistry()
        self._rooms = rooms
        self._taken = Counter("beforehand_turns", "Messages answered.", ["door"], registry=self.registry)
        self._failed = Counter("beforehand_turns_failed", "Messages not answered.", ["door"], registry=self.registry)
        self._seconds = Histogram("beforehand_turn_seconds", "Time to answer.", ["door"], registry=self.registry)

    async def take(self, incoming: Incoming, settle: Settle | None = None) -> Reply:
        if not self._rooms.ready():
            raise StillStarting(incoming)
        door = incoming.door.value
        try:
            with self._seconds.labels(door).time():
                reply = await self._rooms.take_turn(incoming, settle)
        except Exception as error:  # whatever it was, the door must give the words back
            self._failed.labels(door).inc()
            raise TurnFailed(incoming) from error
        self._taken.labels(door).inc()
        return reply


def turns_of(request: Request) -> Turns:
    return cast(Turns, request.app.state.turns)


async def turns_here(request: Request) -> Turns:
    """A coroutine for FastAPI's sake: see `rooms_here`."""
    return turns_of(request)


TurnsHere = Annotated[Turns, Depends(turns_here)]
