"""The command line, with the one assistant that is loaded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import cli
from bot.wiring import Rooms


@pytest.fixture
def run() -> Callable[..., Result]:
    """Type a command."""
    runner = CliRunner()
    return lambda *words: runner.invoke(cli.app, [str(word) for word in words])


@pytest.fixture
def loaded(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Loading takes fifteen seconds: `ask` is handed the rooms that are loaded already."""
    monkeypatch.setattr(cli, "_rooms", lambda database=None: rooms)
    monkeypatch.setattr(cli, "_load", lambda rooms: None)
    return rooms
