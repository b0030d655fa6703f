"""My conferences, what needs attention first; one of them with everybody who is invited; who was told of its news."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from fastapi import APIRouter, Response

from bot.web.staff.case_views import case_view, news_since
from bot.web.staff.pages import StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere, SignedIn
from bot.wiring import Desk

router = APIRouter(prefix="/staff", include_in_schema=False)

# The worker shows each minute that it lives.
_QUIET_FOR_LONG = timedelta(minutes=5)


@router.get("")
def conferences(
    actor: AsCaseWorker, account: SignedIn, desk: DeskHere, page: StaffPageHere, done: str = ""
) -> Response:
    now = desk.now()
    views = [case_view(case, actor, now) for case in desk.arranging.cases(actor)]
    own = [view for view in views if view.may_change]
    return page(
        "conferences.html",
        pressing=[view for view in own if view.needs_attention],
        coming=[view for view in own if not view.needs_attention and not view.is_over],
        over=[view for view in own if not view.needs_attention and view.is_over],
        chaired=[view for view in views if not view.may_change],
        has_no_team=account.role.value == "manager" and not account.team,
        not_sending=_not_sending(desk, now),
        last_beat=desk.heartbeat(),
        done=done,
    )


@router.get("/conferences/{id:uuid}")
def conference(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, done: str = "") -> Response:
    now = desk.now()
    return page("conference.html", view=case_view(desk.arranging.case(actor, id), actor, now), done=done)


@router.get("/conferences/{id:uuid}/told")
def told(id: UUID, actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, version: int = 0) -> Response:
    case = desk.arranging.case_to_change(actor, id)
    return page("told.html", case=case, news=news_since(case, version), version=version, now=desk.now())


def _not_sending(desk: Desk, now: datetime) -> bool:
    """Whether the part that sends has stopped."""
    beat = desk.heartbeat()
    return beat is None or now - beat > _QUIET_FOR_LONG
