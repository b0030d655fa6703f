"""
What API calls with an idempotency key were answered, so that a call sent again is answered again and not done again.

A call is claimed before it is done. What died in between stays claimed: nobody knows whether it was done, so it is
not done a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.database.staff_tables import AnsweredRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption

KEPT = timedelta(hours=24)
_ANSWERED = table(AnsweredRow)


@dataclass(frozen=True)
class Answer:
    """What a call was answered. `body` is the route's own, whatever it holds."""

    status: int
    body: str


@dataclass(frozen=True)
class Claim:
    """A call that is, or was, made under an idempotency key."""

    ours: bool  # to be done now, by whoever is handed this
    same: bool = True  # the same call: another one under the same key is a mistake
    answer: Answer | None = None  # None: it is being done, or died
    since: datetime | None = None


class StoredAnswers:
    """Answers by API key and idempotency key; both the key and the call are kept as hashes, the answer encrypted."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def claim(self, api_key: UUID, key: str, call: str, *, at: datetime) -> Claim:
        """Take it, or learn what became of it. `call` is everything that makes two calls the same."""
        hashes = self._encryption.keyed_hashes(_hashed_with(key))
        known = select(_ANSWERED).where(AnsweredRow.api_key_id == api_key, AnsweredRow.key_hash.in_(hashes))
        values = {
            "api_key_id": api_key,
            "key_hash": hashes[0],
            "request_hash": self._encryption.keyed_hash(call),
            "status": None,
            "body": None,
            "at": at,
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(delete(_ANSWERED).where(AnsweredRow.at < at - KEPT))
                row = connection.execute(known).first()
                if row is None:
                    connection.execute(insert(_ANSWERED), values)
        except IntegrityError:  # PostgreSQL: another was first, between our look and our insert
            with self._engine.connect() as connection:
                row = connection.execute(known).first()
            if row is None:  # and has given it up since
                return Claim(ours=False, since=at)
        if row is None:
            return Claim(ours=True)
        return Claim(
            ours=False,
            same=self._encryption.matches(call, row.request_hash),
            answer=None if row.status is None else Answer(row.status, row.body or ""),
            since=row.at,
        )

    def keep(self, api_key: UUID, key: str, answer: Answer) -> None:
        """It was done."""
        with self._engine.begin() as connection:
            connection.execute(
                update(_ANSWERED).where(*self._claimed(api_key, key)).values(status=answer.status, body=answer.body)
            )

    def give_up(self, api_key: UUID, key: str) -> None:
        """It was refused and nothing was done: the same key may be used again."""
        with self._engine.begin() as connection:
            connection.execute(delete(_ANSWERED).where(*self._claimed(api_key, key)))

    def forget_old(self, *, before: datetime) -> int:
        """Delete what is older; how many that were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(_ANSWERED).where(AnsweredRow.at < before)).rowcount

    def _claimed(self, api_key: UUID, key: str) -> tuple[ColumnElement[bool], ...]:
        hashes = self._encryption.keyed_hashes(_hashed_with(key))
        return (AnsweredRow.api_key_id == api_key, AnsweredRow.key_hash.in_(hashes), AnsweredRow.status.is_(None))


def _hashed_with(key: str) -> str:
    # Marked, so that nobody else's hash of the same words is this one.
    return f"idempotency key: {key}"
