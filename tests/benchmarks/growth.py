"""Whether a turn costs more when the conversation is long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from tests.benchmarks.client import Client
from tests.benchmarks.messages import in_turn

EARLY_TURN = 5
_AROUND = 2  # turns before and after that are measured with it


@dataclass(frozen=True)
class Growth:
    """Seconds around an early turn of new conversations and around a late turn of old ones, turn about."""

    side: str
    late_turn: int  # that of the plan, or the one reached in time
    early: tuple[float, ...]
    late: tuple[float, ...]

    @property
    def early_ms(self) -> float:
        return 1000 * median(self.early)

    @property
    def late_ms(self) -> float:
        return 1000 * median(self.late)

    @property
    def ratio(self) -> float:
        return self.late_ms / self.early_ms


async def grow(
    client: Client, texts: tuple[str, ...], *, talks: int, late_turn: int, seconds: float, done: Callable[[str], None]
) -> Growth:
    """Grow conversations one by one, for so many seconds each at most, and measure each beside a new one."""
    early: list[float | None] = []
    late: list[float | None] = []
    reached = late_turn
    for number in range(talks):
        done(f"a conversation of {late_turn} turns: {client.side.name} ({number + 1} of {talks})")
        old, turns = await _grown(client, texts, late_turn - _AROUND - 1, seconds)
        new, _ = await _grown(client, texts, EARLY_TURN - _AROUND - 1, seconds)
        reached = min(reached, turns + _AROUND + 1)
        for text in in_turn(texts, 2 * _AROUND + 1):
            late.append(await client.timed(old, text))
            early.append(await client.timed(new, text))
    return Growth(client.side.name, reached, _answered(client, early), _answered(client, late))


def _answered(client: Client, taken: list[float | None]) -> tuple[float, ...]:
    answered = tuple(seconds for seconds in taken if seconds is not None)
    if not answered:
        raise client.nothing_said()
    return answered


async def _grown(client: Client, texts: tuple[str, ...], turns: int, seconds: float) -> tuple[str, int]:
    """A conversation with so many turns behind it, or as many as there is time for. The opening is the first."""
    sender, ends = await client.opened(), perf_counter() + seconds
    for taken, text in enumerate(in_turn(texts, turns - 1), 1):
        if perf_counter() > ends:
            return sender, taken
        await client.timed(sender, text)
    return sender, turns
