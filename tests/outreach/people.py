"""The people whom messages go to, in this room's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from uuid import UUID

from bot.conferences.conference import Conference
from bot.conferences.invitation import Contact, Invitation, Way
from bot.languages import Language
from tests.stores import a_conference

PHONE, EMAIL = "+447700900123", "zahra.k@example.org"
ADDRESS = "https://meeting.kirklees.gov.uk"  # as long as a council's own is likely to be
TOKEN = "Zk3_9uQ-1xYw0aBcDeFgHi"
LINK = f"{ADDRESS}/l/{TOKEN}"
CODE = "482913"
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc)


def zahra(language: Language = Language.URDU, conference: Conference | None = None, **changed: object) -> Invitation:
    """A mother who came in by her link and agreed to be told, by text or by e-mail."""
    invitation = Invitation(
        UUID("11111111-1111-4111-8111-111111111111"),
        (conference or a_conference()).id,
        "Zahra Khan",
        language,
        date(2027, 3, 18),
        spent_at=NOW,
        opened_at=NOW,
        contact=Contact(PHONE, EMAIL, frozenset({Way.SMS, Way.EMAIL}), "mornings only", "Urdu, Mirpuri"),
        agreed=True,
        links=2,
    )
    return replace(invitation, **changed)  # type: ignore[arg-type]
