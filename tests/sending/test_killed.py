"""
The worker is killed fifty times while it sends (SIGKILL: it can tidy up nothing), and every message goes out once.

The worker is the real one, the database a file, and GOV.UK Notify a real HTTP server that sometimes breaks the line
after it has accepted a message, or before, or answers 500.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from random import Random

import pytest
from sqlalchemy import Engine

from bot.adapters.database.engine import connect
from bot.adapters.database.outbox import StoredOutbox, put
from bot.adapters.database.upgrade import upgrade
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.outreach.message import State
from bot.wiring.rooms import now_in_utc
from tests.outreach.messages import TOKEN, a_message
from tests.sending.notify_server import API_KEY, Fate, NotifyServer, served
from tests.stores import KEY

KILLS = 50
AT_FIRST, EACH_TIME = 60, 4  # messages: there is always something to send when the worker dies
STRANDED = 3
LONGEST_LIFE = 0.5
MOST_SECONDS = 120
FATES = [Fate.ACCEPTED] * 16 + [Fate.ACCEPTED_THEN_BROKEN] * 2 + [Fate.BROKEN, Fate.FAILED]


class Workers:
    """Starts real workers, and tells when one has begun."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.sending.nursery"]
        pipe = subprocess.PIPE
        self.nursery = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self._said: Queue[str] = Queue()
        self.everything: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> int:
        """A worker's process id, once it runs."""
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write("another\n")
        self.nursery.stdin.flush()
        id = int(self.nursery.stdout.readline())
        try:
            while "running" not in self._said.get(timeout=30):
                pass
        except Empty:
            pytest.fail("The worker did not start:\n" + "".join(self.everything))
        return id

    def close(self) -> None:
        assert self.nursery.stdin
        self.nursery.stdin.close()
        self.nursery.wait(10)

    def _listen(self) -> None:
        assert self.nursery.stderr
        for line in self.nursery.stderr:
            self.everything.append(line)
            self._said.put(line)


@pytest.fixture
def chance() -> Random:
    return Random(20270301)


@pytest.fixture
def notify(chance: Random) -> Iterator[NotifyServer]:
    server = NotifyServer(fate=lambda: chance.choice(FATES), delay=lambda: chance.uniform(0, 0.03))
    with served(server):
        yield server


@pytest.fixture
def environment(notify: NotifyServer, tmp_path: Path) -> dict[str, str]:
    ours = {
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": KEY,
        "SMS_PROVIDER": "notify",
        "NOTIFY_API_KEY": API_KEY,
        "NOTIFY_SMS_TEMPLATE": "sms",
        "NOTIFY_BASE_URL": notify.address,
        "STRANDED_SECONDS": str(STRANDED),
    }
    return {**os.environ, **{f"BEFOREHAND_{name}": value for name, value in ours.items()}}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'beforehand.db'}", Encryption([KEY]))
    upgrade(engine)
    yield engine
    engine.dispose()


def _write(engine: Engine, count: int) -> list[str]:
    now = now_in_utc()
    messages = [a_message(created_at=now, due_at=now) for _ in range(count)]
    with writing(engine) as connection:
        for message in messages:
            put(connection, message)
    return [str(message.id) for message in messages]


def test_killed_fifty_times_while_sending_every_message_goes_out_exactly_once(engine, notify, environment, chance):
    began = time.monotonic()
    written = _write(engine, AT_FIRST)
    workers, while_sending = Workers(environment), 0
    for _ in range(KILLS):
        worker = workers.start()
        written += _write(engine, EACH_TIME)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        while_sending += notify.busy > 0
        os.kill(worker, signal.SIGKILL)
    workers.close()
    killed_after, sent_then = time.monotonic() - began, len(notify.references())
    _finish(engine, environment, len(written))

    told = f"{len(written)} messages, {while_sending} of {KILLS} killed while sending; {sent_then} sent by then"
    print(f"{told}; {killed_after:.0f} s, {time.monotonic() - began:.0f} s in all")  # noqa: T201 (seen with -s)
    assert while_sending >= KILLS / 10, "it was mostly killed while it had nothing to do"
    again = {reference: times for reference, times in Counter(notify.references()).items() if times != 1}
    assert (again, set(notify.references()) ^ set(written)) == ({}, set())
    kept = StoredOutbox(engine).of_council("york", most=len(written) + 1)
    assert [message for message in kept if message.state is not State.SENT or TOKEN in message.body] == []
    assert workers.everything == [line for line in workers.everything if "running" in line]


def _finish(engine: Engine, environment: dict[str, str], count: int) -> None:
    """One worker more, started as anybody would, that is let live; and then told to stop."""
    worker = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot", "worker"], env=environment)
    try:
        ends = time.monotonic() + MOST_SECONDS
        while StoredOutbox(engine).counts()[State.SENT] < count and time.monotonic() < ends:
            time.sleep(0.1)
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
