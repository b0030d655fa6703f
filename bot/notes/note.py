"""One note, the four sections, and who keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID


class Section(str, Enum):
    """The four parts of a parent's notes, in the order in which they are asked (Kirklees' leaflet, lines 59 to 72)."""

    STRENGTHS = "strengths"
    WORRIES = "worries"
    SUPPORT = "support"
    NEXT_STEPS = "next_steps"

    @property
    def following(self) -> Section | None:
        """The section to ask about next; None after the last."""
        order = list(Section)
        position = order.index(self) + 1
        return order[position] if position < len(order) else None


@dataclass(frozen=True)
class Note:
    """
    Something a parent wrote. `text` is exactly what they wrote, never trimmed or mended.

    A note taken back (undone, or found to be a question) is kept until the conversation ends, marked, so that
    "undo" can itself be undone; it is never shown or shared.
    """

    id: UUID
    owner: str  # an invitation's id, or the conversation's where there is none
    section: Section
    text: str
    written_at: datetime
    taken_back: bool = False


class Notes(Protocol):
    """Keep notes, encrypted. Every method has happened in the database when it returns."""

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        """A message that is sent again after a crash finds its note already there, and is that one note."""

    def take_back(self, owner: str, id: UUID) -> None: ...

    def put_back(self, owner: str, id: UUID) -> None: ...

    def newest(self, owner: str) -> Note | None:
        """The note written last that is not taken back."""

    def of(self, owner: str) -> tuple[Note, ...]:
        """All that are not taken back, in the order of sections and then of writing."""

    def change(self, owner: str, id: UUID, text: str) -> None: ...

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        """Give notes begun before the link was opened to the invitation it opened."""

    def delete(self, owner: str, section: Section | None = None) -> int:
        """Delete for good, taken-back ones too; how many there were."""
