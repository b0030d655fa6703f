"""One side's REST channel, spoken to as cheaply as may be: the client shares the machine with what it measures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from time import perf_counter
from typing import Any

import aiohttp

from tests.benchmarks.servers import BenchError
from tests.benchmarks.sides import METADATA, Side

_LONGEST = aiohttp.ClientTimeout(total=60)  # seconds
_SILENCE = b"[]"
_JSON = {"Content-Type": "application/json"}
_numbers = count()


class Client:
    """Speaks with one side."""

    def __init__(self, side: Side, session: aiohttp.ClientSession) -> None:
        self.side = side
        self._session = session

    async def opened(self) -> str:
        """A conversation that nobody has had before, with its council set."""
        sender = f"bench-{next(_numbers)}"
        await self._post(sender, self.side.opening)
        return sender

    async def timed(self, sender: str, text: str) -> float | None:
        """
        Send a message; the seconds until the whole answer was there.

        None where the answer is silence: stock's way when its action server could not be reached in time.
        """
        before = perf_counter()
        answer = await self._post(sender, text)
        seconds = perf_counter() - before
        return None if answer == _SILENCE else seconds

    def nothing_said(self) -> BenchError:
        """What to raise where a whole block was met with silence."""
        return BenchError(f"{self.side.name} answers nothing at all.\n{self._last_lines()}")

    async def said(self, text: str) -> list[str]:
        """What a new conversation is told."""
        answer: list[dict[str, Any]] = json.loads(await self._post(await self.opened(), text))
        return [message["text"] for message in answer if message.get("text")]

    async def _post(self, sender: str, text: str) -> bytes:
        body = json.dumps({"sender": sender, "message": text, "metadata": METADATA}).encode()
        try:
            async with self._session.post(self.side.webhook, data=body, headers=_JSON) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.side.check()
            raise BenchError(f"{self.side.name} did not answer ({error!r}).\n{self._last_lines()}") from error
        if response.status != 200:
            raise BenchError(f"{self.side.name} answered {response.status} to {text!r}.\n{self._last_lines()}")
        return answer

    def _last_lines(self) -> str:
        return "\n".join(f"{server.name}:\n{server.last_lines()}" for server in self.side.servers)


@asynccontextmanager
async def speaking_with(side: Side) -> AsyncIterator[Client]:
    """A client with as many connections as it needs, kept open."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=_LONGEST) as session:
        yield Client(side, session)
