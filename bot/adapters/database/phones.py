"""
Phones that text us, in the database.

Whoever changes where a phone stands, other than its own texts being answered, counts its `version` up: an answer that
was being thought about meanwhile may be meant for somebody else now, and is not sent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, delete, select, update

from bot.adapters.database.numbers import hashes_of_number
from bot.adapters.database.tables import InvitationRow, table
from bot.adapters.database.texting_tables import PhoneInvitationRow, PhoneRow
from bot.adapters.database.upsert import insert_if_new
from bot.adapters.database.writing import writing
from bot.conversation.messages import Choice, ConversationId
from bot.languages import Language
from bot.texting.phone import Offer, Phone

_PHONES, _OPENED = table(PhoneRow), table(PhoneInvitationRow)
_MAKE = insert_if_new(_PHONES, ("number_hash", "conversation_id", "version"), unique=("number_hash",))
_BIND = insert_if_new(_OPENED, ("number_hash", "invitation_id", "opened_at"), unique=("number_hash", "invitation_id"))


class StoredPhones:
    """`Phones`, kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, number: str) -> Phone | None:
        with self._engine.connect() as connection:
            row = row_of(connection, number)
            phone = None if row is None else _read(connection, row, number)
        if row is None or phone is None or not _is_lost(row, phone):
            return phone
        with writing(self._engine) as connection:
            begin_anew(connection, [row.number_hash])
            row = row_of(connection, number)
            return None if row is None else _read(connection, row, number)

    def stopped(self, number: str) -> datetime | None:
        with self._engine.connect() as connection:
            its = PhoneRow.number_hash.in_(hashes_of_number(connection, number))
            return connection.scalar(select(PhoneRow.stopped_at).where(its, PhoneRow.stopped_at.is_not(None)))

    def cut_off(self, invitation: UUID) -> None:
        with writing(self._engine) as connection:
            cut_off(connection, [invitation])


def row_of(connection: Connection, number: str, *, lock: bool = False) -> Row[Any] | None:
    """Where a number's phone is kept, under whichever key."""
    hashes = hashes_of_number(connection, number)
    found = select(_PHONES).where(PhoneRow.number_hash.in_(hashes))
    rows = connection.execute(found.with_for_update() if lock else found).all()
    return min(rows, key=lambda row: hashes.index(row.number_hash), default=None)


def make(connection: Connection, number_hash: str) -> None:
    """A phone that nothing is known of, unless there is one."""
    values = {"number_hash": number_hash, "conversation_id": _fresh(), "version": 0}
    connection.execute(_MAKE, values)


def in_what_stands(connection: Connection, phone: Phone) -> Phone:
    """
    The phone, with those invitations that have not been deleted meanwhile; they cannot be until we are done.

    They are held before the phone's own row is, as the desk does: two that wait for each other would wait for ever.
    """
    there = select(InvitationRow.id).where(InvitationRow.id.in_(phone.opened)).order_by(InvitationRow.id)
    held = set(connection.scalars(there.with_for_update(read=True, key_share=True)))
    return replace(phone, opened=tuple(id for id in phone.opened if id in held))


def save(connection: Connection, phone: Phone, number_hash: str, *, at: datetime) -> None:
    """Write where a phone stands, whose row is there. What it has opened is added to, and nothing taken away."""
    values = {
        "conversation_id": phone.conversation,
        "state": _written(phone),
        "heard_at": phone.heard_at or at,
        "stopped_at": phone.stopped_at,
    }
    connection.execute(update(_PHONES).where(PhoneRow.number_hash == number_hash).values(values))
    for place, id in enumerate(phone.opened):
        opened_at = at + timedelta(microseconds=place)  # two that are new at once keep their order
        connection.execute(_BIND, {"number_hash": number_hash, "invitation_id": id, "opened_at": opened_at})


