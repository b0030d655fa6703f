"""
Servers as anybody would start them: processes with a log each, that end when we do.

* BenchError           a measurement cannot be made; the message says what to do
  + ServerDied         a server stopped by itself; its last lines come with it
  + ServerLate         a server was not ready in time; so do its last lines
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.text.data_files import ROOT

_LATEST = 240.0  # seconds
_BETWEEN_LOOKS = 0.1
_TO_STOP = 8.0
_LAST_LINES = 15


class BenchError(Exception):
    """A measurement cannot be made."""


class ServerDied(BenchError):
    """A server stopped by itself."""

    def __init__(self, server: Server) -> None:
        super().__init__(
            f"{server.name} stopped by itself (exit code {server.process.poll()}). Its last lines say why; if its port"
            f" was taken, or memory ran out, run this again.\n{server.last_lines()}"
        )


class ServerLate(BenchError):
    """A server was not ready in time."""

    def __init__(self, server: Server) -> None:
        super().__init__(
            f"{server.name} was not ready after {_LATEST:.0f} seconds. Is the machine busy? Its last lines:\n"
            f"{server.last_lines()}"
        )


@dataclass(frozen=True)
class Command:
    """What to start: a Python module and its arguments, and the address that answers 200 once it is ready."""

    name: str
    module: tuple[str, ...]
    ready: str
    environment: Mapping[str, str]


class Server:
    """One that was started. Times are seconds since its process was."""

    def __init__(self, command: Command, log: Path) -> None:
        self.name = command.name
        self._ready = command.ready
        self._log = log
        self._started = time.perf_counter()
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *command.module],
                cwd=ROOT,
                env={**os.environ, **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raises ServerDied."""
        if self.process.poll() is not None:
            raise ServerDied(self)

    def ready_after(self) -> float | None:
        """The seconds it took, at the first look that finds it ready; None before. Raises ServerDied, ServerLate."""
        self.check()
        seconds = time.perf_counter() - self._started
        if _answers(self._ready):
            return seconds
        if seconds > _LATEST:
            raise ServerLate(self)
        return None

    def memory(self) -> int:
        """Bytes of memory in use (resident), with what its children use."""
        return int(sum(each.memory_info().rss for each in self._processes()))

    def processor_seconds(self) -> float:
        """Seconds of processor time used so far, with its children's."""
        return float(sum(sum(each.cpu_times()[:2]) for each in self._processes()))

    def _processes(self) -> list[psutil.Process]:
        self.check()
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def last_lines(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"  | {line}" for line in lines[-_LAST_LINES:]) or "  | (it said nothing)"

    def stop(self) -> None:
        """End it and whatever it started, kindly first."""
        for way in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, way)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_TO_STOP)


@contextmanager
def started(commands: Sequence[Command], logs: Path) -> Iterator[tuple[Server, ...]]:
    """Start them at the same moment; stop them at the end, however it comes."""
    servers: list[Server] = []
    try:
        for command in commands:
            servers.append(Server(command, logs / f"{command.name.replace(' ', '-')}.log"))
        yield tuple(servers)
    finally:
        for server in servers:
            server.stop()


def seconds_to_ready(servers: Sequence[Server]) -> float:
    """Wait for all of them; the seconds that the last one took. Raises ServerDied or ServerLate."""
    waiting, longest = list(servers), 0.0
    while waiting:
        for server in tuple(waiting):
            seconds = server.ready_after()
            if seconds is not None:
                waiting.remove(server)
                longest = max(longest, seconds)
        time.sleep(_BETWEEN_LOOKS)
    return longest


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
