"""The parent's own say: whether they are told of changes and reminded, and what they see of how."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conferences.invitation import Invitation
from bot.languages import Language
from bot.outreach.message import Channel
from bot.outreach.reminders import safe_channels
from bot.text.isolate import left_to_right

# Enough to know one's own number by. Whoever else looks at the page learns no number from it.
_LAST_DIGITS = 3


@dataclass(frozen=True)
class Telling:
    """`phone` and `email` are shortened, and None where nothing is sent that way."""

    agreed: bool | None
    phone: str | None = None  # "123"
    email: str | None = None  # "a***@example.org"
    own_writing: bool = False  # whether this council's guide gives a day for it, of which they would be reminded

    @property
    def is_possible(self) -> bool:
        return self.phone is not None or self.email is not None


def telling_of(invitation: Invitation, language: Language, *, own_writing: bool) -> Telling:
    """What a parent sees of it."""
    contact, channels = invitation.contact, safe_channels(invitation)
    phone = contact.phone[-_LAST_DIGITS:] if contact.phone and Channel.SMS in channels else None
    email = _shortened(contact.email) if contact.email and Channel.EMAIL in channels else None
    return Telling(
        invitation.agreed,
        phone and left_to_right(phone, language),
        email and left_to_right(email, language),
        own_writing,
    )


def _shortened(email: str) -> str:
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"  # with dots a line could end in the middle of it
