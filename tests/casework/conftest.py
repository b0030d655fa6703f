"""The use cases at a real database, as they are wired; and the people of two councils."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.casework import StoredCases, StoredChange
from bot.adapters.database.engine import connect
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.database.tables import Base
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption
from bot.casework.arranging import Arranging
from bot.casework.case import Case, ConferenceDraft, Invited, InvitedDraft
from bot.casework.ground import Ground
from bot.casework.inviting import Inviting
from bot.casework.sent import SentMessages
from bot.conferences.conference import Conference, ConferenceKind, Official
from bot.conferences.invitation import Contact, Invitation, Way
from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.texts import message_for
from bot.staff.account import Account, Actor, Role, Scope, actor_of
from bot.staff.accounts import SetupLink
from bot.staff.audit import Action, Entry, staff_subject
from tests.stores import KEY, NOW, encryption

__all__ = ["encryption"]

EAST, WEST = "East", "West"
STARTS = datetime(2027, 3, 18, 10, 0, tzinfo=timezone.utc)


def _somebody(number: int, name: str, role: Role, team: str | None = EAST, council: str = "york") -> Account:
    return Account(UUID(int=number), council, name, f"{name.lower().replace(' ', '.')}@example.org", role, team)


SAM = _somebody(101, "Sam Petty", Role.SOCIAL_WORKER)
KIT = _somebody(102, "Kit Harrow", Role.SOCIAL_WORKER)
ANNA = _somebody(103, "Anna Field", Role.MANAGER)
WILL = _somebody(104, "Will Moor", Role.MANAGER, WEST)
LOST = _somebody(105, "Jo Lost", Role.MANAGER, None)
JUDITH = _somebody(106, "Judith Marlow", Role.SOCIAL_WORKER, WEST)
ADA = _somebody(107, "Ada Wren", Role.ADMINISTRATOR, None)
NOOR = _somebody(108, "Noor Fenwick", Role.SOCIAL_WORKER, council="merton")
EVERYBODY = (SAM, KIT, ANNA, WILL, LOST, JUDITH, ADA, NOOR)


def key(*scopes: Scope, council: str = "york") -> Actor:
    """A case system."""
    return Actor(UUID(int=900), council, None, scopes=frozenset(scopes))


MS_WINTER = InvitedDraft(
    "Ms Winter",
    Language.POLISH,
    Contact("+447700900123", "winter@example.org", frozenset({Way.SMS, Way.EMAIL, Way.CALL})),
    agreed=True,
)
MR_FIELD = InvitedDraft("Mr Field", Language.ENGLISH, Contact("+447700900456", None, frozenset({Way.SMS})), agreed=None)
A_CONFERENCE = ConferenceDraft(
    ConferenceKind.INITIAL, STARTS, Official("Judith Marlow"), place="Room 2", reference="YRK-4711", chair_id=JUDITH.id
)


@dataclass
class Desk:
    """Everything that is asked, and what stands in the database afterwards."""

    arranging: Arranging
    inviting: Inviting
    sent: SentMessages
    engine: Engine
    audit: StoredAudit
    begins: int  # the number of the audit's last line before the test
    now: datetime = NOW
    woken: list[datetime] = field(default_factory=list)

    def conference(self, actor: Account = SAM, **changed: object) -> Conference:
        return self.arranging.add(actor_of(actor), replace(A_CONFERENCE, **changed))

    def invited(self, conference: Conference, draft: InvitedDraft = MS_WINTER) -> Invitation:
        return self.inviting.add(actor_of(SAM), conference.id, draft)

    def case(self, id: UUID) -> Case:
        found = self.arranging.ground.ledger.case(id)
        assert found is not None
        return found

    def one(self, invitation: Invitation) -> Invited:
        each = self.case(invitation.conference_id).invited
        return next(invited for invited in each if invited.invitation.id == invitation.id)

    def outbox(self) -> list[tuple[str, str]]:
        """Kind and state of everything that is or was to be sent, the oldest first."""
        with self.engine.connect() as connection:
            wanted = select(OutboxRow.kind, OutboxRow.state).order_by(OutboxRow.created_at, OutboxRow.intent)
            return [tuple(row) for row in connection.execute(wanted)]

    def actions(self) -> list[str]:
        """What the audit holds, the oldest first, without how the people came to be."""
        lines = self.audit.newest("york", most=100)
        return [line.action for line in reversed(lines) if line.number > self.begins]

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)

    @contextmanager
    def failing(self, method: str) -> Iterator[None]:
        """Let that step of every change fail, after it was done."""
        real: Callable[..., object] = getattr(StoredChange, method)

        def done_and_failed(self: StoredChange, *given: object, **named: object) -> None:
            real(self, *given, **named)
            raise Broken

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(StoredChange, method, done_and_failed)
            yield


class Broken(Exception):
    """What nobody expects."""


def _text(
    kind: MessageKind,
    invitation: Invitation,
    conference: Conference,
    *,
    channel: Channel,
    at: datetime,
    token: str | None = None,
    was: datetime | None = None,
) -> Message:
    link = f"https://example.org/l/{token}" if token else None
    return message_for(
        kind, invitation, conference, language=invitation.language, channel=channel, at=at, link=link, was=was
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A file of tests has one, with everybody in it: making the tables takes ten times as long as a test."""
    encryption = Encryption([KEY])
    sqlite = f"sqlite:///{tmp_path_factory.mktemp('casework') / 'beforehand.db'}"
    engine = connect(sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql"), encryption)
    upgrade(engine)
    accounts = StoredAccounts(engine, encryption)
    for account in EVERYBODY:
        entry = Entry(NOW, account.council, "operator", Action.ACCOUNT_MADE, staff_subject(account.id))
        accounts.add(account, SetupLink(NOW + timedelta(days=7)), entry=entry)
    yield engine
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()


@pytest.fixture
def engine(database: Engine) -> Iterator[Engine]:
    """Emptied after each test, but for everybody; and for the audit, which nobody can empty."""
    yield database
    with database.begin() as connection:
        for one in reversed(Base.metadata.sorted_tables):
            if one.name not in {"seal", "staff", "audit"}:
                connection.execute(one.delete())


@pytest.fixture
def desk(engine: Engine, encryption: Encryption) -> Desk:
    made: list[Desk] = []
    ground = Ground(
        StoredCases(engine, encryption),
        StoredAccounts(engine, encryption),
        _text,
        clock=lambda: made[0].now,
        wake=lambda: made[0].woken.append(made[0].now),
    )
    audit = StoredAudit(engine, encryption)
    made.append(Desk(Arranging(ground), Inviting(ground), SentMessages(ground), engine, audit, audit.head().number))
    return made[0]
