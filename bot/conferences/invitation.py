"""One adult's invitation to one conference. Nobody sees another's, nor that there is another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.languages import Language

# How often a code may be tried before the invitation locks. Six digits are a million, so five tries are 1 in 200,000.
MOST_TRIES = 5


class Way(str, Enum):
    """How a parent may be reached."""

    SMS = "sms"
    EMAIL = "email"
    CALL = "call"
    LETTER = "letter"


@dataclass(frozen=True)
class Contact:
    """How to reach one parent, and what of that is safe. A way that is not named is never used."""

    phone: str | None = None  # E.164: "+447700900123"
    email: str | None = None
    ways: frozenset[Way] = frozenset()
    safe_contact: str | None = None  # the social worker's own words: "mornings only, no voicemail"
    interpreter: str | None = None  # "Urdu, Mirpuri; a woman"


@dataclass(frozen=True)
class Invitation:
    """
    What a link stands for. Its token and its code are not in here: only their hashes are kept, in the database.

    `code_tries` counts tries that had not (yet) turned out right; the right code sets it back to nought.
    """

    id: UUID
    conference_id: UUID
    called: str  # how the social worker addresses the parent: "Ms Field"
    language: Language
    last_day: date  # the link works until the end of it
    spent_at: datetime | None = None  # when the button behind the link was pressed
    opened_at: datetime | None = None  # when the code was given
    withdrawn: bool = False
    code_tries: int = 0
    contact: Contact = Contact()
    agreed: bool | None = None  # to be told of changes and reminded; None: nobody has asked yet
    links: int = 1  # how many links were drawn for it; the last one works
    version: int = 1

    @property
    def locked(self) -> bool:
        """No code opens it any more. The social worker is shown this, and can send another."""
        return self.code_tries >= MOST_TRIES


class Invitations(Protocol):
    """
    Keep invitations. What two requests may do at once is one conditional write, and no stale copy can undo it.
    """

    def get(self, id: UUID) -> Invitation | None: ...

    def by_token_hash(self, token_hash: str) -> Invitation | None: ...

    def for_number(self, number: str) -> tuple[Invitation, ...]:
        """Those that stand, whose parent's phone has this E.164 number and may be texted."""

    def add(self, invitation: Invitation, *, token_hash: str, code: str) -> None:
        """Keep a new one. The code is hashed with the server's key, since plain hashes of six digits can be guessed."""

    def save(self, invitation: Invitation) -> None:
        """Keep what a social worker may change (called, language, last day, withdrawn) and nothing else."""

    def spend(self, id: UUID, *, at: datetime) -> bool:
        """Mark the link as used. False if it already was: of two who press at once, one gets in."""

    def count_try(self, id: UUID, *, most: int, at: datetime) -> int | None:
        """Count one more try at the code, before it is compared; how many that makes. None if `most` are used up."""

    def forgive_try(self, id: UUID) -> None:
        """One counted try was none: the code was another invitation's, of the same phone. Never under nought."""

    def is_code(self, id: UUID, code: str) -> bool:
        """Whether this is the invitation's code; takes as long for a near miss as for a wild one."""

    def open(self, id: UUID, *, at: datetime) -> None:
        """The code was right: keep when (the first time), forget the tries, and the code itself."""

    def agree(self, id: UUID, agreed: bool) -> None:
        """Keep whether the parent wants to be told of changes and reminded; if not, what waits to be sent is not."""
