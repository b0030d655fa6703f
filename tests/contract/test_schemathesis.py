"""The API does what its own OpenAPI document says: thousands of calls, invented by schemathesis, find no fault."""

from __future__ import annotations

import logging
import os
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from string import Template
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.adapters.calls import Calls
from bot.text.data_files import ROOT
from bot.web.api.documented import PREFIX
from bot.wiring import Rooms
from tests.api.conftest import (
    CONFERENCE,
    MS_WINTER,
    clock,
    key_for,
    made,
    merton,
    rooms,
    system,
    york,
)
from tests.browser.conftest import served
from tests.stores import NOW
from tests.web.staff.conftest import OF_MERTON

__all__ = ["clock", "made", "merton", "rooms", "system", "york"]

PROGRAM = ROOT / ".venv-contract" / "bin" / "st"
CONFIG = ROOT / "tests" / "contract" / "schemathesis.toml"
SECONDS = 300
LEFT_TO_LUCK = 2
# By every way that a link can go.
REACHABLE = {**MS_WINTER, "email": "ms.winter@example.org", "safe_ways": ["sms", "email"]}


@pytest.fixture
def address(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The real house, served; nobody counts how often it is called."""
    rooms.desk.calls = Calls("", most=10**9)
    with served(rooms, monkeypatch) as address:
        yield address


@pytest.fixture
def things(rooms: Rooms, york: TestClient, merton: TestClient) -> dict[str, str]:
    """What is there, for paths that lead somewhere; some of it cancelled, locked or another council's."""

    def add(client: TestClient, path: str, sent: dict[str, Any], **headers: str) -> str:
        made = client.post(path, json=sent, headers=headers)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    cancelled = add(york, "/conferences", CONFERENCE)
    assert york.post(f"/conferences/{cancelled}/cancel", headers={"If-Match": '"1"'}).status_code == 200
    ahead = [add(york, "/conferences", CONFERENCE) for _ in range(20)]  # whatever is tried, one is left to be cancelled
    invited = [add(york, f"/conferences/{id}/invitations", REACHABLE) for id in ahead]
    for locked in invited[:6]:
        for _ in range(5):
            rooms.invitations.count_try(UUID(locked), most=5, at=NOW)
    mertons = add(merton, "/conferences", {**CONFERENCE, "social_worker_email": OF_MERTON.email})
    invited.append(add(merton, f"/conferences/{mertons}/invitations", REACHABLE))
    return {"CONFERENCES": _as_toml([*ahead, cancelled, mertons]), "INVITATIONS": _as_toml(invited)}


def _as_toml(ids: list[str]) -> str:
    return ", ".join(f'"{id}"' for id in ids)


class Heard(logging.Filter):
    """
    What was answered, from the log's lines: by method and route, how often with which status.

    The lines themselves are dropped: a thousand of them are no help beside a failure.
    """

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno != logging.INFO or not isinstance(record.args, tuple):
            return True
        method, route, status, _ = record.args
        self.counts[str(method), str(route)][int(str(status))] += 1
        return False


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[Heard]:
    log, heard = logging.getLogger("bot.web"), Heard()
    caplog.set_level(logging.INFO, logger=log.name)
    log.addFilter(heard)
    yield heard
    log.removeFilter(heard)


def test_a_case_systems_maker_can_rely_on_the_description(address, rooms, things, heard, tmp_path):
    if not PROGRAM.exists():
        pytest.skip("schemathesis is not here: make setup-test")
    config = tmp_path / "schemathesis.toml"
    config.write_text(Template(CONFIG.read_text("utf-8")).substitute(things), encoding="utf-8")
    command = [PROGRAM, "--config-file", config, "--no-color", "run", f"{address}/api/openapi.json"]
    only_ours = ["--include-path-regex", "^/api/v1", "--checks", "all"]
    key = ["-H", f"Authorization: Bearer {key_for(rooms)}"]

    told = subprocess.run(
        [*command, *only_ours, *key],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr[-2_000:]
    # Which calls come through is partly luck; were many only refused, little would have been tried.
    assert len(never_done(heard, address)) <= LEFT_TO_LUCK, never_done(heard, address)


def never_done(heard: Heard, address: str) -> list[str]:
    """Operations that were only ever refused: of those nothing was learnt."""
    described = httpx.get(f"{address}/api/openapi.json").json()["paths"]
    operations = [
        (method.upper(), path.removeprefix(PREFIX))
        for path, methods in described.items()
        if path.startswith(PREFIX)
        for method in methods
    ]
    assert len(operations) == 13
    return [str(one) for one in operations if not any(200 <= status < 300 for status in heard.counts[one])]
