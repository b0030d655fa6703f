"""Blocks of short conversations, one side's after the other's, so that whatever else runs here meets both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

from tests.benchmarks.client import Client
from tests.benchmarks.figures import percentile
from tests.benchmarks.messages import UNKNOWN, Kind, in_turn
from tests.benchmarks.plan import Plan
from tests.benchmarks.sides import OURS, STOCK

Texts = Mapping[Kind, tuple[str, ...]]


@dataclass(frozen=True)
class Block:
    """What one block took, in seconds."""

    side: str
    kind: Kind
    conversations: int  # at the same time
    seconds: float
    latencies: tuple[float, ...]
    silent: int  # messages that were answered with nothing; neither counted nor timed
    server_seconds: float  # of processor time, by all of the side's processes
    client_seconds: float  # of processor time, by this one for sending and reading

    @property
    def a_second(self) -> float:
        """Messages answered a second."""
        return len(self.latencies) / self.seconds


@dataclass(frozen=True)
class Row:
    """The blocks of one kind of turn with one number of conversations."""

    kind: Kind
    conversations: int
    blocks: tuple[Block, ...]

    def of(self, side: str) -> list[Block]:
        return [block for block in self.blocks if block.side == side]

    def a_second(self, side: str) -> float:
        """Messages a second: the median of the side's blocks."""
        return median(block.a_second for block in self.of(side))

    def milliseconds(self, side: str, percent: int) -> float:
        """A percentile of the latency, over all messages of the side."""
        return 1000 * percentile([seconds for block in self.of(side) for seconds in block.latencies], percent)

    def processor_ms(self, side: str) -> float:
        """Milliseconds of processor time a message: the figure that other work on the machine moves least."""
        return 1000 * median(block.server_seconds / len(block.latencies) for block in self.of(side))

    def silent(self, side: str) -> int:
        """Messages that the side answered with nothing."""
        return sum(block.silent for block in self.of(side))

    @property
    def ratios(self) -> list[float]:
        """How many times stock's messages a second ours are, block against the block beside it."""
        pairs = zip(self.of(OURS), self.of(STOCK), strict=True)
        return [ours.a_second / theirs.a_second for ours, theirs in pairs]


async def warm_up(clients: Sequence[Client], texts: Texts, turns: int) -> list[str]:
    """Let both sides meet every message, and one that they cannot place. The messages they answer differently."""
    unlike = []
    for text in dict.fromkeys((*texts[Kind.ANSWER], *texts[Kind.ACTION])):
        said = [await client.said(text) for client in clients]
        if any(words != said[0] for words in said):
            unlike.append(text)
    for client in clients:
        await client.said(UNKNOWN)
        for kind in Kind:
            await _block(client, kind, texts[kind], conversations=4, talks=4, turns=turns, seconds=5.0)
    return unlike


async def rows(clients: Sequence[Client], texts: Texts, plan: Plan, done: Callable[[str], None]) -> list[Row]:
    """Measure every kind of turn with every number of conversations."""
    return [
        await _row(clients, kind, texts[kind], conversations, plan, done)
        for kind in Kind
        for conversations in plan.concurrencies
    ]


async def _row(
    clients: Sequence[Client],
    kind: Kind,
    texts: tuple[str, ...],
    conversations: int,
    plan: Plan,
    done: Callable[[str], None],
) -> Row:
    blocks = []
    talks = max(plan.talks, conversations)
    for _ in range(plan.rounds):
        for client in clients:
            done(f"{kind.value}s, {conversations} at a time: {client.side.name}")
            block = await _block(client, kind, texts, conversations, talks, plan.turns, plan.block_seconds)
            blocks.append(block)
    return Row(kind, conversations, tuple(blocks))


async def _block(
    client: Client, kind: Kind, texts: tuple[str, ...], conversations: int, talks: int, turns: int, seconds: float
) -> Block:
    """Short new conversations, some at a time; in each the next message is sent when the last one was answered."""
    senders = [await client.opened() for _ in range(talks)]
    waiting = iter(enumerate(senders))
    taken: list[float | None] = []
    began, ours_before, theirs_before = perf_counter(), process_time(), client.side.processor_seconds()

    async def hold_conversations() -> None:
        for number, sender in waiting:
            for text in in_turn(texts, turns, first=number):
                if perf_counter() - began > seconds:
                    return
                taken.append(await client.timed(sender, text))

    await asyncio.gather(*(hold_conversations() for _ in range(conversations)))
    took = perf_counter() - began
    latencies = tuple(each for each in taken if each is not None)
    if not latencies:
        raise client.nothing_said()
    return Block(
        side=client.side.name,
        kind=kind,
        conversations=conversations,
        seconds=took,
        latencies=latencies,
        silent=len(taken) - len(latencies),
        server_seconds=client.side.processor_seconds() - theirs_before,
        client_seconds=process_time() - ours_before,
    )
