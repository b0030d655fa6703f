"""
One note, the lists that it can stand in, and who keeps them.

* NoteError
  + NoteGone                it was removed or deleted, on another page
  + NoteChangedElsewhere    it was changed on another page since this one was opened
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID


class Section(str, Enum):
    """
    The parts of a parent's notes, in the order in which they are asked.

    The first four are Kirklees' (its leaflet, lines 59 to 72); the last two are lists that parents need besides.
    """

    STRENGTHS = "strengths"
    WORRIES = "worries"
    SUPPORT = "support"
    NEXT_STEPS = "next_steps"
    QUESTIONS = "questions"  # for the chair
    CORRECTIONS = "corrections"  # what a parent thinks is wrong in the reports

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
    "undo" can itself be undone; it is never shown or shared. `version` counts its texts from 1, so that two open
    pages cannot overwrite each other unseen; `before` is what it said before the last change.
    """

    id: UUID
    owner: str  # an invitation's id, or the conversation's where there is none
    section: Section
    text: str
    written_at: datetime
    taken_back: bool = False
    version: int = 1
    before: str | None = None


class NoteError(Exception):
    """A note cannot be changed. Nothing of it, and none of its words, is in the message."""


class NoteGone(NoteError):
    """It was removed or deleted, on another page."""


class NoteChangedElsewhere(NoteError):
    """It was changed on another page since this one was opened. Carries the note as it is now."""

    def __init__(self, now: Note) -> None:
        super().__init__(now.id)
        self.now = now


class Notes(Protocol):
    """Keep notes, encrypted. Every method has happened in the database when it returns."""

    def write(self, owner: str, section: Section, text: str, *, at: datetime, message_id: str | None = None) -> Note:
        """
        A message that is sent again after a crash finds its note already there, and is that one note.

        Other words under the same id (a form sent from two open pages) are a note of their own.
        """

    def take_back(self, owner: str, id: UUID) -> None: ...

    def put_back(self, owner: str, id: UUID) -> None: ...

    def newest(self, owner: str) -> Note | None:
        """The note written last that is not taken back."""

    def of(self, owner: str) -> tuple[Note, ...]:
        """All that are not taken back, in the order of sections and then in the parent's own."""

    def change(self, owner: str, id: UUID, text: str, *, version: int) -> Note:
        """
        Let a note say something else, if it still is the version that the parent saw.

        Raises NoteGone or NoteChangedElsewhere: new words must not vanish unsaid, nor old ones unseen.
        """

    def move(self, owner: str, id: UUID, *, by: int) -> None:
        """Move a note among those of its section: -1 is one place up, 1 one down. At an end it stays."""

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        """Give notes begun before the link was opened to the invitation it opened."""

    def delete(self, owner: str, section: Section | None = None) -> int:
        """Delete for good, taken-back ones too; how many there were."""
