"""
The schedule: jobs that run each minute or hour, soon, or a little later, by Huey.

What is queued here is only the name of a job, and losing it loses nothing: what there is to do stands in the database,
and the next minute finds it. SQLite's file by default, Redis where several servers run.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from redis import ConnectionPool

_NAME = "beforehand"
_THREADS = 2  # while one sends, the other shows that we live
_LONGEST_NAP = 1.0  # so long may what is to be done soon wait in SQLite; Redis tells at once
_SECONDS_TO_STOP = 15
_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER = 2, 5
# Nobody was there to do it: the next minute does.
_STALE_AFTER = 300

_log = logging.getLogger("bot.schedule")
# It tells of each run, and of errors with their words.
logging.getLogger("huey").setLevel(logging.CRITICAL)

Job = Callable[[], None]


class Schedule:
    """Jobs by their names. Any process may ask for one to be run; those that have `start`ed run them."""

    def __init__(self, *, redis_url: str, file: Path, secret: str) -> None:
        self._redis_url = redis_url
        self._file = file
        self._secret = secret
        self._jobs: dict[str, Job] = {}
        self._each_minute: list[str] = []
        self._each_hour: list[str] = []
        self._consumer: _Consumer | None = None

    def each_minute(self, name: str, job: Job) -> None:
        """From the start on."""
        self._jobs[name] = job
        self._each_minute.append(name)

    def each_hour(self, name: str, job: Job) -> None:
        """On the hour, and at the start."""
        self._jobs[name] = job
        self._each_hour.append(name)

    def soon(self, name: str) -> None:
        """Have a job run within a second or two. It never fails: a minute later the job is run anyway."""
        try:
            self._tasks["soon"](name)
        except Exception as error:  # Redis is away, say; what was written must not fail for it
            log_quietly(error)

    def later(self, name: str, *, seconds: float) -> None:
        """Have a job run once after so many seconds. It never fails either."""
        try:
            self._tasks["later"].schedule(args=(name,), delay=seconds)
        except Exception as error:
            log_quietly(error)

    @property
    def stopping(self) -> bool:
        """Whether what runs for long should come to an end."""
        return self._consumer is not None and self._consumer.stop_flag.is_set()

    def start(self) -> None:
        """Run the jobs from here on, in threads of this process."""
        if self._consumer is not None:
            raise RuntimeError("the schedule runs already")
        self._tasks  # noqa: B018 (they must be known before the first is met)
        self._consumer = _Consumer(
            self._huey,
            workers=_THREADS,
            max_delay=_LONGEST_NAP,
            shutdown_timeout=_SECONDS_TO_STOP,
        )
        self._consumer.start()
        for name in self._each_hour:
            self.soon(name)

    def stop(self) -> None:
        """Let what runs come to its end, for a while."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)

    def _run(self, name: str) -> None:
        job = self._jobs.get(name)
        if job is None:  # of another version of this program
            return
        try:
            job()
        except Exception as error:  # the other jobs go on
            log_quietly(error)

    @cached_property
    def _huey(self) -> Any:
        # Huey pickles: what is not signed by us is not read.
        ways: dict[str, Any] = {"results": False, "serializer": SignedSerializer(self._secret, _NAME)}
        if self._redis_url:
            # A page that wakes the worker must not hang where Redis is away.
            pool = ConnectionPool.from_url(
                self._redis_url, socket_connect_timeout=_SECONDS_TO_CONNECT, socket_timeout=_SECONDS_TO_ANSWER
            )
            return RedisHuey(_NAME, connection_pool=pool, **ways)
        return SqliteHuey(_NAME, filename=str(self._file), **ways)

    @cached_property
    def _tasks(self) -> dict[str, Any]:
        huey = self._huey

        def enqueue(names: list[str]) -> None:
            for name in names:
                self.soon(name)

        huey.periodic_task(crontab(), name="minute")(lambda: enqueue(self._each_minute))
        huey.periodic_task(crontab(minute="0"), name="hour")(lambda: enqueue(self._each_hour))
        return {
            "soon": huey.task(name="soon", expires=_STALE_AFTER)(self._run),
            "later": huey.task(name="later")(self._run),
        }


class _Consumer(Consumer):  # type: ignore[misc]
    """Huey's own, in a process whose signals are somebody else's."""

    def _set_signal_handlers(self) -> None:
        """None of ours."""


def log_quietly(error: Exception) -> None:
    """Its kind and place, never its words."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at %s:%s", type(error).__qualname__, place.filename, place.lineno)
