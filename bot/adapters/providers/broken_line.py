"""What a line that broke tells us: whether the other side can have got anything."""

from __future__ import annotations

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

_NEVER_THERE = (NewConnectionError, ConnectTimeoutError, NameResolutionError)


def surely_not_reached(error: requests.RequestException) -> bool:
    """Whether there was no line at all, so that nothing can have been taken."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    return isinstance(cause, _NEVER_THERE)
