"""The worker does what it is woken for within a second or two, shows that it lives, and goes when it is told to."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.adapters.database.outbox import put
from bot.adapters.database.writing import writing
from bot.adapters.providers import ProviderIncomplete
from bot.adapters.schedule import Schedule
from bot.answers.book import load_book
from bot.leaflets.shelf import load_shelf
from bot.outreach.message import State
from bot.settings import Settings
from bot.wiring import Rooms, building
from bot.worker import start
from tests.outreach.messages import NOW, a_message
from tests.redis_server import redis
from tests.stores import KEY

__all__ = ["redis"]

# Far more than it takes: a slow machine is no fault of the worker's.
PATIENCE = 20.0


def _soon(happens: Callable[[], Any]) -> bool:
    ends = time.monotonic() + PATIENCE
    while not happens() and time.monotonic() < ends:
        time.sleep(0.02)
    return bool(happens())


@pytest.fixture(params=["sqlite", "redis"])
def schedules(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Schedule]:
    """Two of them are two processes: they share what is queued, and nothing else."""
    url = request.getfixturevalue("redis") if request.param == "redis" else ""
    return lambda secret: Schedule(redis_url=url, file=tmp_path / "schedule.db", secret=secret)


@pytest.fixture
def running() -> Iterator[Callable[[Schedule], Schedule]]:
    started: list[Schedule] = []

    def run(schedule: Schedule) -> Schedule:
        schedule.start()
        started.append(schedule)
        return schedule

    yield run
    for schedule in started:
        schedule.stop()


def test_a_page_wakes_the_worker_of_another_process(schedules, running):
    page, worker = schedules("secret"), schedules("secret")
    done = threading.Event()
    worker.each_hour("send", done.set)
    running(worker)
    assert done.wait(PATIENCE)
    done.clear()

    page.soon("send")

    assert done.wait(PATIENCE)


def test_a_job_that_fails_stops_no_other_and_its_words_are_logged_nowhere(schedules, running, caplog):
    worker, done = schedules("secret"), threading.Event()

    def fail() -> None:
        raise ValueError("+447700900123")

    worker.each_minute("fails", fail)
    worker.each_minute("works", done.set)
    with caplog.at_level(logging.DEBUG):
        running(worker)
        assert done.wait(PATIENCE)
        assert _soon(lambda: "ValueError" in caplog.text)

    assert "900123" not in caplog.text


def test_what_was_not_queued_by_us_is_not_run(schedules, running):
    """Huey reads what it pickled. Whoever else may write there could else have anything run."""
    stranger, worker = schedules("guessed"), schedules("secret")
    runs: list[str] = []
    worker.each_hour("send", lambda: runs.append("run"))
    running(worker)
    assert _soon(lambda: runs)

    runs.clear()
    stranger.soon("send")
    worker.soon("send")

    assert _soon(lambda: runs)
    assert runs == ["run"]


def test_where_nothing_can_be_queued_what_was_written_stands_all_the_same(tmp_path):
    nowhere = Schedule(redis_url="", file=tmp_path / "no such folder" / "schedule.db", secret="secret")

    nowhere.soon("send")
    nowhere.later("send", seconds=1)


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    shelf = load_shelf()
    book = load_book(shelf)
    monkeypatch.setattr(building, "load_shelf", lambda _: shelf)
    monkeypatch.setattr(building, "load_book", lambda *_: book)
    rooms = wiring.build(Settings(data_dir=tmp_path, secret_key=KEY), clock=lambda: NOW)
    yield rooms
    rooms.desk.schedule.stop()
    rooms.engine.dispose()


def test_a_link_is_out_soon_after_the_social_worker_presses_send(rooms):
    start(rooms)
    assert _soon(lambda: rooms.desk.heartbeat() == NOW)
    message = a_message()
    with writing(rooms.engine) as connection:
        put(connection, message)

    rooms.desk.wake()

    assert _soon(lambda: rooms.desk.outbox.counts()[State.SENT])
    assert rooms.desk.outbox.of_council("york", most=1)[0].provider == "console"


def test_what_a_killed_worker_left_is_sent_by_the_next(rooms):
    message = a_message(created_at=NOW - timedelta(hours=1), due_at=NOW - timedelta(hours=1))
    with writing(rooms.engine) as connection:
        put(connection, message)
    rooms.desk.outbox.claim(now=NOW - timedelta(minutes=10), most=1)

    start(rooms)

    assert _soon(lambda: rooms.desk.outbox.counts()[State.SENT])


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        ({"sms_provider": "notify"}, "BEFOREHAND_NOTIFY_API_KEY, BEFOREHAND_NOTIFY_SMS_TEMPLATE"),
        ({"email_provider": "notify", "notify_api_key": "k"}, "BEFOREHAND_NOTIFY_EMAIL_TEMPLATE"),
        (
            {"sms_provider": "twilio"},
            "BEFOREHAND_TWILIO_ACCOUNT_SID, BEFOREHAND_TWILIO_AUTH_TOKEN, BEFOREHAND_TWILIO_SENDER",
        ),
        ({"email_provider": "smtp", "smtp_host": "mail.york.example"}, "BEFOREHAND_SMTP_SENDER"),
    ],
)
def test_a_provider_without_its_keys_is_refused_at_the_start_and_they_are_named(tmp_path, chosen, missing):
    with pytest.raises(ProviderIncomplete, match=f"needs {missing}:"):
        wiring.build(Settings(data_dir=tmp_path, secret_key=KEY, **chosen))
