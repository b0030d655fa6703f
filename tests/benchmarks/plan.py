"""How much is measured: enough to trust, or enough to see that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Counts, and bounds in seconds. Whatever comes first ends a block."""

    starts: int  # times each side is started, for the seconds to ready
    rounds: int  # blocks a side, for every kind of turn and number of conversations
    talks: int  # conversations a block, at least
    block_seconds: float
    old_talks_ours: int  # conversations that grow to the late turn
    old_talks_stock: int
    growing_seconds: float  # for each of them; a side that is too slow is measured at the turn it reached
    nlu_passes: int  # times every sentence is understood
    concurrencies: tuple[int, ...] = (1, 8, 32)  # conversations at the same time
    turns: int = 10  # messages a conversation, so that stock is not charged for its growing trackers in these rows
    late_turn: int = 400


FULL = Plan(
    starts=2,
    rounds=4,
    talks=20,
    block_seconds=15.0,
    old_talks_ours=6,
    old_talks_stock=2,
    growing_seconds=90.0,
    nlu_passes=3,
)
QUICK = Plan(
    starts=1,
    rounds=1,
    talks=6,
    block_seconds=5.0,
    old_talks_ours=2,
    old_talks_stock=1,
    growing_seconds=8.0,
    nlu_passes=1,
)
