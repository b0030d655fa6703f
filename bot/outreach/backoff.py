"""How long to wait before a message is tried again, and when to stop trying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
# 1 + 2 + 4 + 8 + 16 + 32 minutes, then hours: the thirtieth try is about a day after the first.
MOST_ATTEMPTS = 30
# A day of an hour's work: what a provider asks for beyond that is not "later".
_MOST_ASKED = timedelta(days=1)
_JITTER = 0.25


def wait(attempts: int, *, asked: float | None, random: Callable[[], float]) -> timedelta:
    """
    How long to wait after that many tries: a minute, then twice as long each time, at most an hour, and a bit more.

    The bit, up to a quarter by `random` (0 to 1), keeps what failed together from coming back together. Never less
    than the seconds the provider `asked` for.
    """
    plain = min(_FIRST * (1 << min(attempts - 1, 10)), _LONGEST)
    least = min(timedelta(seconds=asked or 0), _MOST_ASKED)
    return max(plain, least) * (1 + _JITTER * random())
