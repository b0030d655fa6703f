"""What a council has closed: kept with its line of the audit, seen by every process, and heeded by the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.outbox import StoredOutbox, values_of
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.switches import StoredSwitches, channel_is_open
from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind
from bot.staff.account import Actor, Role
from bot.staff.switches import Closed, NotAdministrator, Part, Reason, Switching
from tests.stores import NOW

ADA = Actor(UUID(int=1), "york", Role.ADMINISTRATOR)
GIL = Actor(UUID(int=2), "merton", Role.ADMINISTRATOR)


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def switches(engine, encryption, seconds) -> StoredSwitches:
    return StoredSwitches(engine, encryption, seconds=seconds)


@pytest.fixture
def switching(switches) -> Switching:
    return Switching(switches)


def done(engine, encryption, council: str = "york") -> list[tuple[str, str]]:
    lines = StoredAudit(engine, encryption).newest(council, most=10)
    return [(line.action, line.subject) for line in reversed(lines)]


def test_what_an_administrator_closes_is_closed_for_their_council_alone(switches, switching):
    switching.close(ADA, Part.CHAT, Reason.MENDING, now=NOW)

    assert switches.closed("york") == {Part.CHAT: Closed(Part.CHAT, Reason.MENDING, NOW)}
    assert switches.closed("merton") == {}
    assert switches.closed(None) == {}


def test_it_is_opened_again(switches, switching):
    switching.close(ADA, Part.SMS, Reason.UNUSED, now=NOW)
    switching.open(GIL, Part.SMS, now=NOW)

    assert Part.SMS in switches.closed("york")
    switching.open(ADA, Part.SMS, now=NOW)
    assert switches.closed("york") == {}


def test_each_change_is_one_line_of_the_audit_and_pressing_twice_is_none(engine, encryption, switching):
    for reason in (Reason.MENDING, Reason.MENDING, Reason.CHECKING):
        switching.close(ADA, Part.CHAT, reason, now=NOW)
    for _ in range(2):
        switching.open(ADA, Part.CHAT, now=NOW)

    off, on = ("switched_off", "switch:chat"), ("switched_on", "switch:chat")
    assert done(engine, encryption) == [off, off, on]


def test_another_reason_does_not_change_since_when(switches, switching):
    switching.close(ADA, Part.CHAT, Reason.MENDING, now=NOW)
    switching.close(ADA, Part.CHAT, Reason.CHECKING, now=NOW + timedelta(hours=1))

    assert switches.closed("york")[Part.CHAT] == Closed(Part.CHAT, Reason.CHECKING, NOW)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MANAGER, None])
def test_nobody_else_opens_or_closes(switches, switching, role):
    with pytest.raises(NotAdministrator):
        switching.close(replace(ADA, role=role), Part.CHAT, Reason.MENDING, now=NOW)
    with pytest.raises(NotAdministrator):
        switching.open(replace(ADA, role=role), Part.CHAT, now=NOW)

    assert switches.closed("york") == {}


def test_another_process_sees_it_within_two_seconds_and_asks_the_database_no_oftener(
    engine, encryption, switching, seconds
):
    other = StoredSwitches(engine, encryption, seconds=seconds)
    assert other.closed("york") == {}

    switching.close(ADA, Part.CHAT, Reason.MENDING, now=NOW)
    seconds.now = 1.9
    before = other.closed("york")
    seconds.now = 2.0

    assert before == {}
    assert Part.CHAT in other.closed("york")


def a_message(number: int, council: str, channel: Channel) -> Message:
    return Message(
        id=UUID(int=number),
        intent=f"event:{number}",
        council=council,
        channel=channel,
        kind=MessageKind.LINK,
        language=Language.ENGLISH,
        address="+447700900123",
        body="Your meeting page.",
        created_at=NOW,
        due_at=NOW,
    )


@pytest.fixture
def queued(engine) -> None:
    ways = [("york", Channel.SMS), ("york", Channel.EMAIL), ("merton", Channel.SMS)]
    with engine.begin() as connection:
        for number, (council, channel) in enumerate(ways, 1):
            connection.execute(insert(OutboxRow.__table__), values_of(a_message(number, council, channel)))


@pytest.mark.usefixtures("queued")
def test_of_the_outbox_only_what_is_not_closed_is_open(engine, switching):
    switching.close(ADA, Part.SMS, Reason.MENDING, now=NOW)

    with engine.connect() as connection:
        open_now = connection.scalars(select(OutboxRow.id).where(channel_is_open())).all()

    assert {id.int for id in open_now} == {2, 3}


@pytest.mark.usefixtures("queued")
def test_what_is_closed_waits_in_the_outbox_until_it_is_opened(engine, switching):
    outbox = StoredOutbox(engine)
    switching.close(ADA, Part.SMS, Reason.MENDING, now=NOW)

    first = outbox.claim(now=NOW, most=10)
    switching.open(ADA, Part.SMS, now=NOW)
    then = outbox.claim(now=NOW, most=10)

    assert {message.id.int for message in first} == {2, 3}
    assert {(message.id.int, message.attempts) for message in then} == {(1, 1)}
