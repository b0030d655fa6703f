"""Who may do what with a case. One place, asked by everything in this room."""

from __future__ import annotations

from bot.conferences.conference import Conference
from bot.notes.sharing import Recipient
from bot.staff.account import Actor, Role, Scope


def may_see(actor: Actor, conference: Conference) -> bool:
    """Whether a conference is any business of theirs."""
    if actor.council != conference.council:
        return False
    if actor.role is None:
        return Scope.READ in actor.scopes
    return _works_on(actor, conference) or _chairs(actor, conference)


def may_change(actor: Actor, conference: Conference) -> bool:
    """Whether they may change it, invite to it and send links: its chair only looks."""
    if actor.council != conference.council:
        return False
    if actor.role is None:
        return Scope.WRITE in actor.scopes
    return _works_on(actor, conference)


def may_send(actor: Actor, conference: Conference) -> bool:
    """Whether they may send links."""
    if actor.role is None:
        return actor.council == conference.council and Scope.SEND in actor.scopes
    return may_change(actor, conference)


def may_see_code(actor: Actor, conference: Conference) -> bool:
    """Whether they may be told a code."""
    if actor.role is None:
        return actor.council == conference.council and Scope.CODES in actor.scopes
    return may_change(actor, conference)


def reads_as(actor: Actor, conference: Conference) -> frozenset[Recipient]:
    """
    As whom they read what a parent shares. Never a case system.

    What is for the social worker their manager may read too: somebody has to when they are away. What is for the
    chair is read by nobody but the chair.
    """
    if actor.role is None or actor.council != conference.council:
        return frozenset()
    found = set()
    if _works_on(actor, conference):
        found.add(Recipient.SOCIAL_WORKER)
    if _chairs(actor, conference):
        found.add(Recipient.CHAIR)
    return frozenset(found)


def _works_on(actor: Actor, conference: Conference) -> bool:
    if actor.role is Role.MANAGER:
        return actor.team is not None and conference.team == actor.team
    return actor.role is Role.SOCIAL_WORKER and conference.owner_id == actor.id


def _chairs(actor: Actor, conference: Conference) -> bool:
    return actor.role in (Role.SOCIAL_WORKER, Role.MANAGER) and conference.chair_id == actor.id
