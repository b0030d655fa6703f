"""
Telling case systems what parents do: one message for each who wants it, in the transaction of what caused it.

The fifth try locks before its code is compared. Should that code be right, the lock never was: `take_back` undoes its
announcement, which for that waits a moment before it goes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, select

from bot.adapters.database.outbox import put
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.subscriptions import active_of
from bot.adapters.database.tables import ConferenceRow, InvitationRow, table
from bot.outreach.events import Event, Happening, telling
from bot.outreach.message import State

# Far longer than comparing one code takes.
_A_MOMENT = timedelta(seconds=5)


def announce(
    connection: Connection,
    invitation_id: UUID,
    event: Event,
    *,
    at: datetime,
    once: str,
    shared_with: str | None = None,
) -> None:
    """
    Write what is to be told, in the caller's transaction, which is `writing(engine)`.

    `once` tells this from other happenings of the kind at the same invitation: the same twice is told once.
    """
    found = _conference_of(connection, invitation_id)
    if found is None:
        return
    conference_id, council = found
    happening = Happening(event, once, at, conference_id, invitation_id, shared_with)
    due_at = at + _A_MOMENT if event is Event.LOCKED else at
    for subscription in active_of(connection, council):
        if event in subscription.events:
            put(connection, telling(happening, subscription, due_at=due_at))


def take_back(connection: Connection, invitation_id: UUID, event: Event, *, once: str) -> None:
    """It did not happen after all. In the caller's transaction."""
    found = _conference_of(connection, invitation_id)
    if found is None:
        return
    conference_id, council = found
    never = Happening(event, once, datetime.min, conference_id, invitation_id)
    intents = [never.intent(subscription.id) for subscription in active_of(connection, council)]
    waiting = (OutboxRow.intent.in_(intents), OutboxRow.state == State.QUEUED.value)
    connection.execute(delete(table(OutboxRow)).where(*waiting))


def take_back_latest(connection: Connection, invitation_id: UUID, event: Event) -> None:
    """The same, by whoever does not know which it was: everything of the kind that nobody has been told yet."""
    its = OutboxRow.intent.startswith(f"event:{event.value}:{invitation_id}:")
    connection.execute(delete(table(OutboxRow)).where(its, OutboxRow.state == State.QUEUED.value))


def _conference_of(connection: Connection, invitation_id: UUID) -> tuple[UUID, str] | None:
    its = select(ConferenceRow.id, ConferenceRow.council).join(
        InvitationRow, InvitationRow.conference_id == ConferenceRow.id
    )
    row = connection.execute(its.where(InvitationRow.id == invitation_id)).first()
    return None if row is None else (row.id, row.council)
