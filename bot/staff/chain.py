"""
The audit as a chain: each line is sealed together with the seal of the line before.

Whoever changes a line, takes one out or puts one in has to seal every later line anew, and only the server's key can.
The last lines taken away leave a whole chain behind, though: only a `Head` that was written down elsewhere shows that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Protocol


class Seal(Protocol):
    """What only this server can put on a text. A seal made with an older key of the server's still matches."""

    def keyed_hash(self, text: str) -> str: ...
    def matches(self, text: str, keyed_hash: str) -> bool: ...


@dataclass(frozen=True)
class Line:
    """A line as it is stored. Its words may be nobody's that we know: somebody may have changed them."""

    number: int
    at: datetime
    council: str
    actor: str
    action: str
    subject: str
    digest: str


@dataclass(frozen=True)
class Head:
    """The newest line, to be written down where nobody who writes to the database can reach it."""

    number: int
    digest: str


NOTHING_YET = Head(0, "")


class Wrong(str, Enum):
    """What is the matter with a line."""

    CHANGED = "changed"  # or put in, or sealed with a key that we no longer have
    MISSING = "missing"
    NOT_THE_SAME = "not the same"  # as the one that was written down


@dataclass(frozen=True)
class Verified:
    """How far the chain is whole."""

    lines: int  # whole ones, up to the first that is not
    head: Head  # the last whole one
    first_wrong: int | None = None
    wrong: Wrong | None = None

    @property
    def whole(self) -> bool:
        return self.wrong is None


def sealed(line: Line, before: str) -> str:
    """What a line's digest is made of."""
    at = line.at.astimezone(timezone.utc).isoformat(timespec="microseconds")
    return json.dumps(["audit", line.number, at, line.council, line.actor, line.action, line.subject, before])


def verify(lines: Iterable[Line], seal: Seal, since: Head | None = None) -> Verified:
    """Follow the chain from its first line, in the order of the numbers; `since` must be one of its lines."""
    head = NOTHING_YET
    try:
        for line in lines:
            wrong = _wrong(line, head, seal, since)
            if wrong is not None:
                first = head.number + 1 if wrong is Wrong.MISSING else line.number
                return Verified(head.number, head, first, wrong)
            head = Head(line.number, line.digest)
    except (TypeError, ValueError):  # what was put in is no time, or no text
        return Verified(head.number, head, head.number + 1, Wrong.CHANGED)
    if since is not None and head.number < since.number:
        return Verified(head.number, head, head.number + 1, Wrong.MISSING)
    return Verified(head.number, head)


def _wrong(line: Line, head: Head, seal: Seal, since: Head | None) -> Wrong | None:
    if line.number <= head.number:
        return Wrong.CHANGED
    if line.number != head.number + 1:
        return Wrong.MISSING
    if not seal.matches(sealed(line, head.digest), line.digest):
        return Wrong.CHANGED
    if since is not None and line.number == since.number and line.digest != since.digest:
        return Wrong.NOT_THE_SAME
    return None
