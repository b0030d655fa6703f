"""How often a case system may call: counted by `limits`, in this process or, where several serve, in Redis."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter


@dataclass(frozen=True)
class Allowance:
    """What is left to a key in this minute."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


class Calls:
    """Counts a key's calls, minute by minute."""

    def __init__(self, redis_url: str, *, most: int) -> None:
        self._limiter = FixedWindowRateLimiter(storage_from_string(redis_url or "memory://"))
        self._limit = RateLimitItemPerMinute(most, namespace="api")

    def count(self, key: UUID) -> Allowance:
        allowed = self._limiter.hit(self._limit, str(key))
        window = self._limiter.get_window_stats(self._limit, str(key))
        return Allowance(
            allowed=allowed,
            limit=self._limit.amount,
            remaining=window.remaining,
            reset_seconds=max(1, ceil(window.reset_time - time.time())),
        )
