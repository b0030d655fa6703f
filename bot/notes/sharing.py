"""
Sharing: a part of the notes, as it is on that day, for the chair or the social worker; and taking it back.

What is shared is a copy. Whoever reads it reads exactly what the parent saw before pressing "share": a later change
is not shared until they share again. Nothing else of the notes is reachable from here, and so from the council's side.

* SharingError
  + NothingToShare          no part was chosen, or what was chosen is empty
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.languages import Language
from bot.notes.needs import Need, Needs
from bot.notes.note import Note, Section


class Recipient(str, Enum):
    """Who may be shown something."""

    CHAIR = "chair"
    SOCIAL_WORKER = "social_worker"


class Part(str, Enum):
    """What can be shared by itself: each section, and the needs on the day."""

    STRENGTHS = "strengths"
    WORRIES = "worries"
    SUPPORT = "support"
    NEXT_STEPS = "next_steps"
    QUESTIONS = "questions"
    CORRECTIONS = "corrections"
    NEEDS = "needs"

    @property
    def section(self) -> Section | None:
        """The section that it is; None for the needs."""
        return None if self is Part.NEEDS else Section(self.value)


@dataclass(frozen=True)
class SharedLine:
    """One note, word for word; of the needs, one line, under which need it stands."""

    text: str
    need: Need | None = None


@dataclass(frozen=True)
class Share:
    """One part, as it was shared with one person."""

    id: UUID
    owner: str  # an invitation's id: without a link nobody can be shared with
    recipient: Recipient
    part: Part
    lines: tuple[SharedLine, ...]
    language: Language  # of the parent's page then; words may be in any
    shared_at: datetime
    read_at: datetime | None = None
    withdrawn_at: datetime | None = None


class SharingError(Exception):
    """Nothing can be shared."""


class NothingToShare(SharingError):
    """No part was chosen, or what was chosen is empty."""


class Sharing(Protocol):
    """Keep what was shared, encrypted, with when it was read and when it was taken back."""

    def share(
        self,
        owner: str,
        recipient: Recipient,
        parts: Mapping[Part, tuple[SharedLine, ...]],
        *,
        language: Language,
        at: datetime,
    ) -> tuple[Share, ...]:
        """
        Share these parts, all or none. An older copy of a part that was not read yet is taken back: this one is it.

        The same parts with the same words, not yet read, are not shared twice: a form sent twice is one share.
        Raises NothingToShare.
        """

    def of(self, owner: str) -> tuple[Share, ...]:
        """Everything that was ever shared, the newest first, what was taken back too: the parent's own record."""

    def withdraw(self, owner: str, id: UUID, *, at: datetime) -> Share:
        """
        Take it back, if nobody has read it. What is returned says the truth: withdrawn, or read before that.

        Raises LookupError where there is no such share of theirs.
        """

    def read(self, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
        """For the recipient's eyes: what stands, the newest copy of each part. From now on it has been read."""


def shareable(notes: tuple[Note, ...], needs: Needs) -> dict[Part, tuple[SharedLine, ...]]:
    """Every part with something in it, in order, exactly as a recipient would read it."""
    found = {}
    for part in Part:
        if part.section is None:
            lines = tuple(SharedLine(text, need) for need, text in needs.lines.items())
        else:
            lines = tuple(SharedLine(note.text) for note in notes if note.section is part.section)
        if lines:
            found[part] = lines
    return found
