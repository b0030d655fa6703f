"""
What became of each text, looked up in the server's database while it runs: which messages answer it.

What was there once is known here for ever: with everything of a parent's these are deleted too.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Engine, select

from bot.adapters.database.numbers import hashes_of_text
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.texting_tables import InboundTextRow
from bot.outreach.message import MessageKind
from tests.talks.texting.server import Handed

_LOOK_EVERY = 0.2


@dataclass(frozen=True)
class Answered:
    """One answer in the outbox."""

    id: str
    state: str
    number_of: int  # among those to one text


@dataclass
class Answers:
    """Looks again and again, in a thread of its own, and wakes whoever waits."""

    engine: Engine
    changed: threading.Condition
    settled: set[str] = field(default_factory=set)  # texts, by what their provider calls them, hashed
    of_text: dict[str, list[Answered]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._known: dict[tuple[str, str], str] = {}
        self._thread = threading.Thread(target=self._look_again, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def known_as(self, handed: Handed) -> str:
        if (handed.provider, handed.id) not in self._known:
            with self.engine.connect() as connection:
                self._known[handed.provider, handed.id] = hashes_of_text(connection, handed.provider, handed.id)[0]
        return self._known[handed.provider, handed.id]

    def to(self, handed: Handed) -> list[Answered]:
        return self.of_text.get(self.known_as(handed), [])

    def look(self) -> None:
        texts = select(InboundTextRow.id, InboundTextRow.provider_hash, InboundTextRow.settled_at)
        replies = select(OutboxRow.id, OutboxRow.intent, OutboxRow.state).where(
            OutboxRow.kind == MessageKind.REPLY.value
        )
        with self.engine.connect() as connection:
            came, said = connection.execute(texts).all(), connection.execute(replies).all()
        answers = defaultdict[str, list[Answered]](list)
        for row in said:
            _, text, number = row.intent.split(":")
            answers[text].append(Answered(str(row.id), row.state, int(number)))
        of_text = {
            row.provider_hash: sorted(answers[str(row.id)], key=lambda answered: answered.number_of) for row in came
        }
        with self.changed:
            self.settled |= {row.provider_hash for row in came if row.settled_at is not None}
            self.of_text |= of_text
            self.changed.notify_all()

    def _look_again(self) -> None:
        while not self._stop.is_set():
            self.look()
            time.sleep(_LOOK_EVERY)
