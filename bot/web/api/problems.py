"""
What is refused, as a case system reads it: problem+json, with where it is, what is wrong and what to do.

* ApiError            raised by this package's own doors; carries its problem
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.casework.errors import (
    CaseNotFound,
    CaseOvertaken,
    LinkWithdrawnYet,
    MeetingOver,
    NotLocked,
    NotTheirs,
    OwnerUnknown,
    WayNotSafe,
)
from bot.casework.mistakes import DraftWrong, Mistake
from bot.web.problems import http_problem, invalid, problem

WRONG = "Some of it cannot be taken as it is, and so nothing was. See errors."
NOT_AS_DESCRIBED = "It is not of the form that /api/openapi.json describes. See errors."
NOT_THERE = "There is nothing here, or it is another council's."

# Fields of a form that are one here.
_ONE_HERE = {
    "date": "starts_at",
    "time": "starts_at",
    "chair_speaks_date": "chair_speaks_at",
    "chair_speaks_time": "chair_speaks_at",
}


class ApiError(Exception):
    """A call is refused."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: tuple[dict[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.response = problem(status, detail, errors)
        self.response.headers.update(headers or {})


def wrong(where: str, what: str, do: str) -> ApiError:
    """One thing that cannot be taken."""
    return ApiError(422, WRONG, errors=({"where": where, "what": what, "do": do},))


def problem_of(error: Exception) -> JSONResponse | None:
    """What a case system is told; None for what nobody expected."""
    for kind, told in _TOLD.items():
        if isinstance(error, kind):
            return told(error)
    return None


def _draft_wrong(error: DraftWrong) -> JSONResponse:
    # A moment's day and time are two fields of a form and one of ours: one mistake is told of it.
    by_place: dict[str, Mistake] = {}
    for mistake in error.mistakes:
        by_place.setdefault(_ONE_HERE.get(mistake.field, mistake.field), mistake)
    errors = [{"where": f"/{place}", "what": one.what, "do": one.do} for place, one in by_place.items()]
    return problem(422, WRONG, errors)


def _owner_unknown(_: OwnerUnknown) -> JSONResponse:
    return _draft_wrong(DraftWrong((Mistake("social_worker_email", "owner_unknown"),)))


def _way_not_safe(error: WayNotSafe) -> JSONResponse:
    way = error.channel.value
    what = f"{way} is not among safe_ways, or has no number or address, or the phone asked for no more texts"
    do = "Choose another way, or change the invitation first."
    return problem(422, WRONG, [{"where": "/ways", "what": what, "do": do}])


def _unreadable(error: RequestValidationError) -> JSONResponse:
    found = error.errors()
    places = {one["loc"][0] for one in found}
    if "path" in places:
        return problem(404, NOT_THERE)
    if any(one["loc"] == ("header", "If-Match") and one["type"] == "missing" for one in found):
        return problem(428, "Send If-Match with the ETag that you last saw, so that nobody's change is lost.")
    return invalid(found, NOT_AS_DESCRIBED)


def overtaken() -> JSONResponse:
    return problem(412, "Somebody changed it since. Get it again, look, and send your change with the new ETag.")


def _http(error: HTTPException) -> JSONResponse:
    if error.status_code == 400:  # FastAPI's, for a body that is not even text
        return problem(422, f"{NOT_AS_DESCRIBED[:-12]} Send one JSON object, in UTF-8.")
    return http_problem(error)


_TOLD: dict[type[Exception], Callable[[Any], JSONResponse]] = {
    ApiError: lambda error: error.response,
    DraftWrong: _draft_wrong,
    RequestValidationError: _unreadable,
    HTTPException: _http,
    CaseNotFound: lambda _: problem(404, NOT_THERE),
    NotTheirs: lambda _: problem(403, "This key may look at it and no more."),
    CaseOvertaken: lambda _: overtaken(),
    WayNotSafe: _way_not_safe,
    MeetingOver: lambda _: problem(409, "The conference has begun or is cancelled: nothing more can be done with it."),
    LinkWithdrawnYet: lambda _: problem(409, "The invitation was withdrawn. Send a new link first."),
    NotLocked: lambda _: problem(409, "It is not locked: there is nothing to unlock."),
    OwnerUnknown: _owner_unknown,
}
