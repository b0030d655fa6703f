"""
Who saw or changed what, and when: lines that are only ever added to, each sealed with the one before.

A line names an actor, an action and a subject by their ids. Nothing in it says anything of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID


class Action(str, Enum):
    """What was done. Looking is doing."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHOSEN = "password_chosen"  # noqa: S105
    SECOND_STEP_SET = "second_step_set"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_CLOSED = "account_closed"
    CONFERENCES_LISTED = "conferences_listed"
    CONFERENCE_SEEN = "conference_seen"
    CONFERENCE_ADDED = "conference_added"
    CONFERENCE_CHANGED = "conference_changed"
    CONFERENCE_MOVED = "conference_moved"
    CONFERENCE_CANCELLED = "conference_cancelled"
    INVITATION_ADDED = "invitation_added"
    INVITATION_CHANGED = "invitation_changed"
    LINK_SENT = "link_sent"
    LETTER_MADE = "letter_made"
    CODE_SEEN = "code_seen"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_UNLOCKED = "invitation_unlocked"
    PHONE_CUT_OFF = "phone_cut_off"  # the number is somebody else's now
    SHARED_READ = "shared_read"
    MESSAGES_SEEN = "messages_seen"
    MESSAGE_ARRIVED = "message_arrived"  # somebody has said so, where nobody could tell
    IMPORTED = "imported"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    SUBSCRIPTION_MADE = "subscription_made"
    SUBSCRIPTION_ENDED = "subscription_ended"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    COUNTS_SEEN = "counts_seen"
    AUDIT_SEEN = "audit_seen"


@dataclass(frozen=True)
class Entry:
    """One thing that was done."""

    at: datetime
    council: str
    actor: str  # "staff:<id>", "key:<id>", "nobody" before anybody has signed in, "operator" at the command line
    action: Action
    subject: str  # "conference:<id>", "invitation:<id>", "staff:<id>", "key:<id>", "switch:chat", "council"


def conference_subject(id: UUID) -> str:
    return f"conference:{id}"


def invitation_subject(id: UUID) -> str:
    return f"invitation:{id}"


def staff_subject(id: UUID) -> str:
    return f"staff:{id}"
