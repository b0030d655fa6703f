"""
The outbox in the database. Who may send a message is settled by one UPDATE, whatever else happens at that instant.

`put` and `drop_waiting` are for the transaction of the change that causes a message, or makes one needless.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Row, case, delete, func, literal, or_, select, update

from bot.adapters.database.fields import Encrypted
from bot.adapters.database.numbers import hash_of_words, hashes_of_number, under_newest_key
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.switches import channel_is_open
from bot.adapters.database.tables import table
from bot.adapters.database.texting_tables import PhoneRow
from bot.adapters.database.upsert import insert_if_new
from bot.adapters.database.writing import writing
from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind, State
from bot.outreach.sending import STOPPED

_OUTBOX = table(OutboxRow)
_PUT = insert_if_new(_OUTBOX, [column.name for column in _OUTBOX.columns], unique=("intent",))

# What is "sent" here stays here, on the desk's own page, and would open nothing without its link.
CONSOLE = "console"
_BY_HAND = "by_hand"  # a person, and no provider, has said that it came

_IS_REPLY = OutboxRow.kind == MessageKind.REPLY.value
# An answer to a text is between that phone and us: once it is out of our hands, its words are gone.
_WORDS_AFTERWARDS = case((_IS_REPLY, literal("", Encrypted)), else_=OutboxRow.body)

_LINK = re.compile(r"(?<=/l/)[\w-]+", re.ASCII)
_NOT_YET = (State.QUEUED, State.SENDING, State.UNSURE)
_OVER = (State.SENT, State.DELIVERED, State.FAILED, State.DROPPED)
# What each news from a provider may overtake. Nothing overtakes "delivered"; "failed" may have been a first guess.
_OVERTAKES = {
    State.SENT: _NOT_YET,
    State.FAILED: (*_NOT_YET, State.SENT),
    State.DELIVERED: (*_NOT_YET, State.SENT, State.FAILED),
}


def put(connection: Connection, message: Message) -> bool:
    """Write a message to be sent. False, and nothing written, where there is one for the same reason."""
    number_hash = body_hash = None
    if message.channel is Channel.SMS:
        number_hash = under_newest_key(connection, message.address)
        body_hash = hash_of_words(connection, message.body)
    values = {**values_of(message), "number_hash": number_hash, "body_hash": body_hash}
    return connection.execute(_PUT, values).rowcount > 0


def drop_stopped(connection: Connection, which: ColumnElement[bool], *, at: datetime) -> None:
    """Of those, what waits is not sent, because the phone asked for no more texts."""
    waiting = update(_OUTBOX).where(OutboxRow.state == State.QUEUED.value, which)
    dropped = {"state": State.DROPPED.value, "problem": STOPPED, "settled_at": at, "body": _WORDS_AFTERWARDS}
    connection.execute(waiting.values(**dropped))


def drop_waiting(connection: Connection, invitation_id: UUID, kinds: Collection[MessageKind]) -> int:
    """
    Take back what has not been sent yet; how many that were.

    One that is just being sent cannot be stopped, but if that turns out to have failed it is not tried again.
    """
    of_kinds = OutboxRow.kind.in_([kind.value for kind in kinds])
    return _drop(connection, (OutboxRow.invitation_id == invitation_id) & of_kinds)


def drop_texts(connection: Connection, invitation_id: UUID, number: str) -> int:
    """The same of what would go to an invitation's phone by text, and of what this number would be answered."""
    is_text = OutboxRow.channel == Channel.SMS.value
    is_answer = _IS_REPLY & OutboxRow.number_hash.in_(hashes_of_number(connection, number))
    return _drop(connection, is_text & ((OutboxRow.invitation_id == invitation_id) | is_answer))


def _drop(connection: Connection, which: ColumnElement[bool]) -> int:
    going = update(_OUTBOX).where(which, OutboxRow.state == State.SENDING.value)
    connection.execute(going.values(not_after=OutboxRow.claimed_at))
    waiting = update(_OUTBOX).where(which, OutboxRow.state == State.QUEUED.value)
    return connection.execute(waiting.values(state=State.DROPPED.value, body=_WORDS_AFTERWARDS)).rowcount


