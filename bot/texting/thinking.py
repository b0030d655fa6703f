"""
Thinking about what came in: a phone at a time, as soon as its texts have settled, and several phones at once.

It runs where the assistant is. The door wakes it; what another process stored, or one that died has left, it finds
within a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.texting.answering import Answering
from bot.texting.inbound import Inbox
from bot.texting.parts import settled_at

# Longer than any thinking takes: a lease that runs out belongs to a process that died.
LEASE_SECONDS = 30
_LOOK_EVERY = 1.0  # seconds
_MOST_AT_ONCE = 16
_BEFORE_ANOTHER_TRY = 2.0  # seconds: a database that is just being written to by somebody else


class Thinking:
    """Answers what comes in until it is cancelled."""

    def __init__(
        self,
        inbox: Inbox,
        answering: Answering,
        *,
        clock: Callable[[], datetime],
        ready: Callable[[], bool],
        answered: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`ready` says whether anything can be answered yet; `answered` has what was said sent, `failed` logs."""
        self._inbox = inbox
        self._answering = answering
        self._clock = clock
        self._ready = ready
        self._answered = answered
        self._failed = failed
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thoughts: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something came in. From any thread, and whether we run or not."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            try:
                self._begin_what_waits()
            except Exception as error:  # the database is away, say: the next second may have it back
                self._failed(error)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._woken.wait(), _LOOK_EVERY)

    def _begin_what_waits(self) -> None:
        while self._ready() and len(self._thoughts) < _MOST_AT_ONCE:
            number = self._inbox.lease(now=self._clock(), seconds=LEASE_SECONDS)
            if number is None:
                return
            thought = asyncio.get_running_loop().create_task(self._think(number))
            self._thoughts.add(thought)
            thought.add_done_callback(self._thoughts.discard)

    async def _think(self, number: str) -> None:
        """What cannot be done at all stays leased, so that it is tried again when the lease has run out."""
        try:
            await self._until_settled(number)
            try:
                await self._answering.answer(number)
            except Exception as error:  # once more: most of what goes wrong is over in a moment
                self._failed(error)
                await asyncio.sleep(_BEFORE_ANOTHER_TRY)
                await self._again(number)
            self._inbox.release(number)
        except Exception as error:
            self._failed(error)
        self._answered()

    async def _again(self, number: str) -> None:
        """A text that cannot be answered holds up no other: STOP may be behind it."""
        told = False
        while True:
            try:
                await self._answering.answer(number)
                return
            except Exception as error:
                self._failed(error)
            if not await self._answering.could_not(number, told=told):
                return
            told = True

    async def _until_settled(self, number: str) -> None:
        while True:
            settled = settled_at(self._inbox.waiting(number))
            wait = (settled - self._clock()).total_seconds() if settled is not None else 0.0
            if wait <= 0:
                return
            await asyncio.sleep(wait)
