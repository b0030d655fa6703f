"""Counts tries with `limits`: in this process or, where several serve, in Redis."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from bot.staff.throttle import TooManyTries, Tries

_MINUTES = 15


class LimitsThrottle:
    """`Throttle`. Who tried is handed to the storage only as `hide` makes it: it may be an e-mail address."""

    def __init__(self, redis_url: str, *, hide: Callable[[str], str]) -> None:
        self._limiter = MovingWindowRateLimiter(storage_from_string(redis_url or "memory://"))
        self._hide = hide

    def count(self, tries: Tries, who: str) -> None:
        if not self._limiter.hit(_limit(tries), self._key(tries, who)):
            raise self._too_many(tries, who)

    def check(self, tries: Tries, who: str) -> None:
        if not self._limiter.test(_limit(tries), self._key(tries, who)):
            raise self._too_many(tries, who)

    def clear(self, tries: Tries, who: str) -> None:
        self._limiter.clear(_limit(tries), self._key(tries, who))

    def _key(self, tries: Tries, who: str) -> str:
        return f"{tries.name}:{self._hide(who)}"

    def _too_many(self, tries: Tries, who: str) -> TooManyTries:
        window = self._limiter.get_window_stats(_limit(tries), self._key(tries, who))
        return TooManyTries(datetime.fromtimestamp(window.reset_time, timezone.utc))


def _limit(tries: Tries) -> RateLimitItem:
    return RateLimitItemPerMinute(tries.most, _MINUTES, namespace="desk")
