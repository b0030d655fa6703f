"""The trail: where what was done is written down, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.staff.audit import Entry
from bot.staff.chain import Head, Line, Verified


class Trail(Protocol):
    """The audit, for what has no transaction of its own to write a line in."""

    def add(self, entry: Entry) -> None: ...

    def newest(self, council: str, *, most: int, before: int | None = None, actor: str | None = None) -> Sequence[Line]:
        """A council's lines, the newest first, from the one before that number on; or one actor's."""

    def actors(self, council: str) -> Sequence[str]:
        """Everybody who stands in a council's lines."""

    def head(self) -> Head:
        """The newest line of all councils, to be written down elsewhere."""

    def verify(self, since: Head | None = None) -> Verified: ...
