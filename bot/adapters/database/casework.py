"""Cases in the database: one change is one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Select, delete, select, update

from bot.adapters.database.audit import append
from bot.adapters.database.conferences import conference_of
from bot.adapters.database.conferences import values_of as values_of_conference
from bot.adapters.database.invitations import code_hash, invitation_of
from bot.adapters.database.invitations import values_of as values_of_invitation
from bot.adapters.database.outbox import arrived, drop_texts, drop_waiting, message_of, put
from bot.adapters.database.phones import cut_off
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.shares import read_in
from bot.adapters.database.tables import (
    ConferenceRow,
    ConversationRow,
    InvitationRow,
    SessionRow,
    ShareRow,
    table,
)
from bot.adapters.database.texted import Texted, has_stopped, texted
from bot.adapters.database.upsert import insert_if_new
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.casework.case import Case, Invited
from bot.casework.errors import CaseOvertaken
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.conferences.link import NewLink, hashed
from bot.notes.sharing import Recipient, Share
from bot.outreach.message import Message, MessageKind
from bot.staff.audit import Entry

_CONFERENCES = table(ConferenceRow)
_INVITATIONS = table(InvitationRow)
# The same form sent twice at once is one row, whichever was quicker.
_ADD_CONFERENCE = insert_if_new(_CONFERENCES, [column.name for column in _CONFERENCES.columns], unique=("id",))
_ADD_INVITATION = insert_if_new(_INVITATIONS, [column.name for column in _INVITATIONS.columns], unique=("id",))
# What a social worker may change; what a parent does at the same time (opening, trying codes) is never overwritten.
_CHANGEABLE = (
    "called",
    "language",
    "last_day",
    "phone",
    "phone_hash",
    "email",
    "ways",
    "safe_contact",
    "interpreter",
    "agreed",
    "version",
)


class StoredChange:
    """`Change`, on one connection."""

    def __init__(self, connection: Connection, encryption: Encryption) -> None:
        self._connection = connection
        self._encryption = encryption
        self.entries: list[Entry] = []

    def conference(self, id: UUID) -> Conference | None:
        row = self._connection.execute(select(_CONFERENCES).where(ConferenceRow.id == id).with_for_update()).first()
        return None if row is None else conference_of(row)

    def add_conference(self, conference: Conference) -> bool:
        return self._connection.execute(_ADD_CONFERENCE, values_of_conference(conference)).rowcount > 0

    def save_conference(self, conference: Conference) -> None:
        the_one = (ConferenceRow.id == conference.id, ConferenceRow.version == conference.version - 1)
        saved = update(_CONFERENCES).where(*the_one).values(values_of_conference(conference))
        if self._connection.execute(saved).rowcount == 0:
            raise CaseOvertaken

    def invitation(self, id: UUID) -> Invitation | None:
        row = self._connection.execute(select(_INVITATIONS).where(InvitationRow.id == id).with_for_update()).first()
        return None if row is None else invitation_of(row)

    def invitations_of(self, conference: UUID) -> tuple[Invitation, ...]:
        theirs = select(_INVITATIONS).where(InvitationRow.conference_id == conference).with_for_update()
        return tuple(map(invitation_of, self._connection.execute(theirs)))

    def add_invitation(self, invitation: Invitation, link: NewLink) -> bool:
        values = {**values_of_invitation(self._connection, invitation), **self._known_by(invitation.id, link)}
        return self._connection.execute(_ADD_INVITATION, values).rowcount > 0

    def save_invitation(self, invitation: Invitation) -> None:
        values = values_of_invitation(self._connection, invitation)
        the_one = (InvitationRow.id == invitation.id, InvitationRow.version == invitation.version - 1)
        saved = update(_INVITATIONS).where(*the_one).values({name: values[name] for name in _CHANGEABLE})
        if self._connection.execute(saved).rowcount == 0:
            raise CaseOvertaken

    def relink(self, invitation: Invitation, link: NewLink) -> None:
        values = {
            "last_day": invitation.last_day,
            "links": invitation.links,
            "withdrawn": False,
            "spent_at": None,
            "code_tries": 0,
            **self._known_by(invitation.id, link),
        }
        # Who had pressed the old link's button and not given its code begins again with the new one.
        self._change(invitation.id, values)
        pending = update(table(SessionRow)).where(SessionRow.pending_invitation_id == invitation.id)
        self._connection.execute(pending.values(pending_invitation_id=None))

    def recode(self, id: UUID, code: str) -> None:
        self._change(id, {"code": code, "code_hash": code_hash(self._encryption, id, code), "code_tries": 0})

    def withdraw(self, id: UUID) -> None:
        self._change(id, {"withdrawn": True, "code": None})
        opened = select(ConversationRow.id).where(ConversationRow.invitation_id == id)
        theirs = SessionRow.conversation_id.in_(opened) | (SessionRow.pending_invitation_id == id)
        self._connection.execute(delete(SessionRow).where(theirs))
        cut_off(self._connection, [id])

    def cut_off(self, invitation: Invitation) -> None:
        cut_off(self._connection, [invitation.id])
        if invitation.contact.phone is not None:
            drop_texts(self._connection, invitation.id, invitation.contact.phone)

    def has_stopped(self, invitation: Invitation) -> bool:
        return has_stopped(self._connection, invitation.contact.phone)

    def code(self, id: UUID) -> str | None:
        return self._connection.scalar(select(InvitationRow.code).where(InvitationRow.id == id))

    def read_shared(self, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
        return read_in(self._connection, owner, recipient, at=at)

    def put(self, message: Message) -> bool:
        return put(self._connection, message)

    def arrived(self, invitation: UUID, message: UUID, *, at: datetime) -> bool:
        return arrived(self._connection, invitation, message, at=at)

    def drop_waiting(self, invitation: UUID, kinds: Iterable[MessageKind]) -> None:
        drop_waiting(self._connection, invitation, tuple(kinds))

    def record(self, entry: Entry) -> None:
        # Written last, before the commit: see `append`.
        self.entries.append(entry)

    def _change(self, id: UUID, values: dict[str, Any]) -> None:
        self._connection.execute(update(_INVITATIONS).where(InvitationRow.id == id).values(values))

    def _known_by(self, id: UUID, link: NewLink) -> dict[str, Any]:
        return {
            "token_hash": hashed(link.token),
            "code_hash": code_hash(self._encryption, id, link.code),
            "code": link.code,
        }


class StoredCases:
    """`Ledger`, kept in the database."""

    def __init__(self, engine: Engine, encryption: Encryption) -> None:
        self._engine = engine
        self._encryption = encryption

    @contextmanager
    def change(self) -> Iterator[StoredChange]:
        with writing(self._engine) as connection:
            change = StoredChange(connection, self._encryption)
            yield change
            for entry in change.entries:
                append(connection, entry, self._encryption)

    def case(self, id: UUID) -> Case | None:
        return self._first(select(_CONFERENCES).where(ConferenceRow.id == id))

    def case_of(self, invitation: UUID) -> Case | None:
        conference = select(InvitationRow.conference_id).where(InvitationRow.id == invitation)
        return self._first(select(_CONFERENCES).where(ConferenceRow.id.in_(conference)))

    def cases(
        self, council: str, *, owner: UUID | None = None, chair: UUID | None = None, team: str | None = None
    ) -> tuple[Case, ...]:
        wanted = select(_CONFERENCES).where(ConferenceRow.council == council)
        for column, value in ((ConferenceRow.owner_id, owner), (ConferenceRow.chair_id, chair)):
            wanted = wanted if value is None else wanted.where(column == value)
        if team is not None:
            wanted = wanted.where(ConferenceRow.team == team)
        return self._all(wanted)

    def _first(self, wanted: Select[Any]) -> Case | None:
        return next(iter(self._all(wanted)), None)

    def _all(self, wanted: Select[Any]) -> tuple[Case, ...]:
        with self._engine.connect() as connection:
            conferences = connection.execute(wanted.order_by(ConferenceRow.starts_at, ConferenceRow.id)).all()
            invited = _invited(connection, [row.id for row in conferences])
        return tuple(Case(conference_of(row), tuple(invited[row.id])) for row in conferences)


def _invited(connection: Connection, conferences: Sequence[UUID]) -> dict[UUID, list[Invited]]:
    theirs = select(_INVITATIONS).where(InvitationRow.conference_id.in_(conferences))
    invitations = [invitation_of(row) for row in connection.execute(theirs.order_by(InvitationRow.id))]
    ids = [invitation.id for invitation in invitations]
    # An answer to a text is the parent's and ours: the desk is not even told that there was one.
    shown = (OutboxRow.invitation_id.in_(ids), OutboxRow.kind != MessageKind.REPLY.value)
    messages = _by_invitation(
        connection.execute(select(table(OutboxRow)).where(*shown).order_by(OutboxRow.created_at.desc()))
    )
    standing = select(ShareRow.owner, ShareRow.recipient, ShareRow.read_at).where(
        ShareRow.owner.in_([str(id) for id in ids]), ShareRow.withdrawn_at.is_(None)
    )
    shared, unread = defaultdict(set), defaultdict(set)
    for owner, recipient, read_at in connection.execute(standing):
        shared[owner].add(Recipient(recipient))
        if read_at is None:
            unread[owner].add(Recipient(recipient))
    phones = texted(connection, invitations)
    found: dict[UUID, list[Invited]] = defaultdict(list)
    for invitation in invitations:
        owner, phone = str(invitation.id), phones.get(invitation.id, Texted())
        found[invitation.conference_id].append(
            Invited(
                invitation,
                tuple(messages[invitation.id]),
                frozenset(shared[owner]),
                frozenset(unread[owner]),
                phone.stopped_at,
                phone.opened_at,
            )
        )
    return found


def _by_invitation(rows: Iterable[Row[Any]]) -> dict[UUID, list[Message]]:
    found: dict[UUID, list[Message]] = defaultdict(list)
    for row in rows:
        found[row.invitation_id].append(message_of(row))
    return found
