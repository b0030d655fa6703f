"""Text messages that came in, in the database. Whose phone is thought about by whom is settled by one UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, func, select, update

from bot.adapters.database.numbers import (
    hash_of_words,
    hashes_of_number,
    hashes_of_text,
    hashes_of_words,
    under_newest_key,
)
from bot.adapters.database.outbox import drop_stopped, put
from bot.adapters.database.phones import in_what_stands, make, row_of, save
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import table
from bot.adapters.database.texting_tables import InboundTextRow, PhoneRow
from bot.adapters.database.upsert import insert_if_new
from bot.adapters.database.writing import writing
from bot.outreach.message import Message, State
from bot.texting.inbound import Heard, InboundText, Said
from bot.texting.phone import Phone, PhoneOvertaken

_TEXTS, _PHONES = table(InboundTextRow), table(PhoneRow)
_KEEP = insert_if_new(_TEXTS, [column.name for column in _TEXTS.columns], unique=("provider", "provider_hash"))
_WAITS = InboundTextRow.settled_at.is_(None)


class StoredInbox:
    """`Inbox`, kept in the database. A text that is read back has a hash for its provider's name of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, text: InboundText) -> bool:
        with writing(self._engine) as connection:
            known_as = hashes_of_text(connection, text.provider, text.provider_id)
            there = (InboundTextRow.provider == text.provider, InboundTextRow.provider_hash.in_(known_as))
            if connection.scalar(select(InboundTextRow.id).where(*there)) is not None:
                return False
            number_hash = under_newest_key(connection, text.number)
            make(connection, number_hash)
            values = {
                "id": text.id,
                "provider": text.provider,
                "provider_hash": known_as[0],
                "number_hash": number_hash,
                "number": text.number,
                "body": text.body,
                "body_hash": hash_of_words(connection, text.body),
                "received_at": text.received_at,
                "sent_at": text.sent_at,
                "opted_out": text.opted_out,
                "wordless": text.wordless,
                "settled_at": None,
            }
            return connection.execute(_KEEP, values).rowcount > 0

    def lease(self, *, now: datetime, seconds: int) -> str | None:
        free = PhoneRow.leased_until.is_(None) | (PhoneRow.leased_until <= now)
        longest = (
            select(PhoneRow.number_hash)
            .join(InboundTextRow, InboundTextRow.number_hash == PhoneRow.number_hash)
            .where(_WAITS, free)
            .order_by(InboundTextRow.received_at, InboundTextRow.id)
            .limit(1)
        )
        with self._engine.connect() as connection:
            # Most often nothing waits, and then nobody who writes is held up.
            if connection.scalar(longest) is None:
                return None
        one = longest.with_for_update(of=PhoneRow, skip_locked=True).cte("longest")  # SQLite has one writer at a time
        ours = update(_PHONES).where(free, PhoneRow.number_hash.in_(select(one.c.number_hash)))
        leased = ours.values(leased_until=now + timedelta(seconds=seconds)).returning(PhoneRow.number_hash)
        with writing(self._engine) as connection:
            number_hash = connection.scalar(leased)
            waiting = select(InboundTextRow.number).where(_WAITS, InboundTextRow.number_hash == number_hash)
            return None if number_hash is None else connection.scalar(waiting.limit(1))

    def release(self, number: str) -> None:
        with writing(self._engine) as connection:
            its = PhoneRow.number_hash.in_(hashes_of_number(connection, number))
            connection.execute(update(_PHONES).where(its).values(leased_until=None))

    def waiting(self, number: str) -> tuple[InboundText, ...]:
        with self._engine.connect() as connection:
            its = InboundTextRow.number_hash.in_(hashes_of_number(connection, number))
            texts = [_text(row) for row in connection.execute(select(_TEXTS).where(_WAITS, its))]
        return tuple(sorted(texts, key=lambda text: (text.at, text.received_at, text.id)))

    def settle(self, texts: Sequence[InboundText], phone: Phone, answers: Sequence[Message], *, at: datetime) -> None:
        with writing(self._engine) as connection:
            number_hash = under_newest_key(connection, phone.number)
            make(connection, number_hash)
            phone = in_what_stands(connection, phone)
            stood = row_of(connection, phone.number, lock=True)
            if stood is None or stood.version != phone.version or not _settle(connection, texts, at):
                raise PhoneOvertaken
            save(connection, phone, number_hash, at=at)
            if phone.stopped_at is not None and stood.stopped_at is None:
                drop_stopped(connection, OutboxRow.number_hash == number_hash, at=at)
            for answer in answers:
                put(connection, answer)

    def heard(self, text: InboundText, *, since: datetime) -> Heard:
        with self._engine.connect() as connection:
            lately = select(func.count()).where(
                InboundTextRow.number_hash.in_(hashes_of_number(connection, text.number)),
                InboundTextRow.received_at >= since,
            )
            same = InboundTextRow.body_hash.in_(hashes_of_words(connection, text.body))
            return Heard(*_both(connection, lately, same))

    def said(self, number: str, body: str, *, since: datetime) -> Said:
        with self._engine.connect() as connection:
            return Said(*_both(connection, _said(connection, number, since), _with_words(connection, body)))

    def echoes(self, text: InboundText, *, since: datetime) -> bool:
        with self._engine.connect() as connection:
            ours = _said(connection, text.number, since).where(_with_words(connection, text.body))
            return bool(connection.scalar(ours))


def _settle(connection: Connection, texts: Sequence[InboundText], at: datetime) -> bool:
    """False where one of them is settled already."""
    these = update(_TEXTS).where(_WAITS, InboundTextRow.id.in_([text.id for text in texts]))
    return connection.execute(these.values(settled_at=at, number=None, body=None)).rowcount == len(texts)


def _said(connection: Connection, number: str, since: datetime) -> Select[tuple[int]]:
    return select(func.count()).where(
        OutboxRow.number_hash.in_(hashes_of_number(connection, number)),
        OutboxRow.created_at >= since,
        OutboxRow.state != State.DROPPED.value,
    )


def _with_words(connection: Connection, body: str) -> ColumnElement[bool]:
    return OutboxRow.body_hash.in_(hashes_of_words(connection, body))


def _both(connection: Connection, lately: Select[tuple[int]], same: ColumnElement[bool]) -> tuple[int, int]:
    """How many, and how many of those are the same."""
    return connection.scalar(lately) or 0, connection.scalar(lately.where(same)) or 0


def _text(row: Row[Any]) -> InboundText:
    return InboundText(
        id=row.id,
        provider=row.provider,
        provider_id=row.provider_hash,
        number=row.number,
        body=row.body,
        received_at=row.received_at,
        sent_at=row.sent_at,
        opted_out=row.opted_out,
        wordless=row.wordless,
    )
