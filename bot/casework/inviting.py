"""Invited adults at the desk: added, changed, sent their link, told their code, unlocked, taken back; and read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from bot.casework.case import Case, Invited, InvitedDraft, Sent, channels_of
from bot.casework.errors import CaseOvertaken, LinkWithdrawnYet, MeetingOver, NotLocked, NotTheirs, WayNotSafe
from bot.casework.ground import Ground, conference_in, id_of, invitation_in
from bot.casework.ledger import Change
from bot.casework.may import may_change, may_see_code, may_send, reads_as
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation, Way
from bot.conferences.link import NewLink, new_link
from bot.notes.sharing import Recipient, Share
from bot.outreach.message import Channel, MessageKind
from bot.outreach.reminders import ONLY_IF_AGREED
from bot.staff.account import Actor
from bot.staff.audit import Action, conference_subject, invitation_subject

_ALL = tuple(kind for kind in MessageKind if kind is not MessageKind.EVENT)


@dataclass(frozen=True)
class Inviting:
    """What is done with invitations."""

    ground: Ground

    def look(self, actor: Actor, id: UUID) -> tuple[Case, Invited]:
        """One invited adult and their conference, for whoever may change them. Raises CaseNotFound, NotTheirs."""
        case = self.ground.case_of(actor, id)
        if not may_change(actor, case.conference):
            raise NotTheirs
        self.ground.record(actor, Action.CONFERENCE_SEEN, conference_subject(case.conference.id))
        return case, next(invited for invited in case.invited if invited.invitation.id == id)

    def add(self, actor: Actor, conference: UUID, draft: InvitedDraft, *, once: UUID | None = None) -> Invitation:
        """
        Invite one more adult; nothing is sent yet. Raises CaseNotFound, NotTheirs, MeetingOver.

        `once` names the form that it comes from: the same form sent twice is one invitation.
        """
        with self.ground.ledger.change() as change:
            return self.add_in(change, actor, conference_in(change, actor, conference, may_change), draft, once=once)

    def add_in(
        self, change: Change, actor: Actor, conference: Conference, draft: InvitedDraft, *, once: UUID | None = None
    ) -> Invitation:
        """The same within a larger change. Raises MeetingOver."""
        self._must_be_ahead(conference)
        invitation = Invitation(
            id_of(actor, once),
            conference.id,
            draft.called,
            draft.language,
            last_day=conference.day,
            contact=draft.contact,
            agreed=draft.agreed,
        )
        # Nobody is shown this link: sending draws another.
        if not change.add_invitation(invitation, new_link()):
            return change.invitation(invitation.id) or invitation
        self._record(change, actor, Action.INVITATION_ADDED, invitation.id)
        return invitation

    def change(self, actor: Actor, id: UUID, draft: InvitedDraft, *, version: int) -> Invitation:
        """`version` is the one that they saw. Raises CaseNotFound, NotTheirs, CaseOvertaken."""
        with self.ground.ledger.change() as change:
            before, _ = invitation_in(change, actor, id, may_change)
            if before.version != version:
                raise CaseOvertaken
            after = replace(
                before,
                called=draft.called,
                language=draft.language,
                contact=draft.contact,
                agreed=draft.agreed,
                version=version + 1,
            )
            change.save_invitation(after)
            if _texted(before) not in (None, _texted(after)):
                # Whoever has the old phone, or reads along on it, is not told about the meeting by it any more.
                change.cut_off(before)
            if after.contact != before.contact:
                # What waits would go to a number that may be another's now, or that is not safe any more.
                change.drop_waiting(id, _ALL)
            elif not after.agreed:
                change.drop_waiting(id, ONLY_IF_AGREED)
            self._record(change, actor, Action.INVITATION_CHANGED, id)
        return after

    def send(self, actor: Actor, id: UUID, channels: Collection[Channel], *, links: int) -> Sent:
        """
        Send a new link with a new code; those before open nothing any more. Who is already in stays in.

        `links` is how many there were when they looked, so that a form sent twice sends once. Raises CaseNotFound,
        NotTheirs, CaseOvertaken, MeetingOver, WayNotSafe.
        """
        with self.ground.ledger.change() as change:
            invitation, conference = self._linkable(change, actor, id, links)
            possible = channels_of(invitation, stopped=change.has_stopped(invitation))
            for channel in channels:
                if channel not in possible:
                    raise WayNotSafe(channel)
            invitation, link = self._relink(change, invitation, conference)
            messages = tuple(
                self.ground.texts(
                    MessageKind.LINK,
                    invitation,
                    conference,
                    channel=channel,
                    at=self.ground.clock(),
                    token=link.token,
                )
                for channel in sorted(channels)
            )
            for message in messages:
                change.put(message)
            self._record(change, actor, Action.LINK_SENT, id)
        self.ground.wake()
        return Sent(invitation, messages)

    def letter(self, actor: Actor, id: UUID, *, links: int) -> tuple[Invitation, Conference, NewLink]:
        """A new link, for a letter: shown this once. Raises what `send` does."""
        with self.ground.ledger.change() as change:
            invitation, conference = self._linkable(change, actor, id, links)
            invitation, link = self._relink(change, invitation, conference)
            self._record(change, actor, Action.LETTER_MADE, id)
        return invitation, conference, link

    def code(self, actor: Actor, id: UUID) -> str | None:
        """The code, to be told by voice; None once it was given. Raises CaseNotFound, NotTheirs."""
        with self.ground.ledger.change() as change:
            invitation, _ = invitation_in(change, actor, id, may_see_code)
            code = change.code(id) if invitation.links > 1 and not invitation.withdrawn else None
            if code is not None:
                self._record(change, actor, Action.CODE_SEEN, id)
        return code

    def withdraw(self, actor: Actor, id: UUID, *, links: int | None = None) -> None:
        """
        Take it back, at once; whoever came in by it sees the meeting no more.

        With `links`, only the link that they saw: an old page does not take back a newer one. Raises CaseNotFound,
        NotTheirs, CaseOvertaken.
        """
        with self.ground.ledger.change() as change:
            invitation, _ = invitation_in(change, actor, id, may_change)
            if links not in (None, invitation.links):
                raise CaseOvertaken
            if invitation.withdrawn:
                return
            change.withdraw(id)
            change.drop_waiting(id, _ALL)
            self._record(change, actor, Action.INVITATION_WITHDRAWN, id)

    def cut_off(self, actor: Actor, id: UUID, *, version: int) -> None:
        """
        Its number is somebody else's now: nothing is sent to it, nobody is told anything by it. Who came in by the
        link stays in, and everything of the parent's stays.

        `version` is the one that they saw: an old page does not cut off a newer number. Raises CaseNotFound,
        NotTheirs, CaseOvertaken.
        """
        with self.ground.ledger.change() as change:
            before, _ = invitation_in(change, actor, id, may_change)
            if before.contact.phone is None:  # by this very form, sent twice
                return
            if before.version != version:
                raise CaseOvertaken
            change.cut_off(before)
            contact = replace(before.contact, phone=None, ways=before.contact.ways - {Way.SMS, Way.CALL})
            change.save_invitation(replace(before, contact=contact, version=version + 1))
            self._record(change, actor, Action.PHONE_CUT_OFF, id)

    def unlock(self, actor: Actor, id: UUID) -> None:
        """
        Another code and five tries, for the same link. Raises CaseNotFound, NotTheirs, NotLocked, LinkWithdrawnYet.
        """
        with self.ground.ledger.change() as change:
            invitation, _ = invitation_in(change, actor, id, may_change)
            if invitation.withdrawn:
                raise LinkWithdrawnYet
            if not invitation.locked:
                raise NotLocked
            change.recode(id, new_link().code)
            self._record(change, actor, Action.INVITATION_UNLOCKED, id)

    def read(self, actor: Actor, id: UUID) -> dict[Recipient, tuple[Share, ...]]:
        """
        What the parent shared with whoever asks. From now on it has been read, and the parent is shown that.

        Raises CaseNotFound; also where nothing can be shared with them, as with an administrator or a case system.
        """
        with self.ground.ledger.change() as change:
            _, conference = invitation_in(change, actor, id, _may_read)
            found = {
                recipient: change.read_shared(str(id), recipient, at=self.ground.clock())
                for recipient in sorted(reads_as(actor, conference))
            }
            self._record(change, actor, Action.SHARED_READ, id)
        return found

    def _linkable(self, change: Change, actor: Actor, id: UUID, links: int) -> tuple[Invitation, Conference]:
        invitation, conference = invitation_in(change, actor, id, may_send)
        self._must_be_ahead(conference)
        if invitation.links != links:
            raise CaseOvertaken
        return invitation, conference

    def _relink(self, change: Change, invitation: Invitation, conference: Conference) -> tuple[Invitation, NewLink]:
        link = new_link()
        after = replace(
            invitation,
            last_day=conference.day,
            links=invitation.links + 1,
            withdrawn=False,
            spent_at=None,
            code_tries=0,
        )
        change.drop_waiting(invitation.id, (MessageKind.LINK,))
        change.relink(after, link)
        return after, link

    def _must_be_ahead(self, conference: Conference) -> None:
        if conference.cancelled_at is not None or conference.starts_at <= self.ground.clock():
            raise MeetingOver

    def _record(self, change: Change, actor: Actor, action: Action, id: UUID) -> None:
        change.record(self.ground.entry(actor, action, invitation_subject(id)))


def _texted(invitation: Invitation) -> str | None:
    """The phone that may be texted, and that its parent may text from."""
    return invitation.contact.phone if Way.SMS in invitation.contact.ways else None


def _may_read(actor: Actor, conference: Conference) -> bool:
    return bool(reads_as(actor, conference))
