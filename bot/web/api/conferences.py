"""Conferences: listed page by page, added, seen, changed, cancelled."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator

from bot.casework.looking import Place, Wanted
from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference
from bot.web.api.documented import ETAG, LOCATION, refusals
from bot.web.api.idempotency import Repeatable
from bot.web.api.keys import MayRead, MayWrite
from bot.web.api.paging import PATTERN, cursor_at, place_of
from bot.web.api.route import ApiRoute, named
from bot.web.api.schemas import ConferenceChanged, ConferenceFields, ConferencePage, ConferenceShown
from bot.web.api.shown import changed, conference_draft, conference_shown, conferences_shown
from bot.web.api.versions import IfMatch, put_etag, version_in
from bot.web.staff.visit import DeskHere

router = APIRouter(prefix="/conferences", tags=["conferences"], route_class=ApiRoute, generate_unique_id_function=named)

_MOST = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _as_a_day(sent: object) -> object:
    if not isinstance(sent, str) or not _DAY.fullmatch(sent):
        raise ValueError("is not a day such as 2030-06-01")
    return sent


Day = Annotated[date, BeforeValidator(_as_a_day)]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")]
Cursor = Annotated[str | None, Query(pattern=PATTERN, description="The `next_cursor` of the page before.")]
From = Annotated[Day | None, Query(alias="from", description="Those that start on this day or later, in London.")]
To = Annotated[Day | None, Query(description="Those that start on this day or earlier, in London.")]


@router.get("", responses=refusals())
def list_conferences(
    actor: MayRead, desk: DeskHere, limit: Limit = 50, cursor: Cursor = None, since: From = None, to: To = None
) -> ConferencePage:
    """Every conference of the council, the soonest first."""
    after = place_of(cursor) if cursor else None
    wanted = Wanted(limit + 1, after, since=_begin(since), until=_end(to))  # one more: is there another page?
    found = desk.looking.conferences(actor, wanted)
    page = found[:limit]
    more = cursor_at(Place(page[-1].starts_at, page[-1].id)) if len(found) > limit else None
    return ConferencePage(items=conferences_shown(page, desk), next_cursor=more)


@router.post(
    "",
    status_code=201,
    responses={**refusals(409, 413, 415), 201: {"headers": {**ETAG, **LOCATION}}},
)
def add_conference(
    actor: MayWrite, desk: DeskHere, sent: ConferenceFields, response: Response, _: Repeatable = None
) -> ConferenceShown:
    """Add a conference. Nobody is told of it yet: invite adults to it, then send their links."""
    made = desk.arranging.add(actor, conference_draft(sent, desk, actor))
    response.headers["Location"] = f"/api/v1/conferences/{made.id}"
    return _with_etag(made, desk, response)


@router.get("/{conference_id}", responses={**refusals(404), 200: {"headers": ETAG}})
def get_conference(actor: MayRead, desk: DeskHere, conference_id: UUID, response: Response) -> ConferenceShown:
    """One conference, with its version as ETag."""
    return _with_etag(desk.arranging.case(actor, conference_id).conference, desk, response)


@router.put(
    "/{conference_id}",
    responses={**refusals(404, 409, 412, 413, 415, 428), 200: {"headers": ETAG}},
)
def change_conference(
    actor: MayWrite,
    desk: DeskHere,
    conference_id: UUID,
    sent: ConferenceFields,
    if_match: IfMatch,
    response: Response,
) -> ConferenceChanged:
    """Change it. Where day, time, place or video link are new, parents who agreed are told, within seconds."""
    draft = conference_draft(sent, desk, actor)
    told = desk.arranging.change(actor, conference_id, draft, version=version_in(if_match))
    after = _now(desk, conference_id)
    put_etag(response, after.version)
    return changed(after, told, desk)


@router.post(
    "/{conference_id}/cancel",
    responses={**refusals(404, 409, 412, 428), 200: {"headers": ETAG}},
)
def cancel_conference(
    actor: MayWrite, desk: DeskHere, conference_id: UUID, if_match: IfMatch, response: Response, _: Repeatable = None
) -> ConferenceChanged:
    """It will not be held. Parents who agreed are told, within seconds; no link to it can be sent any more."""
    told = desk.arranging.cancel(actor, conference_id, version=version_in(if_match))
    after = _now(desk, conference_id)
    put_etag(response, after.version)
    return changed(after, told, desk)


def _now(desk: DeskHere, id: UUID) -> Conference:
    case = desk.cases.case(id)
    if case is None:
        raise AssertionError("it was written just now")
    return case.conference


def _with_etag(conference: Conference, desk: DeskHere, response: Response) -> ConferenceShown:
    put_etag(response, conference.version)
    return conference_shown(conference, desk)


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), LONDON) if day else None


def _end(day: date | None) -> datetime | None:
    if day is None or day.year == date.max.year:
        return None
    return datetime.combine(day + timedelta(days=1), time(0), LONDON)
