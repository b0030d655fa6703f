"""Whoever texts is thought about soon, by one process, whatever goes wrong with somebody else's text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from threading import Thread

import pytest

from bot.texting import thinking
from bot.texting.thinking import LEASE_SECONDS, Thinking
from bot.wiring.texting import Texting
from tests.stores import only_sqlite
from tests.texting.messages import BILAL, ZAHRA
from tests.texting.street import SECOND, Broken, has

SORRY = "I could not answer that just now. Please text it again in a few minutes. Not safe now? Ring 999."


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """It looks often, and tries again at once."""
    monkeypatch.setattr(thinking, "_LOOK_EVERY", 0.01)
    monkeypatch.setattr(thinking, "_BEFORE_ANOTHER_TRY", 0.0)


class Process:
    """One server's loop, on the street's database."""

    def __init__(self, street, ready: Callable[[], bool] = lambda: True) -> None:
        self.failures: list[Exception] = []
        self.answered = 0
        self.texting = Texting(street.rooms)
        self.thinking = Thinking(
            self.texting.inbox,
            self.texting.answering,
            clock=street.clock,
            ready=ready,
            answered=self._count,
            failed=self.failures.append,
        )

    def _count(self) -> None:
        self.answered += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.thinking.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def sends(street, body: str, number: str = ZAHRA) -> None:
    """A text that came long enough ago for nothing more to be waited for."""
    street.sends(body, number)
    street.clock.wait(15 * SECOND)


async def until(true: Callable[[], object]) -> None:
    async def look() -> None:
        while not true():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(look(), 20)


def settled(street, *numbers: str) -> bool:
    return not any(street.inbox.waiting(number) for number in numbers)


@only_sqlite
async def test_a_text_is_answered_and_the_worker_woken_to_send_it(street):
    process = Process(street)
    sends(street, "who comes?")

    async with process.running():
        await until(lambda: process.answered)

    assert has("About who comes?", street.sent())
    assert (process.answered, process.failures) == (1, [])


@only_sqlite
async def test_a_text_that_another_process_has_stored_is_found_though_nobody_woke_us(street):
    process = Process(street)

    async with process.running():
        await asyncio.sleep(0.05)
        sends(street, "who comes?")
        await until(lambda: settled(street, ZAHRA))

    assert has("About who comes?", street.sent())


@only_sqlite
async def test_the_door_wakes_us_from_any_thread_and_before_we_run(street, monkeypatch):
    monkeypatch.setattr(thinking, "_LOOK_EVERY", 60.0)
    process = Process(street)
    process.thinking.wake()

    async with process.running():
        await asyncio.sleep(0.05)
        sends(street, "who comes?")
        Thread(target=process.thinking.wake).start()
        await until(lambda: settled(street, ZAHRA))

    process.thinking.wake()


@only_sqlite
async def test_nothing_is_thought_about_before_the_assistant_is_ready(street, assistant):
    is_ready = False
    process = Process(street, ready=lambda: is_ready)
    sends(street, "who comes?")

    async with process.running():
        await asyncio.sleep(0.1)
        assert (assistant.heard, street.sent()) == ([], [])
        is_ready = True
        await until(lambda: settled(street, ZAHRA))

    assert has("About who comes?", street.sent())


@only_sqlite
async def test_one_phone_that_takes_long_holds_up_no_other(street, assistant, monkeypatch):
    go_on = asyncio.Event()
    answer = type(assistant).answer

    async def slowly(self, incoming, conversation, *, listener):
        if incoming.text == "slow?":
            await go_on.wait()
        return await answer(self, incoming, conversation, listener=listener)

    monkeypatch.setattr(type(assistant), "answer", slowly)
    process = Process(street)
    sends(street, "slow?", BILAL)
    sends(street, "quick?")

    async with process.running():
        await until(lambda: settled(street, ZAHRA))
        assert not settled(street, BILAL)
        go_on.set()
        await until(lambda: settled(street, BILAL))

    assert has("About slow?", street.sent(BILAL))


@only_sqlite
async def test_one_phone_whose_text_breaks_us_holds_up_no_other_and_is_told_whom_to_ring(
    street, assistant, monkeypatch
):
    answer = type(assistant).answer

    async def breaking(self, incoming, conversation, *, listener):
        if incoming.text == "poison?":
            raise Broken
        return await answer(self, incoming, conversation, listener=listener)

    monkeypatch.setattr(type(assistant), "answer", breaking)
    process = Process(street)
    sends(street, "poison?", BILAL)
    for number in (ZAHRA, "+447700900789"):
        sends(street, "who comes?", number)

    async with process.running():
        await until(lambda: settled(street, ZAHRA, BILAL, "+447700900789"))

    assert has("About who comes?", street.sent())
    assert has("About who comes?", street.sent("+447700900789"))
    assert street.sent(BILAL)[0] == SORRY
    assert [type(failure) for failure in process.failures] == [Broken, Broken]


@only_sqlite
async def test_a_text_that_breaks_us_holds_up_none_behind_it(street, assistant, monkeypatch):
    """She wants no more texts, and said so after it."""
    answer = type(assistant).answer

    async def breaking(self, incoming, conversation, *, listener):
        if incoming.text == "poison?":
            raise Broken
        return await answer(self, incoming, conversation, listener=listener)

    monkeypatch.setattr(type(assistant), "answer", breaking)
    process = Process(street)
    for words in ("before?", "poison?", "after?", "please stop texting me"):
        street.sends(words)
    street.clock.wait(15 * SECOND)

    async with process.running():
        await until(lambda: settled(street, ZAHRA))

    assert assistant.heard == ["before?", "after?"]
    assert len(street.sent()) == len(["before?", "the welcome", "sorry", "after?", "goodbye"])
    assert street.sent()[-1].startswith("You get no more texts")
    assert street.phones.stopped(ZAHRA) is not None


@only_sqlite
async def test_while_the_assistant_is_broken_sorry_is_said_once_for_what_waits_and_notes_are_kept(street, assistant):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")
    before = len(street.sent())
    assistant.broken = True
    process = Process(street)
    for words in ("he shouts", "at night", "and I hide"):
        street.sends(words)
    street.clock.wait(15 * SECOND)

    async with process.running():
        await until(lambda: settled(street, ZAHRA))

    assert street.sent()[before:] == [SORRY]
    assert street.notes(invitation) == ["he shouts", "at night", "and I hide"]


@only_sqlite
async def test_while_the_assistant_is_broken_a_code_still_opens_and_a_wrong_one_costs_one_try(street, assistant):
    invitation = street.invite("123456")
    assistant.broken = True
    process = Process(street)
    sends(street, "999111")

    async with process.running():
        await until(lambda: settled(street, ZAHRA))
        assert street.tries(invitation) == 1
        sends(street, "123456")
        await until(lambda: settled(street, ZAHRA))

    assert has("Your meeting is open on this phone now.", street.sent())


@only_sqlite
async def test_what_goes_wrong_once_is_answered_the_second_time_and_nobody_is_told(street, assistant, monkeypatch):
    answer, broken = type(assistant).answer, [True]

    async def once(self, incoming, conversation, *, listener):
        if broken:
            broken.clear()
            raise Broken
        return await answer(self, incoming, conversation, listener=listener)

    monkeypatch.setattr(type(assistant), "answer", once)
    process = Process(street)
    sends(street, "who comes?")

    async with process.running():
        await until(lambda: settled(street, ZAHRA))

    assert has("About who comes?", street.sent())
    assert SORRY not in street.sent()


@only_sqlite
async def test_a_database_that_is_away_for_a_moment_stops_nobody_for_good(street, monkeypatch):
    process = Process(street)
    lease, away = process.texting.inbox.lease, [True, True]

    def sometimes(**when):
        if away:
            away.pop()
            raise Broken
        return lease(**when)

    monkeypatch.setattr(process.texting.inbox, "lease", sometimes)
    sends(street, "who comes?")

    async with process.running():
        await until(lambda: settled(street, ZAHRA))

    assert [type(failure) for failure in process.failures] == [Broken, Broken]


@only_sqlite
async def test_what_cannot_be_settled_at_all_is_tried_again_when_its_lease_has_run_out(street, monkeypatch):
    process = Process(street)
    settle, away = process.texting.inbox.settle, [True]

    def sometimes(*arguments, **named):
        if away:
            raise Broken
        return settle(*arguments, **named)

    monkeypatch.setattr(process.texting.inbox, "settle", sometimes)
    sends(street, "who comes?")

    async with process.running():
        await until(lambda: process.answered)
        assert not settled(street, ZAHRA)
        away.clear()
        street.clock.wait(LEASE_SECONDS * SECOND)
        await until(lambda: settled(street, ZAHRA))

    assert has("About who comes?", street.sent())
    assert SORRY not in street.sent()


@only_sqlite
async def test_a_moment_is_waited_for_the_rest_of_a_long_text(street, assistant, monkeypatch):
    slept, sleep = [], asyncio.sleep
    first, rest = "a" * 153, " and who comes?"

    async def sleeping(seconds: float) -> None:
        """The second piece comes while it waits."""
        if seconds > 1 and not slept:
            street.sends(rest)
        if seconds > 1:
            slept.append(seconds)
            street.clock.wait(seconds * SECOND)
        await sleep(0)

    process = Process(street)
    street.sends(first)
    monkeypatch.setattr(asyncio, "sleep", sleeping)

    async with process.running():
        await until(lambda: settled(street, ZAHRA))

    assert slept
    assert assistant.heard == [first + rest]


async def test_two_processes_answer_every_phone_once(street, rooms):
    numbers = [f"+4477009{place:05}" for place in range(12)]
    for number in numbers:
        street.sends("first?", number)
        street.sends("second?", number)
    street.clock.wait(15 * SECOND)
    one, other = Process(street), Process(street)

    async with one.running(), other.running():
        await until(lambda: settled(street, *numbers))

    for number in numbers:
        about = [body for body in street.sent(number) if body.startswith("About")]
        assert [body.split("\n")[0] for body in about] == ["About first?", "About second?"]
    assert one.failures == other.failures == []


async def test_who_was_thought_about_for_too_long_is_answered_by_another_and_only_once(street, assistant, monkeypatch):
    """The lease ran out; the slow one finds out at the end, and says nothing."""
    go_on, inside = asyncio.Event(), asyncio.Event()
    answer = type(assistant).answer

    async def slowly_at_first(self, incoming, conversation, *, listener):
        if not inside.is_set():
            inside.set()
            await go_on.wait()
        return await answer(self, incoming, conversation, listener=listener)

    monkeypatch.setattr(type(assistant), "answer", slowly_at_first)
    slow, other = Process(street), Process(street)
    sends(street, "who comes?")

    async with slow.running():
        await inside.wait()
        street.clock.wait(LEASE_SECONDS * SECOND)
        async with other.running():
            await asyncio.sleep(0.05)
            go_on.set()
            await until(lambda: slow.answered and settled(street, ZAHRA))

    assert len([body for body in street.sent() if "About who comes?" in body]) == 1
    assert settled(street, ZAHRA)