def cut_off(connection: Connection, invitations: Collection[UUID]) -> None:
    """`Phones.cut_off`, of several, in the caller's transaction."""
    theirs = PhoneInvitationRow.invitation_id.in_(invitations)
    bound = select(_PHONES).where(PhoneRow.number_hash.in_(select(PhoneInvitationRow.number_hash).where(theirs)))
    for row in connection.execute(bound.with_for_update()).all():
        phone = _read(connection, row, "")
        if phone.invitation is None or phone.invitation in invitations:
            begin_anew(connection, [row.number_hash])
        else:  # it is in another meeting now, and stays there
            _change(connection, row.number_hash, state=_written(_with_nothing_to_say(phone)), counted=True)
    connection.execute(delete(_OPENED).where(theirs))


def begin_anew(connection: Connection, number_hashes: Sequence[str]) -> None:
    """Nothing is known of these phones any more but that they asked for no more texts."""
    for number_hash in number_hashes:
        _change(connection, number_hash, conversation_id=_fresh(), state=None, counted=True)


def fall_silent(connection: Connection, conversations: Collection[str]) -> None:
    """What phones in these conversations were offered or would be told next is gone."""
    theirs = select(_PHONES).where(PhoneRow.conversation_id.in_(conversations), PhoneRow.state.is_not(None))
    for row in connection.execute(theirs.with_for_update()).all():
        state = _written(_with_nothing_to_say(_read(connection, row, "")))
        _change(connection, row.number_hash, state=state, counted=False)


def follow(connection: Connection, conversation: str, into: str) -> None:
    """Phones in the one conversation are in the other from now on."""
    moved = update(_PHONES).where(PhoneRow.conversation_id == conversation)
    connection.execute(moved.values(conversation_id=into))


def _change(connection: Connection, number_hash: str, *, counted: bool, **values: Any) -> None:
    version = PhoneRow.version + 1 if counted else PhoneRow.version
    changed = update(_PHONES).where(PhoneRow.number_hash == number_hash)
    connection.execute(changed.values(**values, version=version))


def _fresh() -> str:
    return f"sms:{uuid4().hex}"


def _is_lost(row: Row[Any], phone: Phone) -> bool:
    """Whether it was in a meeting that it may not be in any more, and nobody has said so to its row."""
    return bool(_state(row).get("invitation")) and phone.invitation is None


def _read(connection: Connection, row: Row[Any], number: str) -> Phone:
    standing = (
        select(PhoneInvitationRow.invitation_id)
        .join(InvitationRow, InvitationRow.id == PhoneInvitationRow.invitation_id)
        .where(PhoneInvitationRow.number_hash == row.number_hash, InvitationRow.withdrawn.is_(False))
        .order_by(PhoneInvitationRow.opened_at, PhoneInvitationRow.invitation_id)
    )
    opened = tuple(connection.scalars(standing))
    state = _state(row)
    invitation = UUID(state["invitation"]) if state.get("invitation") else None
    return Phone(
        number=number,
        conversation=ConversationId(row.conversation_id),
        opened=opened,
        invitation=invitation if invitation in opened else None,
        language=Language(state.get("language", Language.ENGLISH)),
        greeted=state.get("greeted", False),
        more=tuple(state.get("more", ())),
        offers=tuple(_offer(*offer) for offer in state.get("offers", ())),
        held=state.get("held"),
        heard_at=row.heard_at,
        stopped_at=row.stopped_at,
        silent_until=_moment(state.get("silent_until")),
        warned_at=_moment(state.get("warned_at")),
        version=row.version,
    )


def _state(row: Row[Any]) -> dict[str, Any]:
    return {} if row.state is None else dict(json.loads(row.state))


def _written(phone: Phone) -> str:
    state = {
        "invitation": phone.invitation and str(phone.invitation),
        "language": phone.language.value,
        "greeted": phone.greeted,
        "more": phone.more,
        "offers": [
            [offer.at.isoformat(), [[choice.title, choice.value] for choice in offer.choices]] for offer in phone.offers
        ],
        "held": phone.held,
        "silent_until": phone.silent_until and phone.silent_until.isoformat(),
        "warned_at": phone.warned_at and phone.warned_at.isoformat(),
    }
    return json.dumps(state, separators=(",", ":"))


def _with_nothing_to_say(phone: Phone) -> Phone:
    return replace(phone, more=(), offers=(), held=None)


def _offer(at: str, choices: list[list[str]]) -> Offer:
    return Offer(datetime.fromisoformat(at), tuple(Choice(title, value) for title, value in choices))


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
