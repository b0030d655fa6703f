"""
The link that lets a parent in, the code that goes with it, and what can go wrong with them.

* LinkError
  + LinkUnknown       not one of ours, or altered on the way
  + LinkWithdrawn     ours, and taken back by the social worker
  + LinkExpired       ours, but its last day has passed
  + LinkLocked        five wrong codes
  + LinkSpent         ours, and its button was pressed before
  + CodeWrong         not this invitation's code; there are tries left
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from bot.conferences.calendar import LONDON
from bot.conferences.invitation import MOST_TRIES, Contact, Invitation, Invitations
from bot.languages import Language

_TOKEN_BYTES = 16
_CODE_DIGITS = 6
_NO_CONTACT = Contact()


class LinkError(Exception):
    """Something is wrong with a parent's link or code."""


class LinkUnknown(LinkError):
    """Not one of ours, or altered on the way."""


class LinkWithdrawn(LinkError):
    """Taken back by the social worker."""


class LinkExpired(LinkError):
    """Its last day has passed."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class LinkLocked(LinkError):
    """Five wrong codes were given."""


class LinkSpent(LinkError):
    """Its button was pressed before."""


class CodeWrong(LinkError):
    """Not this invitation's code."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


@dataclass(frozen=True)
class NewLink:
    """A link's two halves, which travel by different ways. Neither is kept: they can be shown this once."""

    token: str
    code: str

    def __repr__(self) -> str:
        return "NewLink(…)"  # a traceback must not let anybody in


def new_link() -> NewLink:
    """Draw some 128 random bits for the link, short enough for a text message, and six digits for the code."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    while not token[-1].isalnum():  # a phone may take a last "-" or "_" for the end of the sentence
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    return NewLink(token, f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}")


def hashed(token: str) -> str:
    """
    What is kept of a random token, so that a copied database opens nothing.

    Enough for 128 random bits; never for a code or a phone number, which can all be tried.
    """
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def invite(
    conference_id: UUID,
    *,
    called: str,
    language: Language,
    last_day: date,
    invitations: Invitations,
    contact: Contact = _NO_CONTACT,
) -> tuple[Invitation, NewLink]:
    """Invite one adult to a conference."""
    invitation = Invitation(uuid4(), conference_id, called, language, last_day, contact=contact)
    link = new_link()
    invitations.add(invitation, token_hash=hashed(link.token), code=link.code)
    return invitation, link


def spend_link(token: str, *, today: date, now: datetime, invitations: Invitations) -> Invitation:
    """
    Use up a parent's link: for the button's POST only, since scanners and previews open links by themselves.

    What is returned may be shown to nobody before its code was given.
    """
    invitation = _usable(invitations.by_token_hash(hashed(token)), today)
    if invitation.locked:
        raise LinkLocked
    if not invitations.spend(invitation.id, at=now):
        raise LinkSpent
    return invitation


def enter_code(invitation_id: UUID, code: str, *, now: datetime, invitations: Invitations) -> Invitation:
    """
    Open an invitation whose link was spent.

    Every try is counted before it is compared, so that guesses sent at once are still five. What is not six digits
    is wrong without costing a try: it opens nothing, and a frightened parent presses the button too soon.
    """
    invitation = _usable(invitations.get(invitation_id), now.astimezone(LONDON).date())
    if invitation.spent_at is None:
        raise LinkUnknown
    if invitation.locked:
        raise LinkLocked
    digits = digits_of(code)
    if len(digits) != _CODE_DIGITS:
        raise CodeWrong(MOST_TRIES - invitation.code_tries)
    tries = invitations.count_try(invitation.id, most=MOST_TRIES, at=now)
    if tries is None:
        raise LinkLocked
    if not invitations.is_code(invitation.id, digits):
        raise CodeWrong(MOST_TRIES - tries) if tries < MOST_TRIES else LinkLocked
    invitations.open(invitation.id, at=now)
    return invitation


def enter_code_by_text(
    invited: Sequence[Invitation], code: str, *, now: datetime, invitations: Invitations
) -> Invitation:
    """
    Open the one of these invitations, all sent to the phone that texts, whose code this is.

    The phone stands for the link, so that its button need not have been pressed. Every try counts for each of them
    before it is compared; when it was one's code, the others have lost no try.
    """
    today = now.astimezone(LONDON).date()
    current = [invitation for invitation in invited if today <= invitation.last_day]
    if not current:
        raise LinkExpired(max(invitation.last_day for invitation in invited)) if invited else LinkUnknown
    counted = {one.id: invitations.count_try(one.id, most=MOST_TRIES, at=now) for one in current}
    open_ones = [invitation for invitation in current if counted[invitation.id] is not None]
    if not open_ones:
        raise LinkLocked
    found = next((invitation for invitation in open_ones if invitations.is_code(invitation.id, code)), None)
    if found is None:
        tries_left = max(MOST_TRIES - (counted[invitation.id] or 0) for invitation in open_ones)
        raise CodeWrong(tries_left) if tries_left else LinkLocked
    for other in open_ones:
        if other.id != found.id:
            invitations.forgive_try(other.id)
    invitations.open(found.id, at=now)
    return found


def digits_of(text: str) -> str:
    """The digits in what somebody typed, in whatever script: "١٢٣ ٤٥٦" is 123456."""
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def _usable(invitation: Invitation | None, today: date) -> Invitation:
    if invitation is None:
        raise LinkUnknown
    if invitation.withdrawn:
        raise LinkWithdrawn
    if today > invitation.last_day:
        raise LinkExpired(invitation.last_day)
    return invitation
