"""What more than one folder needs: the whole house with the assistant in it, loaded once."""

from __future__ import annotations

import os

import pytest

from bot import wiring
from bot.settings import Settings
from bot.training import up_to_date_model
from bot.wiring import Rooms
from tests.postgresql import postgresql
from tests.stores import KEY, NOW

__all__ = ["house", "postgresql", "rooms"]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """
    Every room, on a database of its own, at nine thirty on the first of March 2027.

    Loading takes about fifteen seconds, so everybody shares it: use a conversation of your own. Mark with `rasa`.
    """
    from bot.loading import load_assistant

    settings = Settings(data_dir=tmp_path_factory.mktemp("var"), secret_key=KEY)
    rooms = wiring.build(settings, clock=lambda: NOW)
    load_assistant(rooms, up_to_date_model(settings.model_dir, print))
    return rooms


@pytest.fixture(scope="session")
def rooms(house: Rooms) -> Rooms:
    """The same by the name that most tests know it by; the browser's have a smaller house of that name."""
    return house


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a real component that was not there: elsewhere a pity, where changes land a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"{skipped} skipped: with CI set, nothing may be.", red=True)
