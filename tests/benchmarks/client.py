"""One side's REST channel, spoken to as cheaply as may be: the client shares the machine with what it measures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.servers import BenchError
from tests.benchmarks.sides import METADATA, Side

_LONGEST = 60  # seconds
_SILENCE = b"[]"
_numbers = count()


class _Connection:
    """
    HTTP/1.1 over one open connection, as much of it as the two servers speak.

    aiohttp's client takes more than a millisecond a message on the processors that the servers share; this, 0.3.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def post(self, head: bytes, body: bytes) -> tuple[int, bytes]:
        """Status and body."""
        self._writer.write(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))
        status, *lines = (await self._reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines if line)
        return int(status.split()[1]), await self._reader.readexactly(int(headers[b"content-length"]))

    @property
    def ended(self) -> bool:
        """Whether the server has closed it."""
        return self._reader.at_eof()

    def close(self) -> None:
        self._writer.close()


class Client:
    """Speaks with one side."""

    def __init__(self, side: Side) -> None:
        self.side = side
        address = urlsplit(side.webhook)
        self._host, self._port = address.hostname, address.port
        self._head = (
            f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n".encode()
        )
        self._free: list[_Connection] = []  # kept open

    def close(self) -> None:
        for connection in self._free:
            connection.close()

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
            status, answer = await asyncio.wait_for(self._exchange(body), _LONGEST)
        except (OSError, EOFError, asyncio.TimeoutError) as error:
            self.side.check()
            raise BenchError(f"{self.side.name} did not answer ({error!r}).\n{self._last_lines()}") from error
        if status != 200:
            raise BenchError(f"{self.side.name} answered {status} to {text!r}.\n{self._last_lines()}")
        return answer

    async def _exchange(self, body: bytes) -> tuple[int, bytes]:
        self._free = [connection for connection in self._free if not connection.ended]  # the server's patience
        opened = self._free.pop() if self._free else _Connection(*await asyncio.open_connection(self._host, self._port))
        answered = await opened.post(self._head, body)
        self._free.append(opened)
        return answered

    def _last_lines(self) -> str:
        return "\n".join(f"{server.name}:\n{server.last_lines()}" for server in self.side.servers)


@asynccontextmanager
async def speaking_with(side: Side) -> AsyncIterator[Client]:
    """A client with as many connections as it needs, kept open."""
    client = Client(side)
    try:
        yield client
    finally:
        client.close()
