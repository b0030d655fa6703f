"""
How often parents asked about what: gathered in memory and added to the database every few seconds, beside the turns.

Whoever kills the process loses the last few seconds' counts, and nothing else.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Engine, bindparam, delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.database.staff_tables import CountRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.conferences.calendar import LONDON
from bot.conversation.memory import Conversation
from bot.conversation.messages import Door
from bot.languages import Language

_COUNTS = table(CountRow)
_SECONDS = 5.0
_KEY = ("council", "language", "topic", "day")
_ADD = text(
    "INSERT INTO counts (council, language, topic, day, count) VALUES (:council, :language, :topic, :day, :count)"
    " ON CONFLICT (council, language, topic, day) DO UPDATE SET count = counts.count + excluded.count"
).bindparams(bindparam("day", type_=_COUNTS.columns["day"].type))

_log = logging.getLogger("bot.counts")
_Key = tuple[str, str, str, date]


class StoredCounts:
    """`Tally`, and what it comes to. Only `topics` are counted."""

    def __init__(
        self,
        engine: Engine,
        topics: Collection[str],
        *,
        clock: Callable[[], datetime],
        seconds: float = _SECONDS,
    ) -> None:
        self._engine = engine
        self._topics = frozenset(topics)
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._gathered: Counter[_Key] = Counter()
        self._timer: threading.Timer | None = None

    def add(self, conversation: Conversation, language: Language, topic: str) -> None:
        council = conversation.council
        if council is None or topic not in self._topics or conversation.door is Door.COMMAND_LINE:
            return
        day = self._clock().astimezone(LONDON).date()
        with self._lock:
            self._gathered[(council, language.value, topic, day)] += 1
            if self._timer is None:
                self._wait()

    def flush(self) -> None:
        """Write what was gathered. Where the database cannot be reached, it is tried again with the next."""
        with self._lock:
            gathered, self._gathered = self._gathered, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not gathered:
            return
        rows = [{**dict(zip(_KEY, key, strict=True)), "count": count} for key, count in sorted(gathered.items())]
        try:
            with writing(self._engine) as connection:
                connection.execute(_ADD, rows)
        except SQLAlchemyError as error:  # its words may hold anything: only its kind is told
            _log.warning("%s while counts were written", type(error).__qualname__)
            with self._lock:
                self._gathered.update(gathered)

    def of(self, council: str, *, since: date, language: Language | None = None) -> Mapping[tuple[str, str], int]:
        """How often each topic was asked about in each language, since the beginning of that day."""
        self.flush()
        wanted = select(CountRow.topic, CountRow.language, func.sum(CountRow.count)).where(
            CountRow.council == council, CountRow.day >= since
        )
        if language is not None:
            wanted = wanted.where(CountRow.language == language.value)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.group_by(CountRow.topic, CountRow.language)).all()
        return {(topic, spoken): int(count) for topic, spoken, count in rows}

    def forget_old(self, *, before: date) -> int:
        """Delete the days before that one; how many rows they were."""
        with writing(self._engine) as connection:
            return connection.execute(delete(_COUNTS).where(CountRow.day < before)).rowcount

    def _wait(self) -> None:
        timer = threading.Timer(self._seconds, self.flush)
        timer.daemon = True  # whoever stops the process does not wait for it: `atexit` flushes
        self._timer = timer
        atexit.unregister(self.flush)
        atexit.register(self.flush)
        timer.start()
