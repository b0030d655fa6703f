"""
Errors as machines read them: problem+json (RFC 9457), with what is wrong, where, and what to do.

Never what was sent: it may be a parent's words, and whoever sent it has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_WHAT_TO_DO = {
    "missing": "Send this field.",
    "json_invalid": "Send one JSON object, in UTF-8.",
    "model_type": "Send one JSON object.",
    "model_attributes_type": "Send one JSON object, with the header Content-Type: application/json.",
    "string_type": "Send text in double quotes.",
    "string_too_long": "Send it in parts, each short enough.",
    "string_too_short": "Send at least one character.",
    "too_short": "Send at least one.",
    "extra_forbidden": "Send only the fields that /api/openapi.json describes.",
}
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_WHAT_HTTP_SAYS = {
    401: "Say who you are.",
    404: "There is nothing at this address.",
    405: "This address takes other methods: see the header Allow.",
    413: "This is more than we read. Send less.",
}


def problem(status: int, detail: str, errors: Sequence[dict[str, str]] = (), **more: str | None) -> JSONResponse:
    """`more` are members of our own, left out where they are None."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    body |= {name: value for name, value in more.items() if value is not None}
    return JSONResponse(body, status, media_type="application/problem+json")


def http_problem(error: HTTPException) -> JSONResponse:
    """What the framework refused: no such address, no such method there, too much of it; or one of us by its means."""
    said = None if error.detail == HTTPStatus(error.status_code).phrase else error.detail
    response = problem(error.status_code, said or _WHAT_HTTP_SAYS.get(error.status_code, error.detail))
    response.headers.update(error.headers or {})
    return response


def allowed(request: Request) -> dict[str, str]:
    """Every method that an address takes: several routes may share it, and the framework names those of one."""
    tried = ({**request.scope, "method": method} for method in _METHODS)
    found = [one["method"] for one in tried if any(_takes(route, one) for route in request.app.routes)]
    return {"Allow": ", ".join(found)} if found else {}


def _takes(route: BaseRoute, scope: Scope) -> bool:
    return route.matches(scope)[0] is Match.FULL


def invalid(errors: Sequence[Any], detail: str = "The message cannot be read. See errors.") -> JSONResponse:
    """What pydantic found, without the input that it quotes."""
    return problem(422, detail, [_told(error) for error in errors])


def _told(error: dict[str, Any]) -> dict[str, str]:
    do = _WHAT_TO_DO.get(error["type"], "Mend it and send it again.")
    return {"where": _where(error), "what": error["msg"], "do": do}


def _where(error: dict[str, Any]) -> str:
    """A pointer into the body, "?limit" in the query, or a header's name."""
    kind, *steps = error["loc"]
    if kind == "query":
        return f"?{steps[0]}"
    if kind == "header":
        return str(steps[0])
    if error["type"] == "json_invalid":
        return "/"
    if error["type"] == "extra_forbidden":
        steps = steps[:-1]  # its name is of the sender's own making
    return "/" + "/".join(map(str, steps))
