"""Whatever a provider does, every message ends somewhere a person can see, and none is sent twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.adapters.database.outbox import StoredOutbox, put
from bot.adapters.database.writing import writing
from bot.outreach.backoff import MOST_ATTEMPTS
from bot.outreach.message import Channel, Message, State
from bot.outreach.provider import Refused, TryLater, Unsure
from bot.outreach.sending import Sender
from tests.outreach.messages import NOW, a_message
from tests.stores import database_file, encryption, engine, only_sqlite

__all__ = ["database_file", "encryption", "engine"]

pytestmark = only_sqlite
STRANDED = 120


class Killed(BaseException):
    """The process is gone: nothing that stands after it is run."""


@dataclass
class FakeProvider:
    """Does what it is told to, message by message; what it `has` it can find."""

    does: list[BaseException | None] = field(default_factory=list)
    finds: BaseException | None = None
    has: list[Message] = field(default_factory=list)
    takes_first: bool = True
    name: str = "fake"
    channels: frozenset[Channel] = frozenset({Channel.SMS})

    def send(self, message: Message) -> str | None:
        outcome = self.does.pop(0) if self.does else None
        if outcome is None or (self.takes_first and isinstance(outcome, Unsure | Killed)):
            self.has.append(message)
        if outcome is not None:
            raise outcome
        return f"id of {message.id}"

    def find(self, message: Message) -> str | None:
        if self.finds is not None:
            raise self.finds
        return next((f"id of {one.id}" for one in self.has if one.id == message.id), None)


class Desk:
    """A sender with a clock that a test can turn."""

    def __init__(self, engine) -> None:
        self.now = NOW
        self.engine = engine
        self.outbox = StoredOutbox(engine)
        self.provider = FakeProvider()
        self.sender = Sender(
            self.outbox,
            {Channel.SMS: self.provider},
            clock=lambda: self.now,
            random=lambda: 0.0,
            stranded_seconds=STRANDED,
        )

    def write(self, **changed) -> Message:
        message = a_message(**changed)
        with writing(self.engine) as connection:
            put(connection, message)
        return message

    def send(self):
        return self.sender.send_due(most=50)

    def after(self, **time) -> None:
        self.now += timedelta(**time)

    def standing(self, message: Message) -> Message:
        return next(one for one in self.outbox.of_council("york", most=99) if one.id == message.id)


@pytest.fixture
def desk(engine):
    return Desk(engine)


def test_a_link_is_handed_over_and_known_by_the_providers_name(desk):
    message = desk.write()

    assert desk.send().handled == 1
    assert desk.send().handled == 0

    sent = desk.standing(message)
    assert (sent.state, sent.provider, sent.provider_id) == (State.SENT, "fake", f"id of {message.id}")
    assert [one.body for one in desk.provider.has] == [message.body]


def test_a_wrong_number_is_told_at_the_desk_and_not_tried_again(desk):
    message = desk.write()
    desk.provider.does = [Refused("number_wrong")]

    desk.send()
    desk.after(days=2)
    desk.send()

    assert (desk.standing(message).state, desk.standing(message).problem) == (State.FAILED, "number_wrong")
    assert desk.provider.has == []


def test_while_a_provider_is_away_we_try_less_and_less_often(desk):
    message = desk.write()
    desk.provider.does = [TryLater("not_reached")] * 4
    waits = []

    for _ in range(4):
        desk.send()
        waits.append((desk.standing(message).due_at - desk.now) // timedelta(minutes=1))
        desk.now = desk.standing(message).due_at
    desk.send()

    assert waits == [1, 2, 4, 8]
    assert desk.standing(message).state is State.SENT


def test_a_provider_that_asks_for_ten_minutes_gets_them(desk):
    message = desk.write()
    desk.provider.does = [TryLater("too_many", after=600)]

    desk.send()

    assert desk.standing(message).due_at == NOW + timedelta(minutes=10)


def test_after_about_a_day_we_give_up_and_say_why(desk):
    message = desk.write()
    desk.provider.does = [TryLater("not_reached")] * MOST_ATTEMPTS

    while desk.standing(message).state is State.QUEUED:
        desk.now = desk.standing(message).due_at
        desk.send()

    assert (desk.standing(message).state, desk.standing(message).problem) == (State.FAILED, "not_reached")
    assert timedelta(hours=23) < desk.now - NOW < timedelta(hours=26)


def test_a_reminder_that_could_only_come_too_late_has_failed(desk):
    message = desk.write(not_after=NOW + timedelta(seconds=30))
    desk.provider.does = [TryLater("not_reached")]

    desk.send()

    assert desk.standing(message).state is State.FAILED


@pytest.mark.parametrize("taken", [True, False], ids=["it had taken it", "it had not"])
def test_when_the_line_breaks_the_parent_gets_one_message_all_the_same(desk, taken):
    message = desk.write()
    desk.provider.does, desk.provider.takes_first = [Unsure("line_broke")], taken

    assert desk.send().doubtful == 1
    assert desk.standing(message).state is State.SENDING
    desk.after(seconds=STRANDED)
    desk.sender.mend()
    desk.send()

    assert desk.standing(message).state is State.SENT
    assert [one.id for one in desk.provider.has] == [message.id]


@pytest.mark.parametrize("taken", [True, False], ids=["after the provider took it", "before"])
def test_killed_while_sending_we_send_once(desk, taken):
    message = desk.write()
    desk.provider.does, desk.provider.takes_first = [Killed()], taken

    with pytest.raises(Killed):
        desk.send()
    desk.after(seconds=STRANDED)
    desk.sender.mend()
    desk.send()

    assert desk.standing(message).state is State.SENT
    assert [one.id for one in desk.provider.has] == [message.id]


def test_what_nobody_can_tell_is_left_to_a_person_and_never_sent_again(desk):
    message = desk.write()
    desk.provider.does, desk.provider.finds = [Unsure("line_broke")], Unsure("line_broke")

    desk.send()
    desk.after(seconds=STRANDED)
    desk.sender.mend()
    desk.after(days=3)
    desk.sender.mend()
    desk.send()

    assert desk.standing(message).state is State.UNSURE
    assert len(desk.provider.has) == 1


def test_while_the_provider_cannot_be_asked_the_message_waits_for_a_day(desk):
    message = desk.write()
    desk.provider.does, desk.provider.finds = [Unsure("line_broke")], TryLater("not_reached")
    desk.send()

    desk.after(hours=5)
    desk.sender.mend()
    assert desk.standing(message).state is State.SENDING
    desk.after(hours=20)
    desk.sender.mend()

    assert (desk.standing(message).state, desk.standing(message).problem) == (State.UNSURE, "not_reached")


def test_an_error_nobody_thought_of_stops_no_other_message_and_tells_no_number(desk, caplog):
    odd, other = desk.write(), desk.write(due_at=NOW + timedelta(seconds=1))
    desk.provider.does = [ValueError("cannot parse +447700900123")]
    desk.after(seconds=1)

    with caplog.at_level(logging.DEBUG):
        desk.send()

    assert desk.standing(odd).state is State.SENDING
    assert desk.standing(other).state is State.SENT
    assert "ValueError" in caplog.text
    assert "900123" not in caplog.text
    desk.after(seconds=STRANDED)
    desk.sender.mend()
    desk.send()
    assert sorted(str(one.id) for one in desk.provider.has) == sorted((str(odd.id), str(other.id)))


def test_a_channel_that_nobody_carries_is_told_at_the_desk(desk):
    message = desk.write(channel=Channel.WEBHOOK)

    desk.send()

    assert (desk.standing(message).state, desk.standing(message).problem) == (State.FAILED, "no_provider")


def test_when_the_worker_is_told_to_stop_it_begins_no_other_message(desk):
    first, second = desk.write(), desk.write(due_at=NOW + timedelta(seconds=1))
    desk.after(seconds=1)

    desk.sender.send_due(most=50, stopping=lambda: bool(desk.provider.has))

    assert [one.id for one in desk.provider.has] == [first.id]
    assert desk.standing(second).state is State.QUEUED
