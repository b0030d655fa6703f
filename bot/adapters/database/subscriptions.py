"""Who is told of events, in the database; and what became of what they were told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot.adapters.database.audit import append
from bot.adapters.database.outbox import message_of, put
from bot.adapters.database.sending_tables import OutboxRow, SubscriptionRow
from bot.adapters.database.tables import table
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.outreach.events import Subscription, events_of
from bot.outreach.message import Message
from bot.staff.audit import Entry

_SUBSCRIPTIONS = table(SubscriptionRow)


class StoredSubscriptions:
    """`SubscriptionsKept`, and what the provider that tells case systems asks for."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    def of(self, council: str) -> Sequence[Subscription]:
        theirs = select(_SUBSCRIPTIONS).where(SubscriptionRow.council == council)
        newest = theirs.order_by(SubscriptionRow.active.desc(), SubscriptionRow.created_at.desc(), SubscriptionRow.id)
        with self._engine.connect() as connection:
            return [subscription_of(row) for row in connection.execute(newest)]

    def add(self, subscription: Subscription, *, entry: Entry) -> None:
        values = {
            "id": subscription.id,
            "council": subscription.council,
            "url": subscription.url,
            "secret": subscription.secret,
            "events": ",".join(sorted(event.value for event in subscription.events)),
            "active": subscription.active,
            "created_at": subscription.created_at,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(_SUBSCRIPTIONS), values)
            append(connection, entry, self._encryption)

    def finish(self, id: UUID, council: str, *, entry: Entry) -> bool:
        active = (SubscriptionRow.id == id, SubscriptionRow.council == council, SubscriptionRow.active)
        with writing(self._engine) as connection:
            if not connection.execute(update(_SUBSCRIPTIONS).where(*active).values(active=False)).rowcount:
                return False
            append(connection, entry, self._encryption)
            return True

    def put(self, message: Message) -> None:
        with writing(self._engine) as connection:
            put(connection, message)

    def deliveries(self, id: UUID, *, most: int) -> Sequence[Message]:
        theirs = select(table(OutboxRow)).where(OutboxRow.subscription_id == id)
        newest = theirs.order_by(OutboxRow.created_at.desc(), OutboxRow.id).limit(most)
        with self._engine.connect() as connection:
            return [message_of(row) for row in connection.execute(newest)]

    # What the provider asks.

    def secret(self, id: UUID) -> str | None:
        active = select(SubscriptionRow.secret).where(SubscriptionRow.id == id, SubscriptionRow.active)
        with self._engine.connect() as connection:
            return connection.scalar(active)

    def end(self, id: UUID) -> None:
        """The case system itself said that it wants no more. Nobody at the council did this: no line of the audit."""
        with self._engine.begin() as connection:
            connection.execute(update(_SUBSCRIPTIONS).where(SubscriptionRow.id == id).values(active=False))


def active_of(connection: Connection, council: str) -> list[Subscription]:
    """Those who are told of what happens at a council, in the caller's transaction."""
    active = select(_SUBSCRIPTIONS).where(SubscriptionRow.council == council, SubscriptionRow.active)
    return [subscription_of(row) for row in connection.execute(active.order_by(SubscriptionRow.id))]


def subscription_of(row: Row[tuple[Any, ...]]) -> Subscription:
    """A subscription as it is kept, without its secret."""
    return Subscription(
        id=row.id,
        council=row.council,
        url=row.url,
        events=events_of(row.events.split(",")),
        created_at=row.created_at,
        active=row.active,
    )
