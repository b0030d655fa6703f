"""
Deleting what is known of phones, in the caller's transaction.

That a phone asked for no more texts outlives all else: then its hash stays, and when it asked. What it has sent and
nobody has answered stays too, until it is answered; it may be a cry for help.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.adapters.database.phones import begin_anew
from bot.adapters.database.removal import chunks
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import table
from bot.adapters.database.texting_tables import InboundTextRow, PhoneInvitationRow, PhoneRow
from bot.outreach.message import MessageKind

# How long a machine that repeats itself is told by its words, and a provider that calls twice by its text's name.
_WORDS_KEPT = timedelta(days=1)
_TEXTS_KEPT = timedelta(days=30)

_PHONES = table(PhoneRow)
_WAITING = select(InboundTextRow.number_hash).where(InboundTextRow.settled_at.is_(None))
_IN_A_MEETING = select(PhoneInvitationRow.number_hash)


def erase_phones(connection: Connection, conversations: Collection[str], invitation: UUID | None) -> None:
    """Delete what is known of every phone that opened this invitation or is in one of these conversations."""
    theirs: ColumnElement[bool] = PhoneRow.conversation_id.in_(conversations)
    if invitation is not None:
        opened = select(PhoneInvitationRow.number_hash).where(PhoneInvitationRow.invitation_id == invitation)
        theirs |= PhoneRow.number_hash.in_(opened)
    found = connection.scalars(select(PhoneRow.number_hash).where(theirs).with_for_update()).all()
    for some in chunks(found):
        # What is for another adult who shares the phone stays.
        to_nobody_else = OutboxRow.invitation_id.is_(None) | (OutboxRow.kind == MessageKind.REPLY.value)
        connection.execute(delete(OutboxRow).where(OutboxRow.number_hash.in_(some), to_nobody_else))
        settled = (InboundTextRow.number_hash.in_(some), InboundTextRow.settled_at.is_not(None))
        connection.execute(delete(InboundTextRow).where(*settled))
        connection.execute(delete(PhoneInvitationRow).where(PhoneInvitationRow.number_hash.in_(some)))
        _empty(connection, some)


def forget_old_texts(connection: Connection, *, now: datetime, before: datetime) -> None:
    """Delete what is no longer needed of texts, and the phones that have not been heard since `before`."""
    settled = table(InboundTextRow).c.settled_at
    connection.execute(delete(InboundTextRow).where(settled < now - _TEXTS_KEPT))
    for row, since in ((InboundTextRow, settled), (OutboxRow, table(OutboxRow).c.created_at)):
        words = update(table(row)).where(since < now - _WORDS_KEPT, row.body_hash.is_not(None))
        connection.execute(words.values(body_hash=None))
    quiet = select(PhoneRow.number_hash).where(
        PhoneRow.heard_at < before, PhoneRow.number_hash.not_in(_IN_A_MEETING), PhoneRow.number_hash.not_in(_WAITING)
    )
    for some in chunks(connection.scalars(quiet).all()):
        _empty(connection, some)


def _empty(connection: Connection, number_hashes: Sequence[str]) -> None:
    these = PhoneRow.number_hash.in_(number_hashes)
    needed = PhoneRow.stopped_at.is_not(None) | PhoneRow.number_hash.in_(_WAITING)
    connection.execute(delete(PhoneRow).where(these, ~needed))
    begin_anew(connection, connection.scalars(select(PhoneRow.number_hash).where(these)).all())
    connection.execute(update(_PHONES).where(these).values(heard_at=None))
