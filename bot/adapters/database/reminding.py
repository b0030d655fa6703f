"""Reminders in the database: what has come due is written into the outbox, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from bot.adapters.database.conferences import conference_of
from bot.adapters.database.invitations import invitation_of
from bot.adapters.database.outbox import put
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import ConferenceRow, InvitationRow, table
from bot.adapters.database.texted import has_stopped
from bot.adapters.database.writing import writing
from bot.conferences.conference import Conference
from bot.conferences.deadlines import Deadline
from bot.conferences.invitation import Invitation
from bot.outreach.message import Message
from bot.outreach.quiet_hours import QuietHours
from bot.outreach.reminders import is_reminded, reminder_for, reminders
from bot.outreach.texts import ReplyTo

_INVITATIONS, _CONFERENCES = table(InvitationRow), table(ConferenceRow)


class Reminding:
    """Plans reminders. `own_writing` says by when a conference's parents should send what they write, if anything."""

    def __init__(
        self,
        engine: Engine,
        *,
        quiet: QuietHours,
        own_writing: Callable[[Conference], Deadline | None],
        reply_to: ReplyTo | None = None,
    ) -> None:
        self._engine = engine
        self._quiet = quiet
        self._own_writing = own_writing
        self._reply_to = reply_to

    def plan(self, now: datetime) -> int:
        """
        Write what is due into the outbox; how many that were. To be run every minute: nothing is written twice.

        Whether a parent is still to be reminded is read in the transaction that writes it, so that nobody comes
        between. What was written for a day that is no longer the meeting's is taken back by whoever moves it.
        """
        with self._engine.connect() as connection:
            # Most minutes there is nothing to write, and then nobody who writes is held up.
            if next(self._due(connection, now), None) is None:
                return 0
        with writing(self._engine) as connection:
            return sum(put(connection, message) for message in list(self._due(connection, now)))

    def _due(self, connection: Connection, now: datetime) -> Iterator[Message]:
        for invitation, conference in _agreed(connection, now):
            if not is_reminded(invitation, conference, now):
                continue
            for reminder in reminders(conference, self._own_writing(conference), self._quiet):
                if not reminder.is_due(now):
                    continue
                stopped = has_stopped(connection, invitation.contact.phone)
                message = reminder_for(reminder, invitation, conference, now, stopped=stopped, reply_to=self._reply_to)
                if message is not None and not _stands(connection, message.intent):
                    yield message


def _agreed(connection: Connection, now: datetime) -> Iterator[tuple[Invitation, Conference]]:
    """Everybody who agreed, and their conference, if it is to come."""
    agreed = select(_INVITATIONS).where(InvitationRow.agreed.is_(True), InvitationRow.withdrawn.is_(False))
    invited = select(InvitationRow.conference_id).where(InvitationRow.agreed.is_(True))
    ahead = select(_CONFERENCES).where(ConferenceRow.starts_at > now, ConferenceRow.id.in_(invited))
    conferences = {row.id: conference_of(row) for row in connection.execute(ahead).all()}
    of_those = agreed.where(InvitationRow.conference_id.in_(ahead.with_only_columns(ConferenceRow.id)))
    for row in connection.execute(of_those).all():
        if row.conference_id in conferences:  # in PostgreSQL, it may have come between the two queries
            yield invitation_of(row), conferences[row.conference_id]


def _stands(connection: Connection, intent: str) -> bool:
    return connection.scalar(select(OutboxRow.id).where(OutboxRow.intent == intent)) is not None
