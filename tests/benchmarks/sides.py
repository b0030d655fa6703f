"""The two that are compared: our process, and Rasa as it comes with the same model in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.messages import COUNCIL
from tests.benchmarks.servers import Command, Server, free_port, seconds_to_ready, started

OURS = "ours"
STOCK = "stock"
METADATA: dict[str, Any] = {"council": COUNCIL}

_HERE = "http://127.0.0.1"
# Rasa's own ways throughout: trackers in memory, its own replies, actions over HTTP.
_STOCK_ENDPOINTS = "action_endpoint:\n  url: {action_server}/webhook\n"
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SANIC_HOST": "127.0.0.1"}


@dataclass(frozen=True)
class Side:
    """A side that is ready. `opening` is each conversation's first message, sent before the clock starts."""

    name: str
    webhook: str
    opening: str
    servers: tuple[Server, ...]
    ready_seconds: float

    def memory(self) -> int:
        """Bytes in use by all of its processes."""
        return sum(server.memory() for server in self.servers)

    def processor_seconds(self) -> float:
        """Seconds of processor time used so far by all of its processes."""
        return sum(server.processor_seconds() for server in self.servers)

    def check(self) -> None:
        """Raises ServerDied."""
        for server in self.servers:
            server.check()


@contextmanager
def ours(model: Path, folder: Path) -> Iterator[Side]:
    """`python -m bot serve`, with an empty data directory."""
    address = f"{_HERE}:{(port := free_port())}"
    settings = {"PORT": str(port), "BEFOREHAND_MODEL_DIR": str(model.parent)}
    command = Command("our server", ("bot", "serve"), f"{address}/health/ready", {**_data(folder / OURS), **settings})
    with started((command,), folder) as servers:
        yield Side(OURS, f"{address}/webhooks/rest/webhook", "hello there", servers, seconds_to_ready(servers))


@contextmanager
def stock(model: Path, folder: Path) -> Iterator[Side]:
    """`rasa run` with `rasa run actions` beside it. The council is a slot there, set by a pressed choice."""
    address, action_server = f"{_HERE}:{(port := free_port())}", f"{_HERE}:{(action_port := free_port())}"
    endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
    endpoints.write_text(_STOCK_ENDPOINTS.format(action_server=action_server), encoding="utf-8")
    credentials.write_text("rest:\n", encoding="utf-8")
    where = ("--endpoints", str(endpoints), "--credentials", str(credentials), "-i", "127.0.0.1", "-p", str(port))
    environment = _data(folder / STOCK)
    commands = (
        Command("rasa run", ("rasa", "run", "-m", str(model), *where), f"{address}/", environment),
        Command(
            "rasa run actions",
            ("rasa", "run", "actions", "-p", str(action_port)),
            f"{action_server}/health",
            environment,
        ),
    )
    opening = f'/choose_council{{"council": "{COUNCIL}"}}'
    with started(commands, folder) as servers:
        yield Side(STOCK, f"{address}/webhooks/rest/webhook", opening, servers, seconds_to_ready(servers))


def _data(folder: Path) -> dict[str, str]:
    return {**_QUIET, "BEFOREHAND_DATA_DIR": str(folder)}
