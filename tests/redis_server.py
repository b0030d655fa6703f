"""A real Redis for the tests: a server of their own, on a socket in a temporary folder, gone when they end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

_SECONDS_TO_START = 10


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    """Its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not here: apt-get install redis-server")
    folder = Path(mkdtemp(prefix="redis-", dir="/tmp"))
    there = folder / "socket"
    command = [program, "--port", "0", "--unixsocket", str(there), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(server, there)
        yield f"unix://{there}"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder)


def _wait(server: subprocess.Popen[bytes], there: Path) -> None:
    ends = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(there))
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > ends:
                pytest.fail("Redis did not start")
            time.sleep(0.05)
