"""A real PostgreSQL for the tests: a server of their own, on a socket in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

_DEBIANS = "/usr/lib/postgresql/*/bin"
_SECONDS_TO_START = 30
# Nothing here is worth a wait for the disk.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty database, which each test leaves empty again."""
    folder = Path(mkdtemp(prefix="postgresql-", dir="/tmp"))
    try:
        with _served(folder):
            yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def _served(folder: Path) -> Iterator[None]:
    someone: dict[str, Any] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to be run by root
        shutil.chown(folder, "postgres")
        someone = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data, log = folder / "data", folder / "log"
    making = [_program("initdb"), "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", str(data)]
    subprocess.run(making, check=True, stdout=subprocess.DEVNULL, cwd=folder, **someone)
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    command = [_program("postgres"), "-D", str(data), "-k", str(folder), *settings]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stdout=written, stderr=written, cwd=folder, **someone)
    try:
        _wait(server, folder, log)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait(server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    ends = time.monotonic() + _SECONDS_TO_START
    while subprocess.run([_program("pg_isready"), "-h", str(folder), "-q"], check=False).returncode:
        if server.poll() is not None or time.monotonic() > ends:
            pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.1)


def _program(name: str) -> str:
    found = next(iter(sorted(glob(f"{_DEBIANS}/{name}"), reverse=True)), None) or shutil.which(name)
    if found is None:
        pytest.skip(f"PostgreSQL's {name} is not here: apt-get install postgresql")
    return found