def arrived(connection: Connection, invitation_id: UUID, id: UUID, *, at: datetime) -> bool:
    """Somebody has heard that it came: it is unsure no more. False where no such message of theirs was unsure."""
    unsure = (OutboxRow.id == id, OutboxRow.invitation_id == invitation_id, OutboxRow.state == State.UNSURE.value)
    row = connection.execute(select(_OUTBOX).where(*unsure).with_for_update()).first()
    if row is None:
        return False
    known = {"provider": row.provider or _BY_HAND, "provider_id": row.provider_id}
    _record(connection, row, State.DELIVERED, problem=None, at=at, **known)
    return True


class StoredOutbox:
    """`Outbox`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, *, now: datetime, most: int) -> tuple[Message, ...]:
        queued = OutboxRow.state == State.QUEUED.value
        due = (
            select(OutboxRow.id)
            .where(queued, OutboxRow.due_at <= now, channel_is_open())
            .order_by(OutboxRow.due_at, OutboxRow.created_at)
            .limit(most)
            .with_for_update(skip_locked=True)  # in PostgreSQL; SQLite has one writer at a time
            .cte("due")
        )
        too_late = update(_OUTBOX).where(queued, OutboxRow.not_after < now)
        stopped = select(PhoneRow.number_hash).where(PhoneRow.stopped_at.is_not(None))
        claimed = (
            update(_OUTBOX)
            .where(queued, OutboxRow.id.in_(select(due.c.id)))
            .values(state=State.SENDING.value, claimed_at=now, attempts=OutboxRow.attempts + 1)
            .returning(*_OUTBOX.columns)
        )
        with writing(self._engine) as connection:
            connection.execute(too_late.values(state=State.DROPPED.value, settled_at=now, body=_WORDS_AFTERWARDS))
            drop_stopped(connection, ~_IS_REPLY & OutboxRow.number_hash.in_(stopped), at=now)
            rows = connection.execute(claimed).all()
        return tuple(sorted(map(message_of, rows), key=lambda message: (message.due_at, message.created_at)))

    def stranded(self, *, now: datetime, after_seconds: int) -> tuple[Message, ...]:
        long_since = OutboxRow.claimed_at <= now - timedelta(seconds=after_seconds)
        ours = update(_OUTBOX).where(OutboxRow.state == State.SENDING.value, long_since).values(claimed_at=now)
        with writing(self._engine) as connection:
            rows = connection.execute(ours.returning(*_OUTBOX.columns)).all()
        return tuple(map(message_of, rows))

    def sent(self, id: UUID, *, provider: str, provider_id: str | None, at: datetime) -> None:
        with writing(self._engine) as connection:
            row = connection.execute(select(_OUTBOX).where(OutboxRow.id == id).with_for_update()).first()
            if row is None:  # deleted with its invitation while it was being sent
                return
            _record(connection, row, State.SENT, provider=provider, provider_id=provider_id, problem=None, at=at)

    def try_again(self, id: UUID, *, problem: str, due_at: datetime) -> None:
        self._settle(id, state=State.QUEUED.value, problem=problem, due_at=due_at, claimed_at=None)

    def failed(self, id: UUID, *, problem: str, at: datetime) -> None:
        self._settle(id, state=State.FAILED.value, problem=problem, settled_at=at, body=_WORDS_AFTERWARDS)

    def unsure(self, id: UUID, *, problem: str, at: datetime) -> None:
        self._settle(id, state=State.UNSURE.value, problem=problem, settled_at=at, body=_WORDS_AFTERWARDS)

    def receipt(
        self,
        *,
        provider: str,
        provider_id: str,
        state: State,
        problem: str | None,
        at: datetime,
        id: UUID | None = None,
    ) -> bool:
        """As in the port. `id` is ours, where the provider repeats it: its news may be here before its answer is."""
        theirs = (OutboxRow.provider == provider) & (OutboxRow.provider_id == provider_id)
        which: ColumnElement[bool] = theirs if id is None else (OutboxRow.id == id)
        with writing(self._engine) as connection:
            row = connection.execute(select(_OUTBOX).where(which).with_for_update()).first()
            if row is None:
                return False
            _record(connection, row, state, provider=provider, provider_id=provider_id, problem=problem, at=at)
        return True

    def knows(self, provider: str, provider_id: str) -> bool:
        """Whether a message of ours is known by this name at its provider."""
        theirs = (OutboxRow.provider == provider, OutboxRow.provider_id == provider_id)
        with self._engine.connect() as connection:
            return connection.scalar(select(OutboxRow.id).where(*theirs).limit(1)) is not None

    def of_invitation(self, id: UUID) -> tuple[Message, ...]:
        return self._newest((OutboxRow.invitation_id == id) & ~_IS_REPLY, None)

    def of_council(self, council: str, *, most: int) -> tuple[Message, ...]:
        return self._newest((OutboxRow.council == council) & ~_IS_REPLY, most)

    def counts(self) -> dict[State, int]:
        """How many messages stand where."""
        with self._engine.connect() as connection:
            found = connection.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state)).all()
        return {**dict.fromkeys(State, 0), **{State(state): count for state, count in found}}

    def forget_old(self, *, before: datetime) -> int:
        """
        Delete what is over and belongs to no invitation, with which it would go; how many that were.

        An answer to a text goes in any case: nobody is shown it, so that nobody could say what became of it.
        """
        over = OutboxRow.state.in_([state.value for state in _OVER])
        old = delete(_OUTBOX).where(
            OutboxRow.created_at < before, or_(OutboxRow.invitation_id.is_(None) & over, _IS_REPLY)
        )
        with writing(self._engine) as connection:
            return connection.execute(old).rowcount

    def _settle(self, id: UUID, **values: Any) -> None:
        """Only what is still being sent: a receipt may have been quicker, and knows more."""
        being_sent = update(_OUTBOX).where(OutboxRow.id == id, OutboxRow.state == State.SENDING.value)
        with writing(self._engine) as connection:
            connection.execute(being_sent.values(**values))

    def _newest(self, which: ColumnElement[bool], most: int | None) -> tuple[Message, ...]:
        newest = select(_OUTBOX).where(which).order_by(OutboxRow.created_at.desc(), OutboxRow.id).limit(most)
        with self._engine.connect() as connection:
            return tuple(map(message_of, connection.execute(newest)))


def _record(
    connection: Connection,
    row: Row[Any],
    state: State,
    *,
    provider: str,
    provider_id: str | None,
    problem: str | None,
    at: datetime,
) -> None:
    """Write what became of a message whose row we hold, unless more is known already."""
    values: dict[str, Any] = {}
    if row.sent_at is None:
        values = {"provider": provider, "provider_id": provider_id, "sent_at": at}
    if row.sent_at is None and row.kind == MessageKind.REPLY.value:
        values["body"] = ""
    elif row.sent_at is None and provider != CONSOLE:
        values["body"] = _LINK.sub("…", row.body)
    if State(row.state) in _OVERTAKES[state]:
        values |= {"state": state.value, "problem": problem, "claimed_at": None}
        values["settled_at"] = None if state is State.SENT else at
    if values:
        connection.execute(update(_OUTBOX).where(OutboxRow.id == row.id).values(**values))


def message_of(row: Row[Any]) -> Message:
    """A message as it is kept."""
    return Message(
        id=row.id,
        intent=row.intent,
        council=row.council,
        channel=Channel(row.channel),
        kind=MessageKind(row.kind),
        language=Language(row.language),
        address=row.address,
        body=row.body,
        created_at=row.created_at,
        due_at=row.due_at,
        subject=row.subject,
        invitation_id=row.invitation_id,
        subscription_id=row.subscription_id,
        not_after=row.not_after,
        state=State(row.state),
        attempts=row.attempts,
        claimed_at=row.claimed_at,
        provider=row.provider,
        provider_id=row.provider_id,
        problem=row.problem,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
    )


def values_of(message: Message) -> dict[str, Any]:
    """What a message's row holds."""
    return {
        "id": message.id,
        "intent": message.intent,
        "council": message.council,
        "invitation_id": message.invitation_id,
        "subscription_id": message.subscription_id,
        "channel": message.channel.value,
        "kind": message.kind.value,
        "language": message.language.value,
        "address": message.address,
        "subject": message.subject,
        "body": message.body,
        "created_at": message.created_at,
        "due_at": message.due_at,
        "not_after": message.not_after,
        "state": message.state.value,
        "attempts": message.attempts,
        "claimed_at": message.claimed_at,
        "provider": message.provider,
        "provider_id": message.provider_id,
        "problem": message.problem,
        "sent_at": message.sent_at,
        "settled_at": message.settled_at,
    }
