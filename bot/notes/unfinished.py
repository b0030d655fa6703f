"""What a parent is in the middle of writing, kept so that a page that closes costs them nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Unfinished:
    """
    Words that were typed into a box and not sent.

    `id` is the one that the box's form is sent under: once it is sent, these are done with. `place` says which box.
    `version` counts what was kept, from 1: a page that knows an older one has been overtaken by another.
    """

    id: str
    place: str  # a section's name; "ask"; "note" and a note's id; "needs"
    text: str
    version: int = 1


class UnfinishedWriting(Protocol):
    """Keep it, encrypted. It is nobody's but the parent's: never shared, never shown to staff."""

    def keep(self, owner: str, unfinished: Unfinished, *, at: datetime) -> Unfinished:
        """
        Keep what a box holds now; `unfinished.version` is what its page last knew, 0 for nothing.

        Where another page has kept something newer under the id, both are kept, this one under an id of its own.
        An empty text is dropped. What is returned says under which id and version it stands.
        """

    def of(self, owner: str) -> tuple[Unfinished, ...]:
        """Everything unfinished, the oldest first."""

    def drop(self, owner: str, id: str) -> None:
        """It was sent, or thrown away."""

    def hand_over(self, old_owner: str, new_owner: str) -> None: ...
