"""What the desk is shown of phones: that one asked for no more texts, and when a meeting was opened by text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from bot.adapters.database.numbers import hashes_of_number
from bot.adapters.database.texting_tables import PhoneInvitationRow, PhoneRow
from bot.conferences.invitation import Invitation


@dataclass(frozen=True)
class Texted:
    """Of the phone that an invited adult gave. Of any other nothing is known here."""

    stopped_at: datetime | None = None
    opened_at: datetime | None = None


def texted(connection: Connection, invitations: Iterable[Invitation]) -> Mapping[UUID, Texted]:
    """By invitation, of those that have a phone."""
    known = {one.id: hashes_of_number(connection, one.contact.phone) for one in invitations if one.contact.phone}
    each = {number_hash for hashes in known.values() for number_hash in hashes}
    stopped = select(PhoneRow.number_hash, PhoneRow.stopped_at).where(
        PhoneRow.number_hash.in_(each), PhoneRow.stopped_at.is_not(None)
    )
    opened = select(
        PhoneInvitationRow.invitation_id, PhoneInvitationRow.number_hash, PhoneInvitationRow.opened_at
    ).where(PhoneInvitationRow.invitation_id.in_(known), PhoneInvitationRow.number_hash.in_(each))
    stops = {row.number_hash: row.stopped_at for row in connection.execute(stopped)}
    opens = {(row.invitation_id, row.number_hash): row.opened_at for row in connection.execute(opened)}
    return {
        id: Texted(
            next((stops[one] for one in hashes if one in stops), None),
            next((opens[id, one] for one in hashes if (id, one) in opens), None),
        )
        for id, hashes in known.items()
    }


def has_stopped(connection: Connection, number: str | None) -> bool:
    """Whether this phone asked for no more texts; no phone never did."""
    if number is None:
        return False
    its = PhoneRow.number_hash.in_(hashes_of_number(connection, number))
    return connection.scalar(select(PhoneRow.stopped_at).where(its, PhoneRow.stopped_at.is_not(None))) is not None
