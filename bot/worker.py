"""The worker: sends what is due, mends what was interrupted, reminds, forgets, and shows that it lives."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from bot.adapters.database.retention import forget_old
from bot.casework.importing import KEEP
from bot.wiring import Rooms
from bot.wiring.desk import BEAT, SEND

# A run of sending gives way after so long, for the others of its thread.
_SECONDS_AT_A_TIME = 20
_AT_A_TIME = 1000
# A case system that asks again does so within minutes.
_ANSWERED_AGAIN_FOR = timedelta(days=1)
_COUNTS_KEPT_FOR = timedelta(days=400)  # a year, to be compared with the one before; they say nothing of anybody


def start(rooms: Rooms) -> None:
    """Run every job in threads of this process, until the schedule is stopped."""
    desk = rooms.desk
    desk.schedule.each_minute("mend", lambda: _mend(rooms))
    desk.schedule.each_minute("remind", lambda: _remind(rooms))
    desk.schedule.each_minute(SEND, lambda: _send(rooms))
    desk.schedule.each_minute("beat", lambda: desk.heartbeats.beat(BEAT, at=rooms.now()))
    desk.schedule.each_hour("forget", lambda: _forget(rooms))
    desk.schedule.start()
    # What a worker that was just killed has left is asked for as soon as that can be.
    desk.schedule.later("mend", seconds=rooms.settings.stranded_seconds + 1)


def work(rooms: Rooms, tell: Callable[[str], None]) -> None:
    """Run until we are told to stop (SIGTERM, Ctrl+C)."""
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    start(rooms)
    tell("The worker is running.   (stop with Ctrl+C)")
    stopped.wait()
    rooms.desk.schedule.stop()


def _send(rooms: Rooms) -> None:
    schedule, ends = rooms.desk.schedule, time.monotonic() + _SECONDS_AT_A_TIME

    def enough() -> bool:
        return schedule.stopping or time.monotonic() > ends

    done = rooms.desk.sender.send_due(most=_AT_A_TIME, stopping=enough)
    if done.handled == _AT_A_TIME or time.monotonic() > ends:
        schedule.soon(SEND)
    if done.doubtful:
        schedule.later("mend", seconds=rooms.settings.stranded_seconds + 1)


def _mend(rooms: Rooms) -> None:
    if rooms.desk.sender.mend():
        rooms.desk.schedule.soon(SEND)


def _remind(rooms: Rooms) -> None:
    if rooms.desk.reminding.plan(rooms.now()):
        rooms.desk.schedule.soon(SEND)


def _forget(rooms: Rooms) -> None:
    now, keep_days = rooms.now(), rooms.settings.keep_days
    forget_old(rooms.engine, now=now, keep_days=keep_days)
    rooms.desk.outbox.forget_old(before=now - timedelta(days=keep_days))
    rooms.desk.answered.forget_old(before=now - _ANSWERED_AGAIN_FOR)
    rooms.desk.imports.forget_old(before=now - KEEP)
    rooms.desk.counts.forget_old(before=(now - _COUNTS_KEPT_FOR).date())
