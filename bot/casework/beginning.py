"""A conference with its first invited adult, as a social worker gives them: both or neither."""

from __future__ import annotations

from uuid import UUID

from bot.casework.arranging import Arranging
from bot.casework.case import ConferenceDraft, InvitedDraft
from bot.casework.errors import MeetingOver
from bot.casework.inviting import Inviting
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.staff.account import Actor


def begin(
    arranging: Arranging,
    inviting: Inviting,
    actor: Actor,
    draft: ConferenceDraft,
    invited: InvitedDraft | None,
    *,
    once: UUID,
) -> tuple[Conference, Invitation | None]:
    """`once` names the form: sent twice, it is one conference. Raises OwnerUnknown, MeetingOver."""
    ground = arranging.ground
    if draft.starts_at <= ground.clock():
        raise MeetingOver
    with ground.ledger.change() as change:
        conference = arranging.add_in(change, actor, draft, once=once)
        invitation = inviting.add_in(change, actor, conference, invited, once=once) if invited else None
    return conference, invitation
