"""
What casework needs kept. One change is one transaction: what is written, why (the audit) and what it causes (the
outbox) are all there afterwards, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.casework.case import Case
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.conferences.link import NewLink
from bot.notes.sharing import Recipient, Share
from bot.outreach.message import Message, MessageKind
from bot.staff.audit import Entry


class Change(Protocol):
    """What can be done inside one transaction. Reading in it and then writing is safe: nobody comes between."""

    def conference(self, id: UUID) -> Conference | None: ...

    def add_conference(self, conference: Conference) -> bool:
        """False where it is there already."""

    def save_conference(self, conference: Conference) -> None:
        """Over the one of the version before."""

    def invitation(self, id: UUID) -> Invitation | None: ...

    def invitations_of(self, conference: UUID) -> tuple[Invitation, ...]: ...

    def add_invitation(self, invitation: Invitation, link: NewLink) -> bool:
        """False where it is there already."""

    def save_invitation(self, invitation: Invitation) -> None:
        """What a social worker may change of it; whether it was opened, and its tries, stay as they are."""

    def relink(self, invitation: Invitation, link: NewLink) -> None:
        """Another link and code for it: those before open nothing any more. It is not withdrawn, and not spent."""

    def recode(self, id: UUID, code: str) -> None:
        """Another code, and five tries again."""

    def withdraw(self, id: UUID) -> None:
        """Take it back: whoever came in by it is out."""

    def cut_off(self, invitation: Invitation) -> None:
        """
        Its phone, as it is given here, is somebody else's: no phone is in it any more, and what waits to be sent to
        this one by text is not sent. Who came in by the link stays in.
        """

    def has_stopped(self, invitation: Invitation) -> bool:
        """Whether its phone asked for no more texts."""

    def code(self, id: UUID) -> str | None:
        """The code, to be told by voice; None once it has been given."""

    def read_shared(self, owner: str, recipient: Recipient, *, at: datetime) -> tuple[Share, ...]:
        """What stands of what was shared with them; from now on it has been read."""

    def put(self, message: Message) -> bool:
        """Into the outbox. False where one with the same intent is there already."""

    def arrived(self, invitation: UUID, message: UUID, *, at: datetime) -> bool:
        """Somebody knows that it came: it is not unsure any more. False where no such message of theirs was."""

    def drop_waiting(self, invitation: UUID, kinds: Iterable[MessageKind]) -> None:
        """What waits in the outbox and is not being sent yet will not be."""

    def record(self, entry: Entry) -> None:
        """Into the audit."""


class Ledger(Protocol):
    """Keep cases."""

    def change(self) -> AbstractContextManager[Change]:
        """Begin a change; what is raised inside undoes it."""

    def case(self, id: UUID) -> Case | None: ...

    def case_of(self, invitation: UUID) -> Case | None: ...

    def cases(
        self, council: str, *, owner: UUID | None = None, chair: UUID | None = None, team: str | None = None
    ) -> tuple[Case, ...]:
        """A council's cases of this owner or this chair or this team; with none of them all. The soonest first."""
