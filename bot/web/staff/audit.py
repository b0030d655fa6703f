"""The page of the audit: who at this council did what, and when. An administrator's; looking at it is in it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from bot.staff.account import Account
from bot.staff.audit import Action, Entry
from bot.staff.chain import Line
from bot.web.staff.pages import StaffPageHere
from bot.web.staff.visit import AsAdministrator, DeskHere

router = APIRouter(prefix="/staff", include_in_schema=False)

_A_PAGE = 50


@dataclass(frozen=True)
class Done:
    """A line as it is shown. What is not one of this council's people stays an id."""

    number: int
    at: datetime
    who: str  # a name, or ""
    by: str  # "staff", "key", "nobody", "operator"
    by_id: str
    action: str
    what: str  # a name, or ""
    kind: str  # "conference", "staff", "council", …
    id: str


@router.get("/audit")
def look(
    actor: AsAdministrator,
    desk: DeskHere,
    page: StaffPageHere,
    who: Annotated[str, Query(max_length=100)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    known = {f"staff:{account.id}": account for account in desk.accounts.of(actor.council)}
    desk.audit.add(Entry(desk.now(), actor.council, actor.name, Action.AUDIT_SEEN, who if who in known else "council"))
    lines = desk.audit.newest(actor.council, most=_A_PAGE + 1, before=before, actor=who or None)
    shown = lines[:_A_PAGE]
    return page(
        "audit.html",
        done=[_done(line, known) for line in shown],
        people=[(key, account.name) for key, account in known.items()],
        others=sorted(set(desk.audit.actors(actor.council)) - set(known)),
        who=who,
        before=before,
        older=shown[-1].number if len(lines) > _A_PAGE else None,
    )


def _done(line: Line, known: dict[str, Account]) -> Done:
    by, _, by_id = line.actor.partition(":")
    kind, _, id = line.subject.partition(":")
    return Done(
        number=line.number,
        at=line.at,
        who=known[line.actor].name if line.actor in known else "",
        by=by,
        by_id=by_id,
        action=line.action,
        what=known[line.subject].name if line.subject in known else "",
        kind=kind,
        id=id,
    )
