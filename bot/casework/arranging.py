"""Conferences at the desk: seen, added, changed, moved, cancelled. Who agreed to be told is told in the same breath."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework.attention import by_attention
from bot.casework.case import Case, ConferenceDraft, Told, news_channels
from bot.casework.errors import CaseOvertaken, MeetingOver, NotTheirs, OwnerUnknown
from bot.casework.ground import Ground, conference_in, id_of
from bot.casework.ledger import Change
from bot.casework.may import may_change, reads_as
from bot.conferences.conference import Conference, Official
from bot.conferences.invitation import Invitation
from bot.outreach.message import MessageKind
from bot.staff.account import Account, Actor, Role
from bot.staff.audit import Action, conference_subject

_REMINDERS = tuple(kind for kind in MessageKind if kind.is_reminder)
_NEWS = (MessageKind.MOVED, *_REMINDERS)


@dataclass(frozen=True)
class Arranging:
    """What is done with conferences."""

    ground: Ground

    def cases(self, actor: Actor) -> tuple[Case, ...]:
        """Everything that they may see, what needs attention first. That they looked is recorded."""
        ledger = self.ground.ledger
        if actor.role is Role.ADMINISTRATOR:
            return ()
        if actor.role is None:
            found = ledger.cases(actor.council)
        elif actor.role is Role.MANAGER:
            found = ledger.cases(actor.council, team=actor.team) if actor.team else ()
        else:
            found = ledger.cases(actor.council, owner=actor.id)
        chaired = ledger.cases(actor.council, chair=actor.id) if actor.role else ()
        each = {case.conference.id: case for case in (*found, *chaired)}
        self.ground.record(actor, Action.CONFERENCES_LISTED, "council")
        reads = {id: reads_as(actor, case.conference) for id, case in each.items()}
        return tuple(by_attention(tuple(each.values()), self.ground.clock(), reads))

    def case(self, actor: Actor, id: UUID) -> Case:
        """One conference with everybody who is invited. Raises CaseNotFound."""
        case = self.ground.case(actor, id)
        self.ground.record(actor, Action.CONFERENCE_SEEN, conference_subject(id))
        return case

    def case_to_change(self, actor: Actor, id: UUID) -> Case:
        """The same, for whoever is going to change it. Raises NotTheirs too."""
        found = self.case(actor, id)
        if not may_change(actor, found.conference):
            raise NotTheirs
        return found

    def add(self, actor: Actor, draft: ConferenceDraft, *, once: UUID | None = None) -> Conference:
        """
        Raises OwnerUnknown; MeetingOver where it would lie in the past.

        `once` names the form that it comes from: the same form sent twice is one conference.
        """
        if draft.starts_at <= self.ground.clock():
            raise MeetingOver
        with self.ground.ledger.change() as change:
            return self.add_in(change, actor, draft, once=once)

    def add_in(self, change: Change, actor: Actor, draft: ConferenceDraft, *, once: UUID | None = None) -> Conference:
        """The same within a larger change: a file's rows are all written or none. Raises OwnerUnknown."""
        owner = self._owner(actor, draft.owner_id)
        self._must_be_ours(actor, draft.chair_id)
        conference = Conference(
            id=id_of(actor, once),
            council=actor.council,
            kind=draft.kind,
            starts_at=draft.starts_at,
            place=draft.place,
            video_link=draft.video_link,
            asked_by=draft.asked_by,
            chair=draft.chair,
            chair_speaks_at=draft.chair_speaks_at,
            social_worker=draft.social_worker or Official(owner.name, owner.phone),
            reference=draft.reference,
            owner_id=owner.id,
            chair_id=draft.chair_id,
            team=owner.team,
        )
        if not change.add_conference(conference):
            return change.conference(conference.id) or conference
        change.record(self.ground.entry(actor, Action.CONFERENCE_ADDED, conference_subject(conference.id)))
        return conference

    def change(self, actor: Actor, id: UUID, draft: ConferenceDraft, *, version: int) -> Told:
        """
        Change it. Where day, time, place or video link are new, it was moved: those who agreed are told.

        `version` is the one that they saw. Raises CaseNotFound, NotTheirs, CaseOvertaken, MeetingOver, OwnerUnknown.
        """
        with self.ground.ledger.change() as change:
            before = self._open(change, actor, id, version)
            owner = self._owner(actor, draft.owner_id or before.owner_id)
            self._must_be_ours(actor, draft.chair_id)
            after = replace(
                before,
                kind=draft.kind,
                starts_at=draft.starts_at,
                place=draft.place,
                video_link=draft.video_link,
                asked_by=draft.asked_by,
                chair=draft.chair,
                chair_speaks_at=draft.chair_speaks_at,
                social_worker=draft.social_worker or before.social_worker,
                reference=draft.reference,
                owner_id=owner.id,
                chair_id=draft.chair_id,
                team=owner.team,
                version=version + 1,
            )
            moved = _where_and_when(before) != _where_and_when(after)
            if moved and after.starts_at <= self.ground.clock():
                raise MeetingOver
            change.save_conference(after)
            action = Action.CONFERENCE_MOVED if moved else Action.CONFERENCE_CHANGED
            change.record(self.ground.entry(actor, action, conference_subject(id)))
            told = self._tell(change, after, MessageKind.MOVED, before.starts_at) if moved else Told()
        self.ground.wake()
        return told

    def cancel(self, actor: Actor, id: UUID, *, version: int) -> Told:
        """
        It will not be held. Who agreed is told; parents who come in are shown it, whether they agreed or not.

        Raises CaseNotFound, NotTheirs, CaseOvertaken, MeetingOver.
        """
        with self.ground.ledger.change() as change:
            before = self._open(change, actor, id, version)
            after = replace(before, cancelled_at=self.ground.clock(), version=version + 1)
            change.save_conference(after)
            change.record(self.ground.entry(actor, Action.CONFERENCE_CANCELLED, conference_subject(id)))
            told = self._tell(change, after, MessageKind.CANCELLED, before.starts_at)
        self.ground.wake()
        return told

    def _open(self, change: Change, actor: Actor, id: UUID, version: int) -> Conference:
        conference = conference_in(change, actor, id, may_change)
        if conference.version != version:
            raise CaseOvertaken
        if conference.cancelled_at is not None or conference.starts_at <= self.ground.clock():
            raise MeetingOver
        return conference

    def _tell(self, change: Change, conference: Conference, kind: MessageKind, was: datetime) -> Told:
        """News of a meeting takes the place of older news and of reminders that say the old day."""
        told: list[Invitation] = []
        to_ring: list[Invitation] = []
        for invitation in change.invitations_of(conference.id):
            waiting = _NEWS if kind is MessageKind.MOVED else (*_NEWS, MessageKind.LINK)
            change.drop_waiting(invitation.id, waiting)
            if kind is MessageKind.MOVED:
                change.save_invitation(replace(invitation, last_day=conference.day, version=invitation.version + 1))
            if invitation.withdrawn:
                continue
            channels = news_channels(invitation, stopped=change.has_stopped(invitation))
            for channel in channels:
                change.put(
                    self.ground.texts(kind, invitation, conference, channel=channel, at=self.ground.clock(), was=was)
                )
            (told if channels else to_ring).append(invitation)
        return Told(tuple(told), tuple(to_ring))

    def _owner(self, actor: Actor, id: UUID | None) -> Account:
        """A manager gives conferences to their team; a social worker may hand one over; a case system names anybody."""
        account = self.ground.accounts.get(id or actor.id)
        if account is None or not account.active or account.council != actor.council:
            raise OwnerUnknown
        if account.role is Role.ADMINISTRATOR or actor.role is Role.ADMINISTRATOR:
            raise OwnerUnknown
        if actor.role is Role.MANAGER and (account.team is None or account.team != actor.team):
            raise OwnerUnknown
        return account

    def _must_be_ours(self, actor: Actor, chair: UUID | None) -> None:
        if chair is None:
            return
        account = self.ground.accounts.get(chair)
        if account is None or account.council != actor.council or account.role is Role.ADMINISTRATOR:
            raise OwnerUnknown


def _where_and_when(conference: Conference) -> tuple[datetime, str | None, str | None]:
    return conference.starts_at, conference.place, conference.video_link
