"""
What a parent needs on the day: an interpreter, to hear, to get in, a break; whom they bring; how to reach them safely.

* NeedsError
  + NeedsChangedElsewhere   they were changed on another page since this one was opened
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


class Need(str, Enum):
    """
    One line of the form, in its order. The value is the parent's words, or YES, or one of the `CHOICES`.

    Interpreters and hearing or speech help are in the leaflets (Staffordshire, lines 138 to 153); that an interpreter
    should be no relative or neighbour is what parents are safest with, and the issue's own rule.
    """

    INTERPRETER_LANGUAGE = "interpreter_language"
    INTERPRETER_DIALECT = "interpreter_dialect"
    INTERPRETER_GENDER = "interpreter_gender"
    INTERPRETER_STRANGER = "interpreter_stranger"  # nobody the parent knows
    HEARING = "hearing"
    SPEECH = "speech"
    MOBILITY = "mobility"
    READING = "reading"
    BREAKS = "breaks"
    VIDEO = "video"
    WHAT_HELPS = "what_helps"
    BRINGING = "bringing"
    CONTACT_HOW = "contact_how"
    CONTACT_WHEN = "contact_when"
    CONTACT_NEVER = "contact_never"


YES = "yes"
# Lines that are ticked; the others are words of the parent's own.
TICKED = frozenset(
    {Need.INTERPRETER_STRANGER, Need.HEARING, Need.SPEECH, Need.MOBILITY, Need.READING, Need.BREAKS, Need.VIDEO}
)
# Lines with fixed answers.
CHOICES: Mapping[Need, tuple[str, ...]] = {Need.INTERPRETER_GENDER: ("woman", "man")}
# In groups, as the form and the document show them.
GROUPS: Mapping[str, tuple[Need, ...]] = {
    "interpreter": tuple(need for need in Need if need.value.startswith("interpreter")),
    "access": (*(n for n in Need if n in TICKED and n is not Need.INTERPRETER_STRANGER), Need.WHAT_HELPS),
    "bringing": (Need.BRINGING,),
    "contact": tuple(need for need in Need if need.value.startswith("contact")),
}


@dataclass(frozen=True)
class Needs:
    """What one parent needs. A line that was left empty is not there. `version` is 0 while nothing was ever saved."""

    lines: Mapping[Need, str] = field(default_factory=dict)
    version: int = 0


class NeedsError(Exception):
    """The needs cannot be saved."""


class NeedsChangedElsewhere(NeedsError):
    """They were changed on another page since this one was opened. Carries them as they are now."""

    def __init__(self, now: Needs) -> None:
        super().__init__()
        self.now = now


class DayNeeds(Protocol):
    """Keep what parents need on the day, encrypted."""

    def of(self, owner: str) -> Needs: ...

    def save(self, owner: str, lines: Mapping[Need, str], *, version: int) -> Needs:
        """Save them all, if they still are the version that the parent saw. Raises NeedsChangedElsewhere."""

    def hand_over(self, old_owner: str, new_owner: str) -> None:
        """What was written before the link was opened fills the lines that the invitation's own needs lack."""
